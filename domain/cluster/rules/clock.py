"""What follows when a moment has come (R27 to R29), and extensions. Overtaken clock commands do nothing."""

from typing import assert_never

from domain.cluster.commands.clock import ClockCommand, ExtendDeadline, PassDeadline, PassExpiry, PassLapse
from domain.cluster.events.application import CaseAbandoned, OfferLapsed, RenewalOutOfTime
from domain.cluster.events.assessment import FactsChecked
from domain.cluster.events.clock import DeadlineEscalated, DeadlineExtended, DeadlinePassed, DeadlineWarned
from domain.cluster.events.label import LabelExpired, LabelLapsed
from domain.cluster.events.team import AssignmentLapsed, ObjectionLapsed
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.committee import adjourned
from domain.cluster.rules.team import team_agreed
from domain.cluster.standing import may_expire, may_lapse
from domain.cluster.state import Case
from domain.cluster.tasks import task_of_limit
from domain.committee import carried, entitled
from domain.levels import Party
from domain.rejected import Rejected
from domain.running import ABANDONMENT, Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters

# Not a limit of somebody's work but a right of the label's: it is never extended.
_NEVER_EXTENDED = frozenset({"late_recording", "voting"})


def decide(command: ClockCommand | ExtendDeadline, asked: Asked) -> Following:
    """The events that follow; `Rejected` for an extension only."""
    match command:
        case PassDeadline(case_id=case_id):
            return pass_deadline(command, asked.cluster.still_open(case_id), asked)
        case PassExpiry():
            return pass_expiry(command, asked)
        case PassLapse():
            return pass_lapse(command, asked)
        case ExtendDeadline(case_id=case_id):
            return extend_deadline(command, asked.cluster.open_case(case_id), asked)
        case _:
            assert_never(command)


def pass_deadline(command: PassDeadline, case: Case | None, asked: Asked) -> Following:
    """The events of every moment that has come; after an outage only the latest one writes letters."""
    limit = case.limit(command.limit) if case else None
    if case is None or limit is None:
        return []
    reached = limit.reached(asked.at)
    if not reached:
        return []
    moments = limit.passed + len(reached)
    if reached[-1] == "warning":
        return [_warned(limit, moments, case, asked)]
    if "due" in reached and (events := _consequence(limit, case, asked)):
        return events
    if reached[-1] == "escalation":
        return [_escalated(limit, moments, case, asked)]
    return [_passed(limit, moments, case, asked)]


def _consequence(limit: Limit, case: Case, asked: Asked) -> Following:
    """What the end of the limit brings by itself (R28); nothing where the work is merely overdue."""
    match limit.name:
        case "offer":
            return [
                OfferLapsed(case_id=case.case_id, notices=asked.to_managers("offer-lapsed", level=case.level))
            ]
        case "abandonment":
            return [
                CaseAbandoned(case_id=case.case_id, notices=_all_concerned("case-abandoned", case, asked))
            ]
        case "late_recording":
            return _out_of_time(case, asked)
        case "assignment":
            return _assignment_lapsed(case, asked)
        case "objection":
            if all(assignment.accepted for assignment in case.team):
                return [team_agreed(case, asked, by_silence=True)]
            return [ObjectionLapsed(case_id=case.case_id)]
        case "fact_check":
            return [FactsChecked(case_id=case.case_id, by_silence=True)]
        case "voting":
            return _adjourned_without_quorum(case, asked)
        case _:
            return []


def _all_concerned(notice: str, case: Case, asked: Asked) -> tuple[Notice, ...]:
    """The managers hear why the case is closed, its experts that their assignment is over."""
    experts = tuple(assignment.person for assignment in case.team)
    told = letters(experts, "assignment-ended", level=case.level)
    return (*asked.to_managers(notice, level=case.level), *told)


def _out_of_time(case: Case, asked: Asked) -> list[RenewalOutOfTime]:
    term = asked.cluster.latest_term(case.level)
    if term is None or term.grace_until is None:
        return []
    notices = _all_concerned("renewal-out-of-time", case, asked)
    return [RenewalOutOfTime(case_id=case.case_id, grace_until=term.grace_until, notices=notices)]


def _assignment_lapsed(case: Case, asked: Asked) -> list[AssignmentLapsed]:
    silent = next(assignment.person for assignment in case.team if not assignment.accepted)
    return [
        AssignmentLapsed(
            case_id=case.case_id,
            expert=silent,
            limits=(asked.limit("team", asked.edition(case)),),
            notices=letters((silent,), "assignment-ended", level=case.level),
        )
    ]


def _adjourned_without_quorum(case: Case, asked: Asked) -> Following:
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    if len(carried(case, members).counted) >= asked.edition(case).committee.quorum.value:
        return []
    return adjourned(case, asked, tuple(member.person_id for member in members))


def _warned(limit: Limit, moments: int, case: Case, asked: Asked) -> DeadlineWarned:
    if limit.name == ABANDONMENT:
        notices = asked.to_managers("abandonment-warned", level=case.level, due_on=limit.last_day.isoformat())
    else:
        notices = _about(limit, "deadline-near", _who_must_act(limit, case, asked), case)
    return DeadlineWarned(case_id=case.case_id, limit=limit.name, moments=moments, notices=notices)


def _passed(limit: Limit, moments: int, case: Case, asked: Asked) -> DeadlinePassed:
    recipients = dict.fromkeys((*_who_must_act(limit, case, asked), SECRETARIAT))
    notices = _about(limit, "deadline-passed", tuple(recipients), case)
    return DeadlinePassed(case_id=case.case_id, limit=limit.name, moments=moments, notices=notices)


def _escalated(limit: Limit, moments: int, case: Case, asked: Asked) -> DeadlineEscalated:
    notices = _about(limit, "deadline-escalated", (SECRETARIAT,), case)
    if limit.escalate_at == limit.due_at:  # whoever must act has not heard yet that the time is over
        notices = (*_about(limit, "deadline-passed", _who_must_act(limit, case, asked), case), *notices)
    return DeadlineEscalated(case_id=case.case_id, limit=limit.name, moments=moments, notices=notices)


def _about(limit: Limit, notice: str, recipients: tuple[str, ...], case: Case) -> tuple[Notice, ...]:
    task, due_on = task_of_limit(limit.name), limit.last_day.isoformat()
    return letters(recipients, notice, level=case.level, task=task, due_on=due_on)


def _who_must_act(limit: Limit, case: Case, asked: Asked) -> tuple[str, ...]:
    match limit.party:
        case Party.APPLICANT:
            return asked.cluster.managers
        case Party.EXPERT:
            return tuple(a.person for a in case.team if limit.name != "assignment" or not a.accepted)
        case Party.COMMITTEE:
            members = entitled(asked.facts, asked.cluster, case, asked.today)
            voted = {ballot.member for ballot in case.ballots}
            return tuple(member.person_id for member in members if member.person_id not in voted)
        case Party.SECRETARIAT | Party.SCHEME_OWNER:
            return (
                SECRETARIAT,
            )  # who holds the owner's office the cluster does not know: the secretariat does


def pass_expiry(command: PassExpiry, asked: Asked) -> list[LabelExpired]:
    clock = asked.cluster.clocks.get(command.level)
    if clock is None or clock.term != command.term or asked.at < clock.expires_at:
        return []
    if not may_expire(asked.cluster, command.level):
        return []
    until = clock.grace_until
    notices = asked.to_managers("label-expired", level=command.level, renewable_until=until.isoformat())
    return [LabelExpired(level=command.level, term=command.term, renewable_until=until, notices=notices)]


def pass_lapse(command: PassLapse, asked: Asked) -> list[LabelLapsed]:
    clock = asked.cluster.clocks.get(command.level)
    if clock is None or clock.term != command.term or asked.at < clock.lapses_at:
        return []
    # R13: a renewal assessed in time and undecided keeps the label from lapsing.
    if not may_lapse(asked.cluster, command.level):
        return []
    notices = asked.to_managers("label-lapsed", level=command.level)
    return [LabelLapsed(level=command.level, term=command.term, notices=notices)]


def extend_deadline(command: ExtendDeadline, case: Case, asked: Asked) -> list[DeadlineExtended]:
    limit = case.limit(command.limit)
    if limit is None:
        running = ", ".join(limit.name for limit in case.limits) or "none"
        raise Rejected(
            "limit-unknown", f"limit: {command.limit} does not run in this case; running: {running}."
        )
    if limit.name in _NEVER_EXTENDED or limit.name == ABANDONMENT:
        raise Rejected("not-extendable", f"The limit {limit.name} is never extended.")
    if limit.extended:
        raise Rejected("extended-already", "A limit is extended once.")
    if command.until_on <= limit.last_day or command.until_on < asked.today:
        raise Rejected(
            "not-later", f"until_on {command.until_on} is past, or not after the last day {limit.last_day}."
        )
    expert = case.team[0].person if case.team else None
    later = asked.limit_until(limit.name, asked.edition(case), command.until_on, expert=expert)
    return [
        DeadlineExtended(
            case_id=case.case_id,
            limit=limit.name,
            last_day=later.last_day,
            due_at=later.due_at,
            warn_at=later.warn_at,
            escalate_at=later.escalate_at,
            reason=command.reason,
        )
    ]
