"""`laurel why`: a Gold award told to whoever may ask, and decided again."""

import json
from datetime import date
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from domain.cluster.events.committee import Basis, DecisionTaken
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import (
    APPLY,
    AURORA,
    CARL,
    CLARA,
    KNUD,
    MAX,
    OLGA,
    POLARIS,
    ROUND,
    VERA,
    registration,
    stepping_aside,
)
from tests.domain.decided import GOLD_AWARD, on_agenda, taken
from tests.domain.specification import sealed

REFUSED_WITHOUT_A_VOTE = DecisionTaken(
    case_id="bronze-1",
    cluster_id="polaris",
    round_id=ROUND,
    outcome="refuse",
    decided_on=date(2026, 2, 3),
    basis=Basis(
        edition="ecei-2019",
        edition_of_eligibility="",
        rules=("R2",),
        eligibility=None,
        benchmark=None,
        report="None",
        report_version=0,
        votes=(),
        in_favour=(),
        against=(),
        recused=(),
    ),
    reason=sealed("Because."),
)
pytestmark = [pytest.mark.postgres, pytest.mark.temporal]


@pytest.fixture(scope="module", autouse=True)
def awarded(stack: Stack) -> None:
    """Aurora's Gold: Max stepped aside, three voted; the reason can be opened, why Max stepped aside cannot.

    Polaris's Bronze: a refusal stands on record, and nothing that leads to it.
    """
    world = taken(GOLD_AWARD, on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)).pay()
    world.does(OLGA, registration("Polaris"), on=POLARIS).does(CLARA, APPLY, on=POLARIS)
    world.happens(POLARIS, REFUSED_WITHOUT_A_VOTE)
    record(stack, world, texts=[GOLD_AWARD.reason], seen={CARL: 1000, VERA: 3})


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def lines(laurel: Laurel, *arguments: str) -> list[str]:
    answer = laurel(*arguments)
    assert (answer.exit_code, answer.stderr) == (Exit.DONE, "")
    return [" ".join(line.split()) for line in answer.output.splitlines()]


def as_json(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel(*arguments, "--json").stdout)


def test_why_names_outcome_day_persons_and_editions(laurel: Laurel) -> None:
    printed = lines(laurel, "why", "aurora")
    assert printed[0] == "aurora/gold-1: award on 2026-02-03"
    assert "cluster as it was: Aurora, DK, carried by Aurora Association" in printed
    assert "procedure: gold, first, edition ecei-2019" in printed
    assert "eligibility: edition ecei-2019" in printed
    assert "presided: carl-chair, in round-2026-02" in printed
    assert "term: 1, 2026-02-03 to 2028-02-29, by ecei-2019" in printed
    assert "reasons: Excellent throughout." in printed


def test_why_holds_every_requirement_against_its_rule(laurel: Laurel) -> None:
    printed = lines(laurel, "why", "aurora", "gold-1")
    assert "R5 2.1 ✔ met 2.1 Maturity of the cluster management: score 4, minimum 2." in printed
    assert "R2 total ✔ met Total: 120 of 150 points, 80.0 %; 80 % needed." in printed
    assert "Total: 120 of 150 points, 80.0 %; 80 % needed" in printed


def test_why_names_votes_what_each_had_seen_and_who_stepped_aside(laurel: Laurel) -> None:
    printed = lines(laurel, "why", "aurora")
    assert "Votes: 3 in favour, 0 against; quorum 3, counted 3 (met)" in printed
    assert "carl-chair yes yes version 1 position 1000 –" in printed
    assert "vera-vice yes yes version 1 position 3, before the report was final –" in printed
    assert "mona-member yes yes version 1 not recorded –" in printed
    assert "max-member stepped aside on 2026-02-03 (R30) – (erased)" in printed


def test_why_tells_what_came_of_it(laurel: Laurel) -> None:
    told = sorted(each["sentence"] for each in as_json(laurel, "why", "aurora")["later"])
    assert told == [
        "Certificate aurora/gold/1 was issued.",
        "The letter label-awarded went out to clara-manager.",
        "Version 1 of the report was released to the applicant.",
    ]


def test_rechecked_the_same_outcome_follows(laurel: Laurel) -> None:
    assert lines(laurel, "why", "aurora", "--recheck")[-1] == (
        "Rechecked under ecei-2019: the same outcome follows."
    )
    assert as_json(laurel, "why", "aurora", "--recheck")["recheck"] == {"differences": [], "follows": True}
    assert as_json(laurel, "why", "aurora")["recheck"] is None


def test_what_does_not_follow_exits_1_and_is_named(laurel: Laurel) -> None:
    answer = laurel("why", "polaris", "--recheck")
    assert answer.exit_code == Exit.REFUSED
    assert answer.stdout.splitlines()[-3:] == [
        "Rechecked under ecei-2019: this does not follow from the record:",
        "  ✘ quorum: 0 of at least 3 members took part (R30).",
        "  ✘ outcome: the refusal names no rule (R30).",
    ]
    rechecked = laurel("why", "polaris", "--recheck", "--json")
    assert (rechecked.exit_code, json.loads(rechecked.stdout)["recheck"]["follows"]) == (Exit.REFUSED, False)


def test_texts_are_opened_where_they_are_not_erased(laurel: Laurel) -> None:
    answer = as_json(laurel, "why", "aurora")
    assert answer["texts"] == {answer["reason"]: "Excellent throughout."}


@pytest.mark.parametrize("viewer", [OLGA, CARL, CLARA])
def test_whoever_may_ask_is_answered(laurel: Laurel, viewer: str) -> None:
    assert as_json(laurel, "why", "aurora", "--as", viewer)["outcome"] == "award"


@pytest.mark.parametrize("viewer", [KNUD, MAX])
def test_whoever_may_not_ask_is_refused_by_a_sentence(laurel: Laurel, viewer: str) -> None:
    answer = laurel("why", "aurora", "--as", viewer)
    assert (answer.exit_code, answer.stdout) == (Exit.REFUSED, "")
    assert answer.stderr == (
        f"{viewer} may not ask why gold-1 of aurora was decided as it was: that is for the secretariat, "
        "auditors, the committee, the team and who acts for the cluster. (not-permitted)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("why", "nowhere"), "Nothing is known under cluster-nowhere. (not-found)"),
        (("why", "borealis"), "No decision of borealis is on record. (decision-unknown)"),
        (("why", "aurora", "gold-1/2"), "No decision gold-1/2 of aurora is on record. (decision-unknown)"),
    ],
)
def test_what_was_not_decided_is_answered_by_a_sentence(
    laurel: Laurel, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = laurel(*arguments)
    assert (answer.exit_code, answer.stderr) == (Exit.REFUSED, f"{sentence}\n")


def test_a_cluster_without_an_open_case_names_those_it_has(laurel: Laurel) -> None:
    answer = laurel("case", "aurora")
    sentence = "Aurora has no open case: name aurora/gold-1 (awarded). (not-found)\n"
    assert (answer.exit_code, answer.stderr) == (Exit.REFUSED, sentence)


def test_a_rounds_agenda_says_which_cases_have_their_outcome(laurel: Laurel) -> None:
    printed = lines(laurel, "show", ROUND)
    assert [line for line in printed if "gold-1" in line] == ["aurora/gold-1 concluded"]
    assert not [line for line in printed if line.startswith("agenda:")]
