"""The cells of a portfolio file, line by line: CSV in UTF-8 whose first line names the columns, or JSON.

JSON is an array of objects with the same columns as keys. What is not said is left out, null or an empty text; a
list of texts is one cell, joined by `;`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any

from domain.frozen import Frozen

Cells = Mapping[str, str]


class NotAPortfolio(Exception):
    """The file as a whole cannot be read."""


class Unreadable(Frozen):
    """A line that cannot be read; `column` is empty where the line as a whole is at fault."""

    line: int
    column: str
    reason: str


class Fault(ValueError):
    """What is wrong with one line, and in which column; none where it is the line as a whole."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column

    def at(self, line: int) -> Unreadable:
        return Unreadable(line=line, column=self.column, reason=str(self))


def read_cells(content: bytes) -> tuple[frozenset[str] | None, Iterator[tuple[int, Cells | Unreadable]]]:
    """The columns the first line of a table names, None for JSON, and every line or item with its number.

    Raises NotAPortfolio.
    """
    # What is not UTF-8 spoils its own row only.
    text = content.decode("utf-8-sig", errors="surrogateescape")
    if text.lstrip()[:1] in ("[", "{"):
        return None, _items(text)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    header = _header(lines[0])
    return frozenset(header), _lines(header, lines[1:])


def _header(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in _split(line)] if line else []
    except Fault as fault:
        raise NotAPortfolio(f"The first line is {fault}") from fault


def _lines(header: list[str], lines: list[str]) -> Iterator[tuple[int, Cells | Unreadable]]:
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        try:
            yield number, _named(header, line)
        except Fault as fault:
            yield number, fault.at(number)


def _named(header: list[str], line: str) -> Cells:
    _readable(line)
    cells = _split(line)
    if len(cells) != len(header):
        raise Fault("", f"{len(cells)} cells where the first line names {len(header)} columns.")
    return {column: cell.strip() for column, cell in zip(header, cells, strict=True)}


def _readable(text: str) -> None:
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise Fault("", "the line is not UTF-8.")
    if any(character < " " and character != "\t" for character in text):
        raise Fault("", "the line holds a control character.")


def _split(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise Fault("", f"not CSV: {error}.") from error


def _items(text: str) -> Iterator[tuple[int, Cells | Unreadable]]:
    try:
        items = json.loads(text)
    except ValueError as error:
        raise NotAPortfolio(f"The file is not JSON: {error}.") from error
    if not isinstance(items, list):
        raise NotAPortfolio("The file is not a JSON array of objects.")
    return _each(items)


def _each(items: list[Any]) -> Iterator[tuple[int, Cells | Unreadable]]:
    for number, item in enumerate(items, start=1):
        try:
            yield number, _said(item)
        except Fault as fault:
            yield number, fault.at(number)


def _said(item: object) -> Cells:
    if not isinstance(item, dict):
        raise Fault("", "an object with the columns as keys is expected.")
    cells = {column: _cell(column, value) for column, value in item.items()}
    for cell in cells.values():
        _readable(cell)
    return cells


def _cell(column: str, value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            raise Fault(column, "a text or a number is expected.")
        case int():
            return str(value)
        case list() if all(isinstance(each, str) for each in value):
            return ";".join(value)
        case _:
            raise Fault(column, "a text or a number is expected.")
