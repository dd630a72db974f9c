"""requirements.lock installs the same packages everywhere, from whatever registry a machine has."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked() -> dict[str, list[str]]:
    """The hashes of each package; a line of any other form fails."""
    package, hashes = (
        r"^([A-Za-z0-9._-]+)==[^ ;]+(?: ;[^\\]*)? \\\n",
        r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    )
    form = re.compile(package + hashes, re.MULTILINE)
    assert form.sub("", LOCK) == ""
    return {_normal(name): found.split() for name, found in form.findall(LOCK)}


def test_every_package_is_pinned_with_its_hashes_and_nothing_else_is_in_the_file() -> None:
    assert [name for name, hashes in _locked().items() if not hashes] == []


def test_no_address_of_an_index_is_in_it() -> None:
    assert re.findall(r"https?:|file:|--index-url|--extra-index-url|--find-links|--trusted-host", LOCK) == []


def test_every_dependency_and_what_builds_the_project_is_in_it() -> None:
    project = PROJECT["project"]
    named = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    assert {_normal(name) for name in named} - _locked().keys() == set()
