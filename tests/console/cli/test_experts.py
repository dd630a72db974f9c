"""`laurel experts`, `laurel persons`, `laurel person show` and `laurel organisation`: who may go, and who is what."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from console.embedded.stack import DATABASE, Stack
from console.exits import Exit
from domain.person.commands import BookDays, SetAvailability
from domain.person.state import Absence, TieKind
from readmodel.filling import fill
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import CLARA, EMIL, ESTHER, KNUD, OLGA
from tests.domain.specification import World
from tests.domain.teams import EBBE, ERIK, INGA, signed, tied
from tests.domain.test_candidates import VISIT

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]


@pytest.fixture(scope="module", autouse=True)
def waiting_for_a_team(stack: Stack) -> None:
    """Aurora's Gold case waits for a team. Emil has a soft tie, Esther a hard one, Erik is away."""
    world = tied(tied(signed(), EMIL, TieKind.PARTNER), ESTHER, TieKind.BOARD)
    absence = Absence(from_on=VISIT[0], until_on=VISIT[1])
    world.does(ERIK, SetAvailability(absences=(absence,)), on=f"person-{ERIK}")
    world.does(EBBE, BookDays(days=VISIT[:1]), on=f"person-{EBBE}")
    record(stack, world, texts=[name.title() for name in (EMIL, OLGA)])
    asyncio.run(_with_rows(stack, world))


async def _with_rows(stack: Stack, world: World) -> None:
    owner = await asyncpg.connect(stack.postgres.owner_url(DATABASE))
    await fill(owner, "rows", world.histories, lambda _: None)
    await owner.close()


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def lines(laurel: Laurel, *arguments: str) -> list[str]:
    answer = laurel(*arguments)
    assert answer.exit_code == Exit.DONE, answer.output
    return [" ".join(line.split()) for line in answer.output.splitlines()]


def as_json(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel(*arguments, "--json").stdout)


def refusal(laurel: Laurel, *arguments: str) -> tuple[int, str]:
    answer = laurel(*arguments, "--json")
    return answer.exit_code, json.loads(answer.stderr)["error"]["code"]


def test_experts_are_ranked_with_every_rule_that_says_no(laurel: Laurel) -> None:
    days = [option for day in VISIT for option in ("--on", day.isoformat())]
    asked = as_json(laurel, "experts", "--for", "aurora/gold-1", *days)
    assert (asked["case"], asked["role"]) == ("aurora/gold-1", "expert")
    assert [
        (each["person_id"], each["fitness"], [bar["code"] for bar in each["bars"]])
        for each in asked["candidates"]
    ] == [
        (INGA, "allowed", []),
        (EMIL, "to be endorsed", ["soft-conflict"]),
        (ESTHER, "refused", ["hard-conflict"]),
        (EBBE, "refused", ["expert-booked"]),
        (ERIK, "refused", ["expert-absent"]),
    ]


def test_each_rule_is_printed_as_a_sentence_with_its_code(laurel: Laurel) -> None:
    printed = lines(laurel, "experts", "--for", "aurora", "--beside", INGA)
    assert printed[0] == "For aurora/gold-1, expert"
    assert [line for line in printed if line.startswith((f"{EMIL}:", f"{ESTHER}:"))] == [
        f"{EMIL}: {EMIL} is tied to aurora: partner (R32). (soft-conflict, a second person may accept it)",
        f"{ESTHER}: {ESTHER} is tied to aurora: board (R32). (hard-conflict)",
    ]


def test_persons_are_looked_up_by_offices_alone_and_each_by_themself(laurel: Laurel) -> None:
    for arguments in (("experts", "--for", "aurora"), ("persons",), ("organisation", "aurora")):
        assert refusal(laurel, *arguments, "--as", CLARA) == (Exit.REFUSED, "not-permitted")
        assert laurel(*arguments, "--as", OLGA).exit_code == Exit.DONE
    assert refusal(laurel, "person", "show", EMIL, "--as", KNUD) == (Exit.REFUSED, "not-permitted")
    assert laurel("person", "show", EMIL, "--as", EMIL).exit_code == Exit.DONE


def test_a_case_and_an_appeal_are_named_where_several_could_be_meant_or_none(laurel: Laurel) -> None:
    assert refusal(laurel, "experts", "--for", "aurora/gold-9") == (Exit.REFUSED, "not-found")
    assert refusal(laurel, "experts", "--for", "nowhere") == (Exit.REFUSED, "not-found")
    assert refusal(laurel, "experts", "--for", "aurora", "--role", "panel") == (Exit.REFUSED, "not-found")


def test_a_committee_is_shown_in_its_precedence(laurel: Laurel) -> None:
    asked = as_json(laurel, "experts", "--for", "aurora", "--role", "committee")
    assert [each["person_id"] for each in asked["candidates"]] == [
        "carl-chair",
        "vera-vice",
        "max-member",
        "mona-member",
    ]


def test_a_person_is_shown_with_ties_absences_and_days(laurel: Laurel) -> None:
    shown = as_json(laurel, "person", "show", ERIK)
    assert shown["absences"] == [{"from_on": VISIT[0].isoformat(), "until_on": VISIT[1].isoformat()}]
    assert as_json(laurel, "person", "show", EBBE)["bookings"] == [
        {"case": None, "days": [VISIT[0].isoformat()]}
    ]
    printed = lines(laurel, "person", "show", f"person-{EMIL}")
    assert printed[0] == f"{EMIL.title()} ({EMIL}), works in DE"
    assert f"{EMIL} tie-1 partner aurora from 2020-01-01 it lasts {EMIL}" in printed


def test_persons_are_listed_by_their_ties_and_by_what_they_may_assess(laurel: Laurel) -> None:
    tied_to = as_json(laurel, "persons", "--tied-to", "AURORA")
    assert [each["person_id"] for each in tied_to] == [EMIL, ESTHER]
    may = as_json(laurel, "persons", "--level", "gold")
    assert [each["person_id"] for each in may] == sorted([EBBE, EMIL, ERIK, ESTHER, INGA])


def test_an_organisation_is_shown_with_the_clusters_it_stands_for_and_who_is_tied(laurel: Laurel) -> None:
    shown = as_json(laurel, "organisation", "Aurora Association")
    assert [each["cluster_id"] for each in shown["clusters"]] == ["aurora"]
    assert [row["person_id"] for row in shown["ties"]] == [EMIL, ESTHER]
