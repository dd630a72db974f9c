"""Who may take part, asked of the rows: the same answer as of every stream folded, today and as of a position."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from domain.cluster.candidates import Workload, committee, experts, panel
from domain.cluster.case import Stage
from domain.organisations import organisation_slug
from domain.person.commands import BookDays
from domain.person.state import TieKind
from domain.rejected import Rejected
from domain.schemes import scheme
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical
from ledger.connection import Connection
from readmodel.candidates import Sought, candidates
from readmodel.filling import fill
from readmodel.persons_listed import organised, persons_listed
from readmodel.register_of_persons import parts_in_cases
from readmodel.rows_then import RowsThen
from tests.domain.appealed import appeal, before_panel
from tests.domain.cast import CARL, EMIL, ESTHER, MAX, MONDAY, OLGA, bronze
from tests.domain.specification import World
from tests.domain.teams import ERIK, signed, tied
from tests.domain.test_candidates import FIVE, VISIT, asking
from tests.domain.ties_learned import on_board
from tests.readmodel.stored import stored
from tests.servers import Database

pytestmark = pytest.mark.postgres


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.owner_url)
    yield connection
    await connection.close()


async def put(connection: Connection, world: World) -> None:
    """The world's events at the positions they have in its trail, and the rows made of them."""
    for entry in world.trail:
        own = stored(world, entry.stream)
        event = next(each for each in own if each.event_id == entry.happened.event_id)
        new = NewEvent(event.event_id, event.type, event.schema_version, event.payload, event.metadata)
        outcome = Outcome(entry.stream, event.event_id, b"\0" * 32, canonical({"events": [], "version": 0}))
        appended = StreamAppend(entry.stream, event.version - 1, (new,))
        await append(connection, [Append((appended,), outcome)], event.recorded_at)
    await fill(connection, "rows", world.histories, lambda _: None)


async def test_experts_are_those_of_the_folded_streams(connection: Connection) -> None:
    world = tied(tied(signed(), EMIL, TieKind.PARTNER), ESTHER, TieKind.BOARD)
    world.does(ERIK, BookDays(days=VISIT[:1]), on=f"person-{ERIK}")
    await put(connection, world)
    cluster, case, asked = world.cluster("aurora"), world.case("aurora", "gold-1"), asking(world)
    sought = Sought(cluster, case, world.now, OLGA, days=VISIT)
    found = await candidates(connection, sought, scheme())
    qualified = [each for each in asked.facts.persons.values() if each.qualifications]
    able = [each for each in qualified if each.person_id in FIVE]
    assert found == experts(able, case, asked, days=VISIT, workloads={})
    assert [str(each.fitness) for each in found] == [
        "allowed",
        "allowed",
        "to be endorsed",
        "refused",
        "refused",
    ]


async def test_who_is_beside_them_must_be_somebody(connection: Connection) -> None:
    world = signed()
    await put(connection, world)
    sought = Sought(world.cluster("aurora"), world.case("aurora", "gold-1"), world.now, beside=("nobody",))
    with pytest.raises(Rejected) as refused:
        await candidates(connection, sought, scheme())
    assert refused.value.code == "person-unknown"


async def test_a_committee_is_that_of_the_folded_streams_then_and_now(connection: Connection) -> None:
    world = bronze(Stage.ON_AGENDA)
    before = len(world.trail)
    on_board(world, MAX)
    await put(connection, world)
    asked = asking(world)
    sought = Sought(world.cluster("aurora"), world.case("aurora"), world.now, OLGA, committee=True)
    now = await candidates(connection, sought, scheme())
    everybody = tuple(asked.facts.persons.values())
    assert now == committee(everybody, world.case("aurora"), asked, workloads={})
    then = await candidates(connection, sought, scheme(), rows=RowsThen(before))
    assert [len(each.bars) for each in (*now, *then)] == [0, 0, 1, 0, 0, 0, 0, 0]


async def test_a_panel_is_that_of_the_folded_streams(connection: Connection) -> None:
    world = before_panel()
    await put(connection, world)
    asked = asking(world)
    sought = Sought(world.cluster("aurora"), appeal(world), world.now, OLGA, everybody=True)
    found = await candidates(connection, sought, scheme())
    folded = panel(asked.facts.persons.values(), appeal(world), asked, workloads={})
    assert {each.person_id: each.bars for each in found} == {each.person_id: each.bars for each in folded}
    assert {CARL, EMIL} <= {each.person_id for each in found if each.bars}


async def test_work_and_parts_are_counted_by_case(connection: Connection) -> None:
    world = bronze(Stage.ON_AGENDA)
    await put(connection, world)
    listed = {row.person_id: row for row in await persons_listed(connection, MONDAY)}
    assert listed[EMIL].workload == Workload(assignments=1, assessments=1)
    assert listed[ESTHER].workload == Workload()
    (part,) = await parts_in_cases(connection, EMIL)
    assert (part.case, part.expert, part.assessed, part.member) == ("aurora/bronze-1", True, True, False)
    (seat,) = await parts_in_cases(connection, CARL)
    assert (seat.expert, seat.assessed, seat.member) == (False, False, True)


async def test_an_organisation_is_known_by_each_of_its_names(connection: Connection) -> None:
    world = on_board(bronze(Stage.DRAFT), EMIL)
    await put(connection, world)
    for name in ("Aurora Association", "AURORA"):
        found = await organised(connection, name, scheme(), MONDAY)
        assert (found.slug, [each.cluster_id for each in found.clusters]) == (
            organisation_slug(name),
            ["aurora"],
        )
        assert [(row.person_id, row.tie.kind, row.binds_until) for row in found.ties] == [
            (EMIL, TieKind.BOARD, None)
        ]
    assert [row.person_id for row in await persons_listed(connection, MONDAY, tied_to="aurora")] == [EMIL]
