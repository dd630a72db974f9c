"""A case is scored per dimension and stands beside three groups of peers (R45)."""

from datetime import date, timedelta

import pytest

from activities.interface import ComparisonRequest, ComparisonResult
from activities.scoring.comparing import Scoring
from domain.cluster.state import Cluster
from domain.schemes import scheme
from domain.scoring import DimensionPosition, DimensionResult, results
from ledger.reading import last_position
from tests.domain.cast import ANSWERS
from tests.domain.scored import SOLID, agreed, both_scored, changed, silver_scored
from tests.recorder import Recorder, recorder
from tests.rows import put_rows
from tests.servers import Database

pytestmark = pytest.mark.postgres

CATALOGUE = scheme().catalogue("2013")
MAXIMUM = {"1": 15, "2": 50, "3": 10, "4": 60, "5": 15}


def everywhere(points: int) -> dict[str, int | None]:
    """The same points for each scored indicator, the gate fulfilled, descriptors at ten."""
    scored = {indicator.code: points for indicator in CATALOGUE.scored}
    return {each.code: scored.get(each.code, 1 if each.code == "1.1.0" else 10) for each in CATALOGUE.bronze}


async def test_points_and_maximum_are_told_per_dimension(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("alone")
        await office.interviewed("alone", everywhere(3))
        result = await compared(office, "alone")
    assert result.dimensions == tuple(
        DimensionResult(dimension=code, points=3 * highest // 5, maximum=highest)
        for code, highest in MAXIMUM.items()
    )


async def test_an_indicator_without_a_value_counts_in_neither_number(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("gappy")
        await office.interviewed("gappy", everywhere(5) | {"3.1": None})
        result = await compared(office, "gappy")
    assert result.dimensions[2] == DimensionResult(dimension="3", points=5, maximum=5)


async def test_a_group_under_five_others_is_withheld(database: Database) -> None:
    async with recorder(database) as office:
        for number in range(5):
            country = "DE" if number < 4 else "DK"
            await office.cluster(f"peer-{number}", country=country)
            await office.interviewed(f"peer-{number}", everywhere(number))
        await office.cluster("own")
        await office.interviewed("own", everywhere(2))
        result = await compared(office, "own")
    sizes = {group.group: (group.others, bool(group.dimensions)) for group in result.groups}
    assert sizes == {"sector": (0, False), "country": (4, False), "europe": (5, True)}
    assert result.groups[2].dimensions[0] == DimensionPosition(
        dimension="1", below=2, level=1, above=2, median_share=4000
    )


async def test_only_the_latest_complete_benchmark_of_each_other_cluster_counts(database: Database) -> None:
    async with recorder(database) as office:
        for number in range(5):
            await office.cluster(f"peer-{number}")
            await office.interviewed(f"peer-{number}", everywhere(1))
        await office.cluster("incomplete")
        await office.interviewed("incomplete", everywhere(5) | {"5.1": None})
        office.at += timedelta(days=1)
        await office.done("cluster-peer-0", "clara-manager", "WithdrawApplication")
        await office.done(
            "cluster-peer-0", "clara-manager", "SubmitApplication", level="bronze", kind="first"
        )
        await office.cluster("own")
        await office.interviewed("own", everywhere(2))
        result = await compared(office, "own")
    europe = result.groups[2]
    assert (europe.others, europe.dimensions[0].below, europe.dimensions[0].above) == (5, 5, 0)


async def test_the_position_of_the_portfolio_is_kept(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("own")
        await office.interviewed("own", everywhere(2))
        async with office.pool.acquire() as connection:
            position = await last_position(connection)
        assert (await compared(office, "own")).portfolio_position == position


async def test_a_gold_is_compared_by_the_scores_of_its_consensus(database: Database) -> None:
    async with recorder(database) as office:
        for number in range(5):
            await office.cluster(f"peer-{number}", country="DK")
            await office.interviewed(f"peer-{number}", everywhere(number))
        audited_on = office.at.date()
        office.at += timedelta(days=1)
        await office.cluster("later", country="DK")
        await office.interviewed("later", everywhere(5))
        async with office.pool.acquire() as connection:
            await put_rows(connection, gold(changed(SOLID, i3_1=0), audited_on))
        result = await compared(office, "aurora", "gold-1")
    assert result.dimensions[2] == DimensionResult(dimension="3", points=4, maximum=10)
    assert [(group.group, group.others) for group in result.groups] == [
        ("sector", 0),
        ("country", 5),
        ("europe", 5),
    ]
    assert result.groups[1].dimensions[2] == DimensionPosition(
        dimension="3", below=2, level=1, above=2, median_share=4000
    )


async def test_a_silver_is_compared_by_its_interview_and_not_by_its_scores(database: Database) -> None:
    async with recorder(database) as office:
        async with office.pool.acquire() as connection:
            await put_rows(connection, silver_scored().cluster("aurora"))
        result = await compared(office, "aurora", "silver-1")
    assert result.dimensions == results(CATALOGUE, ANSWERS)


async def test_a_case_with_nothing_to_compare_is_a_fault(database: Database) -> None:
    async with recorder(database) as office:
        async with office.pool.acquire() as connection:
            await put_rows(connection, both_scored().cluster("aurora"))
        with pytest.raises(LookupError):
            await compared(office, "aurora", "gold-1")


def gold(scores: dict[str, int], audited_on: date) -> Cluster:
    """A Danish cluster whose Gold case has its consensus, after an audit that ended on a day."""
    cluster = agreed(scores).cluster("aurora")
    (case,) = cluster.cases
    assert case.audit is not None
    audit = case.audit.model_copy(update={"last_day": audited_on})
    return cluster.with_case(case.model_copy(update={"audit": audit}))


async def compared(office: Recorder, cluster_id: str, case_id: str = "bronze-1") -> ComparisonResult:
    request = ComparisonRequest(stream=f"cluster-{cluster_id}", case_id=case_id, at=office.at)
    return await Scoring(office.pool, scheme()).score_benchmark(request)
