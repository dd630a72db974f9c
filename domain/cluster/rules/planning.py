"""How a visit is planned, moved, interrupted and called off, and how its experts' days are booked."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.calendar import moved
from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Audit
from domain.cluster.commands.audit import InterruptAudit, RescheduleAudit, ScheduleAudit
from domain.cluster.events.audit import AuditInterrupted, AuditRescheduled, AuditScheduled
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bars import refuse_for, unavailable
from domain.cluster.rules.bookings import Booking, kept, released
from domain.cluster.rules.complete_team import require_complete_team
from domain.cluster.rules.independence import require_independence
from domain.cluster.rules.second_benchmark import require_interval
from domain.cluster.rules.shelf_life import stale
from domain.committee import case_reference
from domain.levels import Kind, Party
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice, letters
from domain.terms import in_time

_AUDITING = frozenset({Stage.AUDIT_SCHEDULED, Stage.AUDIT_INTERRUPTED})


class Cancellation(NamedTuple):
    """What the end of a case adds where a visit was planned: letters for its event, and the experts' free days."""

    notices: tuple[Notice, ...] = ()
    released: tuple[Booking, ...] = ()


def schedule_audit(command: ScheduleAudit, case: Case, asked: Asked) -> list[AuditScheduled | Booking]:
    if not case.on_site:
        raise Rejected("no-audit", f"The {case.level} procedure has no visit: record a new interview (R2).")
    _another_visit(case, asked)
    require_complete_team(case, asked)
    _as_many_as_asked(command.days, (), case, asked)
    _plannable(command.days, case, asked)
    _by_video(command, case, asked)
    _data_complete(command.days[0], case, asked)
    months = require_interval(command.days[0], case, asked)
    _within_its_limit(command.days[-1], case, asked)
    sequence, begun = case.audit.sequence + 1 if case.audit else 0, case.stage in _AUDITING
    limits = _by_the_date_set(command.days, case, asked)
    if case.limit("audit") is None:
        limits = (asked.limit("audit", asked.edition(case), expert=case.lead),)
    scheduled = AuditScheduled(
        case_id=case.case_id,
        days=command.days,
        remote=command.remote,
        sequence=sequence,
        interval_months=months,
        limits=limits,
        notices=visit_letters(
            "audit-rescheduled" if begun else "audit-scheduled", command.days, sequence, case, asked
        ),
    )
    return [scheduled, *kept(command.days, case.experts, case, asked)]


def reschedule_audit(command: RescheduleAudit, case: Case, asked: Asked) -> list[AuditRescheduled | Booking]:
    audit = planned_visit(case)
    _as_many_as_asked(command.days, audit.conducted, case, asked)
    _plannable(command.days, case, asked)
    _by_video(command, case, asked)
    if audit.conducted:
        _resumed_in_time("days", command.days[0], audit, case, asked)
    else:
        _data_complete(command.days[0], case, asked)
        require_interval(command.days[0], case, asked)
        _within_its_limit(command.days[-1], case, asked)
    days, sequence = (*audit.conducted, *command.days), audit.sequence + 1
    moved_visit = AuditRescheduled(
        case_id=case.case_id,
        days=command.days,
        remote=command.remote,
        sequence=sequence,
        reason=command.reason,
        limits=_by_the_date_set(command.days, case, asked),
        notices=visit_letters("audit-rescheduled", days, sequence, case, asked),
    )
    return [moved_visit, *kept(days, case.experts, case, asked)]


def interrupt_audit(command: InterruptAudit, case: Case, asked: Asked) -> list[AuditInterrupted | Booking]:
    audit = planned_visit(case)
    if not audit.missing:
        raise Rejected("no-day-missing", "Every planned day was held: conclude the audit.")
    if asked.today < audit.days[0]:
        raise Rejected("audit-not-begun", f"The visit begins on {audit.days[0]}: reschedule it.")
    if command.resumes_on <= audit.missing[0]:
        raise Rejected("resumes-too-soon", f"resumes_on: {audit.missing[0]} is the day that falls out.")
    _resumed_in_time("resumes_on", command.resumes_on, audit, case, asked)
    remaining = _following(command.resumes_on, len(audit.missing), asked)
    _plannable(remaining, case, asked)
    days, sequence = (*audit.conducted, *remaining), audit.sequence + 1
    interrupted = AuditInterrupted(
        case_id=case.case_id,
        days=remaining,
        resumes_on=command.resumes_on,
        sequence=sequence,
        reason=command.reason,
        limits=_by_the_date_set(remaining, case, asked),
        notices=visit_letters("audit-interrupted", days, sequence, case, asked),
    )
    return [interrupted, *kept(days, case.experts, case, asked)]


def cancelled(case: Case, asked: Asked) -> Cancellation:
    """Nothing where no visit is planned that still misses a day."""
    audit = case.audit
    if audit is None or audit.last_day is not None or not audit.missing:
        return Cancellation()
    return Cancellation(
        notices=visit_letters(
            "audit-cancelled", audit.days, audit.sequence + 1, case, asked, method="CANCEL"
        ),
        released=tuple(released(case.experts, case, asked)),
    )


def planned_visit(case: Case) -> Audit:
    """The visit of a case at a stage of its audit, where there always is one."""
    return case.audit or Audit(days=())


def visit_letters(  # noqa: PLR0913 - a calendar entry is all of these
    notice: str,
    days: tuple[date, ...],
    sequence: int,
    case: Case,
    asked: Asked,
    *,
    method: str = "REQUEST",
    recipients: tuple[str, ...] | None = None,
) -> tuple[Notice, ...]:
    """The letter to everybody who attends, with what a calendar needs: the days held are named with the others."""
    observers = case.audit.observers if case.audit else ()
    attending = dict.fromkeys((*asked.cluster.managers, *case.experts, *observers))
    return letters(
        tuple(attending) if recipients is None else recipients,
        notice,
        level=case.level,
        days=",".join(day.isoformat() for day in days),
        first_day=days[0].isoformat(),
        last_day=days[-1].isoformat(),
        sequence=str(sequence),
        method=method,
        uid=case_reference(asked.cluster, case),
    )


def _another_visit(case: Case, asked: Asked) -> None:
    """R14: behind a report a visit is planned where the one before is too old; else where none can go on."""
    if case.stage is Stage.AUDIT_DUE:
        return
    if case.stage not in _AUDITING:
        if not stale(case, asked):
            raise Rejected(
                "audit-recent", f"The audit of {case.assessment_day} may still carry a decision (R14)."
            )
        return
    audit = planned_visit(case)
    if not audit.missing:
        raise Rejected("no-day-missing", "Every planned day was held: conclude the audit.")
    if asked.today <= (latest := _resumed_by(audit, case, asked)):
        raise Rejected("visit-planned", f"The visit is planned and may go on until {latest}: reschedule it.")


def _within_its_limit(last_day: date, case: Case, asked: Asked) -> None:
    """R28: a visit lies in the time for the audit. Once that is over, the secretariat sets whatever date it can have.

    A visit that has begun goes on by the time for its resumption.
    """
    running = case.limit("audit")
    limit = running or asked.limit("audit", asked.edition(case), expert=case.lead)
    if limit.due_at <= asked.at or last_day <= limit.last_day:
        return
    advice = "extend the limit audit first (ExtendDeadline), or plan" if _extendable(running) else "plan"
    raise Rejected(
        "audit-late",
        f"days: {last_day} is after the last day for the audit: {advice} the visit by {limit.last_day} (R28).",
    )


def _extendable(limit: Limit | None) -> bool:
    return limit is not None and not limit.extended


def _by_the_date_set(days: tuple[date, ...], case: Case, asked: Asked) -> tuple[Limit, ...]:
    """R28: once the time for the audit is over, the date that is set anew is its limit."""
    limit = case.limit("audit")
    if limit is None or limit.due_at > asked.at:
        return ()
    return (asked.limit_until("audit", asked.edition(case), days[-1], expert=case.lead),)


def _as_many_as_asked(days: Sequence[date], held: tuple[date, ...], case: Case, asked: Asked) -> None:
    whole = asked.edition(case).procedure(case.level, case.kind).on_site.value.days
    if len(days) != whole - len(held):
        takes = f"a {case.level} {case.kind} visit takes {whole} day{'s' if whole > 1 else ''}"
        left = f", of which {len(held)} held" if held else ""
        raise Rejected("wrong-number", f"days: {takes}{left}; {len(days)} given (R2).")


def _plannable(days: tuple[date, ...], case: Case, asked: Asked) -> None:
    """Consecutive working days that are to come, in time, on which every expert is free and independent."""
    if days[0] < asked.today:
        raise Rejected("day-past", f"days: {days[0]} is past.")
    _consecutive(days, asked)
    _renewal_in_time(days[-1], case, asked)
    for expert in case.experts:
        refuse_for(unavailable(asked.facts.person(expert), days, case, asked))
        require_independence(expert, case, asked)


def _consecutive(days: tuple[date, ...], asked: Asked) -> None:
    calendar = asked.calendar(Party.APPLICANT)
    idle = [day for day in days if not calendar.is_working(day)]
    first = days[0] if days[0] not in idle else calendar.next_working(days[0])
    consecutive = _following(first, len(days), asked)
    if days == consecutive:
        return
    reason = f"{idle[0]} is no working day in {asked.cluster.country}" if idle else "these do not follow"
    instead = ", ".join(day.isoformat() for day in consecutive)
    raise Rejected("not-consecutive", f"days: {reason}; consecutive working days would be {instead}.")


def _following(first: date, count: int, asked: Asked) -> tuple[date, ...]:
    """The first day, and as many working days after it as are missing."""
    calendar = asked.calendar(Party.APPLICANT)
    return tuple(calendar.add_working_days(first, number) for number in range(count))


def _renewal_in_time(last_day: date, case: Case, asked: Asked) -> None:
    # R12 asks whether the renewal came in time; an audit held anew (R14) does not make it late.
    previous = asked.cluster.latest_term(case.level)
    if case.kind is Kind.FIRST or previous is None or case.assessed_on is not None:
        return
    if not in_time(previous, last_day):
        raise Rejected(
            "renewal-out-of-time",
            f"days: {last_day} is after the last day of grace, {previous.grace_until} (R12).",
        )


def _by_video(command: ScheduleAudit | RescheduleAudit, case: Case, asked: Asked) -> None:
    edition = asked.edition(case)
    if command.remote and not edition.procedure(case.level, case.kind).remote_allowed.value:
        raise Rejected("video-not-allowed", f"remote: {edition.key} does not allow this audit by video.")


def _data_complete(first_day: date, case: Case, asked: Asked) -> None:
    before, calendar = asked.edition(case).limits["data"].period.value, asked.calendar(Party.APPLICANT)
    complete_on = case.data_complete_on
    if complete_on is None or complete_on <= moved(first_day, before, calendar, back=True):
        return
    first = max(moved(complete_on, before, calendar), asked.today)
    if not calendar.is_working(first):
        first = calendar.next_working(first)
    raise Rejected(
        "data-too-late",
        f"days: all data was there on {complete_on}, and must be {before} before the visit: "
        f"{first} is the first possible day (R28).",
    )


def _resumed_in_time(field: str, day: date, audit: Audit, case: Case, asked: Asked) -> None:
    latest = _resumed_by(audit, case, asked)
    if day > latest:
        within = asked.edition(case).audits.resumption_within.value
        raise Rejected("resumes-too-late", f"{field}: the visit goes on by {latest}, {within} at most.")


def _resumed_by(audit: Audit, case: Case, asked: Asked) -> date:
    """The last day on which the visit may go on; behind it the visit begins anew."""
    within = asked.edition(case).audits.resumption_within.value
    stopped_on = audit.conducted[-1] if audit.conducted else audit.days[0]
    return moved(stopped_on, within, asked.calendar(Party.APPLICANT))
