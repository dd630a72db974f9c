"""The rules of a committee round."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from domain.cluster.commands.clock import PassDeadline
from domain.cluster.commands.effects import FailNotice, NoticeCommand, RetryEffect, SendNotice, SkipEffect
from domain.cluster.events.clock import DeadlinePassed, DeadlineWarned
from domain.cluster.rules import effects
from domain.committee import standing_seats
from domain.facts import Facts
from domain.person.state import Person
from domain.rejected import Rejected
from domain.round.commands import CloseRound, OpenRound, RoundCommand
from domain.round.events import RoundClosed, RoundEvent, RoundOpened
from domain.round.state import Round
from domain.running import until
from domain.scheme import Scheme
from domain.secretariat import SECRETARIAT, SECRETARIAT_COUNTRY, secretariat_day
from domain.standing import letters

RoundDecision = RoundCommand | PassDeadline | NoticeCommand


def decide(
    command: RoundDecision, committee_round: Round, scheme: Scheme, facts: Facts, *, at: datetime
) -> Sequence[RoundEvent]:
    """The events that follow, or `Rejected`. Engine commands that are overtaken have none."""
    match command:
        case OpenRound():
            return _open(command, committee_round, scheme, facts, at)
        case CloseRound():
            return _close(committee_round)
        case PassDeadline():
            return _pass_deadline(command, committee_round, at)
        case SendNotice() | FailNotice() | RetryEffect() | SkipEffect():
            return effects.decide(command, committee_round.debts, committee_round.failed)
        case _:
            assert_never(command)


def _open(
    command: OpenRound, committee_round: Round, scheme: Scheme, facts: Facts, at: datetime
) -> list[RoundEvent]:
    if committee_round.opened:
        raise Rejected("round-exists", f"{committee_round.round_id} was opened already.")
    today = secretariat_day(at)
    if command.closes_on < command.opens_on:
        raise Rejected(
            "dates-reversed", f"closes_on {command.closes_on} is before opens_on {command.opens_on}."
        )
    if command.closes_on < today:
        raise Rejected("round-past", f"closes_on {command.closes_on} is past.")
    members = tuple(p.person_id for p in facts.committee if _sits(p, facts, today))
    calendar = facts.calendars[SECRETARIAT_COUNTRY]
    closes = command.closes_on.isoformat()
    return [
        RoundOpened(
            opens_on=command.opens_on,
            closes_on=command.closes_on,
            members=members,
            limits=(until("voting", scheme.on(today), command.closes_on, at, calendar),),
            notices=letters(members, "round-opened", closes_on=closes),
        )
    ]


def _sits(person: Person, facts: Facts, today: date) -> bool:
    """Whether the person is a member of the committee itself, not of one case."""
    standing = standing_seats(person.seats, facts.labels, today)
    return any(seat.covers(today) and not seat.ad_hoc_for for seat in standing)


def _close(committee_round: Round) -> list[RoundEvent]:
    if not committee_round.opened:
        raise Rejected("round-unknown", f"There is no round {committee_round.round_id}.")
    if committee_round.closed:
        raise Rejected("round-closed", f"{committee_round.round_id} is closed.")
    if waiting := committee_round.unconcluded:
        names = ", ".join(f"{item.cluster_id}/{item.case_id}" for item in waiting)
        raise Rejected("case-without-outcome", f"These cases have no outcome yet: {names}.")
    return [RoundClosed()]


def _pass_deadline(command: PassDeadline, committee_round: Round, at: datetime) -> list[RoundEvent]:
    limit = next((limit for limit in committee_round.limits if limit.name == command.limit), None)
    if limit is None or not (reached := limit.reached(at)):
        return []
    moments, due_on = limit.passed + len(reached), limit.last_day.isoformat()
    # The cases on the agenda warn their own voters: the round itself only tells the secretariat to close it.
    if reached[-1] == "warning":
        return [DeadlineWarned(limit=limit.name, moments=moments)]
    notices = letters((SECRETARIAT,), "deadline-passed", task="close-round", due_on=due_on)
    return [DeadlinePassed(limit=limit.name, moments=moments, notices=notices)]
