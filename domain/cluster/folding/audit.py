"""How a case changes while its visit is planned and held."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Audit, Waiting
from domain.cluster.events.audit import (
    AuditConducted,
    AuditDayConducted,
    AuditEvent,
    AuditInterrupted,
    AuditRescheduled,
    AuditScheduled,
    IndicatorNotValidated,
    IndicatorValidated,
    ObserverAdmitted,
)
from domain.cluster.folding.moving import entered
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: AuditEvent) -> Case:
    match event:
        case AuditScheduled(days=days, remote=remote, sequence=sequence):
            planned = entered(before_audit(case), Stage.AUDIT_SCHEDULED, happened, event.limits)
            observers = case.audit.observers if case.audit else ()
            audit = Audit(days=days, remote=remote, sequence=sequence, observers=observers)
            # A visit that begins anew rests on nobody who left it before (R31).
            return planned.model_copy(update={"audit": audit, "replaced_after_audit": False})
        case AuditRescheduled(days=days, remote=remote, sequence=sequence):
            moved = entered(case, Stage.AUDIT_SCHEDULED, happened, event.limits)
            return _with(moved, days=(*_audit(case).conducted, *days), remote=remote, sequence=sequence)
        case ObserverAdmitted(observer=observer):
            return _with(case, observers=(*_audit(case).observers, observer))
        case AuditDayConducted(day=day, experts=experts):
            going_on = entered(case, Stage.AUDIT_SCHEDULED, happened, event.limits)
            held = _with(going_on, conducted=(*_audit(case).conducted, day))
            return held.model_copy(update={"took_part": case.took_part | set(experts)})
        case AuditInterrupted(days=days, sequence=sequence):
            stopped = entered(case, Stage.AUDIT_INTERRUPTED, happened, event.limits)
            return _with(stopped, days=(*_audit(case).conducted, *days), sequence=sequence)
        case IndicatorValidated(indicators=indicators):
            return _verdicts(case, validated=frozenset(indicators), not_validated=frozenset())
        case IndicatorNotValidated(indicators=indicators):
            return _verdicts(case, validated=frozenset(), not_validated=frozenset(indicators))
        case AuditConducted(last_day=last_day):
            over = entered(case, Stage.AUDIT_CONDUCTED, happened, event.limits)
            first = case.first_audited_on or last_day
            return _with(over, event_id=happened.event_id, last_day=last_day).model_copy(
                update={"first_audited_on": first}
            )
        case _:
            assert_never(event)


def before_audit(case: Case) -> Case:
    """R14, R31: an audit held anew leaves nothing of what followed from the one before."""
    if case.audit is None or case.audit.last_day is None:
        return case
    return case.model_copy(
        update={
            "benchmark": None,
            "sheets": (),
            "proposal": None,
            "result": None,
            "compared": False,
            "drafted": False,
            "report": None,
            "dossier": None,
            "signatures": frozenset(),
            "replaced_after_audit": False,
            "round_id": None,
            "members": (),
            "ballots": (),
            "waiting": Waiting(),
        }
    )


def _audit(case: Case) -> Audit:
    return case.audit or Audit(days=())


def _with(case: Case, **update: Any) -> Case:  # noqa: ANN401 - fields of Audit
    return case.model_copy(update={"audit": _audit(case).model_copy(update=update)})


def _verdicts(case: Case, *, validated: frozenset[str], not_validated: frozenset[str]) -> Case:
    audit = _audit(case)
    return _with(
        case,
        validated=(audit.validated - not_validated) | validated,
        not_validated=(audit.not_validated - validated) | not_validated,
    )
