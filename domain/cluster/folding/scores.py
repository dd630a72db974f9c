"""How a case changes from the experts' own sheets to the scores that count."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Proposal, Result, ScoreSheet
from domain.cluster.events.scores import ConsensusProposed, ConsensusReached, ScoreEvent, ScoresSubmitted
from domain.cluster.folding.moving import entered, without_limit
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: ScoreEvent) -> Case:
    match event:
        case ScoresSubmitted():
            return _submitted(case, happened, event)
        case ConsensusProposed(proposed_by=by, scores=scores, reasons=reasons, number=number):
            proposal = Proposal(number=number, by=by, scores=scores, reasons=reasons)
            return case.model_copy(update={"proposal": proposal, "proposals": number})
        case ConsensusReached(scores=scores, dissent=dissent):
            result = Result(event_id=happened.event_id, scores=scores, dissent=dissent)
            return entered(case, Stage.DRAFT, happened, event.limits).model_copy(update={"result": result})
        case _:
            assert_never(event)


def _submitted(case: Case, happened: Happened[Any], event: ScoresSubmitted) -> Case:
    facts = {name: getattr(event, name) for name in ("expert", "scores", "areas")}
    seat = event.seat or case.seat_of(event.expert)
    sheet = ScoreSheet(event_id=happened.event_id, seat=seat, **facts)
    handed_in = without_limit(case, "scores", event.expert).model_copy(
        update={"sheets": (*case.sheets, sheet)}
    )
    if event.agreed:
        result = Result(event_id=happened.event_id, scores=event.scores, areas=event.areas)
        return entered(handed_in, Stage.DRAFT, happened, event.limits).model_copy(update={"result": result})
    if len(handed_in.sheets) >= len(case.team):
        return entered(handed_in, Stage.CONSENSUS, happened, event.limits)
    return handed_in
