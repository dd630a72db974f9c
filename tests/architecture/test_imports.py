"""What import contracts cannot say: who imports the worker, and what the domain stands on."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "workflows", "activities", "ledger", "readmodel", "console")

# Names that bring a clock, chance or input into a rule although their modules are allowed.
IMPURE_CALLS = {"now", "today", "utcnow", "uuid1", "uuid4", "getnode", "open", "input", "print"}


def test_nothing_imports_the_worker() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    assert [file for file in files if "worker" in _imported(file)] == []


def test_the_worker_only_composes() -> None:
    body = ast.parse((ROOT / "worker.py").read_text()).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in body if isinstance(node, ast.ClassDef)] == []
    assert [function.name for function in functions if function.decorator_list] == []
    within = [node for function in functions for node in ast.walk(function)]
    assert [node.lineno for node in within if isinstance(node, ast.If | ast.IfExp | ast.Match)] == []


def test_domain_stands_on_the_standard_library_and_pydantic() -> None:
    allowed = sys.stdlib_module_names | {"pydantic", "domain"}
    assert {name: where for name, where in _imports_of("domain") if name not in allowed} == {}


def test_domain_reads_no_clock_draws_no_lots_and_opens_no_file() -> None:
    assert [call for file in sorted((ROOT / "domain").rglob("*.py")) for call in _impure_calls(file)] == []


@pytest.mark.parametrize("rule", ["datetime.now(UTC)", "date.today()", "uuid4()", "open('rules')"])
def test_an_impure_call_would_be_seen(rule: str, tmp_path: Path) -> None:
    file = tmp_path / "rule.py"
    file.write_text(f"at = {rule}\n")
    assert len(list(_impure_calls(file))) == 1


def _imports_of(package: str) -> Iterator[tuple[str, str]]:
    for file in (ROOT / package).rglob("*.py"):
        for name in _imported(file):
            yield name, file.name


def _imported(file: Path) -> set[str]:
    """Top-level names of what a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {
        alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    from_ = {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return plain | from_


def _impure_calls(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in IMPURE_CALLS:
                yield f"{file.name}:{node.lineno} {called}"
