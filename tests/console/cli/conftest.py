"""One embedded stack for the command line's tests, and the command line itself."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.cli.app import app
from console.embedded.ports import choose
from console.embedded.stack import Stack

Laurel = Callable[..., Result]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    data = tmp_path_factory.mktemp("laurel")
    started = Stack(data, choose(data / "ports.json", None), task_queue="laurel")
    asyncio.run(started.start())
    yield started
    asyncio.run(started.destroy())


@pytest.fixture
def laurel(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Laurel:
    """`laurel("clusters", "--json")` as a person would type it in the stack's folder."""
    monkeypatch.setenv("LAUREL_ENV_FILE", str(stack.env_file))
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, list(arguments))


@pytest.fixture
def documents(tmp_path: Path) -> list[str]:
    """A questionnaire and three success stories, as options of `submit`."""
    options = []
    for number, item in enumerate(("questionnaire", "success-story", "success-story", "success-story")):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{item} {number}")
        options += ["--file", f"{item}={path}"]
    return options
