"""What is wrong with what a simulation left: nothing may be."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import asyncpg

from console.auditing import verified_logs, wrong_rows
from console.embedded.stack import DATABASE
from console.settings import settings_from
from console.signing import place_of
from domain.cluster.state import Cluster
from domain.levels import Level
from domain.status import status_on
from domain.streams import CLUSTER, standing
from ledger.reading import StoredEvent
from ledger.trusting import Trust
from readmodel.history import folded
from tests.console.simulation.ledgers import by_stream, events_in, left_in
from tests.console.simulation.naive_status import statuses


async def unverified(data: Path) -> list[str]:
    """What `laurel verify` would name: entries, published hashes, rows."""
    async with left_in(data) as server:
        connection = await asyncpg.connect(server.app_url(DATABASE))
        try:
            logs = await verified_logs(connection, place_of(settings_from(data / "laurel.env")), Trust())
            rows = await wrong_rows(connection, None, lambda _: None)
        finally:
            await connection.close()
    return [str(finding) for verdict in logs for finding in verdict.findings] + [str(row) for row in rows]


async def misjudged(data: Path, day: date) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """The clusters whose labels' status on the day is another by the raw events than by the program's rules."""
    events = [event for event in await events_in(data) if event.stream.startswith(CLUSTER)]
    histories, entries, found = _histories(events), by_stream(events), {}
    for stream, told in entries.items():
        cluster = folded(stream, histories[stream])
        assert isinstance(cluster, Cluster)
        reckoned = statuses(told, day)
        by_rules = {level.value: _status(cluster, level, day) for level in cluster.labels}
        if reckoned != by_rules:
            found[stream] = reckoned, by_rules
    return found


async def left_lying(data: Path) -> list[str]:
    """Open cases with neither debt, nor task, nor deadline; and debts nobody paid."""
    histories = _histories(await events_in(data))
    stands = {stream: standing(folded(stream, history)) for stream, history in histories.items()}
    return [f"{stream}: {what}" for stream, each in stands.items() for what in (*each.stalled, *each.debts)]


def _histories(events: list[StoredEvent]) -> dict[str, list[StoredEvent]]:
    histories: dict[str, list[StoredEvent]] = defaultdict(list)
    for event in events:
        histories[event.stream].append(event)
    return histories


def _status(cluster: Cluster, level: Level, day: date) -> str:
    return status_on(cluster.labels, level, day, pending=cluster.pending(level)).state.value
