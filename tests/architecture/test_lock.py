"""The locks install the same packages everywhere, from whatever registry a machine has."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Ours, and that of the one drill which reads our process logs with somebody else's program.
LOCKS = ("requirements.lock", "tests/drills/requirements-pm4py.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked(lock: str = LOCKS[0]) -> dict[str, list[str]]:
    """The hashes of each package; a line of any other form fails."""
    package, hashes = (
        r"^([A-Za-z0-9._-]+)==[^ ;]+(?: ;[^\\]*)? \\\n",
        r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    )
    form = re.compile(package + hashes, re.MULTILINE)
    text = (ROOT / lock).read_text()
    assert form.sub("", text) == ""
    return {_normal(name): found.split() for name, found in form.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes_and_nothing_else_is_in_the_file(lock: str) -> None:
    assert [name for name, hashes in _locked(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_of_an_index_is_in_it(lock: str) -> None:
    addresses = r"https?:|file:|--index-url|--extra-index-url|--find-links|--trusted-host"
    assert re.findall(addresses, (ROOT / lock).read_text()) == []


def test_no_package_of_the_process_mining_drill_comes_into_ours() -> None:
    assert "pm4py" in _locked(LOCKS[1])
    assert "pm4py" not in _locked()


def test_every_dependency_and_what_builds_the_project_is_in_it() -> None:
    project = PROJECT["project"]
    named = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    assert {_normal(name) for name in named} - _locked().keys() == set()
