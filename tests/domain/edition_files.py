"""Files of editions to be put in force: that of 2019 under another key, from another day, changed at will."""

from datetime import date
from importlib.resources import files

from domain.editions.commands import ActivateEdition

SHIPPED = (files("domain.schemes") / "ecei-2019.toml").read_text(encoding="utf-8")
SPRING = date(2026, 4, 1)


def edition_file(key: str = "ecei-2026", from_on: date = SPRING, **exchanged: str) -> str:
    """The text; each keyword's value is written in the place of the line that begins with it."""
    lines = SHIPPED.splitlines()
    exchange = {
        "key": f'key = "{key}"',
        "in_force_from": f'in_force_from = [{from_on}, "A", "own-name"]',
        **exchanged,
    }
    for name, line in exchange.items():
        place = next(n for n, each in enumerate(lines) if each.startswith(f"{name} = "))
        lines[place] = line
    return "\n".join(lines)


def activating(key: str = "ecei-2026", from_on: date = SPRING, **exchanged: str) -> ActivateEdition:
    return ActivateEdition(edition=edition_file(key, from_on, **exchanged))
