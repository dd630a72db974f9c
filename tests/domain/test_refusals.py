"""Every way in which a rule may say no has a sentence somewhere in this specification."""

import ast
from pathlib import Path

import domain

HERE, RULES = Path(__file__).parent, Path(domain.__file__).parent
# Refused by construction before the rule is asked; kept as the rule's own guard.
BEHIND_ANOTHER = {"not-assessed"}


def codes_in(folder: Path, call: str, position: int) -> set[str]:
    return {
        str(argument.value)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and call == getattr(node.func, "id", getattr(node.func, "attr", ""))
        for argument in node.args[position : position + 1]
        if isinstance(argument, ast.Constant)
    }


def codes_of_bars() -> set[str]:
    """Those of rules that are named in lists, too, and refuse a command as the first of such a list."""
    return {
        str(keyword.value.value)
        for path in RULES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Bar"
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }


def parametrised() -> set[str]:
    """Codes that a table of examples hands to the sentence, or that are asked of a function by itself."""
    by_itself = {"decision-unknown", "outside-the-office", "silver-missing", "silver-too-recent"}
    return {"indicator-missing", "indicator-unknown", "off-scale", "wrong-stage"} | by_itself


def test_every_refusal_has_a_sentence() -> None:
    refusals = codes_in(RULES, "Rejected", 0) | codes_in(RULES, "not_over", 2) | codes_of_bars()
    assert refusals - codes_in(HERE, "then_rejected", 0) - parametrised() == BEHIND_ANOTHER
