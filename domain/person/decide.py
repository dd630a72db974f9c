"""The rules of a person's stream."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from domain.committee import require_gold
from domain.facts import Facts
from domain.person.availability import book_days, release_days, set_availability
from domain.person.commands import (
    BookDays,
    DeclareTie,
    EndQualification,
    EndSeat,
    EndTie,
    ErasePerson,
    PersonStreamCommand,
    QualifyExpert,
    RegisterPerson,
    ReleaseDays,
    SeatMember,
    SetAvailability,
)
from domain.person.erasing import erase
from domain.person.events import (
    ExpertQualified,
    MemberSeated,
    PersonEvent,
    PersonRegistered,
    QualificationEnded,
    SeatEnded,
)
from domain.person.state import Person
from domain.person.ties import Declaring, declare_tie, end_tie, ends_after_start
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.secretariat import secretariat_day


def decide(  # noqa: PLR0913 - all that a decision may depend on
    command: PersonStreamCommand, person: Person, scheme: Scheme, facts: Facts, *, at: datetime, actor: str
) -> Sequence[PersonEvent | Declaring]:
    """The events that follow, or `Rejected`."""
    if person.erased:
        raise Rejected(
            "person-erased", f"{person.person_id} was erased: nothing is kept or added under this id."
        )
    if isinstance(command, RegisterPerson):
        return _register(command, person)
    if not person.registered:
        raise Rejected("person-unknown", f"No person is registered as {person.person_id}.")
    match command:
        case QualifyExpert():
            return _qualify(command, person, scheme)
        case EndQualification():
            return _end_qualification(command, person)
        case DeclareTie():
            return declare_tie(command, person, scheme, facts, at=at, actor=actor)
        case EndTie():
            return [end_tie(command, person, at=at, actor=actor)]
        case SetAvailability():
            return [set_availability(command, person, secretariat_day(at))]
        case BookDays():
            return [book_days(command, person, secretariat_day(at))]
        case ReleaseDays():
            return [release_days(command, person)]
        case SeatMember():
            return _seat(command, person, scheme, facts, at)
        case EndSeat():
            return _end_seat(command, person)
        case ErasePerson():
            return [erase(command, person, scheme, facts.part, secretariat_day(at))]
        case _:
            assert_never(command)


def _register(command: RegisterPerson, person: Person) -> list[PersonEvent]:
    if person.registered:
        raise Rejected("person-exists", f"{person.person_id} is registered already.")
    return [PersonRegistered(**command.model_dump(exclude={"type"}))]


def _qualify(command: QualifyExpert, person: Person, scheme: Scheme) -> list[PersonEvent]:
    if command.edition not in {edition.key for edition in scheme.editions}:
        raise Rejected("edition-unknown", f"There is no edition {command.edition}.")
    for held in person.qualifications:
        if (held.level, held.edition) == (command.level, command.edition) and held.reaches(command.from_on):
            raise Rejected(
                "already-qualified", f"{person.person_id} is qualified for this level and edition already."
            )
    return [ExpertQualified(**command.model_dump(exclude={"type"}))]


def _end_qualification(command: EndQualification, person: Person) -> list[PersonEvent]:
    running = [
        q
        for q in person.qualifications
        if (q.level, q.edition, q.until_on) == (command.level, command.edition, None)
    ]
    if not running:
        raise Rejected(
            "not-qualified", f"{person.person_id} holds no running qualification of this level and edition."
        )
    ends_after_start(running[0].from_on, command.until_on)
    return [QualificationEnded(**command.model_dump(exclude={"type"}))]


def _seat(
    command: SeatMember, person: Person, scheme: Scheme, facts: Facts, at: datetime
) -> list[PersonEvent]:
    for held in person.seats:
        if held.ad_hoc_for == command.ad_hoc_for and held.reaches(command.from_on):
            raise Rejected("already-seated", f"{person.person_id} holds this seat already.")
    # R30: ad hoc members are named by the scheme owner and need no nominator.
    if command.ad_hoc_for is None:
        _nominator_holds_gold(command.nominator, facts, secretariat_day(at))
    else:
        _ad_hoc_member_due(command.ad_hoc_for, scheme, facts, secretariat_day(at))
    return [MemberSeated(**command.model_dump(exclude={"type"}))]


def _ad_hoc_member_due(case: str, scheme: Scheme, facts: Facts, day: date) -> None:
    """R30: only while the case waits for them, and as many as the edition says; who stepped aside does not count."""
    due = facts.ad_hoc
    if due is None:
        raise Rejected(
            "ad-hoc-not-due", f"ad_hoc_for: {case} does not wait for ad hoc members of the committee (R30)."
        )
    at_most = scheme.edition(due.edition).committee.ad_hoc_members.value
    named = [
        member.person_id
        for member in facts.committee
        if member.person_id not in due.recused
        and any(seat.ad_hoc_for == case and seat.reaches(day) for seat in member.seats)
    ]
    if len(named) >= at_most:
        raise Rejected(
            "ad-hoc-named",
            f"ad_hoc_for: {', '.join(named)} are named for {case}: no more than {at_most} (R30).",
        )


def _nominator_holds_gold(nominator: str | None, facts: Facts, day: date) -> None:
    if nominator is None or nominator not in facts.labels:
        raise Rejected("nominator-unknown", "A seat needs the nominating cluster, which must be registered.")
    require_gold(nominator, facts.labels, day)


def _end_seat(command: EndSeat, person: Person) -> list[PersonEvent]:
    running = [seat for seat in person.seats if seat.until_on is None]
    if not running:
        raise Rejected("no-seat", f"{person.person_id} holds no running seat.")
    ends_after_start(max(seat.from_on for seat in running), command.until_on)
    return [SeatEnded(until_on=command.until_on, reason=command.reason)]
