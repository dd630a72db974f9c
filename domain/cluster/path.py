"""The path a case goes by its procedure (R2), and where on it the case stands."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from domain.cluster.case import Case, Stage
from domain.frozen import Frozen
from domain.procedure import Procedure, Scoring

# Stages beside the path, by the step at which the case waits meanwhile.
_BESIDE: Mapping[Stage, Stage] = {
    Stage.TEST_FAILED: Stage.TEST_DUE,
    Stage.AUDIT_INTERRUPTED: Stage.AUDIT_SCHEDULED,
    Stage.ADJOURNED: Stage.ON_AGENDA,
    Stage.DEFERRED: Stage.ON_AGENDA,
}


class Mark(StrEnum):
    """Where a step lies, seen from where the case stands."""

    BEHIND = "behind"
    HERE = "here"
    AHEAD = "ahead"
    NEVER = "never reached"


class Step(Frozen):
    """One step of the path. `stage` is the case's own where it waits beside the step."""

    stage: Stage
    mark: Mark


def path_of(case: Case, procedure: Procedure, visited: AbstractSet[Stage]) -> tuple[Step, ...]:
    """Every step in order. `visited`: the stages the case was at; they tell how far a closed one came."""
    steps = _steps(procedure, on_site=case.on_site)
    if not case.open:
        seen = {_BESIDE.get(stage, stage) for stage in visited}
        return tuple(Step(stage=each, mark=_mark_of_closed(each, seen)) for each in steps)
    here = steps.index(_BESIDE.get(case.stage, case.stage))
    # What was deferred has been on the agenda; other stages beside the path wait for their step.
    behind = here + (case.stage is Stage.DEFERRED)
    return (
        *(Step(stage=each, mark=Mark.BEHIND) for each in steps[:behind]),
        Step(stage=case.stage, mark=Mark.HERE),
        *(Step(stage=each, mark=Mark.AHEAD) for each in steps[here + 1 :]),
    )


def _mark_of_closed(stage: Stage, seen: AbstractSet[Stage]) -> Mark:
    if stage is Stage.CLOSED:
        return Mark.HERE
    return Mark.BEHIND if stage in seen else Mark.NEVER


def _steps(procedure: Procedure, *, on_site: bool) -> tuple[Stage, ...]:
    consensus = procedure.scoring.value is Scoring.CONSENSUS
    return (
        Stage.APPLIED,
        *((Stage.TEST_DUE, Stage.TEST_PASSED) if procedure.test_gate.value else (Stage.ACCEPTED,)),
        Stage.OFFERED,
        Stage.SIGNED,
        Stage.TEAM_PROPOSED,
        Stage.EVIDENCE_OPEN,
        *(_audited(consensus=consensus) if on_site else (Stage.INTERVIEW_DUE,)),
        Stage.DRAFT,
        Stage.FACT_CHECK,
        Stage.FACTS_CHECKED,
        Stage.REPORT_FINAL,
        Stage.ON_AGENDA,
        Stage.CLOSED,
    )


def _audited(*, consensus: bool) -> tuple[Stage, ...]:
    return (
        Stage.DESK_CHECK,
        Stage.AUDIT_DUE,
        Stage.AUDIT_SCHEDULED,
        Stage.AUDIT_CONDUCTED,
        *((Stage.CONSENSUS,) if consensus else ()),
    )
