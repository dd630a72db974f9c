"""Journeys played on real servers, now: trail, mails, register and the texts of documents compared whole."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from console.journeys.acts import acts_of_file, secretariat_day
from console.journeys.format import read_journey
from console.journeys.installation import reached
from console.journeys.playing import play
from domain.cluster.state import Cluster
from readmodel.register import register
from tests.e2e.reading import expected_lines, expected_mails, expected_text, mails_of, register_of, trail_of
from tests.e2e.telling import documents
from tests.engine import Engine, running

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

JOURNEYS = sorted((Path(__file__).parent / "journeys").glob("*.toml"))


@pytest.mark.parametrize("file", JOURNEYS, ids=[file.stem for file in JOURNEYS])
async def test_a_journey_leaves_the_trail_the_mails_the_register_and_the_documents_told_of_it(
    file: Path, tmp_path: Path
) -> None:
    expected, now = read_journey(file).expect, datetime.now(UTC)
    today = secretariat_day(now)
    assert expected is not None
    async with running(tmp_path) as engine, reached(engine.stack.env_file) as installation:
        await play(installation, acts_of_file(file, now))
        trail = expected_lines(expected.trail, today)
        await _quiet(engine, expected.stream, len(trail))
        assert trail_of(await engine.events(expected.stream)) == trail
        assert _stage(await engine.state(expected.stream)) == expected.stage
        assert mails_of(engine.stack.mailbox.mails()) == expected_mails(expected.mails, today)
        assert await _register(engine, today) == expected_lines(expected.registered, today)
        assert await documents(engine, await engine.events(expected.stream)) == _kept(
            file, today, (await engine.state(expected.stream)).language
        )
        assert await engine.incidents() == []
        await play(installation, acts_of_file(file, now))
        assert trail_of(await engine.events(expected.stream)) == trail


def _kept(file: Path, today: date, language: str) -> dict[str, str]:
    """The texts in the folder beside the file, with their days written out."""
    kept = sorted(file.with_suffix("").glob("*.txt"))
    return {each.name: expected_text(each.read_text(encoding="utf-8"), today, language) for each in kept}


async def _quiet(engine: Engine, stream: str, events: int) -> None:
    """Wait until the stream has its events, and nothing is owed anywhere."""

    async def happened() -> bool:
        return len(trail_of(await engine.events(stream))) >= events

    await engine.until(happened, f"{events} events in {stream}")
    async with engine.pool.acquire() as connection:
        rows = await connection.fetch("select stream from rows.clusters union select stream from rows.rounds")
    await engine.until_paid(*(row["stream"] for row in rows))


def _stage(state: Cluster) -> str:
    case = state.cases[-1]
    return f"{case.case_id} {case.closed_as or case.stage}"


async def _register(engine: Engine, today: date) -> tuple[str, ...]:
    async with engine.pool.acquire() as connection:
        return register_of(await register(connection, today))
