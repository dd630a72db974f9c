"""The chains hold, and a tampered row is named."""

from uuid import UUID

import asyncpg
import pytest

from ledger.appending import Append
from ledger.chain import BrokenLink, broken_links, event_hash, outcome_hash
from ledger.connection import Connection
from tests.ledger.appends import NOON, appended, appending, event, outcome


def test_an_events_hash_is_the_same_for_ever() -> None:
    found = event_hash(
        previous_hash=b"",
        position=1,
        stream="cluster-1",
        version=1,
        event_id=UUID(int=7),
        type="LabelAwarded",
        schema_version=1,
        recorded_at=NOON,
        payload='{"name":"Køge"}',
        metadata="{}",
    )
    assert found.hex() == "04e437f6b53238eaf9d645184a54a78cc4d95b676b504e8f498ab24323dd5721"


def test_an_outcomes_hash_is_the_same_for_ever() -> None:
    found = outcome_hash(
        previous_hash=bytes(32),
        number=2,
        stream="cluster-1",
        command_id=UUID(int=7),
        request_mac=b"mac",
        recorded_at=NOON,
        outcome="{}",
    )
    assert found.hex() == "5fde35e33661fc809ffd85db67d3310b2bfd58a53bbc789a6aca6d7081aa832f"


@pytest.fixture
async def tamperer(superuser: Connection, app: Connection) -> Connection:
    """No triggers stop this superuser. The record holds six events in two streams and eight outcomes."""
    for version in range(3):
        await appended(app, appending("cluster-1", version, event(payload='{"points":1}')))
        await appended(app, appending("cluster-2", version, event(payload='{"points":2}')))
    await appended(app, Append((), outcome("cluster-1")), Append((), outcome("cluster-2")))
    await superuser.execute("drop trigger refuse_change on ledger.events")
    await superuser.execute("drop trigger refuse_change on ledger.outcomes")
    return superuser


@pytest.mark.postgres
async def test_an_untouched_record_has_no_broken_link(tamperer: Connection) -> None:
    assert await broken_links(tamperer) == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    "change",
    [
        "update ledger.events set payload = replace(payload, '1', '3') where position = 3",
        "update ledger.events set metadata = '{ }' where position = 3",
        "update ledger.events set type = 'LabelRefused' where position = 3",
        "update ledger.events set schema_version = 2 where position = 3",
        "update ledger.events set event_id = gen_random_uuid() where position = 3",
    ],
)
async def test_a_changed_event_is_named(tamperer: Connection, change: str) -> None:
    await tamperer.execute(change)
    assert await broken_links(tamperer) == [BrokenLink("events", 3, "cluster-1", "hash")]


@pytest.mark.postgres
async def test_an_event_changed_together_with_its_hash_breaks_the_next_link(tamperer: Connection) -> None:
    await _rewrite_third(tamperer)
    assert await broken_links(tamperer) == [BrokenLink("events", 5, "cluster-1", "previous-hash")]


async def _rewrite_third(tamperer: Connection) -> None:
    await tamperer.execute("update ledger.events set payload = '[]' where position = 3")
    await tamperer.execute("""
        update ledger.events set hash = ledger.event_hash(
            previous_hash, position, stream, version, event_id, type, schema_version,
            recorded_at, payload, metadata
        ) where position = 3
    """)


@pytest.mark.postgres
async def test_a_removed_event_leaves_a_gap(tamperer: Connection) -> None:
    await tamperer.execute("delete from ledger.events where position = 4")
    assert await broken_links(tamperer) == [
        BrokenLink("events", 5, "cluster-1", "position"),
        BrokenLink("events", 6, "cluster-2", "version"),
        BrokenLink("events", 6, "cluster-2", "previous-hash"),
    ]


@pytest.mark.postgres
async def test_an_event_moved_back_in_time_is_named(tamperer: Connection) -> None:
    await tamperer.execute(
        "update ledger.events set recorded_at = recorded_at - interval '1 microsecond' where position = 6"
    )
    assert await broken_links(tamperer) == [
        BrokenLink("events", 6, "cluster-2", "recorded-at"),
        BrokenLink("events", 6, "cluster-2", "hash"),
    ]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "change",
    [
        "update ledger.outcomes set outcome = '[]' where number = 7",
        "update ledger.outcomes set request_mac = '' where number = 7",
        "update ledger.outcomes set command_id = gen_random_uuid() where number = 7",
    ],
)
async def test_a_changed_outcome_is_named(tamperer: Connection, change: str) -> None:
    await tamperer.execute(change)
    assert await broken_links(tamperer) == [BrokenLink("outcomes", 7, "cluster-1", "hash")]


@pytest.mark.postgres
async def test_a_removed_outcome_leaves_a_gap(tamperer: Connection) -> None:
    await tamperer.execute("delete from ledger.outcomes where number = 7")
    assert await broken_links(tamperer) == [
        BrokenLink("outcomes", 8, "cluster-2", "position"),
        BrokenLink("outcomes", 8, "cluster-2", "previous-hash"),
    ]


@pytest.mark.postgres
async def test_the_app_sees_the_chain_too(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event(), event()))
    assert await broken_links(app) == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch("select ledger.framed('')")
