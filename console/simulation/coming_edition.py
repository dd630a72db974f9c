"""The edition a simulation puts in force half-way: the last one shipped, with less time to sign an agreement."""

from datetime import date, timedelta
from importlib.resources import files

from domain.edition import Edition
from domain.editions.commands import ActivateEdition
from domain.frozen import Frozen
from domain.schemes import scheme

_BEGINS = 7, 1
_ANNOUNCED_BEFORE = timedelta(days=150)


class ComingEdition(Frozen):
    """Its key, the day it is put in force for, and the day on which that is done."""

    key: str
    in_force_from: date
    announced_on: date

    @property
    def command(self) -> ActivateEdition:
        return ActivateEdition(edition=_text(self))


def coming_edition(begins: date, ends: date) -> ComingEdition | None:
    """From the first of July past the middle of the latest shipped one's time on; None where that is too late."""
    shipped = max(_last().in_force_from.value, begins)
    first = shipped + max((ends - shipped) / 2, timedelta(days=1))
    from_on = date(first.year + ((first.month, first.day) > _BEGINS), *_BEGINS)
    if from_on >= ends:
        return None
    return ComingEdition(
        key=f"simulated-{from_on.year}",
        in_force_from=from_on,
        announced_on=max(from_on - _ANNOUNCED_BEFORE, begins),
    )


def _last() -> Edition:
    return scheme().editions[-1]


def _text(coming: ComingEdition) -> str:
    """As a person writes it: another key, another first day, and 45 days for the offer instead of 60."""
    shipped = (files("domain.schemes") / f"{_last().key}.toml").read_text(encoding="utf-8")
    head, offer, rest = shipped.partition("[limits.offer]")
    head = head.replace(f'key = "{_last().key}"', f'key = "{coming.key}"', 1)
    begun = f'in_force_from = [{_last().in_force_from.value}, "W", "criteria-2019"]'
    head = head.replace(begun, f'in_force_from = [{coming.in_force_from}, "A", "own-name"]', 1)
    return head + offer + rest.replace('"60 days"', '"45 days"', 1)
