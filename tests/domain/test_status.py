"""What a label is on a day: by itself, under a higher one, and when days are not exactly known."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.levels import Kind, Level
from domain.schemes import scheme
from domain.status import Status, StatusState, status_on
from domain.terms import Interval, Term, first_term, imported_term, renewed_term

ECEI_2019 = scheme().edition("ecei-2019")
FIRST = first_term(ECEI_2019, date(2024, 3, 12), date(2024, 4, 17))
RENEWED_LATE = renewed_term(ECEI_2019, FIRST, date(2027, 2, 10), date(2027, 4, 20))
GOLD = first_term(ECEI_2019, date(2024, 10, 8), date(2024, 12, 4))
UNTIL_2026, UNTIL_GRACE_2027, GOLD_UNTIL = date(2026, 3, 31), date(2027, 3, 31), date(2026, 10, 31)

MAYBE = st.none() | st.dates(date(2012, 4, 1), date(2032, 12, 31))


def bronze(*terms: Term, on: date, pending: bool = False) -> Status:
    return status_on({Level.BRONZE: terms}, Level.BRONZE, on, pending=pending)


def state(*terms: Term, on: date) -> StatusState:
    return bronze(*terms, on=on).state


def imported(decided: Interval, last_day: Interval, kind: Kind = Kind.FIRST) -> Term:
    return imported_term(
        ECEI_2019, number=1, kind=kind, last_assessment=Interval.unknown(), decided=decided, last_day=last_day
    )


def between(earliest: date | None, latest: date | None) -> Interval:
    return Interval(earliest=earliest, latest=latest)


def test_a_label_never_awarded_is_none() -> None:
    assert bronze(on=date(2025, 1, 1)) == Status(state=StatusState.NONE)


def test_a_label_is_none_until_the_day_of_the_decision() -> None:
    assert bronze(FIRST, on=date(2024, 4, 16)) == Status(state=StatusState.NONE)
    assert bronze(FIRST, on=date(2024, 4, 17)) == Status(state=StatusState.VALID, until=UNTIL_2026)


def test_a_label_is_due_from_twelve_months_before_its_end() -> None:
    assert bronze(FIRST, on=date(2025, 3, 30)) == Status(state=StatusState.VALID, until=UNTIL_2026)
    assert bronze(FIRST, on=date(2025, 3, 31)) == Status(state=StatusState.DUE, until=UNTIL_2026)


def test_a_label_is_valid_on_its_last_day_and_renewable_for_a_year_from_the_next() -> None:
    assert bronze(FIRST, on=UNTIL_2026) == Status(state=StatusState.DUE, until=UNTIL_2026)
    assert bronze(FIRST, on=date(2026, 4, 1)) == Status(state=StatusState.EXPIRED, until=UNTIL_GRACE_2027)
    assert bronze(FIRST, on=UNTIL_GRACE_2027) == Status(state=StatusState.EXPIRED, until=UNTIL_GRACE_2027)


def test_a_label_lapses_on_the_day_after_grace() -> None:
    assert bronze(FIRST, on=date(2027, 4, 1)) == Status(state=StatusState.LAPSED)


def test_a_renewal_assessed_in_grace_and_undecided_is_pending_once_grace_is_over() -> None:
    assert bronze(FIRST, on=UNTIL_GRACE_2027, pending=True).state == StatusState.EXPIRED
    assert bronze(FIRST, on=date(2027, 4, 1), pending=True) == Status(state=StatusState.PENDING)


def test_after_a_late_renewal_the_days_since_the_old_end_are_valid_as_known_now() -> None:
    day = date(2026, 9, 1)
    assert bronze(FIRST, on=day) == Status(state=StatusState.EXPIRED, until=UNTIL_GRACE_2027)
    assert bronze(FIRST, RENEWED_LATE, on=day) == Status(state=StatusState.VALID, until=date(2029, 3, 31))


def test_a_renewal_decided_after_grace_leaves_no_gap() -> None:
    assert bronze(FIRST, RENEWED_LATE, on=date(2027, 4, 10)) == Status(
        state=StatusState.VALID, until=date(2029, 3, 31)
    )


def test_a_label_awarded_again_after_lapsing_keeps_its_gap() -> None:
    again = first_term(ECEI_2019, date(2028, 5, 9), date(2028, 6, 14), number=2)
    assert state(FIRST, again, on=date(2024, 1, 1)) == StatusState.NONE
    assert state(FIRST, again, on=date(2025, 1, 1)) == StatusState.VALID
    assert state(FIRST, again, on=date(2028, 6, 13)) == StatusState.LAPSED
    assert state(FIRST, again, on=date(2028, 6, 14)) == StatusState.VALID


def test_a_bronze_sleeps_while_gold_is_valid() -> None:
    labels = {Level.BRONZE: (FIRST,), Level.GOLD: (GOLD,)}
    assert status_on(labels, Level.BRONZE, date(2024, 12, 3)).state == StatusState.VALID
    assert status_on(labels, Level.BRONZE, date(2024, 12, 4)) == Status(
        state=StatusState.DORMANT, until=UNTIL_2026
    )
    assert status_on(labels, Level.GOLD, date(2024, 12, 4)) == Status(
        state=StatusState.VALID, until=GOLD_UNTIL
    )


def test_a_dormant_label_runs_on_and_ends_in_its_sleep() -> None:
    labels = {Level.BRONZE: (FIRST,), Level.GOLD: (GOLD,)}
    assert status_on(labels, Level.BRONZE, date(2026, 4, 1)).state == StatusState.EXPIRED


def test_a_lower_label_is_valid_again_when_the_higher_expires() -> None:
    labels = {Level.BRONZE: (FIRST, RENEWED_LATE), Level.GOLD: (GOLD,)}
    assert status_on(labels, Level.BRONZE, GOLD_UNTIL).state == StatusState.DORMANT
    assert status_on(labels, Level.BRONZE, GOLD_UNTIL + timedelta(days=1)).state == StatusState.VALID


def test_a_lower_label_never_puts_a_higher_one_to_sleep() -> None:
    labels = {Level.SILVER: (FIRST,), Level.BRONZE: (GOLD,)}
    assert status_on(labels, Level.SILVER, date(2025, 1, 1)).state == StatusState.VALID


def test_a_label_of_unknown_end_is_unknown_on_every_day() -> None:
    term = imported(Interval.exactly(date(2018, 1, 24)), Interval.unknown())
    days = (date(2017, 1, 1), date(2018, 1, 24), date(2030, 1, 1))
    assert [bronze(term, on=day) for day in days] == [Status(state=StatusState.UNKNOWN)] * 3


def test_a_label_awarded_at_some_time_in_a_year_is_unknown_within_it_and_certain_around_it() -> None:
    term = imported(between(date(2018, 1, 1), date(2018, 12, 31)), Interval.exactly(date(2020, 6, 30)))
    assert state(term, on=date(2017, 12, 31)) == StatusState.NONE
    assert state(term, on=date(2018, 7, 1)) == StatusState.UNKNOWN
    assert state(term, on=date(2018, 12, 31)) == StatusState.VALID


def test_a_label_that_ends_on_one_of_two_days_is_unknown_only_where_the_readings_differ() -> None:
    term = imported(Interval.exactly(date(2018, 1, 24)), between(date(2020, 1, 31), date(2020, 3, 31)))
    found = {
        day: bronze(term, on=day)
        for day in (
            date(2018, 6, 1),
            date(2019, 2, 15),
            date(2020, 1, 31),
            date(2020, 2, 15),
            date(2020, 4, 1),
            date(2021, 2, 15),
            date(2021, 4, 1),
        )
    }
    assert {day: status.state for day, status in found.items()} == {
        date(2018, 6, 1): StatusState.VALID,
        date(2019, 2, 15): StatusState.VALID,
        date(2020, 1, 31): StatusState.DUE,
        date(2020, 2, 15): StatusState.UNKNOWN,
        date(2020, 4, 1): StatusState.EXPIRED,
        date(2021, 2, 15): StatusState.UNKNOWN,
        date(2021, 4, 1): StatusState.LAPSED,
    }
    assert {status.until for status in found.values()} == {None}


def test_an_imported_label_whose_award_has_no_latest_day_is_certain_after_its_end() -> None:
    term = imported(between(date(2021, 10, 1), None), Interval.exactly(date(2023, 10, 31)))
    assert state(term, on=date(2022, 6, 1)) == StatusState.UNKNOWN
    assert bronze(term, on=date(2024, 1, 1)) == Status(state=StatusState.EXPIRED, until=date(2024, 10, 31))
    assert state(term, on=date(2024, 11, 1)) == StatusState.LAPSED


def test_whether_a_label_sleeps_is_unknown_while_the_higher_ones_end_is() -> None:
    gold = imported(Interval.exactly(date(2024, 12, 4)), Interval.unknown())
    labels = {Level.BRONZE: (FIRST,), Level.GOLD: (gold,)}
    assert status_on(labels, Level.BRONZE, date(2024, 12, 3)).state == StatusState.VALID
    assert status_on(labels, Level.BRONZE, date(2025, 1, 1)) == Status(state=StatusState.UNKNOWN)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    bounds = (draw(MAYBE), draw(MAYBE))
    known = sorted(bound for bound in bounds if bound is not None)
    return between(*known) if len(known) == len(bounds) else between(*bounds)


TERMS = st.builds(imported, intervals(), intervals(), st.sampled_from(Kind))
LABELS = st.dictionaries(st.sampled_from(Level), st.lists(TERMS, max_size=3).map(tuple))


@given(LABELS, st.sampled_from(Level), st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.booleans())
def test_every_label_has_one_status_on_every_day(
    labels: dict[Level, tuple[Term, ...]],
    level: Level,
    day: date,
    pending: bool,  # noqa: FBT001 - drawn by position
) -> None:
    status = status_on(labels, level, day, pending=pending)
    assert status.until is None or day <= status.until


@given(st.dates(date(2013, 1, 1), date(2030, 1, 1)), st.integers(0, 200))
def test_a_label_left_alone_goes_through_its_states_in_one_order(
    assessed: date, days_to_decision: int
) -> None:
    term = first_term(ECEI_2019, assessed, assessed + timedelta(days=days_to_decision))
    order = [
        StatusState.NONE,
        StatusState.VALID,
        StatusState.DUE,
        StatusState.EXPIRED,
        StatusState.LAPSED,
    ]
    days = [assessed - timedelta(days=1) + timedelta(weeks=week) for week in range(170)]
    passed = [order.index(state(term, on=day)) for day in days]
    assert passed == sorted(passed)
    assert set(passed) == set(range(5))
