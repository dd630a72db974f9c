"""The README says what is so: its commands, folders, settings and exit codes are the program's."""

import re
import shlex
from enum import IntEnum
from pathlib import Path
from typing import Any

import orjson
import pytest
import typer
from pydantic_core import PydanticUndefined

from console.cli.app import app
from console.demo.expanding import OFFICE, OPERATOR, demo_clusters
from console.demo.paths import stages_to
from console.exits import Exit
from console.gateway import parse
from console.journeys.format import read_journey
from console.settings import Settings
from domain.permissions import PERMISSIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    str(page.relative_to(ROOT)): page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
SUBCOMMANDS = set(typer.main.get_group(app).commands)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_it_opens_with_the_name_and_one_sentence() -> None:
    name, sentence = README.split("\n\n")[:2]
    assert (name, sentence.count(". "), sentence[-1]) == ("# Laurel", 0, ".")


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_page_gives_exists(page: str) -> None:
    given = re.findall(r"(?:`|^|bin/|--rm )laurel ([a-z]+)", PAGES[page], re.MULTILINE)
    assert set(given) - SUBCOMMANDS == set()
    made = re.findall(r"(?:`|^)make ([a-z]+)", PAGES[page], re.MULTILINE)
    assert set(made) - TARGETS == set()


def test_every_command_of_the_program_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `laurel ([a-z]+)`", README, re.MULTILINE)) == SUBCOMMANDS


def test_every_setting_is_in_the_table_with_its_default() -> None:
    rows = re.findall(r"^\| `(LAUREL_\w+)` \| (.+?) \|", README, re.MULTILINE)
    assert dict(rows) == {
        f"LAUREL_{name.upper()}": "–" if field.default is PydanticUndefined else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }


def test_the_exit_codes_are_the_program_s() -> None:
    said = re.search(r"Exit codes: (.+?)\.\n", README, re.DOTALL)
    assert said is not None
    codes: type[IntEnum] = Exit
    assert [int(code) for code in re.findall(r"\d", said[1])] == [code.value for code in codes]


def test_every_folder_of_the_map_is_there_and_no_package_is_missing() -> None:
    mapped = re.findall(r"^([a-z]+(?:/|\.py)) +\S", README, re.MULTILINE)
    assert [each for each in mapped if not (ROOT / each).exists()] == []
    packages = {f"{init.parent.name}/" for init in ROOT.glob("*/__init__.py")} - {"tests/", "benchmarks/"}
    assert packages - set(mapped) == set()


def _given() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Every command the README submits: to whom, what, by whom, with which fields."""
    blocks = README.split("```")[1::2]
    lines = [line for block in blocks for line in re.split(r"^(?=\S)", block, flags=re.MULTILINE)]
    given = [line.split("laurel submit ")[1] for line in lines if "laurel submit " in line]
    split = [shlex.split(line) for line in given]
    options = [dict(zip(words[2::2], words[3::2], strict=True)) for words in split]
    return [
        (to, type_, told["--as"], orjson.loads(told.get("--data", "{}")))
        for (to, type_, *_), told in zip(split, options, strict=True)
    ]


def test_what_it_submits_is_in_its_form_and_fits_the_demo() -> None:
    stage = {
        each.id: stages_to(each.stage, each.level)[-1].recorded_as for each in demo_clusters() if each.stage
    }
    begun: dict[str, str] = {}
    for to, type_, actor, fields in _given():
        parse({**fields, "type": type_})
        assert actor in _people()
        # A later command finds the stage an earlier one has left.
        begun.setdefault(to, type_)
    assert {to: stage[to] in PERMISSIONS[type_].stages for to, type_ in begun.items()} == dict.fromkeys(
        begun, True
    )


def test_the_people_it_names_are_the_demo_s() -> None:
    table = README.split("## People of the demo")[1].split("\n## ")[0]
    named = set(re.findall(r"`((?!demo-)[a-z]+-[a-z]+)`", table))
    office = {person.person_id for file in (OPERATOR, OFFICE) for person in read_journey(file).persons}
    assert (office - named, named - _people()) == (set(), set())


def _people() -> set[str]:
    office = (person.person_id for file in (OPERATOR, OFFICE) for person in read_journey(file).persons)
    return {*office, *(cluster.manager_id for cluster in demo_clusters())}


def test_no_page_names_the_machine_it_was_written_on() -> None:
    assert [page for page, text in PAGES.items() if re.search(r"/(work|tmp|root)/", text)] == []
