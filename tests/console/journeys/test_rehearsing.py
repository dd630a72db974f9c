"""A rehearsed past: commands of earlier days go to the record in order, with the clock running between them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client

from activities.storage.record import Record
from console.gateway import Gateway
from console.journeys.acts import Act, acts_of, instant
from console.journeys.format import Journey
from console.journeys.installation import Installation
from console.journeys.playing import play
from console.journeys.rehearsing import ActFailed, PastTooLate, rehearse
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.reading import StoredEvent
from ledger.sealing import Sealer
from tests.servers import Database

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERSONS = [
    {
        "id": name,
        "name": name.title(),
        "email": f"{name}@x.example",
        "language": "en",
        "country": "DE",
        "offices": offices,
    }
    for name, offices in (("olga", ["operator"]), ("clara", []))
]
PROFILE = {
    "eccp_address": "https://cluster-platform.example/x",
    "staff_fte_hundredths": 100,
    "english_website": True,
    "committed_members": 20,
    "member_types": 3,
}


@pytest.fixture
async def installation(database: Database, tmp_path: Path) -> AsyncIterator[Installation]:
    """A real record and documents; no Temporal is asked for a past."""
    documents = Documents(tmp_path.as_uri(), limit_bytes=1000)
    client = await Client.connect("127.0.0.1:1", lazy=True)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        record = Record(pool, Sealer(bytes(32)), documents, scheme())
        gateway = Gateway(client, pool, record, task_queue="none")
        yield Installation(gateway, pool, record, documents)


def left_alone(cluster: str, applied: int, until: int, code: str | None = None) -> tuple[Act, ...]:
    """A cluster that applies so many days ago, and is left alone from then on."""
    registration = {
        "name": cluster.title(),
        "country": "DE",
        "carrier": "e. V.",
        "language": "de",
        "managers": ["clara"],
        "profile": PROFILE,
    }
    application = {"level": "bronze", "kind": "first"}
    stream = f"cluster-{cluster}"
    journey = Journey.model_validate(
        {
            "title": cluster,
            "person": PERSONS,
            "step": [
                {
                    "at": f"-{applied}d",
                    "as": "olga",
                    "to": stream,
                    "submit": "RegisterCluster",
                    "data": registration,
                },
                {
                    "at": f"-{applied}d",
                    "as": "clara",
                    "to": stream,
                    "submit": "SubmitApplication",
                    "data": application,
                    "expect": code,
                },
                {"at": f"-{until}d"},
            ],
        }
    )
    return acts_of(journey, NOW, name=cluster)


def days_and_types(events: list[StoredEvent]) -> list[tuple[str, str]]:
    return [(event.recorded_at.strftime("%m-%d %H:%M"), event.type) for event in events]


# Ten working days after Sunday 4 October 2026 end on Friday the 16th; Berlin is at +2 until 25 October.
LEFT_ALONE = [
    ("10-04 10:00", "ClusterRegistered"),
    ("10-04 10:00", "ApplicationSubmitted"),
    ("10-13 07:00", "DeadlineWarned"),
    ("10-16 22:00", "DeadlinePassed"),
    ("10-30 23:00", "DeadlineEscalated"),
]


async def test_the_clock_acts_at_its_own_instants_until_the_last_step(installation: Installation) -> None:
    assert await rehearse(installation, left_alone("aurora", 49, 1), "olga") == ("cluster-aurora",)
    assert days_and_types(await installation.events("cluster-aurora")) == LEFT_ALONE


async def test_where_the_steps_end_the_clock_stops(installation: Installation) -> None:
    await rehearse(installation, left_alone("aurora", 49, 36), "olga")
    assert days_and_types(await installation.events("cluster-aurora")) == LEFT_ALONE[:4]


async def test_pasts_of_several_clusters_are_recorded_in_one_order_of_time(
    installation: Installation,
) -> None:
    acts = (*left_alone("borealis", 40, 1), *left_alone("aurora", 49, 1))
    await rehearse(installation, acts, "olga")
    streams = [await installation.events(f"cluster-{name}") for name in ("aurora", "borealis")]
    recorded = sorted((event for events in streams for event in events), key=lambda event: event.position)
    assert [event.recorded_at for event in recorded] == sorted(event.recorded_at for event in recorded)
    assert days_and_types(streams[0]) == LEFT_ALONE
    assert [type_ for _, type_ in days_and_types(streams[1])] == [type_ for _, type_ in LEFT_ALONE]


async def test_a_past_broken_off_goes_on_where_it_was_and_a_finished_one_is_not_repeated(
    installation: Installation,
) -> None:
    acts = left_alone("aurora", 49, 1)
    for _ in range(2):
        await rehearse(installation, acts[:-2], "olga")
    for _ in range(2):
        await rehearse(installation, acts, "olga")
    assert days_and_types(await installation.events("cluster-aurora")) == LEFT_ALONE


async def test_a_past_is_refused_whole_once_the_record_reaches_beyond_it(installation: Installation) -> None:
    await rehearse(installation, left_alone("aurora", 49, 1), "olga")
    with pytest.raises(PastTooLate) as late:
        await rehearse(installation, left_alone("borealis", 40, 1), "olga")
    assert str(late.value) == (
        "borealis, step 1 (RegisterCluster) lies on 2026-10-13, but the record reaches to 2026-10-30 already. "
        "A rehearsed past comes first: play it on a new data directory."
    )
    assert await installation.events("cluster-borealis") == []


async def test_a_step_that_does_not_end_as_its_file_says_is_named(installation: Installation) -> None:
    with pytest.raises(ActFailed) as accepted:
        await rehearse(installation, left_alone("aurora", 49, 1, "case-open"), "olga")
    assert str(accepted.value) == (
        "aurora, step 2 (SubmitApplication) should have been refused: case-open; it was accepted."
    )
    with pytest.raises(ActFailed) as again:
        await rehearse(installation, left_alone("aurora", 49, 1, "case-open"), "olga")
    assert str(again.value) == str(accepted.value)


async def test_what_lies_ahead_is_not_played_and_nothing_before_it_either(installation: Installation) -> None:
    journey = Journey.model_validate(
        {"title": "aurora", "person": PERSONS, "step": [{"at": "+14d"}, {"at": "+15d"}]}
    )
    now = datetime.now(UTC)
    with pytest.raises(ActFailed) as ahead:
        await play(installation, acts_of(journey, now, name="aurora"))
    day = instant("+14d", now).date()
    assert str(ahead.value) == f"aurora, person olga lies ahead, on {day}: only a simulated clock gets there."
    assert await installation.events("person-olga") == []


def test_a_time_is_ten_o_clock_of_the_secretariats_day() -> None:
    late_evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert instant("-1d", late_evening) == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert instant("-1d", late_evening - timedelta(hours=2)) == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert instant("+14d", late_evening) == datetime(2026, 12, 7, 10, tzinfo=UTC)
