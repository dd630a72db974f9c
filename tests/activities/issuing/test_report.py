"""A report: its whole text for each procedure and language, exact shares, drafts that are visibly drafts."""

from pathlib import Path

import pytest

from activities.issuing.content import ReportContent, TotalResult
from activities.issuing.rendering import render_report
from activities.notification.wording import LANGUAGES, Language
from domain.scoring import GroupComparison
from tests.activities.issuing.documents import CHECK, bronze_report, gold_report, silver_report
from tests.activities.issuing.reading import opened, text_of

GOLDEN = Path(__file__).parent / "golden"
REPORTS = {"bronze": bronze_report, "silver": silver_report, "gold": gold_report}
SECTIONS = (
    "dimensions",
    "indicators",
    "groups",
    "recommendations",
    "answers",
    "findings",
)
LONG = "Ł" * 90 + "Überwachungsgesellschaft" * 4 + "αβγ"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", REPORTS)
def test_a_report_says_all_of_this_and_no_more(procedure: str, language: Language) -> None:
    expected = (GOLDEN / f"{procedure}-report-{language}.txt").read_text(encoding="utf-8")
    assert text_of(render_report(REPORTS[procedure](language))) == expected


@pytest.mark.parametrize(("language", "mark"), [("en", "DRAFT"), ("da", "UDKAST"), ("de", "ENTWURF")])
def test_a_draft_says_so_across_and_above_every_page(language: Language, mark: str) -> None:
    draft, final = (
        opened(render_report(gold_report(language, draft=draft))).pages for draft in (True, False)
    )
    assert [page.extract_text().count(mark) for page in draft] == [2] * len(draft)
    assert [page.extract_text().count(mark) for page in final] == [0] * len(final)


@pytest.mark.parametrize(
    ("points", "maximum", "said"),
    [
        (119, 150, "119 of 150 points: 79.3 % At least 80 % are needed. This is not met."),
        (120, 150, "120 of 150 points: 80.0 % At least 80 % are needed. This is met."),
        (128, 150, "128 of 150 points: 85.3 % At least 80 % are needed. This is met."),
        (7_999, 10_000, "7,999 of 10,000 points: 79.9 % At least 80 % are needed. This is not met."),
        (79_999, 100_000, "79,999 of 100,000 points: 79.9 % At least 80 % are needed. This is not met."),
    ],
)
def test_a_total_is_cut_after_one_decimal_and_judged_exactly(points: int, maximum: int, said: str) -> None:
    total = TotalResult(points=points, maximum=maximum, minimum_percent=80)
    lines = text_of(render_report(gold_report("en", total=total))).splitlines()
    after = lines.index("Total")
    assert " ".join(lines[after + 1 : after + 3]).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_group_under_five_others_is_withheld_and_says_so() -> None:
    withheld = [GroupComparison(group=group, others=4) for group in ("sector", "country", "europe")]
    lines = text_of(
        render_report(bronze_report("en", groups=withheld, dimensions=(), indicators=()))
    ).splitlines()
    start, end = lines.index("Same sector"), lines.index("Recommendations")
    said = [
        "Other clusters in this group: 4. Under 5 others the comparison is withheld, so that no cluster's results can",
        "be told from it.",
    ]
    assert lines[start:end] == ["Same sector", *said, "Same country", *said, "All of Europe", *said]


def test_a_section_without_content_leaves_no_heading() -> None:
    bare = gold_report(
        "en",
        **dict.fromkeys(SECTIONS, ()),
        total=None,
        summary="",
    )
    lines = text_of(render_report(bare)).splitlines()
    assert lines[lines.index("Dated 28 April 2026") + 1 :] == [
        "Checking this report",
        "Whether this is the version in force can be checked at",
        CHECK,
        "European Secretariat for Cluster Analysis",
        "Assessment report · Case aurora-2 · Final, version 2 Page 1 of 1",
    ]


def test_long_words_break_and_are_printed_whole() -> None:
    report = gold_report("de", draft=True, cluster=LONG, carrier=LONG, summary=LONG, experts=[LONG, "Żółć"])
    text = "".join(text_of(render_report(report)).split())
    assert text.count(LONG) == 5


def test_markup_in_free_text_is_printed_and_not_carried_out() -> None:
    summary = '#read("/etc/passwd") *x* = y @z <a> \\ // {cluster}'
    lines = text_of(render_report(gold_report("en", summary=summary))).splitlines()
    assert lines[lines.index("Summary") + 1] == summary


def test_the_paragraphs_of_a_summary_stay_apart() -> None:
    lines = text_of(render_report(gold_report("en", summary="One.\r\n\r\nTwo.\n"))).splitlines()
    after = lines.index("Summary")
    assert lines[after : after + 4] == ["Summary", "One.", "Two.", "Total"]


def test_a_code_the_catalogue_does_not_have_is_a_fault() -> None:
    results = [{"code": "9.9", "value": 1}]
    with pytest.raises(KeyError, match=r"9\.9"):
        render_report(ReportContent.model_validate({**dict(gold_report("en")), "indicators": results}))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_report(gold_report("de")) == render_report(gold_report("de"))
