"""Printing: rich tables for people, JSON with stable keys for programs."""

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import orjson
from pydantic import BaseModel
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

# Piped into a file or another program, lines are not folded at the width of a terminal that is not there.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)

_COPIED = frozenset({"id", "case", "task", "hash", "finding", "area", "round"})


def print_json(value: object) -> None:
    """Models, lists and plain values, keys in order, one document."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    sys.stdout.write(orjson.dumps(value, default=_plain, option=options).decode() + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str) -> None:
    """A table, or the sentence that says why there is none. What is copied into a command stays in one line."""
    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in _COPIED)
    for row in rows:
        table.add_row(*row)
    console.print(table if table.row_count else empty)


def when(at: datetime | date | None) -> str:
    """A moment with its zone, or a day; a dash for none."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return at.isoformat() if at else "–"


def time_left(due_at: datetime | None, now: datetime) -> str:
    """How far away a due instant is, in words; never "in 0 days"."""
    if due_at is None:
        return "no limit"
    days, hours = divmod(round(abs((due_at - now).total_seconds()) / 3600), 24)
    span = _counted(days, "day") if days else _counted(max(hours, 1), "hour")
    return f"overdue by {span}" if due_at < now else f"{span} left"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(type(value).__name__)
