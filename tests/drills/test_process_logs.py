"""The demo's process logs are read by pm4py, which has never heard of us."""

import asyncio
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from console.cli.app import app
from console.demo.furnishing import furnish
from console.exits import Exit
from domain.streams import CLUSTER, ROUND
from ledger.reading import read_all
from tests.engine import running

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-pm4py" / "bin" / "python"
READING = ROOT / "tests" / "drills" / "read_process_logs.py"

OPENING = "ApplicationSubmitted"
pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]


async def test_pm4py_reads_ocel_and_xes_of_the_demo_portfolio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PYTHON.exists(), "pm4py is not there: `make drills` installs it."
    ocel, xes = tmp_path / "demo.json", tmp_path / "demo.xes"
    async with running(tmp_path / "laurel") as engine:
        await furnish(engine.stack.env_file, demo=True, say=lambda _: None)
        monkeypatch.setenv("LAUREL_ENV_FILE", str(engine.stack.env_file))
        async with engine.pool.acquire() as connection:
            stored = await read_all(connection, limit=100_000)
        asked = ["processes", "--as-of", str(len(stored)), "--ocel", str(ocel), "--xes", str(xes)]
        done = await _invoked(asked)
    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    found = _read(ocel, xes)

    payloads = [(event, orjson.loads(event.payload)) for event in stored]
    told = [
        event
        for event, payload in payloads
        if not (event.stream.startswith(ROUND) and "cluster_id" in payload)
    ]
    cases = {f"{event.stream}/{payload['case_id']}" for event, payload in payloads if event.type == OPENING}
    clusters = {event.stream for event in stored if event.stream.startswith(CLUSTER)}
    assert found["ocel_events"] == len(told)
    assert found["ocel_objects"]["cluster"] == len(clusters)
    assert found["ocel_cases"] == found["xes_cases"] == len(cases)
    assert found["xes_starts"] == {OPENING: len(cases)}
    in_cases = Counter(
        "case_id" in payload for event, payload in payloads if event.stream.startswith(CLUSTER)
    )
    assert found["xes_events"] == in_cases[True]


async def _invoked(arguments: list[str]) -> Any:
    """The command line has a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, arguments)


def _read(ocel: Path, xes: Path) -> dict[str, Any]:
    done = subprocess.run([PYTHON, READING, ocel, xes], capture_output=True, check=True)
    found: dict[str, Any] = orjson.loads(done.stdout.splitlines()[-1])
    return found
