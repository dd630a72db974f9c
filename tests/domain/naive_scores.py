"""An independent reader of histories: when a consensus may be, what it says, and what is kept of dissent (R7)."""

from collections.abc import Sequence
from typing import Any

from domain.cluster.events.audit import AuditConducted
from domain.cluster.events.scores import ConsensusProposed, ConsensusReached, ScoresSubmitted
from tests.domain.world import OnRecord

Case = tuple[str, str]


def faulty_consensus(trail: Sequence[OnRecord]) -> list[str]:
    """What is wrong with any consensus of the history."""
    sheets: dict[Case, dict[str, dict[str, int]]] = {}
    proposed: dict[Case, ConsensusProposed] = {}
    wrong = []
    for stream, happened, _ in trail:
        event: Any = happened.event
        case = (stream, getattr(event, "case_id", "") or "")
        if isinstance(event, AuditConducted):
            sheets[case] = {}
        elif isinstance(event, ScoresSubmitted):
            wrong += [f"{event.expert} scored twice"] if event.expert in sheets[case] else []
            sheets[case][event.expert] = event.scores
        elif isinstance(event, ConsensusProposed):
            proposed[case] = event
        elif isinstance(event, ConsensusReached):
            wrong += _faults(event, [*sheets[case].values()], proposed.get(case))
    return wrong


def _faults(
    reached: ConsensusReached, sheets: list[dict[str, int]], proposal: ConsensusProposed | None
) -> list[str]:
    if len(sheets) != 2:
        return [f"a consensus over {len(sheets)} sheets"]
    one, other = sheets
    if reached.by_silence:
        ways = [
            (mine, {code: theirs[code] for code in theirs if theirs[code] != mine[code]})
            for mine, theirs in ((one, other), (other, one))
        ]
        return [] if (reached.scores, reached.dissent) in ways else ["dissent is lost"]
    if proposal is None or proposal.scores != reached.scores or proposal.proposed_by == reached.confirmed_by:
        return ["nobody else confirmed what was proposed"]
    differing = {code for code, score in reached.scores.items() if {score} != {one[code], other[code]}}
    return [f"no reason for {code}" for code in sorted(differing - set(reached.reasons))]
