"""Recorded journeys replay on today's path, and a path that was changed carelessly does not pass."""

import pytest
from temporalio.workflow import NondeterminismError

from tests.replay.journeys import JOURNEYS, replayed, runs
from tests.replay.mutants import NeverContinuesAsNew, RecordsTwice, Unchanged, WaitsBeforePaying
from workflows.certification import CertificationWorkflow
from workflows.committee_round import RoundWorkflow


def test_award_abandonment_a_round_and_letters_tried_again_are_recorded() -> None:
    assert JOURNEYS == ("abandonment", "bronze-award", "committee-round", "no-mail")


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_recorded_journey_has_several_runs_encrypted_throughout(journey: str) -> None:
    assert len(runs(journey)) > 1
    assert "clara" not in "".join(history.to_json() for history in runs(journey))


@pytest.mark.parametrize("journey", JOURNEYS)
async def test_every_run_of_a_recorded_journey_replays(journey: str) -> None:
    results = await replayed(journey, CertificationWorkflow, RoundWorkflow)
    assert results.replay_failures == {}


async def test_the_path_in_another_class_replays_too() -> None:
    assert (await replayed("bronze-award", Unchanged)).replay_failures == {}


@pytest.mark.parametrize("mutant", [WaitsBeforePaying, RecordsTwice, NeverContinuesAsNew])
async def test_a_changed_path_does_not_replay(mutant: type) -> None:
    results = await replayed("bronze-award", mutant)
    assert results.replay_failures
    assert {type(failure) for failure in results.replay_failures.values()} == {NondeterminismError}
