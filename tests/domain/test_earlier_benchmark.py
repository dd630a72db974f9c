"""The earlier benchmark a Silver builds on: on record, in time, as far as its day is known (R20, R39)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.events.application import ApplicationSubmitted
from domain.cluster.rules.interval import earlier_benchmark, fewer_months, months_between, more_months
from domain.levels import Kind, Level
from domain.terms import Interval
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    INCOMPLETE,
    MONA,
    MONDAY,
    NO,
    OLGA,
    REFUSE,
    VERA,
    bronze,
    interview,
    labelled,
    stage_set,
    walk,
)
from tests.domain.silver_gold import BENCHED, SILVER_FIRST, SILVER_RENEWAL, elsewhere
from tests.domain.specification import World, given
from tests.domain.walked import silvern

UNKNOWN = Interval.unknown()


def submitted(kind: Kind = Kind.FIRST) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        case_id="silver-1", level=Level.SILVER, kind=kind, edition="ecei-2019", opened_on=MONDAY
    )


def lapsed(assessed: Interval, awarded: Interval = UNKNOWN, level: Level = Level.BRONZE) -> World:
    """A label of elsewhere that lapsed long ago; its assessment need not be exact."""
    until = Interval.exactly(date(2016, 6, 30))
    label = elsewhere(level, assessed=assessed, awarded=awarded, until=until)
    return stage_set().does(OLGA, label, on=AURORA)


def test_silver_builds_on_an_earlier_benchmark() -> None:
    given(stage_set()).when(SILVER_FIRST, by=CLARA).then_rejected("benchmark-missing")


def test_silver_is_applied_for_after_a_recorded_benchmark() -> None:
    given(labelled(BENCHED).until(MONDAY)).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_a_benchmark_counts_though_its_case_was_refused() -> None:
    world = bronze(Stage.ON_AGENDA)
    for member in (CARL, VERA, MONA):
        world.does(member, NO, on=AURORA)
    given(world.does(CARL, REFUSE, on=AURORA)).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_an_incomplete_benchmark_is_none_to_build_on() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY, INCOMPLETE), on=AURORA)
    assert earlier_benchmark(world.cluster("aurora")) is None


def test_a_benchmark_of_exactly_three_years_ago_may_be_built_on() -> None:
    world = labelled(date(2023, 2, 2)).until(MONDAY)
    given(world).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_a_benchmark_older_than_three_years_is_repeated_first() -> None:
    world = labelled(date(2023, 2, 2)).until(date(2026, 2, 3))
    given(world).when(SILVER_FIRST, by=CLARA).then_rejected("benchmark-too-old")


def test_an_interval_that_is_still_too_short_may_be_waited_for_in_the_case() -> None:
    given(labelled(MONDAY)).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_a_bronze_of_elsewhere_stands_for_the_benchmark_it_rests_on() -> None:
    given(lapsed(Interval.exactly(date(2024, 6, 3)))).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_a_benchmark_that_is_too_old_on_every_reading_is_refused() -> None:
    years = Interval(earliest=date(2014, 1, 1), latest=date(2015, 12, 31))
    given(lapsed(years)).when(SILVER_FIRST, by=CLARA).then_rejected("benchmark-too-old")


def test_a_benchmark_that_is_too_old_on_some_readings_only_is_not_refused_yet() -> None:
    years = Interval(earliest=date(2014, 1, 1), latest=date(2024, 12, 31))
    given(lapsed(years)).when(SILVER_FIRST, by=CLARA).then(submitted())


def test_no_assessment_comes_after_its_decision_though_its_day_is_not_known() -> None:
    world = lapsed(UNKNOWN, Interval.exactly(date(2014, 6, 3)))
    assert earlier_benchmark(world.cluster("aurora")) == Interval(earliest=None, latest=date(2014, 6, 3))
    given(world).when(SILVER_FIRST, by=CLARA).then_rejected("benchmark-too-old")


def test_a_decision_that_contradicts_the_assessment_bounds_nothing() -> None:
    stated = Interval.exactly(date(2015, 1, 1))
    world = lapsed(stated, Interval.exactly(date(2014, 6, 3)))
    assert earlier_benchmark(world.cluster("aurora")) == stated


def test_the_latest_of_several_benchmarks_counts() -> None:
    world = walk(lapsed(Interval.exactly(date(2014, 6, 3)), level=Level.SILVER), Stage.CLOSED)
    assert earlier_benchmark(world.cluster("aurora")) == Interval.exactly(MONDAY)


def test_a_cases_own_benchmark_is_not_the_earlier_one() -> None:
    world = walk(lapsed(Interval.exactly(date(2014, 6, 3)), level=Level.SILVER), Stage.CLOSED)
    assert earlier_benchmark(world.cluster("aurora"), besides="bronze-1") == Interval.exactly(
        date(2014, 6, 3)
    )


@pytest.mark.parametrize("closed_as", [ClosedAs.REFUSED, ClosedAs.WITHDRAWN, ClosedAs.AWARDED])
def test_a_silvers_own_benchmark_counts_once_it_is_awarded_only(closed_as: ClosedAs) -> None:
    world = silvern(Stage.AUDIT_CONDUCTED)
    cluster, case = world.cluster("aurora"), world.case("aurora", "silver-1")
    first, second = cluster.cases[0].benchmark, case.benchmark
    assert first is not None
    assert second is not None
    closed = case.model_copy(update={"stage": Stage.CLOSED, "closed_as": closed_as})
    counts = second if closed_as is ClosedAs.AWARDED else first
    assert earlier_benchmark(cluster.with_case(closed)) == Interval.exactly(counts.interview_on)


def test_a_silver_is_renewed_without_looking_at_the_interval() -> None:
    until, decided = Interval.exactly(date(2026, 6, 30)), Interval.exactly(date(2015, 6, 3))
    label = elsewhere(Level.SILVER, awarded=decided, until=until)
    world = stage_set().does(OLGA, label, on=AURORA)
    assert earlier_benchmark(world.cluster("aurora")) == Interval(earliest=None, latest=date(2015, 6, 3))
    given(world).when(SILVER_RENEWAL, by=CLARA).then(submitted(Kind.RENEWAL))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2024, 2, 2), date(2025, 8, 1), 17),
        (date(2024, 2, 2), date(2025, 8, 2), 18),
        (date(2024, 8, 31), date(2026, 2, 27), 17),
        (date(2024, 8, 31), date(2026, 2, 28), 18),
        (date(2026, 2, 2), date(2026, 2, 2), 0),
    ],
)
def test_whole_months_lie_between_two_days(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("earliest", "latest", "fewer", "more"),
    [
        (date(2024, 8, 3), date(2024, 8, 3), True, False),
        (date(2024, 8, 2), date(2024, 8, 2), False, False),
        (date(2024, 8, 1), date(2024, 8, 1), False, True),
        (date(2024, 8, 2), date(2024, 8, 3), None, False),
        (date(2024, 8, 1), date(2024, 8, 2), False, None),
        (None, date(2024, 8, 1), False, True),
        (date(2024, 8, 3), None, True, False),
        (None, None, None, None),
    ],
)
def test_more_or_fewer_than_eighteen_months_is_said_only_if_every_reading_says_so(
    earliest: date | None, latest: date | None, *, fewer: bool | None, more: bool | None
) -> None:
    since = Interval(earliest=earliest, latest=latest)
    assert (fewer_months(since, MONDAY, 18), more_months(since, MONDAY, 18)) == (fewer, more)
