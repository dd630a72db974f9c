"""What is asked about clusters that merge, in stories and as tasks wait: in six variants each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from domain.cluster.case import Case
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import (
    CastContinuationVote,
    ConcludeSpecialAudit,
    ContinueLabel,
    DissolveCluster,
    RecordMerger,
    RecordSplit,
    RecordTransfer,
    ReviewChange,
)
from domain.commands import PersonCommand
from domain.levels import Level
from domain.standing import Task
from tests.domain.acting import Act
from tests.domain.cast import OLGA
from tests.domain.setting import Setting

_OUTCOMES = ("no-effect", "recheck-eligibility", "special-audit")
_WHY = "The minutes say so."


def endorsing_a_merger(here: Setting) -> EndorseAct:
    return EndorseAct(act="merger", subject=_other(here), reason=_WHY)


def _other(here: Setting) -> str:
    return "polaris" if here.cluster.cluster_id == "aurora" else "aurora"


def _day(here: Setting, n: int) -> date:
    return here.today + timedelta(days=(0, 0, -7, -400, 1, 0)[n])


def _split(here: Setting, n: int) -> RecordSplit:
    parts = (_other(here), "deneb")[: 1 + n % 2]
    return RecordSplit(parts=parts, ended=n < 3, effective_on=_day(here, n), reason=_WHY)


def _merger(here: Setting, n: int) -> RecordMerger:
    kind = "new-formation" if n == 3 else "absorption"
    merger = {"kind": kind, "parties": (_other(here),), "effective_on": _day(here, n), "reason": _WHY}
    return RecordMerger.model_validate(merger)


def _review(here: Setting, n: int) -> ReviewChange:
    waiting = [change.change for change in here.cluster.changes_under_review]
    return _reviewing(waiting[n % len(waiting)] if waiting else None, n)


def _reviewing(change: str | None, n: int) -> ReviewChange:
    return ReviewChange.model_validate({"change": change, "outcome": _OUTCOMES[n % 3], "reason": _WHY})


OF_LINEAGE: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "RecordMerger": _merger,
    "RecordTransfer": lambda here, n: RecordTransfer(
        giver=_other(here), effective_on=_day(here, n), reason=_WHY
    ),
    "RecordSplit": _split,
    "DissolveCluster": lambda here, n: DissolveCluster(effective_on=_day(here, n), reason=_WHY),
    "CastContinuationVote": lambda here, n: CastContinuationVote(
        level=(*Level,)[n % 3], until_on=here.today + timedelta(days=30), vote="yes"
    ),
    "ContinueLabel": lambda here, n: ContinueLabel(
        level=(*Level,)[n % 3], until_on=here.today + timedelta(days=30), reason=_WHY
    ),
    "ReviewChange": _review,
    "ConcludeSpecialAudit": lambda here, n: ConcludeSpecialAudit(
        held_on=_day(here, n), upheld=n % 2 == 0, reason=_WHY
    ),
}


def review_a_change(here: Setting, _: Task, __: Case, n: int) -> Iterator[Act]:
    for change in here.cluster.changes_under_review:
        yield Act(OLGA, _reviewing(change.change, n))


def hold_a_special_audit(here: Setting, _: Task, __: Case, n: int) -> Iterator[Act]:
    for change in here.cluster.changes:
        if change.under_audit:
            held = ConcludeSpecialAudit(
                change=change.change, held_on=here.today, upheld=n % 2 == 0, reason=_WHY
            )
            yield Act(OLGA, held)
