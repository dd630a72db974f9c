"""Replacing the rows of streams by those of what is about to be appended: one call of one SQL function."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from domain.permissions import State
from readmodel.changes import Change, changes
from readmodel.rows import rows_of
from readmodel.tables import as_json

# Takes what `replacement` makes, the first position of the append and its instant.
REPLACE = "rows.replace"


def replacement(streams: Iterable[Sequence[State]]) -> str:
    """What an append changes in the rows: for each stream, in the append's order, its states from before to after.

    Between two states of a stream lies one event, so each row has the position of its own.
    """
    offset = 0
    steps: list[dict[str, Any]] = []
    for states in streams:
        for before, after in pairwise(map(rows_of, states)):
            steps += ({"offset": offset, **step} for step in _steps(changes(before, after)))
            offset += 1
    return as_json(steps)


def _steps(changed: Iterable[Change]) -> Iterator[dict[str, Any]]:
    """The changes that come in any case; and by instant those that are none if the append has that very instant."""
    by_condition = sorted(changed, key=lambda change: (_same_if(change) or "", change.table))
    for same_if, some in groupby(by_condition, key=_same_if):
        tables = {
            table: _in_table(list(each)) for table, each in groupby(some, key=lambda change: change.table)
        }
        yield {"tables": tables} if same_if is None else {"same_if": same_if, "tables": tables}


def _same_if(change: Change) -> str | None:
    """The instant since which the row was so, where a later one would be all that is new."""
    was, now = change.before, change.after
    if was is None or now is None or "since" not in now or now["since"] is not None:
        return None
    return was["since"].isoformat() if {**now, "since": was["since"]} == was else None


def _in_table(changed: Sequence[Change]) -> dict[str, Any]:
    """The stream, the keys under which nothing stays as it is, and the rows that come in their place."""
    rows = [change.after or change.before or {} for change in changed]
    return {
        "stream": rows[0]["stream"],
        "keys": [change.key for change in changed],
        # What is left out, the function fills in: nothing, or of `since` the append's instant.
        "rows": [
            {name: value for name, value in change.after.items() if value is not None}
            for change in changed
            if change.after is not None
        ],
    }
