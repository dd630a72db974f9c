"""Rules of the on-site audit: who attends, which days were held, what was validated, when it is over."""

from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.commands.audit import (
    AdmitObserver,
    AuditCommand,
    ConcludeAudit,
    InterruptAudit,
    RecordAuditDay,
    RescheduleAudit,
    ScheduleAudit,
    ValidateIndicator,
)
from domain.cluster.events.audit import (
    AuditConducted,
    AuditDayConducted,
    IndicatorNotValidated,
    IndicatorValidated,
    ObserverAdmitted,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.complete_team import require_complete_team
from domain.cluster.rules.each_expert import letters_to_each, limits_of_each
from domain.cluster.rules.independence import require_independence
from domain.cluster.rules.planning import (
    interrupt_audit,
    planned_visit,
    reschedule_audit,
    schedule_audit,
    visit_letters,
)
from domain.cluster.rules.scope import codes_in_scope, require_in_scope
from domain.limits import LimitName
from domain.rejected import Rejected

_AFTER_AUDIT: tuple[LimitName, ...] = ("draft", "final_report")


def decide(command: AuditCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    match command:
        case ScheduleAudit():
            return schedule_audit(command, case, asked)
        case RescheduleAudit():
            return reschedule_audit(command, case, asked)
        case AdmitObserver():
            return admit_observer(command, case, asked)
        case RecordAuditDay():
            return record_audit_day(command, case, asked)
        case InterruptAudit():
            return interrupt_audit(command, case, asked)
        case ValidateIndicator():
            return validate_indicator(command, case, asked)
        case ConcludeAudit():
            return conclude_audit(command, case, asked)
        case _:
            assert_never(command)


def admit_observer(command: AdmitObserver, case: Case, asked: Asked) -> list[ObserverAdmitted]:
    """R43: an observer attends with the applicant's consent; never scores, never sees scores."""
    observer, audit = command.observer, planned_visit(case)
    if observer in audit.observers or observer in case.experts:
        raise Rejected("attends-already", f"observer: {observer} attends the visit already.")
    if not case.consented("observer", observer):
        raise Rejected("consent-missing", f"observer: the applicant has not consented to {observer} (R43).")
    require_independence(observer, case, asked)
    invitation = visit_letters(
        "observer-admitted", audit.days, audit.sequence, case, asked, recipients=(observer,)
    )
    return [ObserverAdmitted(case_id=case.case_id, observer=observer, notices=invitation)]


def record_audit_day(command: RecordAuditDay, case: Case, asked: Asked) -> list[AuditDayConducted]:
    audit = planned_visit(case)
    asked.not_in_future("day", command.day)
    if command.day not in audit.missing:
        planned = ", ".join(day.isoformat() for day in audit.missing) or "none"
        raise Rejected("day-not-planned", f"day: {command.day} is not planned; still to be held: {planned}.")
    if command.day != audit.missing[0]:
        raise Rejected("day-out-of-order", f"day: {audit.missing[0]} comes first.")
    if absent := [expert for expert in case.experts if expert not in command.experts]:
        raise Rejected("expert-absent", f"experts: without {', '.join(absent)} the visit is interrupted.")
    if strangers := set(command.experts) - set(case.experts):
        raise Rejected("not-on-team", f"experts: {', '.join(sorted(strangers))} is not on the team.")
    if uninvited := set(command.observers) - set(audit.observers):
        raise Rejected("observer-not-admitted", f"observers: {', '.join(sorted(uninvited))} (R43).")
    # R31: judged for each day of the audit, as it was on that day.
    for expert in case.experts:
        require_independence(expert, case, asked, on=command.day)
    # Whoever records it acts today: a tie that came since stops that act, too.
    require_independence(asked.actor, case, asked)
    return [
        AuditDayConducted(
            case_id=case.case_id,
            day=command.day,
            experts=tuple(dict.fromkeys(command.experts)),
            observers=tuple(dict.fromkeys(command.observers)),
        )
    ]


def validate_indicator(
    command: ValidateIndicator, case: Case, asked: Asked
) -> list[IndicatorValidated | IndicatorNotValidated]:
    """A verdict may change until the audit is over."""
    audit, given = planned_visit(case), (*command.validated, *command.not_validated)
    under_way = command.day == asked.today and command.day in audit.days
    if command.day not in audit.conducted and not under_way:
        raise Rejected("outside-audit-days", f"day: {command.day} is no day of the visit that was held.")
    if not given:
        raise Rejected("no-verdict", "validated, not_validated: no indicator is named.")
    if len(given) != len(set(given)):
        raise Rejected("verdict-repeated", "validated, not_validated: each indicator is named once.")
    require_in_scope("validated, not_validated", given, case, asked)
    require_independence(asked.actor, case, asked)
    validated = IndicatorValidated(
        case_id=case.case_id, expert=asked.actor, day=command.day, indicators=command.validated
    )
    not_validated = IndicatorNotValidated(
        case_id=case.case_id, expert=asked.actor, day=command.day, indicators=command.not_validated
    )
    return [each for each in (validated, not_validated) if each.indicators]


def conclude_audit(command: ConcludeAudit, case: Case, asked: Asked) -> list[AuditConducted]:
    """R10: the last day on site is the assessment day, and what is due next counts from it."""
    audit = planned_visit(case)
    if audit.missing:
        missing = ", ".join(day.isoformat() for day in audit.missing)
        raise Rejected("days-missing", f"These days of the visit were not held: {missing}.")
    judged = audit.validated | audit.not_validated
    if left := [code for code in codes_in_scope(case, asked) if code not in judged]:
        raise Rejected("verdict-missing", f"Neither validated nor not: {', '.join(left)}.")
    if case.benchmark_due and case.benchmark is None:
        raise Rejected(
            "benchmark-not-recorded", "The benchmark interview, a part of this audit, is missing (R2)."
        )
    require_independence(asked.actor, case, asked)
    require_complete_team(case, asked)
    edition, last_day = asked.edition(case), max(audit.conducted)
    sheets = limits_of_each("scores", case.experts, case, asked, after=last_day)
    names: tuple[LimitName, ...] = (*_AFTER_AUDIT, *(("consensus",) if len(case.experts) > 1 else ()))
    limits = tuple(asked.limit_after(name, edition, last_day, expert=case.lead) for name in names)
    return [
        AuditConducted(
            case_id=case.case_id,
            last_day=last_day,
            experts=case.experts,
            preliminary=command.preliminary,
            limits=(*sheets, *limits),
            notices=letters_to_each(sheets, "scores-due", case),
        )
    ]
