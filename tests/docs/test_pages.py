"""The pages under docs/ agree with the code and with each other."""

import importlib
import re
import tomllib
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest

from console.migrating import MigrationSettings
from console.portfolio.rows import CASE_COLUMNS, COLUMNS
from domain.schemes import scheme
from readmodel.incidents import Cause
from tests.docs import vocabulary
from workflows.stream import COMMANDS_PER_RUN, LONGEST_RUN

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
GLOSSARY = re.findall(
    r"^\| ([^|]+) \| [^|]+ \| `([\w.]+)` \|$",
    (DOCS / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        led_to = page.parent / path if path else page
        assert led_to.exists(), target
        assert not anchor or anchor in _anchors(led_to), target


def test_the_vocabulary_is_the_code_s() -> None:
    assert vocabulary.text() == _read("vocabulary.md"), "write it anew: python -m tests.docs.vocabulary"


def test_the_vocabulary_has_every_code_and_key_that_a_command_must_answer() -> None:
    page = _read("vocabulary.md")
    for catalogue in scheme().catalogues:
        asked = [code for code, *_ in _rows_under(f"### Catalogue {catalogue.key}, ", page)]
        assert asked == [each.code for each in catalogue.bronze]
    for edition in scheme().editions:
        answered = [
            (key, minimum) for key, _, minimum, _ in _rows_under(f"### Edition {edition.key}\n", page)
        ]
        assert answered == [
            (each.key, f"{each.minimum.value} ({each.minimum.mark})" if each.minimum else "–")
            for each in edition.eligibility
        ]


def test_every_column_of_the_portfolio_table_is_in_the_operators_page() -> None:
    columns = [name for name, *_ in _rows_under("## Bringing in labels", _read("operations.md"))]
    pairs = [re.sub(r"`, `.*", "", name) for name in columns]
    assert pairs == [column for column in COLUMNS if not column.endswith("_to")]
    of_cases = [cell for cell, *_ in _rows_under("### Open cases", _read("operations.md"))]
    assert sorted(", ".join(of_cases).replace("`", "").split(", ")) == sorted(CASE_COLUMNS)


def _rows_under(heading: str, page: str) -> list[list[str]]:
    """The cells of the rows below a heading, the first without its backticks."""
    section = re.split(r"\n#", page.split(heading)[1])[0]
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", section, re.MULTILINE)
    return [[first, *rest.split(" | ")] for first, rest in rows]


@pytest.mark.parametrize(("term", "place"), GLOSSARY)
def test_every_term_of_the_glossary_is_in_the_code(term: str, place: str) -> None:
    module, _, name = place.rpartition(".")
    assert hasattr(importlib.import_module(module), name), term


def test_every_term_stands_once_in_the_glossary_and_no_row_is_malformed() -> None:
    rows = [line for line in _read("glossary.md").splitlines() if line.startswith("| ")]
    assert len(rows) == len(GLOSSARY) + 4
    assert [term for term, times in Counter(term for term, _ in GLOSSARY).items() if times > 1] == []


def test_decisions_are_numbered_without_a_gap_and_listed_by_their_titles() -> None:
    files = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    titles = [file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for file in files]
    listed = re.findall(r"^- (\d{4}) \[(.+)\]\((.+)\)$", _read("decisions/README.md"), re.MULTILINE)
    expected = [(file.name[:4], title, file.name) for file, title in zip(files, titles, strict=True)]
    assert listed == expected


def test_every_dependency_is_explained_with_the_licence_it_declares() -> None:
    program, development = _read("dependencies.md").split("## Development")
    for part, named in (
        (program, PROJECT["dependencies"]),
        (development, PROJECT["optional-dependencies"]["dev"]),
    ):
        rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| .+ \|$", part, re.MULTILINE)
        assert dict(rows) == {_name(requirement): _licence(_name(requirement)) for requirement in named}


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0]


def _licence(package: str) -> str:
    about = metadata.metadata(package).json
    stated = str(about.get("license_expression") or about.get("license") or "").strip()
    classified = [
        each.split(" :: ")[-1] for each in about.get("classifier", ()) if each.startswith("License ::")
    ]
    return stated if stated and "\n" not in stated else ", ".join(classified)


def test_the_architecture_page_has_the_figures_of_the_path() -> None:
    said = re.search(r"after (\d+) commands and at the latest after (\d+) days", _read("architecture.md"))
    assert said is not None
    assert (int(said[1]), int(said[2])) == (COMMANDS_PER_RUN, LONGEST_RUN.days)


def test_every_cause_of_an_incident_is_in_the_operators_page() -> None:
    table = _read("operations.md").split("| incident |")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == set(Cause)


def test_every_setting_of_the_migration_is_in_the_operators_page() -> None:
    named = re.findall(r"^\| `(LAUREL_\w+_URL)` \| ", _read("operations.md"), re.MULTILINE)
    assert named == [f"LAUREL_{name.upper()}" for name in MigrationSettings.model_fields]
