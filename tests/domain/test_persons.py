"""Persons: registered, qualified, tied, seated."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.levels import Level
from domain.person.commands import EndQualification, EndSeat, EndTie, QualifyExpert, SeatMember
from domain.person.events import (
    ExpertQualified,
    MemberSeated,
    PersonRegistered,
    QualificationEnded,
    SeatEnded,
    TieDeclared,
    TieEnded,
)
from domain.person.state import Office, TieKind
from domain.terms import Interval
from tests.domain.cast import (
    CARL,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONDAY,
    OLGA,
    SVEN,
    gold_elsewhere,
    person,
    seat,
    stage_set,
    tie,
)
from tests.domain.specification import World, at_nine, given, sealed

NEW, ON_EMIL, ON_KNUD, ON_CARL = "person-nina-new", f"person-{EMIL}", f"person-{KNUD}", f"person-{CARL}"
EARLIER, LATER = date(2025, 1, 6), date(2027, 1, 4)


def test_name_and_address_of_a_person_are_sealed() -> None:
    given(stage_set()).when(person("nina-new", Office.AUDIT_READER), by=OLGA, on=NEW).then(
        PersonRegistered(
            name=sealed("Nina-New"),
            email=sealed("nina-new@laurel.example"),
            language="en",
            country="DE",
            offices=(Office.AUDIT_READER,),
        )
    )


def test_a_person_is_registered_once() -> None:
    given(stage_set()).when(person(EMIL), by=OLGA, on=ON_EMIL).then_rejected("person-exists")


def test_the_first_person_of_all_registers_alone_and_nobody_after_that() -> None:
    empty = World(now=at_nine(MONDAY))
    assert len(given(empty).when(person(OLGA, Office.OPERATOR), by=OLGA, on=f"person-{OLGA}").events) == 1
    given(empty).when(person("nina-new"), by="nina-new", on=NEW).then_rejected("not-permitted")


def test_an_address_has_an_at_sign() -> None:
    with pytest.raises(ValidationError):
        person("nina new")


def qualifying(edition: str = "ecei-2019", since: date = MONDAY) -> QualifyExpert:
    return QualifyExpert(level=Level.SILVER, edition=edition, from_on=since, training="Course of 2025.")


def test_an_expert_is_qualified_for_level_and_edition() -> None:
    given(stage_set()).when(qualifying(), by=SVEN, on=ON_EMIL).then(
        ExpertQualified(
            level=Level.SILVER, edition="ecei-2019", from_on=MONDAY, training=sealed("Course of 2025.")
        )
    )


def test_nobody_is_qualified_under_an_edition_that_does_not_exist() -> None:
    given(stage_set()).when(qualifying("ecei-2031"), by=OLGA, on=ON_EMIL).then_rejected("edition-unknown")


@pytest.mark.parametrize("since", [EARLIER, MONDAY, LATER])
def test_a_running_qualification_is_not_given_again(since: date) -> None:
    world = stage_set().does(OLGA, qualifying(), on=ON_EMIL)
    given(world).when(qualifying(since=since), by=OLGA, on=ON_EMIL).then_rejected("already-qualified")


def ending(level: Level, until: date = LATER) -> EndQualification:
    return EndQualification(level=level, edition="ecei-2019", until_on=until, reason="Retired.")


def test_a_qualification_ends_and_may_be_given_anew_from_a_later_day() -> None:
    world = stage_set()
    given(world).when(ending(Level.BRONZE, MONDAY), by=OLGA, on=ON_EMIL).then(
        QualificationEnded(
            level=Level.BRONZE, edition="ecei-2019", until_on=MONDAY, reason=sealed("Retired.")
        )
    )
    assert world.person(EMIL).qualified(Level.BRONZE, "ecei-2013", LATER)
    assert not world.person(EMIL).qualified(Level.BRONZE, "ecei-2019", LATER)
    anew = QualifyExpert(level=Level.BRONZE, edition="ecei-2019", from_on=LATER, training="Again.")
    assert len(given(world).when(anew, by=OLGA, on=ON_EMIL).events) == 1


def test_a_qualification_nobody_holds_does_not_end() -> None:
    given(stage_set()).when(ending(Level.GOLD), by=OLGA, on=ON_EMIL).then_rejected("not-qualified")


def test_nothing_ends_before_it_began() -> None:
    world = stage_set().does(EMIL, tie(TieKind.BOARD), on=ON_EMIL)
    given(world).when(ending(Level.BRONZE, date(2011, 1, 1)), by=OLGA, on=ON_EMIL).then_rejected(
        "end-before-start"
    )
    given(world).when(EndTie(tie_id="tie-1", until_on=EARLIER), by=EMIL, on=ON_EMIL).then_rejected(
        "end-before-start"
    )
    given(world).when(tie(TieKind.BOARD, until=EARLIER), by=EMIL, on=ON_EMIL).then_rejected(
        "end-before-start"
    )
    leaving = EndSeat(until_on=date(2011, 1, 1), reason="Left.")
    given(world).when(leaving, by=SVEN, on=ON_CARL).then_rejected("end-before-start")


def test_a_tie_an_operator_records_of_a_person_says_so() -> None:
    given(stage_set()).when(tie(TieKind.COACHED), by=OLGA, on=ON_EMIL).then(
        TieDeclared(
            tie_id="tie-1", organisation="aurora", kind=TieKind.COACHED, from_on=MONDAY, declared_by=OLGA
        )
    )


def test_a_person_declares_ties_and_their_end() -> None:
    world = stage_set()
    given(world).when(tie(TieKind.COACHED), by=EMIL, on=ON_EMIL).then(
        TieDeclared(
            tie_id="tie-1", organisation="aurora", kind=TieKind.COACHED, from_on=MONDAY, declared_by=EMIL
        )
    )
    given(world).when(EndTie(tie_id="tie-1", until_on=LATER), by=EMIL, on=ON_EMIL).then(
        TieEnded(tie_id="tie-1", until_on=LATER)
    )
    given(world).when(EndTie(tie_id="tie-1", until_on=MONDAY), by=EMIL, on=ON_EMIL).then_rejected("tie-ended")


def test_nobody_says_afterwards_that_a_tie_of_their_own_was_over() -> None:
    world = stage_set().does(EMIL, tie(TieKind.FINANCIAL, since=EARLIER), on=ON_EMIL)
    yesterday = EndTie(tie_id="tie-1", until_on=date(2026, 2, 1))
    given(world.copy()).when(yesterday, by=EMIL, on=ON_EMIL).then_rejected("end-backdated")
    today = EndTie(tie_id="tie-1", until_on=MONDAY)
    assert len(given(world.copy()).when(today, by=EMIL, on=ON_EMIL).events) == 1
    given(world).when(yesterday, by=OLGA, on=ON_EMIL).then(
        TieEnded(tie_id="tie-1", until_on=date(2026, 2, 1))
    )


def test_an_operator_is_no_exception_in_what_is_their_own() -> None:
    on_olga = f"person-{OLGA}"
    world = stage_set().does(OLGA, tie(TieKind.FINANCIAL, since=EARLIER), on=on_olga)
    yesterday = EndTie(tie_id="tie-1", until_on=date(2026, 2, 1))
    given(world).when(yesterday, by=OLGA, on=on_olga).then_rejected("end-backdated")


def test_a_tie_that_was_not_declared_does_not_end() -> None:
    given(stage_set()).when(EndTie(tie_id="tie-9", until_on=LATER), by=EMIL, on=ON_EMIL).then_rejected(
        "tie-unknown"
    )


def test_nobody_declares_ties_for_somebody_else_but_the_secretariat() -> None:
    given(stage_set()).when(tie(TieKind.BOARD), by=ESTHER, on=ON_EMIL).then_rejected("not-permitted")
    assert len(given(stage_set()).when(tie(TieKind.BOARD), by=OLGA, on=ON_EMIL).events) == 1


def test_nothing_is_said_of_an_unknown_person() -> None:
    given(stage_set()).when(tie(TieKind.BOARD), by=OLGA, on=NEW).then_rejected("person-unknown")


def test_the_scheme_owner_seats_members_nominated_by_gold_holders() -> None:
    given(stage_set()).when(seat("member", "borealis", MONDAY), by=SVEN, on=ON_KNUD).then(
        MemberSeated(role="member", nominator="borealis", from_on=MONDAY)
    )
    given(stage_set()).when(seat("member", "borealis", MONDAY), by=OLGA, on=ON_KNUD).then_rejected(
        "not-permitted"
    )


def test_a_seat_needs_a_registered_nominator() -> None:
    given(stage_set()).when(SeatMember(from_on=MONDAY), by=SVEN, on=ON_KNUD).then_rejected(
        "nominator-unknown"
    )
    given(stage_set()).when(seat("member", "zenith"), by=SVEN, on=ON_KNUD).then_rejected("nominator-unknown")


def test_a_nominator_holds_gold() -> None:
    given(stage_set()).when(seat("member", "aurora"), by=SVEN, on=ON_KNUD).then_rejected(
        "nominator-without-gold"
    )


def test_a_nominators_gold_is_known_for_certain() -> None:
    label = gold_elsewhere("Aurora", "DK", Interval.unknown())
    world = stage_set().does(OLGA, label, on="cluster-aurora")
    given(world).when(seat("member", "aurora"), by=SVEN, on=ON_KNUD).then_rejected("gold-unconfirmed")


@pytest.mark.parametrize("since", [EARLIER, MONDAY, LATER])
def test_a_person_holds_one_seat_at_a_time(since: date) -> None:
    world = stage_set().does(SVEN, seat("member", "borealis", MONDAY), on=ON_KNUD)
    given(world).when(seat("member", "corona", since), by=SVEN, on=ON_KNUD).then_rejected("already-seated")


def test_a_seat_ends_on_a_day_and_entitles_no_longer() -> None:
    world = stage_set()
    given(world).when(EndSeat(until_on=MONDAY, reason="A new job."), by=SVEN, on=f"person-{MAX}").then(
        SeatEnded(until_on=MONDAY, reason=sealed("A new job."))
    )
    max_ = world.person(MAX)
    assert max_.seats_for(MONDAY, "aurora/bronze-1") == max_.seats
    assert max_.seats_for(date(2026, 2, 3), "aurora/bronze-1") == ()
    given(world).when(EndSeat(until_on=LATER, reason="Again."), by=SVEN, on=f"person-{MAX}").then_rejected(
        "no-seat"
    )


def test_a_seat_for_one_case_entitles_in_no_other() -> None:
    ad_hoc = MemberSeated(role="member", ad_hoc_for="aurora/bronze-1", from_on=MONDAY)
    knud = stage_set().happens(ON_KNUD, ad_hoc).person(KNUD)
    assert knud.seats_for(MONDAY, "aurora/bronze-1") == knud.seats
    assert knud.seats_for(MONDAY, "aurora/bronze-2") == ()
