"""Logs: one JSON object a line in production, with the ids bound to it, and nothing a person wrote."""

import json
import subprocess
import sys
from typing import Any

import pytest

CANARY = "Anna was ill in spring"

_PROGRAM = """
import logging, sys
import structlog
from pydantic import ValidationError
from console.logs import configure_logs
from domain.commands import person_commands

configure_logs(sys.argv[1])
log = structlog.get_logger("laurel").bind(stream="cluster-aurora", command_id="7")
log.info("recorded", version=3)
logging.getLogger("temporalio.workflow").warning("waits", extra={"stream": "cluster-aurora"})
try:
    person_commands.validate_python({"type": "WithdrawApplication", "reason": {"said": sys.argv[2]}})
except ValidationError:
    log.exception("fault in record")
"""


def test_a_line_is_json_with_the_bound_ids() -> None:
    line, *_ = _lines()
    assert {name: line[name] for name in ("event", "stream", "command_id", "version", "level")} == {
        "event": "recorded",
        "stream": "cluster-aurora",
        "command_id": "7",
        "version": 3,
        "level": "info",
    }


def test_workflows_log_through_the_standard_library_in_the_same_form() -> None:
    _, line, _ = _lines()
    assert (line["event"], line["stream"], line["level"]) == ("waits", "cluster-aurora", "warning")


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_local_and_no_input(form: str) -> None:
    printed = _printed(form)
    shown = {part: part in printed for part in ("fault in record", "ValidationError", "reason", CANARY)}
    assert shown == {"fault in record": True, "ValidationError": True, "reason": True, CANARY: False}


def test_a_terminal_gets_words() -> None:
    first = _printed("console").splitlines()[0]
    assert ("recorded" in first, first.startswith("{")) == (True, False)


def _lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _printed("json").splitlines()]


def _printed(form: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, form, CANARY], capture_output=True, text=True, check=True
    )
    return run.stderr
