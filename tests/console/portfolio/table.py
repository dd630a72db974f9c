"""Portfolio tables for tests."""

from console.portfolio.rows import COLUMNS

HEADER = ",".join(COLUMNS)


def row(**cells: str) -> str:
    """A line of a table; a cell that is not given is that of a readable row, or empty."""
    readable = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    given = readable | cells
    return ",".join(given.get(column, "") for column in COLUMNS)


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()
