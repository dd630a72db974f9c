"""A quick run of the benchmark measures everything; how fast is not asked here."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

pytestmark = [pytest.mark.temporal, pytest.mark.postgres]

FIGURES = {
    "command-p50",
    "command-p95",
    "commands-per-second",
    "empty-activity-p50",
    "fold",
    "fold-with-parsing",
    "history-events-per-command",
    "history-events-per-journey",
    "journey-command-p50",
    "journey-command-p95",
    "memory-per-idle-cluster",
    "starts-per-second",
}


def test_a_quick_run_produces_every_figure() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--json"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    figures = orjson.loads(run.stdout)
    assert set(figures) == FIGURES
    assert {key for key, figure in figures.items() if not isinstance(figure["laurel"], float)} == set()
    assert {key for key, figure in figures.items() if figure["goal"] is not None} == {
        "command-p50",
        "commands-per-second",
        "history-events-per-command",
        "memory-per-idle-cluster",
    }
