"""Figures for the public: what is under five is withheld, and so much more that no subtraction brings it back.

A published table has cells, a total a row, a total a column and one in all. Withholding a small cell is not enough: it
is what its row's total leaves. So further figures go, the smallest first, until every withheld one may be another than
it is and still fit all that is published, to whoever knows that figures are whole and not negative.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from typing import NamedTuple

SMALLEST_PUBLISHED = 5

Place = tuple[str, str]
"""A row and a column; `TOTAL` stands for all of them."""
Table = Mapping[Place, int]
TOTAL = ""
_OF_A_TOTAL = 1_000_000


class _Arc(NamedTuple):
    """A figure as a flow from one line of the table to another: what goes in at each line comes out of it."""

    place: Place
    start: str
    end: str
    flow: int


def with_totals(cells: Table) -> dict[Place, int]:
    """The table with a total a row, a total a column, and one in all; every row has every column. None of none."""
    if not cells:
        return {}
    rows, columns = _lines(cells, 0), _lines(cells, 1)
    table = {(row, column): cells.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    table |= {(TOTAL, column): sum(table[row, column] for row in rows) for column in columns}
    return table | {(TOTAL, TOTAL): sum(cells.values())}


def published(table: Table, *, smallest: int = SMALLEST_PUBLISHED) -> dict[Place, int | None]:
    """The table `with_totals` made, for the public; None in the place of each figure that is withheld."""
    arcs = tuple(_arcs(table))
    withheld = {arc.place for arc in arcs if arc.flow < smallest}
    for arc in sorted(arc for arc in arcs if arc.place in withheld):
        withheld |= _least_to_withhold(arc, arcs, withheld)
    return {place: None if place in withheld else figure for place, figure in table.items()}


def _least_to_withhold(own: _Arc, arcs: Sequence[_Arc], withheld: AbstractSet[Place]) -> set[Place]:
    """What else must go so that the withheld figure may be another: nothing, where it may be already.

    Other tables that fit all that is published differ by a flow in a circle through withheld figures alone, in which
    none falls below zero. What the cheapest circle through this figure passes is withheld; all of it may vary then.
    """
    others = [arc for arc in arcs if arc.place != own.place]
    more = _cheapest(others, own.end, own.start, withheld)
    less = _cheapest(others, own.start, own.end, withheld) if own.flow else None
    return set(min((each for each in (more, less) if each), key=lambda found: found[0])[1])


def _cheapest(
    arcs: Sequence[_Arc], start: str, goal: str, withheld: AbstractSet[Place]
) -> tuple[int, tuple[Place, ...]] | None:
    """The cheapest way for more to flow between two lines, and its figures: along one, or back along one not zero."""
    ways: list[tuple[int, str, tuple[Place, ...]]] = [(0, start, ())]
    reached: set[str] = set()
    while ways:
        cost, line, passed = heappop(ways)
        if line == goal:
            return cost, passed
        if line in reached:
            continue
        reached.add(line)
        for arc in arcs:
            onward = arc.end if arc.start == line else arc.start if arc.end == line and arc.flow else None
            if onward is not None:
                heappush(ways, (cost + _cost(arc, withheld), onward, (*passed, arc.place)))
    return None


def _cost(arc: _Arc, withheld: AbstractSet[Place]) -> int:
    """Small figures tell the public least; a total goes last."""
    if arc.place in withheld:
        return 0
    return arc.flow + (_OF_A_TOTAL if TOTAL in arc.place else 1)


def _arcs(table: Table) -> Iterator[_Arc]:
    """All flows from the grand total by row and column back to itself."""
    for (row, column), flow in table.items():
        match row, column:
            case "", "":
                yield _Arc((row, column), "columns", "rows", flow)
            case _, "":
                yield _Arc((row, column), "rows", f"row {row}", flow)
            case "", _:
                yield _Arc((row, column), f"column {column}", "columns", flow)
            case _:
                yield _Arc((row, column), f"row {row}", f"column {column}", flow)


def _lines(cells: Table, axis: int) -> list[str]:
    return list(dict.fromkeys(place[axis] for place in cells))
