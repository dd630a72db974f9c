"""Days of imported labels that a document confirms, and two persons (R39)."""

from datetime import date

import pytest

from domain.cluster.commands.application import SubmitApplication
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.imports import ConfirmFact
from domain.cluster.events.imports import FactConfirmed, TermFact
from domain.levels import Kind, Level
from domain.person.state import Office, TieKind
from domain.schemes import scheme
from domain.status import StatusState, status_on
from domain.terms import Interval, imported_term
from tests.domain.cast import AURORA, CLARA, MONDAY, OLGA, labelled, person, stage_set, tie
from tests.domain.clocks import clock_of
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World, document, given
from tests.domain.teams import OTTO

DEED = document("the certificate of 2024")
STATED = Interval(earliest=date(2024, 1, 1), latest=date(2024, 12, 31))
END = date(2026, 4, 30)


def held(awarded: Interval = STATED, until: Interval | None = None) -> World:
    """Aurora's Gold, awarded elsewhere."""
    world = stage_set().does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    return world.does(OLGA, elsewhere(Level.GOLD, awarded=awarded, until=until), on=AURORA)


def confirm(
    fact: TermFact, day: date, *, term: int = 1, reason: str | None = None, level: Level = Level.GOLD
) -> ConfirmFact:
    return ConfirmFact(level=level, term=term, fact=fact, day=day, document=DEED, reason=reason)


def endorsed(world: World, command: ConfirmFact, by: str = OTTO) -> World:
    subject = f"{command.level}/{command.term}/{command.fact}/{command.day}"
    return world.does(by, EndorseAct(act="fact", subject=subject, reason="I saw it too."), on=AURORA)


def test_a_confirmed_end_gives_the_label_its_status_its_grace_and_its_clock() -> None:
    command = confirm("valid_until", END)
    world = endorsed(held(), command)
    term = imported_term(
        scheme().edition("ecei-2019"),
        number=1,
        kind=Kind.FIRST,
        last_assessment=Interval.unknown(),
        decided=STATED,
        last_day=Interval.exactly(END),
    )
    given(world).when(command, by=OLGA, on=AURORA).then(
        FactConfirmed(
            level=Level.GOLD,
            fact="valid_until",
            stated=Interval.unknown(),
            day=END,
            document=DEED,
            endorsed_by=OTTO,
            term=term,
            clock=clock_of(term, MONDAY),
        )
    ).with_letters((CLARA, "fact-confirmed"))
    cluster = world.cluster("aurora")
    assert cluster.labels == {Level.GOLD: (term,)}
    assert term.grace_until == date(2027, 4, 30)
    assert status_on(cluster.labels, Level.GOLD, MONDAY).state is StatusState.DUE


def test_what_was_unknown_may_be_applied_for_once_it_is_confirmed() -> None:
    renewal = SubmitApplication(level=Level.GOLD, kind=Kind.RENEWAL)
    given(held()).when(renewal, by=CLARA).then_rejected("label-unconfirmed")
    command = confirm("valid_until", END)
    world = endorsed(held(), command).does(OLGA, command, on=AURORA)
    assert world.does(CLARA, renewal, on=AURORA).cluster("aurora").cases[0].kind is Kind.RENEWAL


def test_a_confirmed_award_is_the_first_day_of_a_first_term_and_brings_its_edition() -> None:
    stated = Interval(earliest=date(2019, 11, 1), latest=date(2019, 11, 30))
    command = confirm("awarded", date(2019, 11, 13))
    world = endorsed(held(stated), command).does(OLGA, command, on=AURORA)
    (term,) = world.cluster("aurora").labels[Level.GOLD]
    assert (term.decided, term.first_day, term.edition) == (
        Interval.exactly(command.day),
        Interval.exactly(command.day),
        "ecei-2013",
    )


def test_a_moment_long_past_is_not_announced_when_it_is_confirmed() -> None:
    command = confirm("valid_until", date(2024, 12, 31))
    world = endorsed(held(), command).does(OLGA, command, on=AURORA)
    assert world.cluster("aurora").clocks == {}
    assert status_on(world.cluster("aurora").labels, Level.GOLD, MONDAY).state is StatusState.LAPSED


def test_one_person_alone_confirms_nothing() -> None:
    command = confirm("valid_until", END)
    given(held()).when(command, by=OLGA).then_rejected("second-person-missing")
    given(endorsed(held(), command, by=OLGA)).when(command, by=OLGA).then_rejected("second-person-missing")


def test_another_day_takes_another_endorsement_and_so_does_doing_it_again() -> None:
    command, other = confirm("valid_until", END), confirm("valid_until", date(2026, 5, 31))
    world = endorsed(held(), command)
    given(world).when(other, by=OLGA).then_rejected("second-person-missing")
    world.does(OLGA, command, on=AURORA)
    assert world.cluster("aurora").endorsements == ()


def test_a_day_outside_what_the_source_states_takes_a_reason() -> None:
    outside = confirm("awarded", date(2023, 12, 20))
    world = endorsed(held(), outside)
    given(world).when(outside, by=OLGA).then_rejected(
        "reason-missing",
        "reason: 2023-12-20 lies outside what the source states (2024-01-01 to 2024-12-31): say why it is right.",
    )
    reasoned = confirm("awarded", date(2023, 12, 20), reason="The source counts from the ceremony.")
    assert (
        world.does(OLGA, reasoned, on=AURORA).cluster("aurora").labels[Level.GOLD][0].decided.day
        == outside.day
    )


def test_a_fact_is_confirmed_with_a_document_that_is_stored() -> None:
    command = confirm("valid_until", END)
    world = endorsed(held(), command)
    world.lost = frozenset({DEED})
    given(world).when(command, by=OLGA).then_rejected("document-unknown")


def test_what_is_known_exactly_is_not_confirmed_again() -> None:
    world = held(until=Interval.exactly(END))
    given(world).when(confirm("valid_until", END), by=OLGA).then_rejected("nothing-changed")


def test_a_term_that_was_computed_here_or_is_not_there_has_no_fact_to_confirm() -> None:
    computed = confirm("valid_until", END, level=Level.BRONZE)
    given(labelled(MONDAY)).when(computed, by=OLGA).then_rejected("term-computed")
    given(held()).when(confirm("valid_until", END, term=2), by=OLGA).then_rejected("term-unknown")


@pytest.mark.parametrize(
    ("fact", "day", "code"),
    [
        ("awarded", date(2026, 2, 3), "date-in-future"),
        ("assessed", date(2026, 2, 3), "date-in-future"),
        ("awarded", date(2012, 3, 31), "before-the-scheme"),
        ("valid_until", date(2023, 12, 31), "dates-reversed"),
    ],
)
def test_a_confirmed_day_is_a_possible_one(fact: TermFact, day: date, code: str) -> None:
    command = confirm(fact, day, reason="So it says.")
    given(endorsed(held(), command)).when(command, by=OLGA).then_rejected(code)


def test_a_confirmed_day_keeps_the_terms_in_their_order() -> None:
    first = Interval.exactly(date(2018, 3, 5))
    renewal = elsewhere(Level.GOLD, awarded=STATED).model_copy(
        update={"kind": Kind.RENEWAL, "row_key": document("the renewal")}
    )
    world = held(first).does(OLGA, renewal, on=AURORA)
    late = confirm("awarded", date(2025, 1, 7), reason="So it says.")
    given(endorsed(world, late)).when(late, by=OLGA).then_rejected("terms-out-of-order")


def test_who_is_tied_to_the_cluster_confirms_nothing_about_it() -> None:
    world = held().does(OTTO, tie(TieKind.BOARD), on=f"person-{OTTO}")
    given(world).when(confirm("valid_until", END), by=OTTO).then_rejected("decider-tied")
