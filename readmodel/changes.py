"""What an event changes in a stream's rows, and from which position to which each row held."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.streams import blank, evolve
from ledger.reading import StoredEvent
from readmodel.history import happened_of
from readmodel.rows import Row, Rows, rows_of


class Change(NamedTuple):
    """The row under a key gave way to another; None: there was none, or is none any more."""

    table: str
    key: str
    before: Row | None
    after: Row | None


class Held(NamedTuple):
    """A row from the position at which it came to be to that at which it gave way; None: it holds still."""

    table: str
    key: str
    row: Row
    from_position: int
    to_position: int | None


def changes(before: Rows, after: Rows) -> Iterator[Change]:
    """Every row that is not what it was, those that went first."""
    for table in before.keys() | after.keys():
        was, now = before.get(table, {}), after.get(table, {})
        yield from (Change(table, key, row, None) for key, row in was.items() if key not in now)
        yield from (Change(table, key, was.get(key), row) for key, row in now.items() if was.get(key) != row)


def rows_held(stream: str, history: Iterable[StoredEvent]) -> Iterator[Held]:
    """Every row the stream ever had, with the positions between which it held."""
    state, rows = blank(stream), Rows()
    since: dict[tuple[str, str], int] = {}
    for stored in history:
        state = evolve(state, happened_of(stored))
        after = rows_of(state)
        for table, key, was, now in changes(rows, after):
            if was is not None:
                yield Held(table, key, was, since.pop((table, key)), stored.position)
            if now is not None:
                since[table, key] = stored.position
        rows = after
    for (table, key), position in since.items():
        yield Held(table, key, rows[table][key], position, None)
