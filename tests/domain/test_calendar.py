"""Working days, Regulation 1182/71, month arithmetic and the instants of a limit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import Calendar, Period, Unit, instants, last_day, month_end, same_day
from domain.levels import Party
from domain.limits import Consequence, LimitRule
from domain.sourced import Mark, Sourced

EASTER_2026 = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
GERMANY = Calendar(country="DE", zone="Europe/Berlin", holidays=EASTER_2026)
DENMARK = Calendar(country="DK", zone="Europe/Copenhagen", holidays=EASTER_2026 | {date(2026, 4, 2)})
LEBANON = Calendar(country="LB", zone="Asia/Beirut")
CHRISTMAS = Calendar(
    country="DK",
    zone="Europe/Copenhagen",
    holidays=frozenset(date(2026, 12, day) for day in (24, 25, 28, 29, 30)),
)

FRIDAY_BEFORE_HOLY_WEEK = date(2026, 3, 27)
DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))
UNITS = st.sampled_from(tuple(Unit))
HOLIDAYS = st.frozensets(DAYS, max_size=40)


def period(words: str) -> Period:
    return Period.model_validate(words)


def rule(length: str, *warnings: str, escalation: str | None = None, counted_back: bool = False) -> LimitRule:
    return LimitRule(
        runs_from="the event",
        party=Party.APPLICANT,
        period=assumed(period(length)),
        counted_back=counted_back,
        warnings=Sourced[tuple[Period, ...]](
            value=tuple(period(words) for words in warnings), mark=Mark.ASSUMED, source="this test"
        ),
        consequence=Sourced[Consequence](value=Consequence.OVERDUE, mark=Mark.ASSUMED, source="this test"),
        escalation=None if escalation is None else assumed(period(escalation)),
    )


def assumed(length: Period) -> Sourced[Period]:
    return Sourced[Period](value=length, mark=Mark.ASSUMED, source="this test")


def test_the_events_day_does_not_count() -> None:
    assert last_day(date(2026, 3, 2), period("1 days"), GERMANY) == date(2026, 3, 3)
    assert last_day(date(2026, 3, 2), period("3 working days"), GERMANY) == date(2026, 3, 5)


def test_five_working_days_from_a_friday_pass_over_the_weekend_and_easter() -> None:
    assert last_day(FRIDAY_BEFORE_HOLY_WEEK, period("5 working days"), GERMANY) == date(2026, 4, 7)


def test_the_calendar_of_the_party_who_must_act_decides() -> None:
    assert last_day(FRIDAY_BEFORE_HOLY_WEEK, period("5 working days"), DENMARK) == date(2026, 4, 8)


def test_a_period_that_would_end_on_a_saturday_ends_with_the_following_monday() -> None:
    assert last_day(date(2026, 3, 7), period("14 days"), GERMANY) == date(2026, 3, 23)


def test_a_period_that_would_end_on_good_friday_ends_with_the_tuesday_after_easter() -> None:
    assert last_day(date(2026, 3, 20), period("14 days"), GERMANY) == date(2026, 4, 7)


def test_a_period_of_two_days_holds_two_working_days() -> None:
    friday = date(2026, 3, 6)
    assert last_day(friday, period("1 days"), GERMANY) == date(2026, 3, 9)
    assert last_day(friday, period("2 days"), GERMANY) == date(2026, 3, 10)


def test_a_week_of_holidays_holds_two_working_days_all_the_same() -> None:
    assert last_day(date(2026, 12, 23), period("1 weeks"), CHRISTMAS) == date(2027, 1, 1)


def test_a_period_of_weeks_ends_on_the_same_weekday() -> None:
    assert last_day(date(2026, 3, 3), period("5 weeks"), GERMANY) == date(2026, 4, 7)


def test_a_period_of_months_ends_on_the_same_date_or_the_months_last_day() -> None:
    assert last_day(date(2026, 1, 12), period("6 months"), GERMANY) == date(2026, 7, 13)
    assert last_day(date(2026, 12, 31), period("2 months"), GERMANY) == date(2027, 3, 1)


def test_working_days_are_counted_in_both_directions() -> None:
    assert GERMANY.next_working(date(2026, 4, 2)) == date(2026, 4, 7)
    assert GERMANY.previous_working(date(2026, 4, 7)) == date(2026, 4, 2)
    assert GERMANY.add_working_days(date(2026, 4, 8), -3) == date(2026, 4, 1)
    assert GERMANY.add_working_days(date(2026, 4, 5), 0) == date(2026, 4, 5)


def test_the_day_of_an_instant_is_the_local_one() -> None:
    late_in_the_evening = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert GERMANY.day_of(late_in_the_evening) == date(2026, 7, 1)
    assert Calendar(country="IS", zone="Atlantic/Reykjavik").day_of(late_in_the_evening) == date(2026, 6, 30)


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="An instant needs a time zone"):
        GERMANY.day_of(datetime(2026, 6, 30, 12))  # noqa: DTZ001 - the subject of the test


def test_the_midnight_ending_a_day_follows_summer_time() -> None:
    assert GERMANY.midnight_ending(date(2026, 3, 28)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert GERMANY.midnight_ending(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_a_midnight_that_the_clocks_skip_is_the_instant_they_are_put_forward() -> None:
    assert LEBANON.midnight_ending(date(2026, 3, 28)) == datetime(2026, 3, 28, 22, tzinfo=UTC)


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="not a time zone of the IANA database"):
        Calendar(country="DE", zone="Europe/Bonn")


def test_a_limit_warns_at_nine_and_is_due_at_the_midnight_ending_its_last_day() -> None:
    found = instants(rule("10 working days", "3 working days"), datetime(2026, 3, 2, 10, tzinfo=UTC), GERMANY)
    assert found.warn_at == (datetime(2026, 3, 11, 8, tzinfo=UTC),)
    assert found.last_day == date(2026, 3, 16)
    assert found.due_at == datetime(2026, 3, 16, 23, tzinfo=UTC)
    assert found.escalate_at is None


def test_warnings_come_in_order_of_time() -> None:
    found = instants(rule("60 days", "3 days", "14 days"), datetime(2026, 1, 5, 10, tzinfo=UTC), GERMANY)
    assert found.last_day == date(2026, 3, 6)
    assert found.warn_at == (datetime(2026, 2, 20, 8, tzinfo=UTC), datetime(2026, 3, 3, 8, tzinfo=UTC))


def test_a_warning_that_would_come_before_its_event_is_left_out() -> None:
    found = instants(
        rule("20 working days", "30 days", "10 days"), datetime(2026, 3, 2, 10, tzinfo=UTC), GERMANY
    )
    assert found.last_day == date(2026, 3, 30)
    assert found.warn_at == (datetime(2026, 3, 20, 8, tzinfo=UTC),)


def test_an_escalation_is_counted_from_the_last_day() -> None:
    found = instants(
        rule("10 working days", escalation="10 working days"), datetime(2026, 3, 2, 10, tzinfo=UTC), GERMANY
    )
    assert found.escalate_at == datetime(2026, 3, 30, 22, tzinfo=UTC)


def test_an_escalation_without_delay_comes_with_the_end() -> None:
    found = instants(rule("5 weeks", escalation="0 days"), datetime(2026, 3, 2, 10, tzinfo=UTC), GERMANY)
    assert found.escalate_at == found.due_at == datetime(2026, 4, 7, 22, tzinfo=UTC)


def test_a_limit_counted_back_from_a_visit_is_not_moved_to_a_working_day() -> None:
    visit = datetime(2026, 3, 29, 8, tzinfo=UTC)
    found = instants(rule("14 days", "7 days", counted_back=True), visit, GERMANY)
    assert found.last_day == date(2026, 3, 15)
    assert found.warn_at == (datetime(2026, 3, 8, 8, tzinfo=UTC),)


def test_a_period_reads_as_it_is_written() -> None:
    assert period("10 working days") == Period(amount=10, unit=Unit.WORKING_DAYS)
    assert str(period("10 working days")) == "10 working days"
    with pytest.raises(ValidationError):
        period("ten days")


def test_month_end_is_always_the_last_day_of_that_month() -> None:
    assert month_end(date(2025, 2, 28), 36) == date(2028, 2, 29)
    assert month_end(date(2024, 3, 12), 24) == date(2026, 3, 31)
    assert month_end(date(2026, 3, 31), -12) == date(2025, 3, 31)


def test_same_day_is_the_same_number_else_the_months_last_day() -> None:
    assert same_day(date(2019, 7, 25), 24) == date(2021, 7, 25)
    assert same_day(date(2024, 2, 29), 24) == date(2026, 2, 28)
    assert same_day(date(2026, 1, 31), 1) == date(2026, 2, 28)


@given(DAYS, st.integers(0, 70), UNITS, HOLIDAYS)
def test_a_period_never_ends_before_its_event_and_always_on_a_working_day(
    day: date, amount: int, unit: Unit, holidays: frozenset[date]
) -> None:
    calendar = Calendar(country="DE", zone="Europe/Berlin", holidays=holidays)
    end = last_day(day, Period(amount=amount, unit=unit), calendar)
    assert day <= end
    assert calendar.is_working(end) or (amount == 0 and unit is Unit.WORKING_DAYS)


@given(DAYS, st.integers(0, 70), UNITS, HOLIDAYS)
def test_a_longer_period_never_ends_earlier(
    day: date, amount: int, unit: Unit, holidays: frozenset[date]
) -> None:
    calendar = Calendar(country="DE", zone="Europe/Berlin", holidays=holidays)
    shorter = last_day(day, Period(amount=amount, unit=unit), calendar)
    assert shorter <= last_day(day, Period(amount=amount + 1, unit=unit), calendar)


@given(DAYS, st.integers(-60, 60))
def test_the_day_after_a_month_end_is_a_first(day: date, months: int) -> None:
    assert (month_end(day, months) + timedelta(days=1)).day == 1


@given(DAYS, st.integers(1, 60), HOLIDAYS)
def test_working_days_counted_forward_are_counted_back(
    day: date, count: int, holidays: frozenset[date]
) -> None:
    calendar = Calendar(country="DE", zone="Europe/Berlin", holidays=holidays)
    start = calendar.next_working(day)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start
