"""Importing a portfolio on the running engine: once, again, and with rows that cannot be."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from activities.storage.record import Record
from console.portfolio.importing import (
    Imported,
    ImportReport,
    Refused,
    Told,
    foresee_import,
    import_portfolio,
)
from console.settings import settings_from
from domain.schemes import scheme
from domain.terms import Interval
from ledger.reading import last_position
from ledger.sealing import Sealer
from tests.console.portfolio.table import CASE_HEADER, case_row, items, row, table
from tests.engine import Engine, running

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

GOLD = row(assessed_from="2021-10-01", assessed_to="2021-10-31", awarded_to="2021-11-19")
RENEWED = row(kind="renewal", awarded_from="2024-07-01", awarded_to="2024-09-30")
AURORA = [Imported(line=line, cluster_id="dk-aurora", level="gold") for line in (2, 3)]


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with running(tmp_path) as started:
        for name, offices in (("olga", ["operator"]), ("otto", ["operator"]), ("clara", [])):
            await started.submit(
                f"person-{name}",
                "olga",
                "RegisterPerson",
                name=name,
                email=f"{name}@x.example",
                language="en",
                country="DE",
                offices=offices,
            )
        yield started


async def imported(
    engine: Engine,
    content: bytes,
    *,
    by: str = "olga",
    strict: bool = False,
    told: Told | None = None,
) -> ImportReport:
    return await import_portfolio(
        content,
        gateway=engine.gateway,
        pool=engine.pool,
        documents=engine.documents,
        operator=by,
        strict=strict,
        told=told,
    )


async def foreseen(engine: Engine, content: bytes, *, by: str = "olga") -> ImportReport:
    sealer = Sealer(settings_from(engine.stack.env_file).sealing_key_bytes)
    record = Record(engine.pool, sealer, engine.documents, scheme())
    return await foresee_import(content, record=record, pool=engine.pool, operator=by)


async def position(engine: Engine) -> int:
    async with engine.pool.acquire() as connection:
        return await last_position(connection)


async def test_a_table_is_imported_once_and_kept_and_again_changes_nothing(engine: Engine) -> None:
    content = table(GOLD, RENEWED)
    document = sha256(content).hexdigest()
    assert await imported(engine, content) == ImportReport(document=document, imported=tuple(AURORA))
    assert await engine.trail("cluster-dk-aurora") == ["ClusterRegistered", "LabelImported", "LabelImported"]
    first, second = (await engine.state("cluster-dk-aurora")).labels["gold"]
    assert first.last_assessment == Interval(earliest=date(2021, 10, 1), latest=date(2021, 10, 31))
    assert second.decided == Interval(earliest=date(2024, 7, 1), latest=date(2024, 9, 30))
    assert second.last_day == Interval.unknown()
    assert await engine.documents.get(document) == content

    reached = await position(engine)
    for operator in ("olga", "otto"):
        again = await imported(engine, content, by=operator)
        assert again == ImportReport(document=document, unchanged=tuple(AURORA))
    assert await position(engine) == reached


async def test_rows_that_cannot_be_imported_are_reported_and_the_others_are(engine: Engine) -> None:
    unreadable, to_come = row(cluster="Borealis", awarded_to="soon"), row(assessed_from="2099-01-01")
    report = await imported(engine, table(GOLD, unreadable, to_come, RENEWED))
    assert report.refused == (
        Refused(line=3, column="awarded_to", reason="'soon' is no day of the form 2026-03-31."),
        Refused(line=4, code="date-in-future", reason="assessed 2099-01-01 lies in the future."),
    )
    assert [each.line for each in report.imported] == [2, 5]


async def test_strict_refuses_all_before_anything_is_imported(engine: Engine) -> None:
    before = await position(engine)
    report = await imported(engine, table(GOLD, row(level="")), strict=True)
    assert report == ImportReport(
        document=None, refused=(Refused(line=3, column="level", reason="is missing."),)
    )
    assert await position(engine) == before


async def test_who_may_not_import_is_told_so_and_an_operator_may_afterwards(engine: Engine) -> None:
    (refused,) = (await imported(engine, table(GOLD), by="clara")).refused
    assert (refused.line, refused.code) == (2, "not-permitted")
    assert [each.line for each in (await imported(engine, table(GOLD), by="olga")).imported] == [2]


async def test_a_cluster_known_under_another_id_is_found_by_country_and_name(engine: Engine) -> None:
    await engine.submit(
        "cluster-the-aurora",
        "olga",
        "RegisterCluster",
        name="AURORA",
        country="DK",
        carrier="e. V.",
        language="da",
        managers=["clara"],
    )
    (found,) = (await imported(engine, table(GOLD))).imported
    assert found.cluster_id == "the-aurora"
    assert await engine.trail("cluster-the-aurora") == ["ClusterRegistered", "LabelImported"]


async def test_a_dry_run_says_what_the_import_then_says_and_writes_nothing(engine: Engine) -> None:
    unreadable, overlapping = row(cluster="Borealis", awarded_to="soon"), row(awarded_to="2016-12-31")
    content = table(GOLD, unreadable, RENEWED, overlapping, row(cluster="Corona", country="ES"))
    before = await position(engine)
    foretold = await foreseen(engine, content)
    assert await position(engine) == before
    assert [each.code for each in foretold.refused] == ["", "terms-out-of-order"]
    report = await imported(engine, content)
    assert report.model_copy(update={"document": None}) == foretold
    again = await foreseen(engine, content)
    assert (again.unchanged, again.imported) == (foretold.imported, ())


async def test_a_dry_run_says_who_may_not_import(engine: Engine) -> None:
    (refused,) = (await foreseen(engine, table(GOLD), by="clara")).refused
    assert (refused.line, refused.code) == (2, "not-permitted")


async def test_an_import_that_was_cut_off_goes_on_where_it_was(engine: Engine) -> None:
    content = table(*(row(cluster=f"Aurora {n}", awarded_from="2024-01-01") for n in range(30)))
    done = 0

    def cut_off() -> None:
        nonlocal done
        done += 1
        if done == 10:
            importing.cancel()

    importing = asyncio.create_task(imported(engine, content, told=Told(row=cut_off)))
    with pytest.raises(asyncio.CancelledError):
        await importing
    report = await imported(engine, content)
    assert (report.refused, len(report.imported) + len(report.unchanged)) == ((), 30)
    assert len(report.unchanged) >= 10
    trails = [await engine.trail(f"cluster-dk-aurora-{n}") for n in range(30)]
    assert trails == [["ClusterRegistered", "LabelImported"]] * 30


async def test_open_cases_come_in_beside_labels_and_go_on_from_where_they_stood(engine: Engine) -> None:
    said = {"country": "DK", "source": "own page", "carrier": "Aurora e. V.", "managers": ["clara"]}
    case = {**said, "cluster": "Aurora", "level": "bronze", "kind": "first"}
    content = items({**case, "stage": "signed", "applied_on": "2026-01-07"})
    report = await imported(engine, content)
    assert report.imported == (Imported(line=1, cluster_id="dk-aurora", what="case", level="bronze"),)
    await engine.until_paid("cluster-dk-aurora")
    assert await engine.trail("cluster-dk-aurora") == ["ClusterRegistered", "CaseImported", "NoticeSent"]
    assert await engine.letters("cluster-dk-aurora") == [("case-imported", "clara")]
    table_of_cases = "\n".join([CASE_HEADER, case_row(cluster="Borealis", managers="clara")]).encode()
    (refused,) = (await imported(engine, table_of_cases)).refused
    assert (refused.line, refused.code) == (2, "profile-incomplete")
    assert (await imported(engine, content)).unchanged == report.imported
