"""Rows of a portfolio table: each line either a command to import a label, or unreadable with the column and why.

A table is CSV in UTF-8, one row a line, its first line naming the columns. `*_from` and `*_to` bound what the source
says of a day: equal means exact, empty means unknown (R39). Other columns than these are left alone.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from console.field_faults import field_faults
from domain.cluster.commands.organisation import ImportLabel
from domain.frozen import Frozen
from domain.organisations import organisation_slug
from domain.terms import Interval

_PLAIN = {
    "cluster": "name",
    "country": "country",
    "region": "region",
    "sector": "sector",
    "carrier": "carrier",
    "founded": "founded",
    "members": "members",
    "level": "level",
    "kind": "kind",
    "marks": "marks",
    "source": "source",
}
_NUMBERS = ("founded", "members")
_DAYS = ("assessed", "awarded", "valid_until")
COLUMNS = (*_PLAIN, *(f"{day}_{bound}" for day in _DAYS for bound in ("from", "to")))
_LANGUAGES = {"DK": "da", "DE": "de", "AT": "de"}
_KEY_LENGTH = 12
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotAPortfolio(Exception):
    """The file as a whole cannot be read."""


class Row(Frozen):
    """A line that can be imported, and the cluster it is about."""

    line: int
    cluster_id: str
    command: ImportLabel


class Unreadable(Frozen):
    """A line that cannot; `column` is empty where the line as a whole is at fault."""

    line: int
    column: str
    reason: str


class _Fault(ValueError):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def read_rows(content: bytes) -> tuple[Row | Unreadable, ...]:
    """Every line below the first that is not empty, in order. Raises NotAPortfolio."""
    # What is not UTF-8 spoils its own row only.
    text = content.decode("utf-8-sig", errors="surrogateescape")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    header = _header(lines[0])
    if missing := [column for column in COLUMNS if column not in header]:
        raise NotAPortfolio(f"The first line does not name these columns: {', '.join(missing)}.")
    return tuple(_rows(header, lines[1:]))


def identity_of(country: str, name: str) -> str:
    """The row's identity on import: country and normalised name, its hash where another script than Latin has it."""
    slug = organisation_slug(name)
    key = slug if slug.isascii() else sha256(slug.encode()).hexdigest()[:_KEY_LENGTH]
    return f"{country.lower()}-{key}"


def row_key(cells: Mapping[str, str]) -> str:
    """What a row is known again by: the SHA-256 of what its cells say, however they are quoted or ordered."""
    said = json.dumps([cells[column] for column in COLUMNS], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def _header(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in _cells(line)] if line else []
    except _Fault as fault:
        raise NotAPortfolio(f"The first line is {fault}") from fault


def _rows(header: list[str], lines: list[str]) -> Iterator[Row | Unreadable]:
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        try:
            yield _row(number, line, header)
        except _Fault as fault:
            yield Unreadable(line=number, column=fault.column, reason=str(fault))


def _row(number: int, line: str, header: list[str]) -> Row:
    cells = _named(header, line)
    key = row_key(cells)
    if not organisation_slug(cells["cluster"]):
        raise _Fault("cluster", "the name has no letter or digit.")
    try:
        command = ImportLabel.model_validate({**_fields(cells), "row_key": key})
    except ValidationError as invalid:
        raise _first_fault(invalid) from invalid
    return Row(line=number, cluster_id=identity_of(command.country, command.name), command=command)


def _named(header: list[str], line: str) -> dict[str, str]:
    if any("\udc80" <= character <= "\udcff" for character in line):
        raise _Fault("", "the line is not UTF-8.")
    if any(character < " " and character != "\t" for character in line):
        raise _Fault("", "the line holds a control character.")
    cells = _cells(line)
    if len(cells) != len(header):
        raise _Fault("", f"{len(cells)} cells where the first line names {len(header)} columns.")
    return {column: cell.strip() for column, cell in zip(header, cells, strict=True)}


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise _Fault("", f"not CSV: {error}.") from error


def _fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """What the row says; an empty cell says nothing."""
    plain: dict[str, str | int] = {field: cells[column] for column, field in _PLAIN.items() if cells[column]}
    # A cell is text; the command takes no text that merely looks like a number.
    plain |= {field: int(cells[field]) for field in _NUMBERS if _WHOLE.fullmatch(cells[field])}
    days = {day: _interval(cells, day) for day in _DAYS}
    return {**plain, **days, "language": _LANGUAGES.get(cells["country"], "en")}


def _interval(cells: Mapping[str, str], day: str) -> Interval:
    earliest, latest = _day(cells, f"{day}_from"), _day(cells, f"{day}_to")
    try:
        return Interval(earliest=earliest, latest=latest)
    except ValidationError as reversed_:
        raise _Fault(f"{day}_from", f"{earliest} is after {day}_to, {latest}.") from reversed_


def _day(cells: Mapping[str, str], column: str) -> date | None:
    if not (text := cells[column]):
        return None
    fault = _Fault(column, f"{text!r} is no day of the form 2026-03-31.")
    if not _ISO_DAY.fullmatch(text):
        raise fault
    try:
        return date.fromisoformat(text)
    except ValueError as no_day:
        raise fault from no_day


def _first_fault(invalid: ValidationError) -> _Fault:
    fault = field_faults(invalid, ImportLabel)[0]
    field = str(fault.place[0])
    column = next((column for column, name in _PLAIN.items() if name == field), field)
    return _Fault(column, fault.sentence)
