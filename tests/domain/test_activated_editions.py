"""Editions put in force by the scheme's owner: when one is refused, and whom it binds from which day on (R19)."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.cluster.case import Stage
from domain.cluster.visible_state import visible_state
from domain.edition import Edition
from domain.editions.events import EditionActivated
from domain.editions.reading import EditionFaulty, digest_of, read_edition
from domain.editions.state import Editions, in_force
from domain.events import event_of, payload_of
from domain.levels import Level
from domain.particulars import particulars
from domain.person.commands import QualifyExpert
from domain.scheme import Scheme
from domain.schemes import scheme
from domain.sourced import Mark
from ledger.canonical import canonical
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CLARA,
    EMIL,
    MONDAY,
    OLGA,
    SVEN,
    VERA,
    bronze,
    labelled,
    stage_set,
)
from tests.domain.edition_files import SHIPPED, SPRING, activating, edition_file
from tests.domain.specification import World, given

STORED = Path(__file__).parent / "activated" / "EditionActivated.json"
SCHEME, TOMORROW = "scheme", MONDAY + timedelta(days=1)
BARE = "is written [value, mark, source]; a mark A says that the value is assumed."
LONGER = {"first_months": 'first_months = [48, "A", "rule"]'}


def edition(**exchanged: str) -> Edition:
    return read_edition(edition_file("ecei-2026", SPRING, **exchanged), scheme())


def activated(from_on: date = SPRING, world: World | None = None, **exchanged: str) -> World:
    return (world or stage_set()).does(SVEN, activating(from_on=from_on, **exchanged), on=SCHEME)


def in_time(of: Scheme) -> list[tuple[str, date, date | None]]:
    return [
        (each.key, each.in_force_from.value, each.in_force_until.value if each.in_force_until else None)
        for each in of.editions
    ]


def test_the_owner_puts_an_edition_in_force_and_the_record_has_it_whole() -> None:
    given(stage_set()).when(activating(), by=SVEN, on=SCHEME).then(
        EditionActivated(
            key="ecei-2026", in_force_from=SPRING, digest=digest_of(edition()), content=edition()
        )
    )


@pytest.mark.parametrize("by", [OLGA, CLARA, VERA])
def test_only_the_owner_puts_an_edition_in_force(by: str) -> None:
    given(stage_set()).when(activating(), by=by, on=SCHEME).then_rejected("not-permitted")


def test_it_follows_the_edition_before_it_without_gap_or_overlap() -> None:
    world = activated()
    world.does(SVEN, activating("ecei-2028", date(2028, 1, 1)), on=SCHEME)
    assert in_time(world.scheme) == [
        ("ecei-2013", date(2012, 4, 1), date(2019, 11, 14)),
        ("ecei-2019", date(2019, 11, 15), date(2026, 3, 31)),
        ("ecei-2026", SPRING, date(2027, 12, 31)),
        ("ecei-2028", date(2028, 1, 1), None),
    ]


def test_the_end_of_an_edition_says_by_what_it_is_known() -> None:
    until = activated().scheme.edition("ecei-2019").in_force_until
    assert until is not None
    assert (until.mark, until.source) == (Mark.INFERRED, "ecei-2026 follows")


def test_an_edition_that_came_to_be_shipped_is_in_the_scheme_once() -> None:
    assert in_force(scheme(), Editions(activated=(scheme().editions[-1],))) == scheme()


def test_an_edition_has_a_key_of_its_own() -> None:
    given(stage_set()).when(activating("ecei-2019"), by=SVEN, on=SCHEME).then_rejected("edition-exists")


def test_an_edition_begins_behind_every_other() -> None:
    given(stage_set()).when(activating(from_on=date(2019, 11, 15)), by=SVEN, on=SCHEME).then_rejected(
        "edition-overlap"
    )


def test_an_edition_begins_on_a_day_to_come() -> None:
    given(stage_set()).when(activating(from_on=MONDAY), by=SVEN, on=SCHEME).then_rejected(
        "edition-backdated", f"in_force_from: {MONDAY} is not a day to come."
    )


def test_an_edition_that_ends_by_itself_would_leave_a_gap() -> None:
    begins = 'in_force_from = [2026-04-01, "A", "rule"]\nin_force_until = [2030-12-31, "A", "rule"]'
    given(stage_set()).when(activating(in_force_from=begins), by=SVEN, on=SCHEME).then_rejected(
        "edition-gap",
        "in_force_until: behind 2030-12-31 none would be in force; the next one ends it.",
    )


def test_an_edition_that_begins_tomorrow_is_in_time() -> None:
    outcome = given(stage_set()).when(activating(from_on=TOMORROW), by=SVEN, on=SCHEME)
    assert (outcome.rejected, len(outcome.events)) == (None, 1)


def test_of_two_planned_editions_the_later_one_is_put_in_force_last() -> None:
    before = activating("ecei-2025b", SPRING - timedelta(days=1))
    given(activated()).when(before, by=SVEN, on=SCHEME).then_rejected(
        "edition-overlap",
        "in_force_from: ecei-2026 is in force from 2026-04-01 on, and 2026-03-31 is not after it.",
    )
    given(activated()).when(activating(from_on=date(2028, 1, 1)), by=SVEN, on=SCHEME).then_rejected(
        "edition-exists"
    )


FAULTY = {
    "a bare value": ({"first_months": "first_months = 24"}, f"validity.first_months: {BARE}"),
    "a source that is not named": (
        {"first_months": 'first_months = [24, "A", "hearsay"]'},
        "No source is named 'hearsay'.",
    ),
    "a source that says nothing": (
        {"R29": 'R29 = " "'},
        (
            "abandonment.after_months.source: may not be empty."
            " abandonment.warned_at_months.source: may not be empty. rules.R29.source: may not be empty."
        ),
    ),
    "a catalogue nobody knows": (
        {"catalogue": 'catalogue = ["2020", "A", "rule"]'},
        "catalogue: one of 2013 is expected.",
    ),
    "a field that is none": (
        {"first_months": 'first_months = [24, "A", "rule"]\nlast_months = [24, "A", "rule"]'},
        "validity.last_months: is no field of an edition.",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_edition_is_refused_by_its_fields(fault: str) -> None:
    exchanged, sentence = FAULTY[fault]
    given(stage_set()).when(activating(**exchanged), by=SVEN, on=SCHEME).then_rejected(  # type: ignore[arg-type]
        "edition-faulty", sentence
    )


def test_every_fault_of_an_edition_is_told_at_once() -> None:
    with pytest.raises(EditionFaulty) as faulty:
        edition(first_months="first_months = 24", grace_months="grace_months = 12")
    assert faulty.value.faults == (f"validity.first_months: {BARE}", f"validity.grace_months: {BARE}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("key = ", "Invalid value (at end of document)"),
        ('key = "ecei-2026"', "sources: is missing."),
    ],
)
def test_what_is_no_edition_at_all_is_refused(text: str, fault: str) -> None:
    with pytest.raises(EditionFaulty) as faulty:
        read_edition(text, scheme())
    assert faulty.value.faults == (fault,)


def test_an_edition_speaks_of_every_rule_the_others_speak_of() -> None:
    silent = "\n".join(line for line in edition_file().splitlines() if not line.startswith("R12 = "))
    with pytest.raises(EditionFaulty) as faulty:
        read_edition(silent, scheme())
    assert faulty.value.faults == ("rules.R12: is missing.",)


def test_the_digest_is_of_what_an_edition_says_not_of_how_it_is_laid_out() -> None:
    spaced = edition_file().replace(" = ", "  =  ") + "\n# The end.\n"
    assert digest_of(read_edition(spaced, scheme())) == digest_of(edition())
    assert digest_of(edition(**LONGER)) != digest_of(edition())


def test_an_edition_keeps_its_digest_when_another_comes_to_follow_it() -> None:
    before, after = (each.edition("ecei-2019") for each in (scheme(), activated().scheme))
    assert (before.in_force_until, digest_of(before)) == (None, digest_of(after))


def test_the_scheme_s_state_names_its_editions_and_not_their_values() -> None:
    state = activated().state(SCHEME)
    named = {"key": "ecei-2026", "in_force_from": "2026-04-01", "digest": digest_of(edition())}
    assert visible_state(state, None) == {"version": 1, "activated": [named]}
    assert particulars(visible_state(state, None)) == {
        "activated ecei-2026: in force from": "2026-04-01",
        "activated ecei-2026: digest": digest_of(edition()),
    }


def test_the_record_gives_back_what_was_put_in_force() -> None:
    event = EditionActivated(
        key="ecei-2026", in_force_from=SPRING, digest=digest_of(edition()), content=edition()
    )
    again = event_of("EditionActivated", 1, canonical(payload_of(event)), "{}")
    assert (again, digest_of(again.content)) == (event, event.digest)  # type: ignore[union-attr]


def test_an_edition_put_in_force_stays_readable_whatever_editions_come_to_say() -> None:
    # Every command reads it: a field added to editions needs a default, or an upcaster (`domain/upcasting.py`).
    event = event_of("EditionActivated", 1, STORED.read_text(encoding="utf-8"), "{}")
    assert isinstance(event, EditionActivated)
    assert (event.key, event.digest) == ("ecei-2026", digest_of(event.content))


# R19: whom it binds


def test_a_case_is_bound_by_the_edition_of_the_day_it_was_opened() -> None:
    world = activated(TOMORROW, bronze(Stage.APPLIED)).until(TOMORROW)
    assert world.case("aurora").edition == "ecei-2019"
    assert (
        activated(TOMORROW).until(TOMORROW).does(CLARA, APPLY, on=AURORA).case("aurora").edition
        == "ecei-2026"
    )


def test_eligibility_is_judged_by_the_edition_of_its_own_day() -> None:
    world = activated(TOMORROW, bronze(Stage.APPLIED)).until(TOMORROW).does(OLGA, ACCEPT, on=AURORA)
    eligibility = world.case("aurora").eligibility
    assert eligibility is not None
    assert eligibility.edition == "ecei-2026"


def test_a_term_is_reckoned_by_the_edition_of_the_day_of_the_decision() -> None:
    longer = activated(SPRING, stage_set(MONDAY), **LONGER)
    (term,) = labelled(MONDAY).cluster("aurora").labels[Level.BRONZE]
    assert (term.edition, term.last_day.day) == ("ecei-2019", date(2028, 2, 29))
    assert longer.scheme.on(SPRING).validity.first_months.value == 48
    assert longer.scheme.on(SPRING - timedelta(days=1)).validity.first_months.value == 24


def test_experts_are_qualified_for_an_edition_once_it_is_put_in_force() -> None:
    qualified = QualifyExpert(level=Level.BRONZE, edition="ecei-2026", from_on=MONDAY, training="A course.")
    given(stage_set()).when(qualified, by=OLGA, on=f"person-{EMIL}").then_rejected("edition-unknown")
    outcome = given(activated()).when(qualified, by=OLGA, on=f"person-{EMIL}")
    assert (outcome.rejected, len(outcome.events)) == (None, 1)


def test_the_shipped_editions_are_files_that_could_be_put_in_force() -> None:
    assert read_edition(SHIPPED, scheme()) == scheme().editions[-1]
