"""Points, percent, minimums and thresholds: exact, and never rounded in anybody's favour (R4 to R6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.verdict import Total, dimension_points, missed_minimums, missed_thresholds, total_of
from tests.domain.scored import CATALOGUE, SILVER_SOLID, changed, worth

SCORES = st.fixed_dictionaries(
    {each.code: st.integers(0, each.scale.value.highest) for each in CATALOGUE.indicators}
)


@pytest.mark.parametrize(("points", "passes"), [(128, True), (120, True), (119, False), (150, True)])
def test_gold_needs_120_of_150_points(points: int, *, passes: bool) -> None:
    total = total_of(CATALOGUE, worth(points))
    assert (total, total.reaches(80)) == (Total(points=points, maximum=150), passes)


@pytest.mark.parametrize(
    ("points", "maximum", "shown"),
    [
        (119, 150, "79.3"),
        (120, 150, "80.0"),
        (128, 150, "85.3"),
        (1999, 2500, "79.9"),
        (150, 150, "100.0"),
        (0, 150, "0.0"),
        (1, 150, "0.6"),
    ],
)
def test_a_percentage_is_shown_with_one_decimal_cut_and_not_rounded(
    points: int, maximum: int, shown: str
) -> None:
    assert Total(points=points, maximum=maximum).shown_percent == shown


def test_what_is_shown_as_80_percent_passes_and_what_is_shown_as_less_does_not() -> None:
    for points in range(151):
        total = Total(points=points, maximum=150)
        assert total.reaches(80) == (float(total.shown_percent) >= 80)


def test_the_gate_gives_no_points() -> None:
    assert total_of(CATALOGUE, changed(worth(119), i1_1_0=0)) == total_of(CATALOGUE, worth(119))


@given(SCORES)
def test_the_dimensions_add_up_to_the_total(scores: dict[str, int]) -> None:
    dimensions, total = dimension_points(CATALOGUE, scores).values(), total_of(CATALOGUE, scores)
    assert sum(each.points for each in dimensions) == total.points
    assert sum(each.maximum for each in dimensions) == total.maximum == 150


def test_each_dimension_has_its_own_points() -> None:
    assert dimension_points(CATALOGUE, changed(worth(120), i3_1=0)) == {
        "1": Total(points=12, maximum=15),
        "2": Total(points=40, maximum=50),
        "3": Total(points=4, maximum=10),
        "4": Total(points=48, maximum=60),
        "5": Total(points=12, maximum=15),
    }


def test_a_silver_with_one_minimum_missed_misses_it_by_name() -> None:
    assert missed_minimums(CATALOGUE.indicators, SILVER_SOLID) == ()
    assert missed_minimums(CATALOGUE.indicators, changed(SILVER_SOLID, i4_4=1)) == ("4.4",)
    assert missed_minimums(CATALOGUE.indicators, changed(SILVER_SOLID, i1_1_0=0)) == ("1.1.0",)


def test_a_minimum_without_a_score_is_missed() -> None:
    assert missed_minimums(CATALOGUE.indicators, {}) == tuple(each.code for each in CATALOGUE.silver)


def test_an_indicator_without_a_minimum_misses_none() -> None:
    assert missed_minimums(CATALOGUE.indicators, changed(worth(120), i3_1=0)) == ()


def test_a_score_under_its_threshold_may_still_meet_its_minimum() -> None:
    scores = changed(worth(120), i2_1=2, i3_1=2)
    assert missed_minimums(CATALOGUE.indicators, scores) == ()
    assert missed_thresholds(CATALOGUE.indicators, scores) == ("2.1", "3.1")


def test_an_indicator_that_was_not_scored_misses_no_threshold() -> None:
    assert missed_thresholds(CATALOGUE.indicators, SILVER_SOLID) == ()
