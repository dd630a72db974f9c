"""When the simulated act: in office hours, on working days, and not while they are away."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from console.simulation.chance import Chance
from console.simulation.office_days import absences, day_there, opening_on, visit_days


def test_the_office_opens_at_nine_whatever_the_clock_was_put_to() -> None:
    assert [opening_on(day) for day in (date(2024, 3, 28), date(2024, 4, 2))] == [
        datetime(2024, 3, 28, 8, tzinfo=UTC),
        datetime(2024, 4, 2, 7, tzinfo=UTC),
    ]


def test_on_a_leap_day_it_opens_and_on_a_holiday_it_does_the_next_working_day() -> None:
    assert opening_on(date(2024, 2, 29)) == datetime(2024, 2, 29, 8, tzinfo=UTC)
    assert opening_on(date(2024, 3, 29)) == datetime(2024, 4, 2, 7, tzinfo=UTC)


def test_everybody_is_away_in_summer_and_comes_back() -> None:
    chance = Chance(1)
    days = [date(2024, 6, 20) + timedelta(days=n) for n in range(90)]
    there = [day_there("emil", day, chance) for day in days]
    away = [day for day, back in zip(days, there, strict=True) if back != day]
    assert 10 <= len(away) <= 21
    assert {day_there("emil", day, chance) for day in away} == {away[-1] + timedelta(days=1)}


def test_who_is_away_over_the_new_year_is_so_in_both_years_and_no_absence_overlaps_another() -> None:
    chance = Chance(1)
    names = [f"expert-{number}" for number in range(600)]
    told = {(name, year): absences(name, date(year, 1, 8), chance) for name in names for year in (2023, 2024)}
    over_new_year = {name: span for name in names for span in told[name, 2023] if span[1] >= date(2024, 1, 1)}
    assert over_new_year
    assert all(told[name, 2024][0][1] >= last for name, (_, last) in over_new_year.items())
    assert [
        (earlier, later)
        for spans in told.values()
        for earlier, later in pairwise(spans)
        if later[0] <= earlier[1]
    ] == []


def test_a_visit_is_on_consecutive_working_days_of_the_country() -> None:
    assert visit_days("DK", date(2024, 5, 8), 2) == (date(2024, 5, 8), date(2024, 5, 10))
