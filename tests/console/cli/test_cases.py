"""`laurel case`, and what `show` and `trail` keep back: a Gold case with one sheet in, as each person sees it."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from console.settings import settings_from
from domain.cluster.commands.scores import SubmitScores
from domain.confidential import WITHHELD
from domain.levels import Level
from ledger.documents import Documents
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, KNUD, OLGA
from tests.domain.scored import SOLID, audited, changed

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

THEIRS = changed(SOLID, i2_1=5)


@pytest.fixture(scope="module", autouse=True)
def scored_once(stack: Stack) -> None:
    """Aurora's Gold case: Esther has handed her scores in, Emil has not."""
    record(
        stack, audited(Level.GOLD, "4.5").does(ESTHER, SubmitScores(scores={**THEIRS, "4.5": 0}), on=AURORA)
    )


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def lines(laurel: Laurel, *arguments: str) -> list[str]:
    answer = laurel(*arguments)
    assert answer.exit_code == Exit.DONE
    return [" ".join(line.split()) for line in answer.output.splitlines()]


def as_json(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel(*arguments, "--json").stdout)


def indicator(shown: Any, code: str) -> Any:
    return next(each for each in shown["indicators"] if each["code"] == code)


def test_a_case_says_where_it_stands_and_who_acts_next(laurel: Laurel) -> None:
    printed = lines(laurel, "case", "aurora/gold-1")
    assert printed[0] == "aurora/gold-1 Aurora"
    assert printed[1] == (
        "gold, first, edition ecei-2019, opened 2025-09-01; at 'audit conducted' since 2026-02-03 08:00 UTC"
    )
    assert "▶ audit conducted (here) → consensus → draft" in " ".join(printed)
    assert [line.split(" 2026")[0] for line in printed if line.startswith("submit-scores")] == [
        "submit-scores SubmitScores emil-expert"
    ]
    assert "Team: emil-expert (lead); esther-expert" in printed
    assert "Audit: 2026-02-02 held, 2026-02-03 held" in printed


def test_missing_scores_are_named_and_those_handed_in_are_withheld(laurel: Laurel) -> None:
    printed = lines(laurel, "case", "aurora", "--as", EMIL)
    assert "Scores: esther-expert: handed in; emil-expert: still to come" in printed
    assert [line for line in printed if line.startswith("2.1 ")] == [
        "2.1 Maturity of the cluster management 2 – – – nothing handed in validated (withheld)"
    ]
    assert [line for line in printed if line.startswith("4.5 ")] == [
        "4.5 Working groups – – – – nothing handed in not validated (withheld)"
    ]


def test_the_author_of_a_sheet_sees_it_and_nobody_else_does(laurel: Laurel) -> None:
    assert indicator(as_json(laurel, "case", "aurora/gold-1", "--as", ESTHER), "2.1")["scores"] == {ESTHER: 5}
    for viewer in (EMIL, CLARA, OLGA):
        assert indicator(as_json(laurel, "case", "aurora/gold-1", "--as", viewer), "2.1")["scores"] == {}


def test_the_person_may_stand_in_the_environment(laurel: Laurel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_PERSON", ESTHER)
    assert indicator(as_json(laurel, "case", "aurora"), "2.1")["scores"] == {ESTHER: 5}


def test_show_keeps_a_sheet_back_from_all_but_its_author(laurel: Laurel) -> None:
    (sheet,) = as_json(laurel, "show", "aurora")["cases"][0]["sheets"]
    assert (sheet["expert"], sheet["scores"], sheet["areas"]) == (ESTHER, WITHHELD, WITHHELD)
    (own,) = as_json(laurel, "show", "aurora", "--as", ESTHER)["cases"][0]["sheets"]
    assert own["scores"] == {**THEIRS, "4.5": 0}


def test_the_trail_keeps_a_sheet_back_and_says_so(laurel: Laurel) -> None:
    submitted = as_json(laurel, "trail", "aurora", "--as", EMIL)[-1]
    assert (submitted["type"], submitted["payload"]["scores"]) == ("ScoresSubmitted", WITHHELD)
    assert as_json(laurel, "trail", "aurora", "--as", ESTHER)[-1]["payload"]["scores"]["2.1"] == 5
    assert "scores: (withheld)" in " ".join(lines(laurel, "trail", "aurora"))


def test_another_clusters_manager_is_shown_no_dossier_and_whoever_works_at_the_machine_is(
    laurel: Laurel,
) -> None:
    printed = lines(laurel, "case", "aurora/gold-1", "--as", KNUD)
    assert "Dossier: withheld; it is for the team, the applicant and who decides" in printed
    assert [line for line in printed if line.startswith("2.1 ")] == [
        "2.1 Maturity of the cluster management 2 – – – (withheld) – (withheld)"
    ]
    for viewer, validated in ((("--as", KNUD), WITHHELD), ((), sorted(SOLID.keys() - {"4.5"}))):
        assert as_json(laurel, "show", "aurora", *viewer)["cases"][0]["audit"]["validated"] == validated


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (
            OLGA,
            "olga-operator may not give SubmitEvidence: only who acts for the cluster may. (not-permitted)",
        ),
        (
            CLARA,
            (
                "SubmitEvidence does not fit case gold-1, which is at 'audit conducted'; "
                "what waits: submit-scores (expert). (wrong-stage)"
            ),
        ),
    ],
)
def test_who_may_hand_nothing_in_fills_no_store(
    laurel: Laurel, stack: Stack, tmp_path: Path, person: str, sentence: str
) -> None:
    content = f"written by {person}".encode()
    (tmp_path / "a.txt").write_bytes(content)
    answer = laurel(
        "submit", "aurora", "SubmitEvidence", "--as", person, "--file", f"2.1@2026-01-05={tmp_path / 'a.txt'}"
    )
    assert (answer.exit_code, answer.stderr) == (Exit.REFUSED, f"{sentence}\n")
    settings = settings_from(stack.env_file)
    kept = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
    assert not asyncio.run(kept.holds(sha256(content).hexdigest()))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("case", "nowhere"), "Nothing is known under cluster-nowhere. (not-found)"),
        (
            ("case", "aurora/gold-2"),
            "Aurora has no case gold-2: name aurora/gold-1 (audit conducted). (not-found)",
        ),
        (("case", "borealis"), "Borealis has no open case. (not-found)"),
        (("case", "aurora", "--as", "nobody"), "No person is registered as nobody. (person-unknown)"),
        (("show", "aurora", "--as", "nobody"), "No person is registered as nobody. (person-unknown)"),
        (("trail", "aurora", "--as", "nobody"), "No person is registered as nobody. (person-unknown)"),
    ],
)
def test_what_does_not_exist_is_answered_by_a_sentence(
    laurel: Laurel, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = laurel(*arguments)
    assert (answer.exit_code, answer.stderr) == (Exit.REFUSED, f"{sentence}\n")
