"""Rows of a portfolio: each line a command to import a label or an open case, or unreadable with the column and why.

A line with a `stage` is a case begun elsewhere, any other a label awarded elsewhere. `*_from` and `*_to` bound what the
source says of a day: equal means exact, empty means unknown (R39). Other columns than these are left alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from console.field_faults import field_faults
from console.portfolio.cells import Cells, Fault, NotAPortfolio, Unreadable, read_cells
from domain.cluster.commands.imports import ImportCase
from domain.cluster.commands.organisation import ImportLabel
from domain.frozen import Frozen
from domain.organisations import organisation_slug
from domain.terms import Interval

_ORGANISATION = {
    "cluster": "name",
    "country": "country",
    "region": "region",
    "sector": "sector",
    "carrier": "carrier",
}
_LABEL = _ORGANISATION | {
    "founded": "founded",
    "members": "members",
    "level": "level",
    "kind": "kind",
    "marks": "marks",
    "source": "source",
}
_CASE = _ORGANISATION | {
    "level": "level",
    "kind": "kind",
    "stage": "stage",
    "applied_on": "applied_on",
    "managers": "managers",
    "marks": "marks",
    "source": "source",
}
_NUMBERS = ("founded", "members")
_DAYS = ("assessed", "awarded", "valid_until")
COLUMNS = (*_LABEL, *(f"{day}_{bound}" for day in _DAYS for bound in ("from", "to")))
CASE_COLUMNS = tuple(_CASE)
_LANGUAGES = {"DK": "da", "DE": "de", "AT": "de"}
_KEY_LENGTH = 12
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Row(Frozen):
    """A line that can be imported, and the cluster it is about."""

    line: int
    cluster_id: str
    command: ImportLabel | ImportCase


def read_rows(content: bytes) -> tuple[Row | Unreadable, ...]:
    """Every line or item that is not empty, in order. Raises NotAPortfolio."""
    named, lines = read_cells(content)
    if named is not None:
        needed = CASE_COLUMNS if "stage" in named else COLUMNS
        if missing := [column for column in needed if column not in named]:
            raise NotAPortfolio(f"The first line does not name these columns: {', '.join(missing)}.")
    return tuple(_rows(lines))


def identity_of(country: str, name: str) -> str:
    """The row's identity on import: country and normalised name, its hash where another script than Latin has it."""
    slug = organisation_slug(name)
    key = slug if slug.isascii() else sha256(slug.encode()).hexdigest()[:_KEY_LENGTH]
    return f"{country.lower()}-{key}"


def row_key(cells: Cells, columns: tuple[str, ...] = COLUMNS) -> str:
    """What a row is known again by: the SHA-256 of what its cells say, however they are quoted or ordered."""
    said = json.dumps([cells.get(column, "") for column in columns], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def _rows(lines: Iterator[tuple[int, Cells | Unreadable]]) -> Iterator[Row | Unreadable]:
    for number, cells in lines:
        if isinstance(cells, Unreadable):
            yield cells
            continue
        try:
            command = _case(cells) if cells.get("stage") else _label(cells)
        except Fault as fault:
            yield fault.at(number)
        else:
            cluster_id = identity_of(command.country, command.name)
            yield Row(line=number, cluster_id=cluster_id, command=command)


def _label(cells: Cells) -> ImportLabel:
    plain: dict[str, Any] = _plain(cells, _LABEL)
    # A cell is text; the command takes no text that merely looks like a number.
    plain |= {field: int(said) for field in _NUMBERS if _WHOLE.fullmatch(said := cells.get(field, ""))}
    days = {day: _interval(cells, day) for day in _DAYS}
    try:
        return ImportLabel.model_validate({**plain, **days, "row_key": row_key(cells)})
    except ValidationError as invalid:
        raise _first_fault(invalid, ImportLabel, _LABEL) from invalid


def _case(cells: Cells) -> ImportCase:
    plain: dict[str, Any] = _plain(cells, _CASE)
    managers = [each.strip() for each in cells.get("managers", "").split(";")]
    plain |= {"applied_on": _day(cells, "applied_on"), "managers": [each for each in managers if each]}
    if plain["applied_on"] is None:
        raise Fault("applied_on", "is missing.")
    try:
        return ImportCase.model_validate({**plain, "row_key": row_key(cells, CASE_COLUMNS)})
    except ValidationError as invalid:
        raise _first_fault(invalid, ImportCase, _CASE) from invalid


def _plain(cells: Cells, columns: Mapping[str, str]) -> dict[str, str]:
    """What the row says; an empty cell says nothing."""
    if not organisation_slug(cells.get("cluster", "")):
        raise Fault("cluster", "the name has no letter or digit.")
    said = {field: cells[column] for column, field in columns.items() if cells.get(column)}
    return {**said, "language": _LANGUAGES.get(cells.get("country", ""), "en")}


def _interval(cells: Cells, day: str) -> Interval:
    earliest, latest = _day(cells, f"{day}_from"), _day(cells, f"{day}_to")
    try:
        return Interval(earliest=earliest, latest=latest)
    except ValidationError as reversed_:
        raise Fault(f"{day}_from", f"{earliest} is after {day}_to, {latest}.") from reversed_


def _day(cells: Cells, column: str) -> date | None:
    if not (text := cells.get(column, "")):
        return None
    fault = Fault(column, f"{text!r} is no day of the form 2026-03-31.")
    if not _ISO_DAY.fullmatch(text):
        raise fault
    try:
        return date.fromisoformat(text)
    except ValueError as no_day:
        raise fault from no_day


def _first_fault(
    invalid: ValidationError, model: type[ImportLabel | ImportCase], columns: Mapping[str, str]
) -> Fault:
    fault = field_faults(invalid, model)[0]
    field = str(fault.place[0])
    column = next((column for column, name in columns.items() if name == field), field)
    return Fault(column, fault.sentence)
