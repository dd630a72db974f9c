"""Limits that run for each expert alone, in that expert's own calendar (R27), and the letters that tell of them."""

from datetime import date

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.limits import LimitName
from domain.running import Limit
from domain.standing import Notice, letters


def limits_of_each(
    name: LimitName, experts: tuple[str, ...], case: Case, asked: Asked, *, after: date | None = None
) -> tuple[Limit, ...]:
    """One limit for each of these experts: it runs from now, or from the day `after`."""
    edition = asked.edition(case)
    return tuple(
        (
            asked.limit(name, edition, expert=each)
            if after is None
            else asked.limit_after(name, edition, after, expert=each)
        ).of(each)
        for each in experts
    )


def letters_to_each(limits: tuple[Limit, ...], notice: str, case: Case) -> tuple[Notice, ...]:
    """To each expert until when that expert's own limit runs."""
    return tuple(
        letter
        for limit in limits
        for letter in letters((limit.subject,), notice, level=case.level, due_on=limit.last_day.isoformat())
    )
