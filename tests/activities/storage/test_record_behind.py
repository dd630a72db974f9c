"""A record that does not hold what a path knows: nothing is carried out, and an incident says so."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from activities.behind import RecordBehind, raise_if_behind
from activities.interface import Recorded, Recording
from activities.storage.storing import Storage
from ledger.reading import read_stream
from readmodel.history import standing_of
from readmodel.incidents import Cause, open_incidents
from tests.recorder import Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

AURORA = "cluster-aurora"


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Recorder]:
    async with recorder(database) as office:
        await office.cluster("aurora")
        yield office


def passing(office: Recorder, known: UUID | None, command_id: UUID) -> Recording:
    """A command of the engine, which no rule refuses where it is overtaken."""
    command = {"type": "PassDeadline", "limit": "offer"}
    return Recording(
        stream=AURORA, command_id=command_id, actor=None, command=command, at=office.at, known=known
    )


async def outcomes(office: Recorder) -> int:
    count: int = await office.pool.fetchval("select count(*) from ledger.outcomes")
    return count


async def given(office: Recorder, known: UUID | None) -> Recorded:
    """The outcome as the workflow gets it: by the activity."""
    storage = Storage(office.pool, office.record)
    return await ActivityEnvironment().run(storage.record, passing(office, known, uuid4()))


async def test_every_outcome_names_the_stream_s_last_event(office: Recorder) -> None:
    done = await office.done(AURORA, "clara-manager", "SubmitApplication", level="bronze", kind="first")
    nothing = await office.give(AURORA, None, "PassDeadline", limit="offer")
    refused = await office.give(AURORA, "clara-manager", "SignAgreement")
    async with office.pool.acquire() as connection:
        stands = standing_of(AURORA, await read_stream(connection, AURORA))
    assert stands.last_event is not None
    assert [done.standing, nothing.standing, refused.standing] == [stands] * 3


async def test_a_command_of_a_path_that_knows_an_earlier_event_is_carried_out(office: Recorder) -> None:
    async with office.pool.acquire() as connection:
        (registered,) = await read_stream(connection, AURORA)
    await office.done(AURORA, "clara-manager", "SubmitApplication", level="bronze", kind="first")
    recorded = await given(office, registered.event_id)
    assert (recorded.behind, recorded.receipt is None) == (False, False)


async def test_a_command_of_a_path_that_knows_more_than_the_record_leaves_no_trace_but_an_incident(
    office: Recorder,
) -> None:
    before, lost = await outcomes(office), uuid4()
    recorded = await given(office, lost)
    assert (recorded.behind, recorded.receipt, recorded.refusal) == (True, None, None)
    assert await outcomes(office) == before
    async with office.pool.acquire() as connection:
        (incident,) = await open_incidents(connection)
    assert (incident.cause, incident.stream, incident.subject) == (Cause.RECORD_BEHIND, AURORA, "")
    assert incident.detail == f"the path knows of event {lost}, which the record does not hold"


async def test_an_effect_of_a_path_that_knows_more_than_the_record_is_not_carried_out(
    office: Recorder,
) -> None:
    async with office.pool.acquire() as connection:
        (registered,) = await read_stream(connection, AURORA)
    await raise_if_behind(office.pool, stream=AURORA, known=registered.event_id, at=office.at)
    await raise_if_behind(office.pool, stream=AURORA, known=None, at=office.at)
    with pytest.raises(RecordBehind):
        await raise_if_behind(office.pool, stream=AURORA, known=uuid4(), at=office.at)
