"""The recorded journeys: each the runs of one workflow, encrypted under a key that is no secret."""

from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowReplayResults

from console.payloads import data_converter
from workflows.sandbox import sandbox

FOLDER = Path(__file__).parent / "histories"
PAYLOAD_KEY = "bm90IGEgc2VjcmV0OiBvZiByZWNvcmRlZCBydW5zLiA"
# Of the journeys of years, those that are recorded.
OF_YEARS = ("gold-late-knowledge", "silver-award-and-renewal")
JOURNEYS = tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def runs(journey: str) -> list[WorkflowHistory]:
    kept = orjson.loads((FOLDER / f"{journey}.json").read_bytes())
    return [WorkflowHistory.from_json(kept["workflow_id"], run) for run in kept["runs"]]


async def replayed(journey: str, *workflows: type) -> WorkflowReplayResults:
    """Every run of the journey by the workflows given, as a worker would after a restart."""
    replayer = Replayer(
        workflows=workflows,
        workflow_runner=sandbox(),
        data_converter=data_converter(urlsafe_b64decode(PAYLOAD_KEY + "=")),
    )
    return await replayer.replay_workflows(_each(journey), raise_on_replay_failure=False)


async def _each(journey: str) -> AsyncIterator[WorkflowHistory]:
    for history in runs(journey):
        yield history
