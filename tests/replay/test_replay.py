"""Recorded journeys replay on today's path, and a path that was changed carelessly does not pass."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.workflow import NondeterminismError

from tests.replay.journeys import JOURNEYS, OF_YEARS, replayed, runs
from tests.replay.mutants import NeverContinuesAsNew, RecordsTwice, Unchanged, WaitsBeforePaying
from workflows.certification import CertificationWorkflow
from workflows.committee_round import RoundWorkflow
from workflows.complaint import ComplaintWorkflow


def test_every_bronze_journey_is_recorded_a_gold_a_silver_a_round_a_complaint_and_letters_tried_again() -> (
    None
):
    told = {file.stem for file in (Path(__file__).parents[1] / "e2e" / "journeys").glob("*.toml")}
    assert set(JOURNEYS) == told | {*OF_YEARS, "committee-round", "complaint", "no-mail"}


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_recorded_journey_is_encrypted_throughout(journey: str) -> None:
    encodings = {
        payload["metadata"]["encoding"] for run in runs(journey) for payload in _payloads(run.to_json_dict())
    }
    assert encodings == {b64encode(b"binary/encrypted").decode()}


@pytest.mark.parametrize("journey", JOURNEYS)
async def test_every_run_of_a_recorded_journey_replays(journey: str) -> None:
    results = await replayed(journey, CertificationWorkflow, RoundWorkflow, ComplaintWorkflow)
    assert results.replay_failures == {}


async def test_the_path_in_another_class_replays_too() -> None:
    assert (await replayed("bronze-award", Unchanged)).replay_failures == {}


@pytest.mark.parametrize("mutant", [WaitsBeforePaying, RecordsTwice, NeverContinuesAsNew])
async def test_a_changed_path_does_not_replay(mutant: type) -> None:
    results = await replayed("bronze-award", mutant)
    assert results.replay_failures
    assert {type(failure) for failure in results.replay_failures.values()} == {NondeterminismError}


def _payloads(part: Any) -> Iterator[dict[str, Any]]:
    """Every payload of a history but what Temporal itself must read.

    That is its search attributes, and which local activity a marker is of.
    """
    if isinstance(part, list):
        for each in part:
            yield from _payloads(each)
    elif isinstance(part, dict):
        if "encoding" in part.get("metadata", {}):
            yield part
            return
        for name, each in part.items():
            if name not in ("searchAttributes", "data"):
                yield from _payloads(each)
