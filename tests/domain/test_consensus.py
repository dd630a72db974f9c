"""Consensus: a reason wherever the experts differed; without agreement in time the lead's scores stand (R7)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.case_parts import Result
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.cluster.events.clock import DeadlinePassed
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.scores import ConsensusProposed, ConsensusReached, ScoresSubmitted
from domain.cluster.tasks import tasks_of
from domain.events import Event
from domain.levels import Level
from domain.person.state import TieKind
from domain.secretariat import SECRETARIAT
from tests.domain.cast import AURORA, EMIL, ESTHER, OLGA, person, tie
from tests.domain.scored import CONSENSUS_DUE, EDDA, SOLID, audited, both_scored, changed, replaced, worth
from tests.domain.specification import World, at_midnight_ending, given, sealed
from tests.domain.teams import INGA

THEIRS = changed(SOLID, i2_1=5, i4_3=2)
MIDDLE = changed(SOLID, i4_3=3)
REASONS = {"2.1": "Seen twice.", "4.3": "Half of it is new."}
SEALED_REASONS = {code: sealed(reason) for code, reason in REASONS.items()}
PROPOSAL = AgreeConsensus(scores=MIDDLE, reasons=REASONS)
OVER = at_midnight_ending(CONSENSUS_DUE, "DE")


def differing() -> World:
    """The sheets differ on 2.1 (Emil 4, Esther 5) and 4.3 (Emil 4, Esther 2)."""
    return both_scored(SOLID, THEIRS)


def reached(world: World) -> Event:
    (only,) = (each for each in world.events(AURORA) if isinstance(each, ConsensusReached))
    return only


def test_the_lead_proposes_and_the_other_expert_is_told() -> None:
    given(differing()).when(PROPOSAL, by=EMIL).then(
        ConsensusProposed(case_id="gold-1", proposed_by=EMIL, scores=MIDDLE, reasons=SEALED_REASONS)
    ).with_letters((ESTHER, "consensus-proposed")).with_limits()


def test_the_other_expert_confirms_and_the_scores_count() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    outcome = given(world).when(ConfirmConsensus(proposal=1), by=ESTHER)
    outcome.then(
        ConsensusReached(case_id="gold-1", scores=MIDDLE, reasons=SEALED_REASONS, confirmed_by=ESTHER)
    ).with_limits()
    case = outcome.world.case("aurora", "gold-1")
    assert case.stage is Stage.DRAFT
    assert case.result == Result(event_id=world.histories[AURORA][-1].event_id, scores=MIDDLE)
    assert [limit.name for limit in case.limits] == ["draft", "final_report"]


def test_sheets_that_agree_need_no_reasons() -> None:
    given(both_scored()).when(AgreeConsensus(scores=SOLID), by=EMIL).then(
        ConsensusProposed(case_id="gold-1", proposed_by=EMIL, scores=SOLID, reasons={})
    )


def test_every_indicator_on_which_the_sheets_differ_has_its_reason() -> None:
    outcome = given(differing()).when(AgreeConsensus(scores=SOLID, reasons={"2.1": "Seen."}), by=EMIL)
    assert outcome.rejected is not None
    assert (outcome.rejected.code, outcome.rejected.sentence) == (
        "reason-missing",
        "reasons: the sheets or the agreed score differ: 4.3 (R7).",
    )


def test_a_score_that_is_on_neither_sheet_has_its_reason() -> None:
    agreed = AgreeConsensus(scores=changed(SOLID, i5_1=2))
    given(both_scored()).when(agreed, by=EMIL).then_rejected("reason-missing")


def test_a_reason_is_about_an_indicator_that_was_scored() -> None:
    agreed = AgreeConsensus(scores=SOLID, reasons={"9.9": "Why not."})
    given(both_scored()).when(agreed, by=EMIL).then_rejected("indicator-unknown")


def test_a_consensus_names_every_indicator_on_its_scale() -> None:
    partial = {code: score for code, score in SOLID.items() if code != "3.1"}
    given(both_scored()).when(AgreeConsensus(scores=partial), by=EMIL).then_rejected("indicator-missing")
    off = AgreeConsensus(scores=changed(SOLID, i3_1=6))
    given(both_scored()).when(off, by=EMIL).then_rejected("off-scale")


def test_a_consensus_scores_nothing_that_was_not_validated() -> None:
    world = audited(Level.GOLD, "3.1")
    nothing = SubmitScores(scores=changed(SOLID, i3_1=0))
    world.does(EMIL, nothing, on=AURORA).does(ESTHER, nothing, on=AURORA)
    agreed = AgreeConsensus(scores=SOLID, reasons={"3.1": "After all."})
    given(world).when(agreed, by=EMIL).then_rejected("not-validated")


def test_there_is_no_consensus_before_both_sheets_are_in() -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA)
    given(world).when(AgreeConsensus(scores=SOLID), by=EMIL).then_rejected("wrong-stage")


def test_only_the_lead_proposes() -> None:
    given(differing()).when(PROPOSAL, by=ESTHER).then_rejected("not-permitted")


def test_a_new_proposal_takes_the_place_of_the_one_before() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    theirs = AgreeConsensus(scores=THEIRS, reasons=REASONS)
    world.does(EMIL, theirs, on=AURORA)
    given(world).when(ConfirmConsensus(proposal=2), by=ESTHER).then(
        ConsensusReached(case_id="gold-1", scores=THEIRS, reasons=SEALED_REASONS, confirmed_by=ESTHER)
    )


def test_nobody_confirms_a_proposal_whose_place_another_took() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    world.does(EMIL, AgreeConsensus(scores=THEIRS, reasons=REASONS), on=AURORA)
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER).then_rejected("older-proposal")
    given(world).when(ConfirmConsensus(proposal=3), by=ESTHER).then_rejected("proposal-missing")


def test_proposals_are_numbered_on_whoever_leads() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    given(replaced(world, EMIL)).when(PROPOSAL, by=EDDA).then(
        ConsensusProposed(case_id="gold-1", proposed_by=EDDA, scores=MIDDLE, reasons=SEALED_REASONS, number=2)
    )


def test_a_proposal_of_which_no_number_is_on_record_is_the_first() -> None:
    early = {"case_id": "gold-1", "proposed_by": EMIL, "scores": MIDDLE, "reasons": SEALED_REASONS}
    world = differing().happens(AURORA, ConsensusProposed.model_validate(early))
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER).then(
        ConsensusReached(case_id="gold-1", scores=MIDDLE, reasons=SEALED_REASONS, confirmed_by=ESTHER)
    )


def test_nobody_confirms_a_proposal_of_their_own() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    given(world).when(ConfirmConsensus(proposal=1), by=EMIL).then_rejected("own-proposal")


def test_there_must_be_a_proposal_to_confirm() -> None:
    given(differing()).when(ConfirmConsensus(proposal=1), by=ESTHER).then_rejected("proposal-missing")


def test_an_expert_who_got_tied_neither_proposes_nor_confirms() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    for expert in (EMIL, ESTHER):
        world.does(expert, tie(TieKind.EMPLOYED), on=f"person-{expert}")
    given(world).when(PROPOSAL, by=EMIL).then_rejected("hard-conflict")
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER).then_rejected("hard-conflict")


def test_without_agreement_in_time_the_leads_scores_stand_and_the_dissent_is_kept() -> None:
    world = differing().until(OVER)
    assert reached(world) == ConsensusReached(
        case_id="gold-1", scores=SOLID, dissent={"2.1": 5, "4.3": 2}, by_silence=True
    )
    assert world.case("aurora", "gold-1").stage is Stage.DRAFT


def test_a_proposal_that_was_not_confirmed_in_time_does_not_count() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA).until(OVER)
    result = world.case("aurora", "gold-1").result
    assert result is not None
    assert result.scores == SOLID


def test_after_ten_working_days_it_is_too_late_to_agree() -> None:
    world = differing().does(EMIL, PROPOSAL, on=AURORA)
    given(world).when(PROPOSAL, by=EMIL, at=OVER).then_rejected("consensus-late")
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER, at=OVER).then_rejected("consensus-late")


def what_silence_brought(world: World, expert: str) -> tuple[list[ConflictReported], list[str]]:
    """The ties reported since the consensus was due, and the limits that passed."""
    events = world.events(AURORA)
    ties = [each for each in events if isinstance(each, ConflictReported) and each.person == expert]
    return ties, [each.limit for each in events if isinstance(each, DeadlinePassed)]


@pytest.mark.parametrize("expert", [EMIL, ESTHER])
def test_an_expert_who_got_tied_wins_nothing_by_silence_and_the_tie_is_reported(expert: str) -> None:
    world = differing().does(expert, tie(TieKind.EMPLOYED), on=f"person-{expert}").until(OVER)
    (reported,), passed = what_silence_brought(world, expert)
    assert (reported.reported_by, passed) == (None, ["consensus", "draft"])
    assert [(letter.recipient, letter.notice) for letter in reported.notices] == [
        (SECRETARIAT, "conflict-reported")
    ]
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.result, case.reported(expert)) == (Stage.CONSENSUS, None, True)


def test_a_tie_that_was_reported_before_is_not_reported_by_silence_again() -> None:
    world = differing().does(EMIL, tie(TieKind.EMPLOYED), on=f"person-{EMIL}")
    (before,), _ = what_silence_brought(world, EMIL)
    world.until(OVER)
    assert what_silence_brought(world, EMIL) == ([before], ["consensus", "draft"])
    assert world.case("aurora", "gold-1").stage is Stage.CONSENSUS


def test_while_a_sheet_is_missing_nobodys_scores_stand_by_silence() -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA).until(OVER)
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.result) == (Stage.AUDIT_CONDUCTED, None)
    passed = [each for each in world.events(AURORA) if isinstance(each, DeadlinePassed)]
    assert [each.limit for each in passed] == ["scores", "consensus", "draft"]


def test_sheets_that_come_too_late_have_ten_working_days_from_there() -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA).until(date(2026, 3, 2))
    given(world).when(SubmitScores(scores=THEIRS), by=ESTHER).with_limits(("consensus", date(2026, 3, 16)))
    world.until(at_midnight_ending(date(2026, 3, 16), "DE"))
    assert reached(world) == ConsensusReached(
        case_id="gold-1", scores=SOLID, dissent={"2.1": 5, "4.3": 2}, by_silence=True
    )


def test_the_time_for_a_consensus_may_be_extended_once() -> None:
    longer = ExtendDeadline(limit="consensus", until_on=date(2026, 2, 20), reason="Ill.")
    world = differing().does(OLGA, longer, on=AURORA).until(OVER)
    assert world.case("aurora", "gold-1").stage is Stage.CONSENSUS
    world.until(at_midnight_ending(date(2026, 2, 20), "DE"))
    assert world.case("aurora", "gold-1").stage is Stage.DRAFT


def test_the_marked_sheet_of_a_replaced_lead_is_the_leads_and_stands() -> None:
    world = replaced(differing(), EMIL).until(OVER)
    assert reached(world) == ConsensusReached(
        case_id="gold-1", scores=SOLID, dissent={"2.1": 5, "4.3": 2}, by_silence=True
    )


def test_the_marked_sheet_of_a_replaced_second_expert_is_the_dissent() -> None:
    world = replaced(differing(), ESTHER).until(OVER)
    assert reached(world) == ConsensusReached(
        case_id="gold-1", scores=SOLID, dissent={"2.1": 5, "4.3": 2}, by_silence=True
    )


def test_when_both_experts_were_replaced_the_sheet_of_the_leads_seat_stands() -> None:
    world = audited(Level.GOLD).does(OLGA, person(INGA, country="NO"), on=f"person-{INGA}")
    world.does(ESTHER, SubmitScores(scores=THEIRS), on=AURORA).does(
        EMIL, SubmitScores(scores=SOLID), on=AURORA
    )
    world = replaced(replaced(world, ESTHER), EMIL, by=INGA).until(OVER)
    assert reached(world) == ConsensusReached(
        case_id="gold-1", scores=SOLID, dissent={"2.1": 5, "4.3": 2}, by_silence=True
    )


def test_of_two_successors_the_one_in_the_empty_seat_scores() -> None:
    world = audited(Level.GOLD).does(OLGA, person(INGA, country="NO"), on=f"person-{INGA}")
    world = replaced(replaced(world.does(EMIL, SubmitScores(scores=SOLID), on=AURORA), EMIL), ESTHER, by=INGA)
    assert world.case("aurora", "gold-1").yet_to_score == (INGA,)


def test_a_sheet_of_which_no_seat_is_on_record_is_its_authors_of_that_day() -> None:
    early = [
        ScoresSubmitted(case_id="gold-1", expert=expert, scores=scores)
        for expert, scores in ((ESTHER, THEIRS), (EMIL, SOLID))
    ]
    world = audited(Level.GOLD).happens(AURORA, *early)
    assert [sheet.seat for sheet in world.case("aurora", "gold-1").sheets] == ["second", "lead"]


def test_a_proposal_of_a_lead_who_was_replaced_falls_and_the_new_lead_proposes() -> None:
    world = replaced(differing().does(EMIL, PROPOSAL, on=AURORA), EMIL)
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER).then_rejected("proposal-missing")
    assert [task.persons for task in tasks_of(world.cluster("aurora"))] == [(EDDA,)]
    world.does(EDDA, PROPOSAL, on=AURORA)
    given(world).when(ConfirmConsensus(proposal=2), by=ESTHER).then(
        ConsensusReached(case_id="gold-1", scores=MIDDLE, reasons=SEALED_REASONS, confirmed_by=ESTHER)
    )


def test_a_successor_may_confirm_what_the_lead_proposes() -> None:
    world = replaced(differing(), ESTHER).does(EMIL, PROPOSAL, on=AURORA)
    given(world).when(ConfirmConsensus(proposal=1), by=EDDA).then(
        ConsensusReached(case_id="gold-1", scores=MIDDLE, reasons=SEALED_REASONS, confirmed_by=EDDA)
    )


def test_a_lead_who_came_after_the_audit_and_scored_stands_by_that_sheet() -> None:
    world = audited(Level.GOLD).does(ESTHER, SubmitScores(scores=THEIRS), on=AURORA)
    world = replaced(world, EMIL).does(EDDA, SubmitScores(scores=worth(120)), on=AURORA).until(OVER)
    result = world.case("aurora", "gold-1").result
    assert result is not None
    assert (result.scores, result.dissent) == (SOLID, {"2.1": 5, "4.3": 2})
