"""The tables of rows, and how Python values are written in their columns."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson
from pydantic import BaseModel

from readmodel.rows import Row


class Table(NamedTuple):
    """`key`: the column that tells the rows of one stream apart. `json`: its columns of JSON."""

    key: str
    json: frozenset[str] = frozenset()


# All other columns stand in schema.sql alone.
TABLES: Mapping[str, Table] = {
    "clusters": Table("stream", frozenset({"labels"})),
    "cases": Table("case_id"),
    "tasks": Table("key"),
    "benchmarks": Table("case_id", frozenset({"values"})),
    "results": Table("case_id", frozenset({"scores"})),
    "rounds": Table("stream"),
    "complaints": Table("stream"),
    "persons": Table("stream", frozenset({"qualifications", "ties", "seats", "bookings", "absences"})),
    "offices": Table("stream", frozenset({"accreditations"})),
    "programmes": Table("stream", frozenset({"targets"})),
    "memberships": Table("key", frozenset({"plans"})),
}
# With those of the past.
EVERY_TABLE = tuple(kept for table in TABLES for kept in (table, f"past_{table}"))


def as_json(value: object) -> str:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS).decode()


def stored_form(table: str, row: Row) -> Row:
    """The row as the database takes it: what is JSON there as text."""
    json = TABLES[table].json
    return {name: as_json(value) if name in json else value for name, value in row.items()}


def read_form(table: str, stored: Mapping[str, object]) -> Row:
    """The row as the database gives it, what is JSON there read."""
    json = TABLES[table].json
    return {name: orjson.loads(str(value)) if name in json else value for name, value in stored.items()}


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(type(value).__name__)
