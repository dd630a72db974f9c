"""A program that has spoken with Temporal ends with its own exit code."""

import subprocess
import sys

from console.embedded.ports import free_port

_PROGRAM = """
import asyncio, sys
from temporalio.client import Client
from console.ending import end

try:
    asyncio.run(Client.connect(sys.argv[1]))
except RuntimeError:
    print("away")
end(3)
"""


def test_its_output_is_whole_and_its_code_its_own_every_time() -> None:
    command = [sys.executable, "-c", _PROGRAM, f"127.0.0.1:{free_port()}"]
    ended = [subprocess.run(command, check=False, capture_output=True, text=True) for _ in range(8)]
    assert {(each.returncode, each.stdout, each.stderr) for each in ended} == {(3, "away\n", "")}
