"""Rules of the free benchmark test (R4): the applicant's own scores meet every minimum, or they do not."""

from datetime import date

from domain.calendar import moved
from domain.catalogue import Catalogue
from domain.cluster.case import Case, Stage
from domain.cluster.commands.benchmark_test import SubmitTest, TestCommand
from domain.cluster.events.benchmark_test import TestFailed, TestPassed, TestRetryEnded, TestSubmitted
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.scale import answer_exactly
from domain.levels import Party
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice
from domain.verdict import missed_minimums, total_of

Judged = list[TestSubmitted | TestPassed | TestFailed | TestRetryEnded]


def decide(command: TestCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    return submit_test(command, asked.cluster.open_case(command.case_id), asked)


def test_ahead(case: Case, asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """The limits of the first try, and the letter that invites to it."""
    edition = asked.edition(case)
    test = asked.limit("test", edition)
    # R28: late is only late; R29 closes the case.
    limits = (test, asked.abandonment(edition))
    return limits, asked.to_managers("test-invited", level=case.level, due_on=test.last_day.isoformat())


def submit_test(command: SubmitTest, case: Case, asked: Asked) -> Judged:
    """A function of the answers alone, so it is judged at once."""
    catalogue = asked.scheme.catalogue_of(asked.edition(case))
    _in_time(case, asked)
    answer_exactly("scores", command.scores, catalogue.indicators)
    submitted = TestSubmitted(case_id=case.case_id, submitted_on=_today(asked), scores=command.scores)
    if missed := missed_minimums(catalogue.indicators, command.scores):
        return [submitted, *_failed(missed, case, asked)]
    return [submitted, _passed(command.scores, catalogue, case, asked)]


def retry_over(case: Case, asked: Asked) -> list[TestRetryEnded]:
    """The time for another try is over."""
    return [TestRetryEnded(case_id=case.case_id, notices=asked.to_managers("not-ready", level=case.level))]


def _today(asked: Asked) -> date:
    """The day where the applicant is: R27 counts by whoever must act."""
    return asked.calendar(Party.APPLICANT).day_of(asked.at)


def _in_time(case: Case, asked: Asked) -> None:
    if case.stage is not Stage.TEST_FAILED:
        return
    retry_from = case.tests[-1].retry_from
    if retry_from is not None and _today(asked) < retry_from:
        raise Rejected("retry-too-early", f"The test may be repeated from {retry_from} on (R4).")
    asked.not_over(case, "test_retry", "retry-late")


def _passed(scores: dict[str, int], catalogue: Catalogue, case: Case, asked: Asked) -> TestPassed:
    edition = asked.edition(case)
    below = not total_of(catalogue, scores).reaches(edition.test.warned_below_percent.value)
    return TestPassed(
        case_id=case.case_id,
        below_percent=below,
        limits=(asked.limit("agreement", edition),),
        notices=asked.to_managers("test-passed-below" if below else "test-passed", level=case.level),
    )


def _failed(missed: tuple[str, ...], case: Case, asked: Asked) -> list[TestFailed | TestRetryEnded]:
    edition = asked.edition(case)
    # R28: the time for all retries runs from the first failure; a later one does not open it again.
    opened = case.limit("test_retry")
    limit = opened or asked.limit("test_retry", edition)
    retry_from = moved(_today(asked), edition.test.retry_after.value, asked.calendar(Party.APPLICANT))
    if len(case.tests) >= edition.test.retries.value or retry_from > limit.last_day:
        return [TestFailed(case_id=case.case_id, missed=missed), *retry_over(case, asked)]
    again = {"retry_from": retry_from.isoformat(), "retry_until": limit.last_day.isoformat()}
    failed = TestFailed(
        case_id=case.case_id,
        missed=missed,
        retry_from=retry_from,
        limits=() if opened else (limit,),
        notices=asked.to_managers("test-failed", level=case.level, **again),
    )
    return [failed]
