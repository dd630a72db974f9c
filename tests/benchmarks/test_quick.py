"""A quick run of the benchmarks measures everything; how fast is not asked here."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

pytestmark = pytest.mark.postgres

ENGINE = {
    "command-p50": True,
    "command-p95": False,
    "commands-per-second": True,
    "empty-activity-p50": False,
    "fold": False,
    "fold-with-parsing": False,
    "history-events-per-command": True,
    "history-events-per-journey": False,
    "journey-command-p50": False,
    "journey-command-p95": False,
    "memory-per-idle-cluster": True,
    "starts-per-second": False,
}
LEDGER = {
    **{f"append-by-{callers}": True for callers in (1, 8, 32)},
    **{f"append-by-{callers}-grouped": True for callers in (1, 8, 32)},
    **{f"append-by-{callers}-over-eventsourcing": True for callers in (1, 8, 32)},
    "clusters-as-of": True,
    "import": True,
    "inbox-as-of": True,
    "rebuild": False,
    "register-as-of": True,
    "show-as-of": True,
    "stream-load": True,
    "trail": True,
    "verification": True,
}


REMINDERS = {"lead-of-reminders": False, "memory-of-reminders": False, "reminders-per-second": False}


@pytest.mark.temporal
def test_a_quick_wave_of_reminders_is_worked_off_once_each() -> None:
    assert goals_of("reminders") == REMINDERS


_PARTS = {"temporal": ("player", "postgresql", "temporal", "worker"), "none": ("player", "postgresql")}
SIMULATION = {
    f"simulation-{engine}{key}": goal
    for engine, parts in _PARTS.items()
    for key, goal in {
        "": False,
        "-at-goal-density": True,
        "-commands": False,
        "-letters": False,
        **{f"-cpu-{part}": False for part in parts},
    }.items()
}


@pytest.mark.temporal
def test_a_quick_simulation_runs_on_both_engines_and_tells_what_limits_it() -> None:
    assert goals_of("simulation") == SIMULATION


@pytest.mark.temporal
def test_a_quick_run_on_the_engine_produces_every_figure_and_its_goal() -> None:
    assert goals_of("engine") == ENGINE


def test_a_quick_run_on_the_ledger_produces_every_figure_and_its_goal() -> None:
    assert goals_of("ledger") == LEDGER


def goals_of(only: str) -> dict[str, bool]:
    """The figures measured, all of them numbers, and whether each has a goal."""
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--json", "--only", only],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    figures = orjson.loads(run.stdout)
    assert {key for key, figure in figures.items() if not isinstance(figure["laurel"], float)} == set()
    return {key: figure["goal"] is not None for key, figure in figures.items()}
