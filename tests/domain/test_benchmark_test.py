"""The free benchmark test: the first step of every Gold procedure (R2, R4, R28, R29)."""

from datetime import date, datetime
from typing import Any

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.case_parts import SelfTest
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.events.benchmark_test import TestFailed, TestPassed, TestRetryEnded, TestSubmitted
from domain.cluster.tasks import tasks_of
from domain.standing import letters
from tests.domain.cast import AURORA, CLARA, EMIL, MONDAY, OLGA, bronze
from tests.domain.silver_gold import BEST, CATALOGUE, FAILING, GATE_MISSED, PASSING, gold, silver
from tests.domain.specification import World, at_midnight_ending, given

RETRY_FROM, RETRY_UNTIL = date(2026, 3, 4), date(2026, 8, 3)
MINIMUMS = {each.code: each.minimum.value if each.minimum else 0 for each in CATALOGUE.indicators}


def submitted(scores: dict[str, int], day: date = MONDAY) -> TestSubmitted:
    return TestSubmitted(case_id="gold-1", submitted_on=day, scores=scores)


def failed(retry_from: date | None, *missed: str) -> TestFailed:
    return TestFailed(case_id="gold-1", missed=missed or ("1.1.0",), retry_from=retry_from)


def tried(*days: date, first: date = MONDAY) -> World:
    """The test was submitted and failed on these days."""
    world = gold(Stage.TEST_DUE, first)
    for day in days:
        world.until(day).does(CLARA, FAILING, on=AURORA).pay()
    return world


def happened_until(world: World, moment: date | datetime) -> list[tuple[date, Any]]:
    """What the clock brings about until then, with the days on which it does."""
    before = len(world.events(AURORA))
    world.until(moment)
    return [(each.recorded_at.date(), each.event) for each in world.histories[AURORA][before:]]


def test_a_test_that_meets_every_minimum_is_passed_at_once() -> None:
    given(gold(Stage.TEST_DUE)).when(PASSING, by=CLARA).then(
        submitted(BEST), TestPassed(case_id="gold-1")
    ).with_letters((CLARA, "test-passed")).with_limits(("agreement", date(2026, 2, 16)))


def test_the_minimums_alone_pass_and_a_total_under_80_percent_only_warns() -> None:
    given(gold(Stage.TEST_DUE)).when(SubmitTest(scores=MINIMUMS), by=CLARA).then(
        submitted(MINIMUMS), TestPassed(case_id="gold-1", below_percent=True)
    ).with_letters((CLARA, "test-passed-below"))


@pytest.mark.parametrize(("points", "below"), [(120, False), (119, True)])
def test_80_percent_are_120_of_150_points(points: int, *, below: bool) -> None:
    scores, surplus = dict(BEST), 150 - points
    for indicator in CATALOGUE.scored:
        lowest = MINIMUMS[indicator.code]
        taken = min(surplus, scores[indicator.code] - lowest)
        scores[indicator.code], surplus = scores[indicator.code] - taken, surplus - taken
    given(gold(Stage.TEST_DUE)).when(SubmitTest(scores=scores), by=CLARA).then(
        submitted(scores), TestPassed(case_id="gold-1", below_percent=below)
    )


@pytest.mark.parametrize("code", [each.code for each in CATALOGUE.silver])
def test_one_missed_minimum_fails_whatever_the_total(code: str) -> None:
    scores = {**BEST, code: MINIMUMS[code] - 1}
    given(gold(Stage.TEST_DUE)).when(SubmitTest(scores=scores), by=CLARA).then(
        submitted(scores), failed(RETRY_FROM, code)
    )


def test_an_indicator_without_a_minimum_fails_nobody() -> None:
    without = [each.code for each in CATALOGUE.indicators if each.minimum is None]
    scores = {**BEST, **dict.fromkeys(without, 0)}
    given(gold(Stage.TEST_DUE)).when(SubmitTest(scores=scores), by=CLARA).then(
        submitted(scores), TestPassed(case_id="gold-1", below_percent=True)
    )


def test_every_indicator_is_answered() -> None:
    scores = {code: score for code, score in BEST.items() if code not in ("2.6", "5.3")}
    outcome = given(gold(Stage.TEST_DUE)).when(SubmitTest(scores=scores), by=CLARA)
    outcome.then_rejected("indicator-missing")
    assert str(outcome.rejected) == "scores: not answered: 2.6, 5.3."


def test_an_indicator_of_another_catalogue_is_refused() -> None:
    unknown = SubmitTest(scores={**BEST, "9.9": 3})
    given(gold(Stage.TEST_DUE)).when(unknown, by=CLARA).then_rejected("indicator-unknown")


def test_a_descriptor_is_no_indicator_of_the_test() -> None:
    described = SubmitTest(scores={**BEST, CATALOGUE.descriptors[0].code: 3})
    given(gold(Stage.TEST_DUE)).when(described, by=CLARA).then_rejected("indicator-unknown")


@pytest.mark.parametrize(("code", "score"), [("1.1.0", 2), ("1.1.1", 6), ("1.1.1", -1)])
def test_a_score_off_its_scale_is_refused(code: str, score: int) -> None:
    off = SubmitTest(scores={**BEST, code: score})
    given(gold(Stage.TEST_DUE)).when(off, by=CLARA).then_rejected("off-scale")


def test_only_the_applicant_submits_its_test() -> None:
    for person in (OLGA, EMIL):
        given(gold(Stage.TEST_DUE)).when(PASSING, by=person).then_rejected("not-permitted")


def test_bronze_and_silver_have_no_test() -> None:
    given(bronze(Stage.ACCEPTED)).when(PASSING, by=CLARA).then_rejected("wrong-stage")
    given(silver(Stage.ACCEPTED)).when(PASSING, by=CLARA).then_rejected("wrong-stage")


def test_a_test_passed_is_not_submitted_again() -> None:
    given(gold(Stage.TEST_PASSED)).when(PASSING, by=CLARA).then_rejected("wrong-stage")


# Retries


def test_a_failed_test_may_be_repeated_from_the_thirtieth_day_within_six_months() -> None:
    outcome = given(gold(Stage.TEST_DUE)).when(FAILING, by=CLARA)
    outcome.then(submitted(GATE_MISSED), failed(RETRY_FROM)).with_limits(("test_retry", RETRY_UNTIL))
    assert outcome.events[1].notices == letters(  # type: ignore[union-attr]
        (CLARA,), "test-failed", level="gold", retry_from="2026-03-04", retry_until="2026-08-03"
    )


def test_a_retry_is_refused_before_the_thirtieth_day() -> None:
    given(tried(MONDAY)).when(PASSING, by=CLARA, at=date(2026, 3, 3)).then_rejected("retry-too-early")


def test_a_retry_may_pass_on_the_thirtieth_day() -> None:
    world = tried(MONDAY)
    given(world).when(PASSING, by=CLARA, at=RETRY_FROM).then(
        submitted(BEST, RETRY_FROM), TestPassed(case_id="gold-1")
    )
    assert world.case("aurora", "gold-1").tests == (
        SelfTest(submitted_on=MONDAY, passed=False, retry_from=RETRY_FROM),
        SelfTest(submitted_on=RETRY_FROM, passed=True),
    )


def test_a_second_failure_does_not_open_the_six_months_again() -> None:
    world = tried(MONDAY)
    given(world).when(FAILING, by=CLARA, at=RETRY_FROM).then(
        submitted(GATE_MISSED, RETRY_FROM), failed(date(2026, 4, 3))
    ).with_limits()
    assert [(each.name, each.last_day) for each in world.case("aurora", "gold-1").limits] == [
        ("test_retry", RETRY_UNTIL)
    ]


def test_the_second_retry_is_the_last_one_and_failing_it_closes_the_case_as_not_ready() -> None:
    world = tried(MONDAY, RETRY_FROM)
    given(world).when(FAILING, by=CLARA, at=date(2026, 4, 3)).then(
        submitted(GATE_MISSED, date(2026, 4, 3)), failed(None), TestRetryEnded(case_id="gold-1")
    ).with_letters((CLARA, "not-ready")).with_limits()
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.NOT_READY


def test_there_is_no_third_retry() -> None:
    world = tried(MONDAY, RETRY_FROM, date(2026, 4, 3))
    given(world).when(SubmitTest(case_id="gold-1", scores=BEST), by=CLARA).then_rejected("case-closed")


def test_a_failure_behind_which_no_retry_is_in_time_closes_the_case() -> None:
    world = tried(MONDAY)
    given(world).when(FAILING, by=CLARA, at=date(2026, 7, 5)).then(
        submitted(GATE_MISSED, date(2026, 7, 5)), failed(None), TestRetryEnded(case_id="gold-1")
    )


def test_a_failure_behind_which_the_last_day_is_left_may_still_be_repeated() -> None:
    given(tried(MONDAY)).when(FAILING, by=CLARA, at=date(2026, 7, 4)).then(
        submitted(GATE_MISSED, date(2026, 7, 4)), failed(RETRY_UNTIL)
    )


def test_a_retry_after_six_months_is_refused_even_before_the_clock_has_noted_it() -> None:
    midnight = at_midnight_ending(RETRY_UNTIL, "DK")
    given(tried(MONDAY)).when(PASSING, by=CLARA, at=midnight).then_rejected("retry-late")


def test_a_retry_counts_until_the_last_minute() -> None:
    assert len(given(tried(MONDAY)).when(PASSING, by=CLARA, at=RETRY_UNTIL).events) == 2


def test_six_months_after_the_first_failure_the_case_is_closed_as_not_ready() -> None:
    world = tried(MONDAY).until(RETRY_UNTIL)
    assert happened_until(world, at_midnight_ending(RETRY_UNTIL, "DK")) == [
        (
            RETRY_UNTIL,
            TestRetryEnded(case_id="gold-1", notices=letters((CLARA,), "not-ready", level="gold")),
        )
    ]
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.NOT_READY


def test_the_end_of_the_retries_is_warned_of_thirty_and_seven_days_before() -> None:
    world = tried(MONDAY)
    warned = [(day, event.limit) for day, event in happened_until(world, RETRY_UNTIL)]
    assert warned == [(date(2026, 7, 4), "test_retry"), (date(2026, 7, 27), "test_retry")]


def test_the_time_for_retries_may_be_extended_once() -> None:
    until = date(2026, 9, 1)
    longer = ExtendDeadline(limit="test_retry", until_on=until, reason="A strike.")
    world = tried(MONDAY).does(OLGA, longer, on=AURORA).until(date(2026, 8, 10))
    given(world).when(PASSING, by=CLARA).then(
        submitted(BEST, date(2026, 8, 10)), TestPassed(case_id="gold-1")
    )


# Left alone


def test_a_test_that_is_late_is_only_late_and_both_sides_hear_of_it() -> None:
    world = gold(Stage.TEST_DUE).until(date(2026, 4, 9)).pay()
    told = [
        (mail.notice, mail.recipient) for mail in world.mails if mail.details.get("task") == "submit-test"
    ]
    assert told == [
        ("deadline-near", CLARA),
        ("deadline-near", CLARA),
        ("deadline-passed", CLARA),
        ("deadline-passed", "secretariat"),
    ]
    given(world).when(PASSING, by=CLARA).then(submitted(BEST, date(2026, 4, 9)), TestPassed(case_id="gold-1"))


def test_a_case_whose_test_never_comes_is_abandoned_after_six_months() -> None:
    world = gold(Stage.TEST_DUE).until(at_midnight_ending(date(2026, 8, 3), "DK"))
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.ABANDONED


def test_a_failed_test_has_one_end_of_its_own_and_no_abandonment_beside_it() -> None:
    assert [limit.name for limit in tried(MONDAY).case("aurora", "gold-1").limits] == ["test_retry"]


def test_the_test_and_its_retry_wait_for_those_who_act_for_the_cluster() -> None:
    tasks = [tasks_of(world.cluster("aurora")) for world in (gold(Stage.TEST_DUE), tried(MONDAY))]
    assert [(task.task, task.persons, task.due_at) for each in tasks for task in each] == [
        ("submit-test", (CLARA,), at_midnight_ending(date(2026, 4, 7), "DK")),
        ("retry-test", (CLARA,), at_midnight_ending(RETRY_UNTIL, "DK")),
    ]


def test_no_letter_names_an_indicator_or_a_score() -> None:
    world = tried(MONDAY, RETRY_FROM, date(2026, 4, 3))
    said = {detail for mail in world.mails for detail in mail.details}
    assert said == {"level", "due_on", "retry_from", "retry_until"}
