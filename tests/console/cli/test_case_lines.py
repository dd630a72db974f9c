"""How the lines of a case are worded: what is asked of whom, a text that is gone, a test."""

from datetime import date

import pytest

from console.cli.case_lines import asked_lines, asked_of, sentence_of_test
from domain.cluster.overview_parts import AskedFor, Tested
from domain.levels import Party

DAY = date(2026, 3, 4)
ANSWERED = AskedFor(
    about="finding-1",
    state="major, 4.1.2",
    party=Party.EXPERT,
    of=("esther-expert",),
    due_on=date(2026, 5, 18),
    texts={"statement": "sealed:1", "action": "sealed:2"},
    done_by=date(2026, 6, 30),
)


@pytest.mark.parametrize(
    ("party", "of", "viewer", "heading"),
    [
        (Party.APPLICANT, ("clara-manager",), "clara-manager", "Asked of you"),
        (Party.APPLICANT, ("clara-manager",), "emil-expert", "Asked of the applicant"),
        (Party.EXPERT, ("esther-expert",), "clara-manager", "Asked of esther-expert"),
        (Party.SECRETARIAT, (), "", "Asked of the secretariat"),
    ],
)
def test_the_heading_says_of_whom_it_is_asked(
    party: Party, of: tuple[str, ...], viewer: str, heading: str
) -> None:
    assert asked_of(ANSWERED.model_copy(update={"party": party, "of": of}), viewer) == heading


def test_each_text_has_a_line_and_one_that_is_gone_is_called_erased() -> None:
    assert asked_lines(ANSWERED, {"sealed:2": "A strategist is hired."}) == [
        "finding-1 (major, 4.1.2), by 2026-05-18",
        "  statement: (erased)",
        "  action: A strategist is hired. (by 2026-06-30)",
    ]


@pytest.mark.parametrize(
    ("passed", "retry_from", "missed", "sentence"),
    [
        (True, None, (), "passed on 2026-03-04"),
        (
            False,
            date(2026, 4, 3),
            ("1.1.0", "2.1"),
            "failed on 2026-03-04; may be repeated from 2026-04-03; below its minimum: 1.1.0, 2.1",
        ),
        (False, None, None, "failed on 2026-03-04; no try is left; below its minimum: (withheld)"),
    ],
)
def test_a_failed_test_says_when_it_may_be_repeated_and_to_its_applicant_what_was_missed(
    *, passed: bool, retry_from: date | None, missed: tuple[str, ...] | None, sentence: str
) -> None:
    tested = Tested(submitted_on=DAY, passed=passed, retry_from=retry_from, missed=missed)
    assert sentence_of_test(tested) == sentence
