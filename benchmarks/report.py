"""How figures are shown: a table for people, JSON for programs."""

from collections.abc import Sequence

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure

_VERDICTS = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


def show(figures: Sequence[Figure]) -> None:
    table = Table("", "Laurel", "beside", "", "ratio", "goal", "")
    for column in (*table.columns[1:3], table.columns[4]):
        column.justify = "right"
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.laurel:,.1f} {figure.unit}",
            "" if figure.bare is None else f"{figure.bare:,.1f} {figure.unit}",
            "" if figure.bare is None else figure.peer,
            "" if figure.ratio is None else f"{figure.ratio:.2f}×",
            "" if figure.goal is None else str(figure.goal),
            _VERDICTS[figure.met],
        )
    Console().print(table)


def as_json(figures: Sequence[Figure]) -> str:
    """One object by key, stable."""
    by_key = {figure.key: figure.model_dump(mode="json", exclude={"key"}) for figure in figures}
    return orjson.dumps(by_key, option=orjson.OPT_INDENT_2).decode()
