"""2,000 clusters with 5,000 labels and open cases: foreseen, cut off by a kill, gone on with, and given once more."""

import asyncio
import csv
import signal
import sys
from pathlib import Path

import pytest

from console.portfolio.rows import CASE_COLUMNS, COLUMNS
from tests.engine import Engine, running

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

CLUSTERS, CASES = 2_000, 100
# Three clusters in four have a renewal or two: 5,000 terms in all.
TERMS = (3, 3, 3, 1)


def labels(file: Path) -> int:
    rows = [cells for n in range(CLUSTERS) for cells in _terms(n)]
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _terms(n: int) -> list[dict[str, str]]:
    organisation = {"cluster": f"Cluster {n}", "country": ("DK", "DE", "ES", "NO")[n % 4], "source": "a list"}
    level = ("bronze", "silver", "gold")[n % 3]
    return [
        {
            **organisation,
            "level": level,
            "kind": "renewal" if term else "first",
            "awarded_from": f"{2014 + 4 * term}-01-01",
            "awarded_to": f"{2014 + 4 * term}-12-31",
        }
        for term in range(TERMS[n % 4])
    ]


def cases(file: Path) -> None:
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, CASE_COLUMNS, restval="")
        writer.writeheader()
        for n in range(CASES):
            writer.writerow(
                {
                    "cluster": f"Newcomer {n}",
                    "country": "DK",
                    "carrier": "e. V.",
                    "managers": "clara",
                    "level": "bronze",
                    "kind": "first",
                    "stage": "applied",
                    "applied_on": "2026-01-07",
                    "source": "a list",
                }
            )


async def laurel(engine: Engine, *arguments: str) -> asyncio.subprocess.Process:
    environment = {"LAUREL_ENV_FILE": str(engine.stack.env_file), "PATH": "/usr/bin:/bin"}
    return await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("laurel")), "import", "--as", "olga", *arguments, env=environment
    )


async def rows_on_record(engine: Engine) -> int:
    query = "select count(*) from ledger.events where type in ('LabelImported', 'CaseImported')"
    found: int = await engine.pool.fetchval(query)
    return found


def results(report: Path) -> dict[str, int]:
    with report.open(newline="") as lines:
        told = [row["result"] for row in csv.DictReader(lines)]
    return {result: told.count(result) for result in set(told)}


async def test_a_whole_portfolio_comes_in_once_whatever_is_killed(tmp_path: Path) -> None:
    table, open_cases, report = (tmp_path / name for name in ("labels.csv", "cases.csv", "report.csv"))
    many = labels(table)
    cases(open_cases)
    async with running(tmp_path / "data") as engine:
        for name, offices in (("olga", ["operator"]), ("clara", [])):
            await engine.submit(
                f"person-{name}",
                "olga",
                "RegisterPerson",
                name=name,
                email=f"{name}@x.example",
                language="en",
                country="DE",
                offices=offices,
            )
        dry = await laurel(engine, str(table), "--dry-run", "--report", str(report))
        assert (await dry.wait(), results(report), await rows_on_record(engine)) == (0, {"imported": many}, 0)

        cut_off = await laurel(engine, str(table))
        while await rows_on_record(engine) < many // 3:
            await asyncio.sleep(0.5)
        cut_off.send_signal(signal.SIGKILL)
        await cut_off.wait()
        reached = await rows_on_record(engine)
        assert many // 3 <= reached < many

        for told in ({"imported": many - reached, "unchanged": reached}, {"unchanged": many}):
            again = await laurel(engine, str(table), "--report", str(report))
            assert await again.wait() == 0
            # What was being carried out as it was killed may have come in just afterwards.
            assert sum(results(report).values()) == many
            assert set(results(report)) <= set(told)
        opened = await laurel(engine, str(open_cases))
        assert (await opened.wait(), await rows_on_record(engine)) == (0, many + CASES)
