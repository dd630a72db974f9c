"""Rules of scores and consensus: each expert alone, then together (R7); not validated is zero (R48)."""

from typing import assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import ScoreSheet
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, ScoreCommand, SubmitScores
from domain.cluster.events.scores import ConsensusProposed, ConsensusReached, ScoresSubmitted
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.complete_team import require_complete_team
from domain.cluster.rules.independence import require_independence, tied_experts
from domain.cluster.rules.scale import answer_exactly
from domain.cluster.rules.scope import indicators_in_scope
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import letters
from domain.verdict import Scores


def decide(command: ScoreCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    require_independence(asked.actor, case, asked)
    match command:
        case SubmitScores():
            return submit_scores(command, case, asked)
        case AgreeConsensus():
            return agree_consensus(command, case, asked)
        case ConfirmConsensus():
            return confirm_consensus(command, case, asked)
        case _:
            assert_never(command)


def submit_scores(command: SubmitScores, case: Case, asked: Asked) -> list[ScoresSubmitted]:
    """One expert's sheet. The last one owed opens the consensus, or is the result where one expert scores."""
    require_complete_team(case, asked)
    _owes_a_sheet(case, asked)
    _scored_in_full(command.scores, case, asked)
    _areas_judged(command, case)
    submitted = ScoresSubmitted(
        case_id=case.case_id,
        expert=asked.actor,
        scores=command.scores,
        areas=command.areas,
        seat=case.seat_of(asked.actor),
    )
    if asked.edition(case).procedure(case.level, case.kind).experts.value == 1:
        return [submitted.model_copy(update={"agreed": True})]
    # Nothing about the first sheet is told to anybody: the other expert scores unaware of it.
    if case.yet_to_score != (asked.actor,):
        return [submitted]
    limit = _consensus_limit(case, asked)
    due = letters(case.experts[:1], "consensus-due", level=case.level, due_on=limit.last_day.isoformat())
    opened = () if limit in case.limits else (limit,)
    return [submitted.model_copy(update={"limits": opened, "notices": due})]


def _owes_a_sheet(case: Case, asked: Asked) -> None:
    if case.sheet_of(asked.actor) is not None:
        raise Rejected(
            "scores-submitted", f"{asked.actor} submitted scores already: a sheet stands as it is."
        )
    if asked.actor not in case.yet_to_score:
        raise Rejected(
            "seat-scored",
            f"The expert whom {asked.actor} came after scored already: that sheet is kept and marked (R31).",
        )


def _scored_in_full(scores: Scores, case: Case, asked: Asked) -> None:
    answer_exactly("scores", scores, indicators_in_scope(case, asked))
    validated = case.audit.validated if case.audit else frozenset()
    if unearned := [code for code, score in scores.items() if score and code not in validated]:
        raise Rejected(
            "not-validated", f"scores: not validated on site, so 0 points: {', '.join(unearned)} (R48)."
        )


def _areas_judged(command: SubmitScores, case: Case) -> None:
    declared = {area.key for area in case.areas}
    if missing := sorted(declared - command.areas.keys()):
        raise Rejected("area-missing", f"areas: say whether proven or not: {', '.join(missing)} (R21).")
    if unknown := sorted(command.areas.keys() - declared):
        raise Rejected("area-unknown", f"areas: not declared in this case: {', '.join(unknown)} (R21).")


def _consensus_limit(case: Case, asked: Asked) -> Limit:
    """It runs from the last audit day (R28); where that is over, the experts have its length from here."""
    running = case.limit("consensus")
    if running is not None and running.due_at > asked.at:
        return running
    return asked.limit("consensus", asked.edition(case), expert=case.lead)


def agree_consensus(command: AgreeConsensus, case: Case, asked: Asked) -> list[ConsensusProposed]:
    """The lead's proposal; a new one takes the place of the one before."""
    asked.not_over(case, "consensus", "consensus-late")
    _scored_in_full(command.scores, case, asked)
    if unknown := sorted(command.reasons.keys() - command.scores.keys()):
        raise Rejected("indicator-unknown", f"reasons: not scored: {', '.join(unknown)}.")
    needed = _in_need_of_a_reason(command.scores, case)
    if missing := [code for code in needed if code not in command.reasons]:
        raise Rejected(
            "reason-missing", f"reasons: the sheets or the agreed score differ: {', '.join(missing)} (R7)."
        )
    others = tuple(expert for expert in case.experts if expert != asked.actor)
    due_on = _consensus_limit(case, asked).last_day.isoformat()
    return [
        ConsensusProposed(
            case_id=case.case_id,
            proposed_by=asked.actor,
            scores=command.scores,
            reasons=command.reasons,
            number=case.proposals + 1,
            notices=letters(others, "consensus-proposed", level=case.level, due_on=due_on),
        )
    ]


def _in_need_of_a_reason(agreed: Scores, case: Case) -> list[str]:
    """Indicators on which the sheets and the agreed scores are not all the same."""
    return [
        code for code, score in agreed.items() if {score} != {sheet.scores.get(code) for sheet in case.sheets}
    ]


def confirm_consensus(command: ConfirmConsensus, case: Case, asked: Asked) -> list[ConsensusReached]:
    asked.not_over(case, "consensus", "consensus-late")
    if case.proposal is None or case.proposal.number < command.proposal:
        raise Rejected("proposal-missing", f"The lead has made no proposal {command.proposal} that stands.")
    if case.proposal.number > command.proposal:
        raise Rejected(
            "older-proposal",
            f"proposal: {case.proposal.number} took the place of {command.proposal}; read that one.",
        )
    if case.proposal.by == asked.actor:
        raise Rejected(
            "own-proposal", "A proposal is confirmed by the other expert, not by who made it (R7)."
        )
    return [
        ConsensusReached(
            case_id=case.case_id,
            scores=case.proposal.scores,
            reasons=case.proposal.reasons,
            confirmed_by=asked.actor,
        )
    ]


def lead_scores_stand(case: Case, asked: Asked) -> Following:
    """The time for a consensus is over (R7): the lead's scores stand, the other's dissent is kept.

    Nothing while a sheet is missing, or while a tie keeps one of the two from agreeing (R31): the consensus is
    overdue then, and nobody's silence agrees.
    """
    lead = case.lead_sheet
    if case.stage is not Stage.CONSENSUS or lead is None or tied_experts(case, asked):
        return []
    return [
        ConsensusReached(
            case_id=case.case_id, scores=lead.scores, dissent=_dissent(lead, case), by_silence=True
        )
    ]


def _dissent(lead: ScoreSheet, case: Case) -> dict[str, int]:
    """The other expert's score of each indicator the two judged differently."""
    others = (sheet for sheet in case.sheets if sheet.expert != lead.expert)
    return {
        code: score for other in others for code, score in other.scores.items() if score != lead.scores[code]
    }
