"""The audit's scores and the results of a benchmark interview beside it are told apart in a report."""

from collections.abc import Callable
from datetime import date

import pytest

from activities.issuing.content import ReportContent
from activities.issuing.gathered import Gathered
from activities.issuing.gathering import report_content, up_to_the_report
from activities.issuing.report import report_sheet
from domain.cluster.case import Stage
from domain.schemes import scheme
from domain.scoring import results
from domain.standing import DocumentOwed
from tests.domain.cast import ANSWERS, AURORA, EMIL, MONDAY, bronze
from tests.domain.scored import AUDITED, draft, reported, silver_scored
from tests.domain.specification import World

CATALOGUE = scheme().catalogue("2013")
DRAFTED: dict[str, Callable[[], World]] = {
    "bronze-1": lambda: bronze(Stage.FACT_CHECK),
    "silver-1": lambda: silver_scored().does(EMIL, draft(), on=AURORA),
    "gold-1": lambda: reported(Stage.FACT_CHECK),
}


def drafted(case_id: str) -> ReportContent:
    world = DRAFTED[case_id]()
    owed = DocumentOwed(kind="report-draft", version=1, level=case_id.partition("-")[0])
    gathered = Gathered(
        cluster=world.cluster("aurora"),
        history=world.histories[AURORA],
        texts={},
        scheme=scheme(),
        public_url="https://laurel.example",
        secretariat="European Secretariat for Cluster Analysis",
    )
    return report_content(up_to_the_report(gathered, case_id, owed), case_id, owed)


def test_silvers_results_per_dimension_are_its_interviews_and_its_indicators_the_audits() -> None:
    report = drafted("silver-1")
    assert (report.interviewed_on, report.dimensions) == (AUDITED, results(CATALOGUE, ANSWERS))
    assert [each.code for each in report.indicators] == [each.code for each in CATALOGUE.silver]


@pytest.mark.parametrize(("case_id", "assessed"), [("bronze-1", MONDAY), ("gold-1", AUDITED)])
def test_bronze_and_gold_have_one_assessment_and_no_interview_beside_it(case_id: str, assessed: date) -> None:
    report = drafted(case_id)
    assert (report.interviewed_on, report.assessed_days[-1]) == (None, assessed)


@pytest.mark.parametrize(
    ("case_id", "headings"),
    [
        ("bronze-1", ["Resultater pr. dimension", "Resultater pr. indikator"]),
        ("gold-1", ["Resultater pr. dimension", "Resultater pr. indikator"]),
        (
            "silver-1",
            ["Benchmarkinterview den 3. februar 2026: resultater pr. dimension", "Auditerede indikatorer"],
        ),
    ],
)
def test_a_report_names_what_its_numbers_come_from(case_id: str, headings: list[str]) -> None:
    sheet = report_sheet(drafted(case_id))
    parts = [sheet["dimensions"], sheet["indicators"]]
    assert [part["heading"] for part in parts if isinstance(part, dict)] == headings
