"""Whether a target is met: on a day, since when, on its own day, and in a year if nobody renews (R40)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.levels import Level
from domain.person.state import Span
from domain.programmes import programme
from domain.programmes.counts import Count, CountRule, held, tally
from domain.programmes.rules import Target
from domain.programmes.targets import Counted, TargetStands, first_met_on, target_on
from domain.schemes import scheme
from domain.terms import Interval, Term, first_term
from tests.domain.programmes.terms_given import (
    DAYS,
    DECIDED,
    LAST_DAY,
    LAST_OF_GRACE,
    RUNNING,
    any_labels,
    stated,
)

GOLD, SILVER = Level.GOLD, Level.SILVER
TWO = Target(level=GOLD, at_least=2, by_on=LAST_OF_GRACE, among="country")
LATER = first_term(scheme().edition("ecei-2019"), date(2025, 3, 4), date(2025, 4, 16))  # to 31 March 2027
HOLDERS = [Counted({GOLD: (RUNNING,)}), Counted({GOLD: (LATER,)}), Counted({SILVER: (LATER,)})]
UNKNOWN = Counted({GOLD: (stated(Interval.exactly(date(2018, 1, 24))),)})


def test_the_strategy_s_targets_are_ten_of_gold_and_ten_of_silver_by_the_end_of_2018() -> None:
    rules = programme("klyngestrategi-2-0")
    assert rules is not None
    assert [each.target for each in rules.targets] == [
        Target(level=level, at_least=10, by_on=date(2018, 12, 31), among="country")
        for level in (GOLD, SILVER)
    ]
    assert [each.higher_counts.assumed for each in rules.targets] == [True, True]


def test_a_target_is_met_from_the_day_of_the_last_award_it_needs() -> None:
    before = date(2025, 4, 15)
    assert [target_on(TWO, HOLDERS, day).met for day in (before, date(2025, 4, 16))] == [False, True]
    assert first_met_on(TWO, HOLDERS, LAST_DAY) == date(2025, 4, 16)
    assert first_met_on(TWO, HOLDERS, before) is None


def test_what_a_target_stands_at_is_told_whole() -> None:
    assert target_on(TWO, HOLDERS, date(2026, 6, 1)) == TargetStands(
        count=Count(certain=2, possible=2),
        met=True,
        first_met_on=date(2025, 4, 16),
        due=False,
        met_by_then=None,
        in_a_year=Count(certain=0, possible=0),
        met_in_a_year=False,
    )


def test_on_its_own_day_a_target_is_judged_for_good() -> None:
    stands = target_on(TWO, HOLDERS, LAST_OF_GRACE + timedelta(days=1))
    assert (stands.due, stands.met_by_then) == (True, False)


def test_a_label_of_unknown_end_leaves_a_target_open() -> None:
    stands = target_on(TWO, [HOLDERS[0], UNKNOWN], LAST_DAY)
    assert (stands.count, stands.met) == (Count(certain=1, possible=2, unknown_ends=1), None)
    assert stands.first_met_on is None


def test_where_labels_are_missing_from_the_record_a_target_is_never_said_not_to_be_met() -> None:
    days = (date(2025, 4, 15), date(2025, 4, 16))
    assert [target_on(TWO, HOLDERS, day, incomplete=True).met for day in days] == [None, True]
    stands = target_on(TWO, HOLDERS, LAST_OF_GRACE + timedelta(days=1), incomplete=True)
    assert (stands.met_by_then, stands.met_in_a_year) == (None, None)


def test_a_gold_does_not_count_as_a_silver_unless_the_target_says_so() -> None:
    silver = Target(level=SILVER, at_least=1, by_on=LAST_DAY, among="country")
    both = [Counted({SILVER: (LATER,), GOLD: (RUNNING,)})]
    assert target_on(silver, both, LAST_DAY).met is False
    counting = silver.model_copy(update={"higher_counts": True})
    assert target_on(counting, both, LAST_DAY).met is True


def test_members_count_while_they_are_members() -> None:
    span = Span(from_on=date(2025, 1, 1), until_on=date(2025, 12, 31))
    one = TWO.model_copy(update={"at_least": 1, "among": "members"})
    member = [Counted({GOLD: (RUNNING,)}, spans=(span,))]
    days = (DECIDED, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [target_on(one, member, day).met for day in days] == [False, True, True, False]
    assert first_met_on(one, member, LAST_DAY) == date(2025, 1, 1)


def test_a_renewal_that_is_pending_is_no_valid_label() -> None:
    waiting = [Counted({GOLD: (RUNNING,)}, frozenset({GOLD}))]
    one = TWO.model_copy(update={"at_least": 1})
    assert target_on(one, waiting, LAST_OF_GRACE + timedelta(days=1)).met is False


@settings(max_examples=30, deadline=None)
@given(st.lists(any_labels(), min_size=1, max_size=3), DAYS, st.integers(1, 2))
def test_the_first_day_a_target_is_met_on_is_that_of_a_count_day_by_day(
    portfolio: list[dict[Level, tuple[Term, ...]]], day: date, number: int
) -> None:
    target = TWO.model_copy(update={"at_least": number})
    days = [day + timedelta(days=ahead) for ahead in range(30)]
    # Its span begins with the days looked at, so that nothing counts before.
    clusters = [Counted(labels, spans=(Span(from_on=day),)) for labels in portfolio]
    counted = [
        tally(held(labels, (GOLD,), each, CountRule.VALID) for labels in portfolio).certain for each in days
    ]
    first = next((each for each, found in zip(days, counted, strict=True) if found >= number), None)
    assert first_met_on(target, clusters, days[-1]) == first
