"""The import contracts of pyproject.toml hold, and each of them bites."""

import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in LINTER["contracts"]}

# One import that each contract forbids, in a module of the package it guards.
PLANTED = {
    "domain-alone": ("domain", "ledger.reading"),
    "domain-pure": ("domain", "random"),
    "events-first": ("domain.cluster.events", "domain.cluster.commands.evidence"),
    "workflows-interface": ("workflows", "activities.notification"),
    "workflows-record": ("workflows", "ledger.reading"),
    "workflows-replayable": ("workflows", "structlog"),
    "activities-below": ("activities", "console.embedded.ports"),
    "ledger-alone": ("ledger", "domain.frozen"),
    "ledger-plain": ("ledger", "temporalio.client"),
    "readmodel-below": ("readmodel", "temporalio.client"),
    "readmodel-reads": ("readmodel", "ledger.appending"),
    "console-effects": ("console", "activities.notification"),
    "console-appends": ("console", "ledger.appending"),
}


def test_the_contracts_hold() -> None:
    checked = _lint(ROOT)
    assert (_verdicts(checked), checked.returncode) == (dict.fromkeys(CONTRACTS.values(), "KEPT"), 0)


def test_every_contract_has_a_violation_planted_below() -> None:
    assert list(PLANTED) == list(CONTRACTS)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages, to plant violations in."""
    copy = tmp_path_factory.mktemp("packages")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in LINTER["root_packages"]:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def planted(copy: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    package, imported = PLANTED[request.param]
    module = copy.joinpath(*package.split("."), "planted.py")
    module.write_text(f"import {imported}\n")
    yield copy
    module.unlink()


@pytest.mark.parametrize(("contract", "planted"), [(name, name) for name in PLANTED], indirect=["planted"])
def test_a_planted_import_breaks_its_contract(contract: str, planted: Path) -> None:
    checked = _lint(planted, contract)
    assert (_verdicts(checked), checked.returncode) == ({CONTRACTS[contract]: "BROKEN"}, 1)
    assert f"{PLANTED[contract][0]}.planted ->" in checked.stdout


def test_the_interface_of_the_activities_is_no_way_round_to_the_ledger(copy: Path) -> None:
    interface = copy / "activities" / "interface.py"
    before = interface.read_text()
    interface.write_text(f"import ledger.reading\n{before}")
    (copy / "workflows" / "planted.py").write_text("import activities.interface\n")
    checked = _lint(copy, "workflows-record")
    interface.write_text(before)
    (copy / "workflows" / "planted.py").unlink()
    assert (_verdicts(checked), checked.returncode) == ({CONTRACTS["workflows-record"]: "BROKEN"}, 1)


def _lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sysconfig.get_path("scripts")) / "lint-imports"), "--no-cache"]
    chosen = ["--contract", contract] if contract else []
    return subprocess.run([*command, *chosen], cwd=folder, check=False, capture_output=True, text=True)


def _verdicts(checked: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return dict(re.findall(r"^(.+?) (KEPT|BROKEN)", checked.stdout, re.MULTILINE))
