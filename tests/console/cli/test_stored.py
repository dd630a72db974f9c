"""`laurel event`: what is stored of an event, each upcaster applied to it, and what it is read as today."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from console.connections import connect_database
from console.embedded.stack import Stack
from console.exits import Exit
from console.settings import settings_from
from domain.cluster.commands.scores import SubmitScores
from domain.confidential import WITHHELD
from domain.levels import Level
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AURORA, EMIL, OLGA
from tests.domain.scored import SOLID, audited

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

OLD, COMMAND = UUID("0f5c1e8e-6a4c-5d0a-8a8e-3f3b5d1c7a11"), UUID("6a1d1a54-55b4-5c5c-9f9b-0d5e7d2f8c22")
STORED = '{"from_on":"2021-03-01","kind":"board","organisation":"aurora","tie_id":"tie-1"}'
SAYS = "The event itself says who declared the tie, who was known as the giver of its command alone."
METADATA = {
    "actor": OLGA,
    "authority": "operator",
    "command": "DeclareTie",
    "command_id": str(COMMAND),
}


@pytest.fixture(scope="module", autouse=True)
def recorded(stack: Stack) -> None:
    """A sheet of scores, and behind it a tie in the shape in which the first version wrote it."""
    record(stack, audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA))
    asyncio.run(_old_tie(stack))


async def _old_tie(stack: Stack) -> None:
    old = NewEvent(OLD, "TieDeclared", 1, STORED, canonical(METADATA))
    outcome = Outcome("person-old", COMMAND, b"\0" * 32, canonical({"events": [old.type], "version": 1}))
    entry = Append((StreamAppend("person-old", 0, (old,)),), outcome)
    async with await connect_database(settings_from(stack.env_file)) as pool, pool.acquire() as connection:
        await append(connection, [entry], datetime(2030, 3, 4, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def shown(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel("event", *arguments, "--json").stdout)


def test_an_event_of_a_retired_shape_is_shown_as_stored_with_every_upcaster_and_as_read(
    laurel: Laurel,
) -> None:
    view = shown(laurel, str(OLD))
    today = {**json.loads(STORED), "declared_by": OLGA}
    assert view == {
        "position": view["position"],
        "stream": "person-old",
        "version": 1,
        "event_id": str(OLD),
        "type": "TieDeclared",
        "recorded_at": view["recorded_at"],
        "metadata": METADATA,
        "schema_version": 1,
        "schema_version_today": 2,
        "stored": STORED,
        "upcasters": [{"version": 2, "says": SAYS, "payload": today}],
        "today": today,
        "texts": {},
    }
    assert shown(laurel, str(view["position"])) == view


def test_the_same_is_printed_for_people(laurel: Laurel) -> None:
    answer = laurel("event", str(OLD))
    position = shown(laurel, str(OLD))["position"]
    assert answer.exit_code == Exit.DONE
    assert [line.rstrip() for line in answer.output.splitlines()] == [
        f"TieDeclared, position {position}, event {OLD}",
        f"  person-old, version 1, recorded {_minute(laurel)}",
        f"  actor {OLGA}, authority operator, command DeclareTie, command_id {COMMAND}",
        "Stored in version 1 of its type; events are written in version 2 today:",
        f"  {STORED}",
        f"1 → 2: {SAYS}",
        '  {"declared_by":"olga-operator",' + STORED.removeprefix("{"),
        "Read today as:",
        "  from_on: 2021-03-01",
        "  kind: board",
        "  organisation: aurora",
        "  tie_id: tie-1",
        f"  declared_by: {OLGA}",
    ]


def _minute(laurel: Laurel) -> str:
    return f"{shown(laurel, str(OLD))['recorded_at'][:16].replace('T', ' ')} UTC"


def test_what_an_event_stores_is_kept_back_where_a_part_of_it_is_withheld(laurel: Laurel) -> None:
    trail = json.loads(laurel("trail", "aurora", "--json").stdout)
    (sheet,) = (each["position"] for each in trail if each["type"] == "ScoresSubmitted")
    withheld, own = shown(laurel, str(sheet)), shown(laurel, str(sheet), "--as", EMIL)
    assert (withheld["stored"], withheld["today"]["scores"]) == (None, WITHHELD)
    assert (json.loads(own["stored"])["scores"], own["today"]["scores"]) == (SOLID, SOLID)
    assert "a part of it is not for who looks" in laurel("event", str(sheet)).output


@pytest.mark.parametrize("which", ["0", "-1", "someday", "12e3"])
def test_what_is_neither_a_position_nor_an_id_is_refused_as_such(laurel: Laurel, which: str) -> None:
    answer = laurel("event", "--", which)
    assert (answer.exit_code, answer.stderr) == (
        Exit.USAGE,
        "POSITION|EVENT-ID: a position counts from 1, an id is a UUID.\n",
    )


@pytest.mark.parametrize("which", ["999999", str(COMMAND)])
def test_an_event_that_is_not_on_record_is_not_found(laurel: Laurel, which: str) -> None:
    answer = laurel("event", which)
    assert (answer.exit_code, answer.stderr) == (
        Exit.REFUSED,
        f"The record has no event {which}. (not-found)\n",
    )
