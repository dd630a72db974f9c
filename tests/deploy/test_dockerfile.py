"""The image's recipe: it passes its linter, and names only what the repository has."""

import re
import subprocess
import sysconfig
import tomllib
from importlib import util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
INSTRUCTIONS = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
IGNORED = DOCKERFILE.with_name("Dockerfile.dockerignore").read_text(encoding="utf-8").split()


def _copied_from_the_repository() -> list[str]:
    copies = re.findall(r"^COPY (?!--from)(.+)$", INSTRUCTIONS, re.MULTILINE)
    return [source for copy in copies for source in copy.split()[:-1]]


def test_the_linter_has_nothing_to_say() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    linted = subprocess.run([linter, DOCKERFILE], check=False, capture_output=True, text=True)
    assert (linted.returncode, linted.stdout) == (0, "")


def test_the_linter_does_find_faults(tmp_path: Path) -> None:
    worse = tmp_path / "Dockerfile"
    worse.write_text(INSTRUCTIONS.replace("python:3.11-slim-bookworm", "python"), encoding="utf-8")
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    linted = subprocess.run([linter, "--format", "tty", worse], check=False, capture_output=True, text=True)
    assert (linted.returncode, len(re.findall("DL3006", linted.stdout))) == (1, 2)


def test_every_file_it_copies_exists() -> None:
    assert [source for source in _copied_from_the_repository() if not (ROOT / source).exists()] == []


def test_the_context_holds_what_it_copies_and_nothing_else() -> None:
    let_through = sorted(rule.removeprefix("!") for rule in IGNORED if rule.startswith("!"))
    assert IGNORED[0] == "*"
    assert let_through == sorted(source.rstrip("/") for source in _copied_from_the_repository())


def test_every_package_of_the_project_is_in_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = [pattern.removesuffix("*") for pattern in project["packages"]["find"]["include"]]
    modules = [f"{module}.py" for module in project["py-modules"]]
    copied = {source.rstrip("/") for source in _copied_from_the_repository()}
    assert copied == {*packages, *modules, "pyproject.toml", "requirements.lock"}


@pytest.mark.parametrize("module", re.findall(r'"-m", "([a-z.]+)"', INSTRUCTIONS))
def test_every_program_it_runs_exists(module: str) -> None:
    assert util.find_spec(module) is not None


def test_it_ends_as_a_user_without_rights() -> None:
    assert re.findall(r"^USER (.+)$", INSTRUCTIONS, re.MULTILINE) == ["10001"]
