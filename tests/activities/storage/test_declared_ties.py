"""A tie and the cases it touches go on record together, whoever joins a team at the very moment."""

import asyncio
from typing import Any

import pytest

from activities.interface import Recorded
from ledger.reading import read_stream
from tests.recorder import CRITERIA, Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

TIED: dict[str, Any] = {"kind": "board", "from_on": "2020-01-01"}
QUALIFIED = {"level": "bronze", "edition": "ecei-2019", "from_on": "2020-01-01", "training": "course"}


async def _trail(office: Recorder, stream: str) -> list[str]:
    async with office.pool.acquire() as connection:
        return [event.type for event in await read_stream(connection, stream)]


async def _signed(office: Recorder, cluster_id: str) -> None:
    await office.cluster(cluster_id)
    stream = f"cluster-{cluster_id}"
    await office.done(stream, "clara-manager", "SubmitApplication", level="bronze", kind="first")
    await office.done(stream, "olga-operator", "AcceptApplication", criteria=dict.fromkeys(CRITERIA, True))
    await office.done(stream, "olga-operator", "OfferAgreement")
    await office.done(stream, "clara-manager", "SignAgreement")


async def test_a_tie_to_the_carrier_reports_the_conflict_in_the_same_append(database: Database) -> None:
    async with recorder(database) as office:
        for cluster_id in ("aurora", "polaris"):
            await _signed(office, cluster_id)
            await office.done(
                f"cluster-{cluster_id}", "olga-operator", "ProposeTeam", experts=["emil-expert"]
            )
        tied = await office.done(
            "person-emil-expert", "emil-expert", "DeclareTie", organisation="Aurora E V", **TIED
        )
        trails = [await _trail(office, f"cluster-{cluster_id}") for cluster_id in ("aurora", "polaris")]
        async with office.pool.acquire() as connection:
            positions = await connection.fetch(
                "select position from ledger.events where type in ('TieDeclared', 'ConflictReported') order by 1"
            )
            waiting = await connection.fetch("select stream from rows.tasks where task = 'resolve-conflict'")
    assert tied.receipt is not None
    assert [trail[-1] for trail in trails] == ["ConflictReported", "TeamProposed"]
    first, second = (row["position"] for row in positions)
    assert second == first + 1
    assert [row["stream"] for row in waiting] == ["cluster-aurora"]


async def test_a_part_that_moves_reports_whom_it_ties_in_a_case_of_the_cluster_it_left(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await _signed(office, "aurora")
        await office.done("cluster-aurora", "olga-operator", "ProposeTeam", experts=["emil-expert"])
        await office.cluster("polaris")
        await office.done("person-emil-expert", "emil-expert", "DeclareTie", organisation="Polaris", **TIED)
        await office.person("otto-operator", offices=["operator"])
        said = {"reason": "By the minutes."}
        await office.done(
            "cluster-polaris", "otto-operator", "EndorseAct", act="transfer", subject="aurora", **said
        )
        day = office.at.date().isoformat()
        await office.done(
            "cluster-polaris", "olga-operator", "RecordTransfer", giver="aurora", effective_on=day, **said
        )
        trail = await _trail(office, "cluster-aurora")
    assert trail[-4:] == ["TeamProposed", "LineageRecorded", "CaseContinued", "ConflictReported"]


async def test_of_a_tie_and_a_team_at_the_same_moment_the_later_one_knows_of_the_other(
    database: Database,
) -> None:
    async with recorder(database) as office:
        for number in range(20):
            await _signed(office, f"aurora-{number}")
            await office.person(f"expert-{number}")
            await office.done(f"person-expert-{number}", "olga-operator", "QualifyExpert", **QUALIFIED)
        proposed = await asyncio.gather(*(_both(office, number) for number in range(20)))
        trails = [await _trail(office, f"cluster-aurora-{number}") for number in range(20)]
    for team, trail in zip(proposed, trails, strict=True):
        if team.refusal is None:
            assert trail[-2:] == ["TeamProposed", "ConflictReported"]
        else:
            assert (team.refusal.code, trail[-1]) == ("hard-conflict", "AgreementSigned")


async def _both(office: Recorder, number: int) -> Recorded:
    """What became of the team proposed at the moment at which its expert told a tie."""
    team, _ = await asyncio.gather(
        office.give(f"cluster-aurora-{number}", "olga-operator", "ProposeTeam", experts=[f"expert-{number}"]),
        office.done(
            f"person-expert-{number}",
            f"expert-{number}",
            "DeclareTie",
            organisation=f"aurora-{number}",
            **TIED,
        ),
    )
    return team
