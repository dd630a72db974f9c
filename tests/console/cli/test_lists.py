"""`laurel clusters`, `inbox` and `register` as known at a position, as it was at a moment; and `laurel rebuild`."""

import asyncio
from typing import Any

import asyncpg
import orjson
import pytest

from console.connections import connect_database
from console.embedded.stack import DATABASE, Stack
from console.settings import settings_from
from ledger.reading import StoredEvent, read_all
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import MONDAY, labelled

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

AURORA = {"name": "Aurora", "level": "bronze", "status": "valid"}
GOLDEN = [{"name": name, "level": "gold", "status": "valid"} for name in ("Borealis", "Corona")]


@pytest.fixture(scope="module")
def events(stack: Stack) -> list[StoredEvent]:
    """Aurora's way to its Bronze, on record without rows."""
    record(stack, labelled(MONDAY).pay())
    return asyncio.run(_events(stack))


def test_rows_that_are_missing_come_by_rebuilding(laurel: Laurel, events: list[StoredEvent]) -> None:
    assert json_of(laurel, "clusters") == []
    assert json_of(laurel, "rebuild") == {"position": len(events)}
    assert [row["cluster_id"] for row in json_of(laurel, "clusters")] == ["borealis", "corona", "aurora"]
    assert laurel("rebuild").stdout == (
        f"Every row was made anew, up to position {len(events)} of the record.\n"
    )


def test_a_label_is_in_the_register_as_of_its_award_and_not_before(
    laurel: Laurel, events: list[StoredEvent]
) -> None:
    award = position(events, "LabelAwarded")
    assert registered(laurel, "--as-of", str(award - 1)) == GOLDEN
    assert registered(laurel, "--as-of", str(award)) == [*GOLDEN, AURORA]
    assert registered(laurel, "--as-of", str(award), "--on", "2026-02-01") == GOLDEN
    assert f"as known at position {award}" in laurel("register", "--as-of", str(award)).stdout


def test_what_was_so_before_it_was_known_is_told_apart_from_what_was_known(
    laurel: Laurel, events: list[StoredEvent]
) -> None:
    first_import, second_import = (e.position for e in events if e.type == "LabelImported")
    day = "2026-01-15"
    assert registered(laurel, "--as-of", day) == []
    assert registered(laurel, "--effective", day) == GOLDEN
    assert registered(laurel, "--effective", day, "--as-of", str(second_import - 1)) == GOLDEN[:1]
    assert registered(laurel, "--effective", day, "--as-of", str(first_import - 1)) == []
    (borealis,) = json_of(laurel, "clusters", "--effective", day, "--as-of", str(first_import))
    assert (borealis["cluster_id"], borealis["stage"]) == ("borealis", "no open case")


def test_clusters_stand_where_they_stood(laurel: Laurel, events: list[StoredEvent]) -> None:
    accepted = position(events, "ApplicationAccepted")
    rows = json_of(laurel, "clusters", "--as-of", str(accepted))
    assert {row["cluster_id"]: row["stage"] for row in rows} == {
        "aurora": "bronze-1: accepted",
        "borealis": "no open case",
        "corona": "no open case",
    }


def test_the_inbox_has_the_tasks_that_waited_then_for_those_who_then_had_the_office(
    laurel: Laurel, events: list[StoredEvent]
) -> None:
    accepted = str(position(events, "ApplicationAccepted"))
    (task,) = json_of(laurel, "inbox", "--as-of", accepted)
    assert (task["cluster_id"], task["task"], task["overdue"]) == ("aurora", "offer-agreement", False)
    assert json_of(laurel, "inbox", "--as-of", accepted, "--as", "olga-operator") == [task]
    assert json_of(laurel, "inbox", "--as-of", accepted, "--as", "clara-manager") == []
    nobody = laurel("inbox", "--as-of", "1", "--as", "clara-manager")
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "No person is registered as clara-manager. (not-found)\n",
    )
    assert "Inbox, as known at position" in laurel("inbox", "--as-of", accepted).stdout


def test_an_effective_inbox_leaves_out_what_had_not_begun(laurel: Laurel, events: list[StoredEvent]) -> None:
    placed = str(position(events, "CasePlacedOnAgenda"))
    now = json_of(laurel, "inbox", "--as-of", placed)
    assert json_of(laurel, "inbox", "--as-of", placed, "--effective", f"{MONDAY}T23:00") == now
    assert json_of(laurel, "inbox", "--as-of", placed, "--effective", "2026-02-01") == []


def test_rebuilding_without_the_owners_address_names_it(
    laurel: Laurel, stack: Stack, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    lines = stack.env_file.read_text(encoding="utf-8").splitlines(keepends=True)
    without = tmp_path / "laurel.env"
    without.write_text("".join(line for line in lines if not line.startswith("LAUREL_OWNER_URL")))
    monkeypatch.setenv("LAUREL_ENV_FILE", str(without))
    answer = laurel("rebuild")
    assert (answer.exit_code, "LAUREL_OWNER_URL" in answer.stderr) == (2, True)


def test_a_second_rebuild_at_the_same_time_is_refused(laurel: Laurel, stack: Stack) -> None:
    async def asked() -> Any:
        other = await asyncpg.connect(stack.postgres.owner_url(DATABASE))
        try:
            await other.execute("select pg_advisory_lock(x'6c617572'::int, 1)")
            return await asyncio.to_thread(laurel, "rebuild", "--json")
        finally:
            await other.close()

    answer = asyncio.run(asked())
    assert (answer.exit_code, orjson.loads(answer.stderr)["error"]["code"]) == (1, "rebuild-under-way")


def position(events: list[StoredEvent], type_: str) -> int:
    return next(event.position for event in events if event.type == type_ and "aurora" in event.stream)


def registered(laurel: Laurel, *options: str) -> list[dict[str, Any]]:
    rows = json_of(laurel, "register", *options)
    return [{name: row[name] for name in AURORA} for row in rows]


def json_of(laurel: Laurel, *arguments: str) -> Any:
    answer = laurel(*arguments, "--json")
    assert answer.exit_code == 0, answer.stderr
    return orjson.loads(answer.stdout)


async def _events(stack: Stack) -> list[StoredEvent]:
    async with await connect_database(settings_from(stack.env_file)) as pool, pool.acquire() as connection:
        return await read_all(connection)
