"""Printing figures: for the public with what is under five withheld, else as they are."""

from collections.abc import Mapping
from typing import Annotated

import typer

from console.cli.comma_separated import print_csv
from console.cli.output import print_json, print_table
from domain.confidential import WITHHELD
from domain.programmes.withholding import SMALLEST_PUBLISHED, TOTAL, Place, Table, published, with_totals

Public = Annotated[
    bool,
    typer.Option(
        "--public",
        help=f"Figures for everybody: none under {SMALLEST_PUBLISHED}, nor what would bring one back by subtraction.",
    ),
]


def print_figures(  # noqa: PLR0913 - what is printed, and in which form
    title: str,
    names: tuple[str, str],
    cells: Table,
    *,
    only: str = "",
    public: bool = True,
    as_json: bool,
    as_csv: bool,
) -> None:
    """A table of figures with its totals; `only`: of one row, withheld as in the whole."""
    whole = with_totals(cells)
    figures: Mapping[Place, int | None] = published(whole) if public else whole
    shown = [(place, figure) for place, figure in figures.items() if only in ("", place[0])]
    row, column = names
    if as_json:
        print_json(
            [{row: place[0] or "all", column: place[1] or "all", "number": figure} for place, figure in shown]
        )
    elif as_csv:
        print_csv(
            (row, column, "number"),
            [(place[0] or "all", place[1] or "all", figure) for place, figure in shown],
        )
    else:
        _print(title, names, dict(shown))


def _print(title: str, names: tuple[str, str], figures: Mapping[Place, int | None]) -> None:
    rows = list(dict.fromkeys(row for row, _ in figures))
    columns = sorted(dict.fromkeys(column for _, column in figures), key=lambda column: column == TOTAL)
    print_table(
        title,
        (names[0], *(column or "all" for column in columns)),
        [(row or "all", *(_figure(figures[row, column]) for column in columns)) for row in rows]
        if len(columns) > 1
        else [],
        empty="There is nothing to count.",
    )


def _figure(figure: int | None) -> str:
    return WITHHELD if figure is None else str(figure)
