"""Lists as CSV, to be opened in any spreadsheet: RFC 4180, UTF-8, no cell that a spreadsheet takes for a formula."""

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from console.cli.answers import Usage

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV: UTF-8, one line of column names.")]

# A cell that begins so is a formula to some spreadsheet, and may call programs or send other cells away.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows below a line of column names; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """To standard output, byte by byte the same on every platform."""
    sys.stdout.flush()
    sys.stdout.buffer.write(csv_text(columns, rows).encode())


def one_form(*, as_json: bool, as_csv: bool) -> None:
    """`Usage` where two forms are asked for at once."""
    if as_json and as_csv:
        raise Usage("--json and --csv: give one of them.")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # A leading apostrophe is shown by no spreadsheet, and makes any cell text.
    return f"'{text}" if text.startswith(_FORMULA) else text
