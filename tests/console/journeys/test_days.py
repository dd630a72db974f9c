"""Days of a journey are told from the day of playing."""

from datetime import date

import pytest

from console.journeys.days import NoDay, day_of

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("expression", "day"),
    [
        ("today", date(2026, 3, 31)),
        ("today+20d", date(2026, 4, 20)),
        ("today-2w", date(2026, 3, 17)),
        ("today-1m", date(2026, 2, 28)),
        ("today+24m end", date(2028, 3, 31)),
        ("today-3m end+1d", date(2026, 1, 1)),
        ("today-1m end+36m end", date(2029, 2, 28)),
    ],
)
def test_steps_are_taken_in_their_order_and_end_goes_to_the_end_of_the_month(
    expression: str, day: date
) -> None:
    assert day_of(expression, TODAY) == day


@pytest.mark.parametrize("text", ["tomorrow", "today+3", "today +3d", "2026-03-31", "today+3y", ""])
def test_what_is_no_expression_of_a_day_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoDay, match="is no day: write today"):
        day_of(text, TODAY)
