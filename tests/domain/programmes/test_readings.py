"""What labels may be by every reading of the days that are not exactly known (R39)."""

from datetime import date, timedelta

from hypothesis import given, settings

from domain.levels import Kind, Level
from domain.readings import Confirmation, change_days, readings_of, readings_on, to_confirm
from domain.status import StatusState, status_on
from domain.terms import Interval, Term
from tests.domain.programmes.naive_readings import plain, readings
from tests.domain.programmes.terms_given import DAYS, DECIDED, LAST_DAY, RUNNING, any_labels, between, stated

GOLD, SILVER = Level.GOLD, Level.SILVER
DAY = date(2018, 1, 31)
UNKNOWN_END = stated(between(None, date(2018, 1, 24)))


def test_a_label_of_known_days_has_one_reading() -> None:
    assert readings_on({GOLD: (RUNNING,)}, LAST_DAY) == [{GOLD: StatusState.DUE}]


def test_a_label_of_unknown_end_may_be_valid_in_grace_or_lapsed() -> None:
    found = readings_on({GOLD: (UNKNOWN_END,)}, DAY)
    assert [reading[GOLD] for reading in found] == [
        StatusState.VALID,
        StatusState.EXPIRED,
        StatusState.LAPSED,
    ]


def test_a_label_is_not_held_before_its_award_could_have_been_however_unknown_its_end() -> None:
    later = stated(Interval.exactly(date(2024, 5, 1)))
    assert status_on({GOLD: (later,)}, GOLD, DAY).state is StatusState.UNKNOWN
    assert readings_on({GOLD: (later,)}, DAY) == [{GOLD: StatusState.NONE}]


def test_a_lower_label_is_asleep_exactly_where_the_higher_is_read_as_valid() -> None:
    silver = stated(Interval.exactly(date(2017, 3, 1)), Interval.exactly(date(2019, 2, 28)))
    assert readings_on({SILVER: (silver,), GOLD: (UNKNOWN_END,)}, DAY) == [
        {SILVER: StatusState.DORMANT, GOLD: StatusState.VALID},
        {SILVER: StatusState.VALID, GOLD: StatusState.EXPIRED},
        {SILVER: StatusState.VALID, GOLD: StatusState.LAPSED},
    ]


def test_a_label_is_read_without_those_below_it() -> None:
    labels = {Level.BRONZE: (UNKNOWN_END,), GOLD: (RUNNING,)}
    assert readings_of(labels, (GOLD,), LAST_DAY) == [{GOLD: StatusState.DUE}]


def test_on_the_last_day_it_may_be_valid_a_label_of_unknown_beginning_has_begun_in_every_reading() -> None:
    unknown = stated(Interval.unknown(), between(None, DAY))
    assert [reading[GOLD] for reading in readings_on({GOLD: (unknown,)}, DAY)] == [
        StatusState.VALID,
        StatusState.EXPIRED,
        StatusState.LAPSED,
    ]


def test_many_awards_of_which_nothing_is_known_are_read_one_at_a_time() -> None:
    awards = tuple(stated(Interval.unknown(), number=number) for number in range(1, 41))
    assert {reading[GOLD] for reading in readings_on({GOLD: awards}, DAY)} == {
        StatusState.NONE,
        StatusState.VALID,
        StatusState.EXPIRED,
        StatusState.LAPSED,
    }


def test_it_is_said_which_fact_of_which_term_has_to_be_confirmed() -> None:
    first = stated(between(date(2018, 1, 1), date(2018, 12, 31)), Interval.exactly(date(2020, 6, 30)))
    renewed = stated(Interval.exactly(date(2020, 7, 1)), kind=Kind.RENEWAL, number=2)
    labels = {GOLD: (first, renewed)}
    awarded = Confirmation(level=GOLD, term=1, fact="awarded")
    ends = Confirmation(level=GOLD, term=2, fact="valid_until")
    assert to_confirm(labels, GOLD, date(2018, 6, 1)) == (awarded, ends)
    assert to_confirm(labels, GOLD, date(2021, 6, 1)) == (ends,)
    assert to_confirm(labels, GOLD, date(2017, 6, 1)) == ()
    assert str(ends) == "valid_until of gold, term 2"


@settings(max_examples=60, deadline=None)
@given(any_labels(), DAYS)
def test_nothing_that_exact_days_may_lead_to_is_left_out_and_nothing_else_is_read(
    labels: dict[Level, tuple[Term, ...]], day: date
) -> None:
    found = {plain(reading) for reading in readings_on(labels, day)}
    assert readings(labels, day, in_order=True) <= found <= readings(labels, day, in_order=False)


@settings(max_examples=60, deadline=None)
@given(any_labels(), DAYS)
def test_where_a_status_is_known_every_reading_says_it(
    labels: dict[Level, tuple[Term, ...]], day: date
) -> None:
    for level in labels:
        told = status_on(labels, level, day).state
        if told is not StatusState.UNKNOWN:
            found = {reading[level] for reading in readings_of(labels, (level,), day)}
            assert found | {StatusState.DUE} == {told, StatusState.DUE}


@settings(max_examples=40, deadline=None)
@given(any_labels(), DAYS)
def test_readings_change_on_no_other_day_than_those_named(
    labels: dict[Level, tuple[Term, ...]], day: date
) -> None:
    days = [day + timedelta(days=ahead) for ahead in range(40)]
    told = [readings_on(labels, each) for each in days]
    changed = {after for after, before, now in zip(days[1:], told, told[1:], strict=False) if before != now}
    assert changed - change_days(labels) == set()


def test_a_label_decided_on_a_day_is_held_from_that_day() -> None:
    assert DECIDED in change_days({GOLD: (RUNNING,)})
