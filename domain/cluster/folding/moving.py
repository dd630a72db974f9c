"""How a case moves from stage to stage: which limits run on, and which days its assessment does not age."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.case_parts import Waiting
from domain.happened import Happened
from domain.running import Limit
from domain.secretariat import secretariat_day

_BEFORE_ASSESSMENT = frozenset(
    {
        Stage.APPLIED,
        Stage.TEST_DUE,
        Stage.TEST_FAILED,
        Stage.TEST_PASSED,
        Stage.ACCEPTED,
        Stage.OFFERED,
        Stage.SIGNED,
        Stage.TEAM_PROPOSED,
        Stage.EVIDENCE_OPEN,
        Stage.INTERVIEW_DUE,
        Stage.DESK_CHECK,
        Stage.AUDIT_DUE,
        Stage.AUDIT_SCHEDULED,
        Stage.AUDIT_INTERRUPTED,
    }
)
_OPEN = frozenset(Stage) - {Stage.CLOSED}
# Limits that run on while the stage changes; every other limit belongs to the stage that opened it.
_RUNS_UNTIL: Mapping[str, frozenset[Stage]] = {
    "test_retry": frozenset({Stage.TEST_FAILED}),
    "audit": frozenset({Stage.AUDIT_DUE, Stage.AUDIT_SCHEDULED, Stage.AUDIT_INTERRUPTED}),
    "consensus": frozenset({Stage.AUDIT_CONDUCTED, Stage.CONSENSUS}),
    "draft": frozenset({Stage.AUDIT_CONDUCTED, Stage.CONSENSUS, Stage.DRAFT}),
    "final_report": frozenset(
        {Stage.AUDIT_CONDUCTED, Stage.CONSENSUS, Stage.DRAFT, Stage.FACT_CHECK, Stage.FACTS_CHECKED}
    ),
    "late_recording": _BEFORE_ASSESSMENT,
    "majors": _OPEN,
    "minor_plan": _OPEN,
}
# R14: while secretariat or committee has the case, its assessment does not age.
_WAITING = frozenset({Stage.REPORT_FINAL, Stage.ON_AGENDA, Stage.ADJOURNED})


def entered(case: Case, stage: Stage, happened: Happened[Any], limits: tuple[Limit, ...]) -> Case:
    """The case at a stage, with the limits that run there."""
    opened = {(limit.name, limit.subject) for limit in limits}
    running = tuple(
        limit
        for limit in case.limits
        if (limit.name, limit.subject) not in opened and stage in _RUNS_UNTIL.get(limit.name, ())
    )
    waiting = _waiting(case, stage, secretariat_day(happened.recorded_at))
    update = {
        "stage": stage,
        "since": happened.recorded_at,
        "limits": (*running, *limits),
        "waiting": waiting,
    }
    return case.model_copy(update=update)


def closed(case: Case, closed_as: ClosedAs, happened: Happened[Any], limits: tuple[Limit, ...] = ()) -> Case:
    """The case closed. A limit that still runs is the engine's own: the certificate's."""
    return entered(case, Stage.CLOSED, happened, limits).model_copy(update={"closed_as": closed_as})


def with_limits(case: Case, limits: tuple[Limit, ...]) -> Case:
    """The case at the same stage, with limits added; one of the same name and subject is replaced."""
    opened = {(limit.name, limit.subject) for limit in limits}
    running = tuple(limit for limit in case.limits if (limit.name, limit.subject) not in opened)
    return case.model_copy(update={"limits": (*running, *limits)})


def without_limit(case: Case, name: str, subject: str = "") -> Case:
    """The case without one limit: its work is done."""
    left = tuple(limit for limit in case.limits if (limit.name, limit.subject) != (name, subject))
    return case.model_copy(update={"limits": left})


def _waiting(case: Case, stage: Stage, day: date) -> Waiting:
    if stage in _WAITING:
        return case.waiting if case.waiting.since else case.waiting.model_copy(update={"since": day})
    if case.waiting.since is None:
        return case.waiting
    return Waiting(days=case.waiting.days + (day - case.waiting.since).days)
