"""Days relative to the day of playing: `today`, `today+20d`, `today-3m end`."""

import re
from datetime import date, timedelta

from domain.calendar import month_end, same_day

_EXPRESSION = re.compile(r"today((?:[+-]\d+[dwm]| end)*)")
_STEP = re.compile(r"([+-]\d+)([dwm])| end")


class NoDay(ValueError):
    """The text is no expression of a day."""


def is_day(text: str) -> bool:
    """Whether the text is an expression of a day."""
    return _EXPRESSION.fullmatch(text) is not None


def day_of(text: str, today: date) -> date:
    """The day meant: steps of days, weeks or months in their order; ` end` is a step to the month's last day.

    Raises NoDay.
    """
    expression = _EXPRESSION.fullmatch(text)
    if expression is None:
        raise NoDay(f"{text!r} is no day: write today, today+20d, today-3w or today+24m end.")
    day = today
    for amount, unit in _STEP.findall(expression[1]):
        day = _moved(day, int(amount), unit) if unit else month_end(day, 0)
    return day


def _moved(day: date, amount: int, unit: str) -> date:
    if unit == "m":
        return same_day(day, amount)
    return day + timedelta(days=amount if unit == "d" else 7 * amount)
