"""What follows when a moment has come (R27 to R29). Overtaken clock commands do nothing."""

from datetime import date, timedelta
from typing import assert_never

from domain.cluster.appeal import of_an_appeal
from domain.cluster.case import Case
from domain.cluster.commands.clock import ExtendDeadline, PassCommand, PassDeadline, PassExpiry, PassLapse
from domain.cluster.descent import of_a_change
from domain.cluster.events.application import (
    BenchmarkOutdated,
    CaseAbandoned,
    OfferLapsed,
    RenewalOutOfTime,
)
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.label import LabelExpired, LabelLapsed
from domain.cluster.measure import of_a_measure
from domain.cluster.rules.appeal_limits import pass_appeal_deadline
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.benchmark_test import retry_over
from domain.cluster.rules.changes import pass_change_deadline
from domain.cluster.rules.committee import adjourned
from domain.cluster.rules.deferral import deferral_lapsed
from domain.cluster.rules.evidence import closed_as_it_stands
from domain.cluster.rules.extension import extend_deadline, extend_hearing
from domain.cluster.rules.independence import ties_reported
from domain.cluster.rules.measure_limits import pass_measure_deadline
from domain.cluster.rules.planning import cancelled
from domain.cluster.rules.report import facts_checked
from domain.cluster.rules.scores import lead_scores_stand
from domain.cluster.rules.second_benchmark import interval_over
from domain.cluster.rules.team import assignment_lapsed, objection_over
from domain.cluster.standing import may_expire, may_lapse
from domain.cluster.tasks import answered_finding, task_of_limit, who_settles
from domain.committee import carried, entitled
from domain.levels import Kind, Level, Party
from domain.office.work import staff_for
from domain.running import ABANDONMENT, Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters
from domain.status import IN_TERM, StatusState, status_on


def decide(command: PassCommand | ExtendDeadline, asked: Asked) -> Following:
    """The events that follow; `Rejected` for an extension only."""
    match command:
        case PassDeadline(case_id=None, subject=subject) if of_a_change(subject):
            return pass_change_deadline(command, asked)
        case PassDeadline(case_id=None, subject=subject) if of_a_measure(subject):
            return pass_measure_deadline(command, asked)
        case PassDeadline(subject=subject) if of_an_appeal(subject):
            return pass_appeal_deadline(command, asked)
        case PassDeadline(case_id=case_id):
            return pass_deadline(command, asked.cluster.find_case(case_id or ""), asked)
        case PassExpiry():
            return pass_expiry(command, asked)
        case PassLapse():
            return pass_lapse(command, asked)
        case ExtendDeadline(subject=subject) if of_a_measure(subject):
            return extend_hearing(command, asked)
        case ExtendDeadline(case_id=case_id):
            return extend_deadline(command, asked.cluster.open_case(case_id), asked)
        case _:
            assert_never(command)


def pass_deadline(command: PassDeadline, case: Case | None, asked: Asked) -> Following:
    """The events of every moment that has come; after an outage only the latest one writes letters."""
    limit = case.limit(command.limit, command.subject) if case else None
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
    ties = ties_reported(case, asked) if "due" in reached and limit.name == "consensus" else []
    if reached[-1] == "escalation":
        return [_escalated(limit, moments, case, asked), *ties]
    return [_passed(limit, moments, case, asked), *ties]


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
            return assignment_lapsed(case, asked, limit.subject)
        case "objection":
            return objection_over(case, asked)
        case "test_retry":
            return retry_over(case, asked)
        case "evidence_round":
            return closed_as_it_stands(case, asked)
        case "consensus":
            return lead_scores_stand(case, asked)
        case "deferral":
            return deferral_lapsed(case, asked)
        case "fact_check":
            return [facts_checked(case, by_silence=True)]
        case "voting":
            return _adjourned_without_quorum(case, asked)
        case _:
            return []


def _all_concerned(notice: str, case: Case, asked: Asked) -> tuple[Notice, ...]:
    """The managers hear why the case is closed, its experts that their assignment is over."""
    experts = tuple(assignment.person for assignment in case.team)
    told = letters(experts, "assignment-ended", level=case.level)
    return (*asked.to_managers(notice, level=case.level), *told)


def _out_of_time(case: Case, asked: Asked) -> Following:
    """R12 of a renewal, R20 of a first Silver: nothing where the assessment was, or may yet be found, in time."""
    if case.kind is Kind.RENEWAL:
        return _renewal_out_of_time(case, asked)
    if (until := interval_over(case, asked)) is None:
        return []
    called_off = cancelled(case, asked)
    notices = (*_all_concerned("benchmark-outdated", case, asked), *called_off.notices)
    closed = BenchmarkOutdated(case_id=case.case_id, interval_until=until, notices=notices)
    return [closed, *called_off.released]


def _renewal_out_of_time(case: Case, asked: Asked) -> Following:
    term = asked.cluster.latest_term(case.level)
    if term is None or term.grace_until is None or asked.cluster.assessed_in_time(case):
        return []
    called_off = cancelled(case, asked)
    notices = (*_all_concerned("renewal-out-of-time", case, asked), *called_off.notices)
    closed = RenewalOutOfTime(case_id=case.case_id, grace_until=term.grace_until, notices=notices)
    return [closed, *called_off.released]


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
    return DeadlineWarned(
        case_id=case.case_id, limit=limit.name, subject=limit.subject, moments=moments, notices=notices
    )


def _passed(limit: Limit, moments: int, case: Case, asked: Asked) -> DeadlinePassed:
    recipients = dict.fromkeys((*_who_must_act(limit, case, asked), SECRETARIAT))
    notices = _about(limit, "deadline-passed", tuple(recipients), case)
    return DeadlinePassed(
        case_id=case.case_id, limit=limit.name, subject=limit.subject, moments=moments, notices=notices
    )


def _escalated(limit: Limit, moments: int, case: Case, asked: Asked) -> DeadlineEscalated:
    notices = _about(limit, "deadline-escalated", (SECRETARIAT,), case)
    if limit.escalate_at == limit.due_at:  # whoever must act has not heard yet that the time is over
        notices = (*_about(limit, "deadline-passed", _who_must_act(limit, case, asked), case), *notices)
    return DeadlineEscalated(
        case_id=case.case_id, limit=limit.name, subject=limit.subject, moments=moments, notices=notices
    )


def _about(limit: Limit, notice: str, recipients: tuple[str, ...], case: Case) -> tuple[Notice, ...]:
    task, due_on = task_of_limit(limit, case), limit.last_day.isoformat()
    return letters(recipients, notice, level=case.level, task=task, due_on=due_on)


def _who_must_act(limit: Limit, case: Case, asked: Asked) -> tuple[str, ...]:
    if finding := answered_finding(limit, case):
        return who_settles(finding, case) or (SECRETARIAT,)
    match limit.party:
        case Party.APPLICANT:
            return asked.cluster.managers
        case Party.EXPERT if limit.name == "scores":
            # Early records name no expert in the limit.
            return tuple(expert for expert in case.yet_to_score if limit.subject in ("", expert))
        case Party.EXPERT:
            # An invitation is answered by the one who was invited.
            return tuple(expert for expert in case.experts if limit.subject in ("", expert))
        case Party.COMMITTEE:
            members = entitled(asked.facts, asked.cluster, case, asked.today)
            voted = {ballot.member for ballot in case.ballots}
            return tuple(member.person_id for member in members if member.person_id not in voted)
        case Party.SECRETARIAT:
            task, country = task_of_limit(limit, case), asked.cluster.country
            handling = staff_for(task, case, asked.facts, country=country, day=asked.today)
            return handling or (SECRETARIAT,)
        case Party.SCHEME_OWNER | Party.PANEL:
            return (
                SECRETARIAT,
            )  # who holds the owner's office the cluster does not know: the secretariat does


def pass_expiry(command: PassExpiry, asked: Asked) -> list[LabelExpired]:
    clock = asked.cluster.clocks.get(command.level)
    if clock is None or clock.term != command.term or asked.at < clock.expires_at:
        return []
    if not may_expire(asked.cluster, command.level):
        return []
    # That the label has expired, its reminder of the day after says (R26).
    awake = _awake(command.level, clock.last_day, asked)
    return [
        LabelExpired(level=command.level, term=command.term, renewable_until=clock.grace_until, notices=awake)
    ]


def _awake(expired: Level, last_day: date, asked: Asked) -> tuple[Notice, ...]:
    """R23: a label below that slept until the last day is valid again from the day after."""
    labels, next_day = asked.cluster.labels, last_day + timedelta(days=1)
    awake = [
        (level, after)
        for level in Level
        if level.rank < expired.rank
        and status_on(labels, level, last_day).state is StatusState.DORMANT
        and (after := status_on(labels, level, next_day)).state in IN_TERM
    ]
    return tuple(
        notice
        for level, after in awake
        for notice in asked.to_managers(
            "label-awake", level=level, valid_until=after.until.isoformat() if after.until else ""
        )
    )


def pass_lapse(command: PassLapse, asked: Asked) -> list[LabelLapsed]:
    clock = asked.cluster.clocks.get(command.level)
    if clock is None or clock.term != command.term or asked.at < clock.lapses_at:
        return []
    # R13: a renewal assessed in time and undecided keeps the label from lapsing.
    if not may_lapse(asked.cluster, command.level):
        return []
    # The letter is the last rung of the ladder (R26).
    return [LabelLapsed(level=command.level, term=command.term)]
