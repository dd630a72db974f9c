"""Portfolio files for tests."""

import json

from console.portfolio.rows import CASE_COLUMNS, COLUMNS

HEADER = ",".join(COLUMNS)
CASE_HEADER = ",".join(CASE_COLUMNS)


def row(**cells: str) -> str:
    """A line of a table; a cell that is not given is that of a readable row, or empty."""
    readable = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    given = readable | cells
    return ",".join(given.get(column, "") for column in COLUMNS)


def case_row(**cells: str) -> str:
    """A line of a table of cases, in the same manner."""
    readable = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    given = readable | {"stage": "signed", "applied_on": "2026-01-07"} | cells
    return ",".join(given.get(column, "") for column in CASE_COLUMNS)


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()


def items(*said: object) -> bytes:
    """The same as JSON."""
    return json.dumps(said).encode()
