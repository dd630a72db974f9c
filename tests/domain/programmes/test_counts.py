"""How many labels there were on a day: what is certain, what is possible, and what a source says beside it."""

from datetime import date, timedelta

import pytest

from domain.levels import Level
from domain.programmes import stated_counts
from domain.programmes.counts import Agreement, Count, CountRule, Held, agreement, held, tally
from domain.programmes.rules import StatedCount
from domain.sourced import Mark, Sourced
from domain.terms import Interval, Term, suspended_term
from tests.domain.programmes.terms_given import DECIDED, LAST_DAY, LAST_OF_GRACE, RUNNING, between, stated

GOLD, SILVER = Level.GOLD, Level.SILVER
VALID, IN_GRACE, EVER = CountRule.VALID, CountRule.IN_GRACE, CountRule.EVER_HELD
YES, NO = Held(certain=True, possible=True), Held(certain=False, possible=False)
MAYBE = Held(certain=False, possible=True, end_unknown=True)
JANUARY = date(2018, 1, 31)


def counted(term: Term, day: date, *, level: Level = GOLD) -> list[Held]:
    return [held({level: (term,)}, (level,), day, rule) for rule in (VALID, IN_GRACE, EVER)]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (DECIDED - timedelta(days=1), [NO, NO, NO]),
        (DECIDED, [YES, YES, YES]),
        (LAST_DAY, [YES, YES, YES]),
        (LAST_DAY + timedelta(days=1), [NO, YES, YES]),
        (LAST_OF_GRACE, [NO, YES, YES]),
        (LAST_OF_GRACE + timedelta(days=1), [NO, NO, YES]),
    ],
)
def test_a_label_counts_while_valid_in_grace_or_ever_after(day: date, found: list[Held]) -> None:
    assert counted(RUNNING, day) == found


def test_a_label_that_sleeps_or_is_suspended_counts_as_held_alone() -> None:
    day = date(2025, 6, 1)
    labels = {SILVER: (RUNNING,), GOLD: (RUNNING,)}
    assert [held(labels, (SILVER,), day, rule) for rule in (VALID, IN_GRACE, EVER)] == [NO, NO, YES]
    assert counted(suspended_term(RUNNING, day), day) == [NO, NO, YES]


def test_a_renewal_that_is_pending_counts_as_in_grace() -> None:
    labels, day = {GOLD: (RUNNING,)}, LAST_OF_GRACE + timedelta(days=1)
    assert [held(labels, (GOLD,), day, rule, pending=(GOLD,)) for rule in (VALID, IN_GRACE)] == [NO, YES]


def test_a_label_of_unknown_end_may_count_and_was_certainly_held() -> None:
    term = stated(between(None, date(2018, 1, 24)))
    held_ever = Held(certain=True, possible=True, end_unknown=True)
    assert counted(term, JANUARY) == [MAYBE, MAYBE, held_ever]


def test_a_label_awarded_later_does_not_count_before_however_unknown_its_end() -> None:
    assert counted(stated(Interval.exactly(date(2024, 5, 1))), JANUARY) == [NO, NO, NO]


def test_a_cluster_without_the_label_is_not_counted() -> None:
    assert held({SILVER: (RUNNING,)}, (GOLD,), LAST_DAY, VALID) == NO


def test_a_count_says_at_least_at_most_and_how_many_ends_are_unknown() -> None:
    assert tally([YES, MAYBE, NO, MAYBE]) == Count(certain=1, possible=3, unknown_ends=2)


def test_a_count_reaches_a_number_or_does_not_or_may() -> None:
    count = Count(certain=1, possible=3)
    assert [count.reaches(number) for number in (1, 2, 3, 4)] == [True, None, None, False]


def test_what_the_sources_state_is_13_danish_of_90_gold_on_31_january_2018() -> None:
    found = [(each.on, each.level, each.country, each.count.value) for each in stated_counts()]
    assert found == [(JANUARY, GOLD, "", 90), (JANUARY, GOLD, "DK", 13)]


@pytest.mark.parametrize(
    ("certain", "possible", "said"),
    [
        (13, 13, Agreement.SAME),
        (0, 13, Agreement.POSSIBLE),
        (13, 20, Agreement.POSSIBLE),
        (0, 12, Agreement.MISSING),
        (14, 14, Agreement.MORE),
    ],
)
def test_a_count_agrees_with_a_stated_one_contradicts_it_or_cannot_tell(
    certain: int, possible: int, said: Agreement
) -> None:
    thirteen = Sourced[int](value=13, mark=Mark.SAID, source="a page")
    assert (
        agreement(
            Count(certain=certain, possible=possible), StatedCount(on=JANUARY, level=GOLD, count=thirteen)
        )
        is said
    )
