"""Canonical JSON text (RFC 8785): one value, one text, one hash."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import orjson

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

_LARGEST_INTEGER = 2**53 - 1
_LAST_OF_BASIC_PLANE = "\uffff"


class NotCanonical(ValueError):
    """A value with no canonical text in the ledger; the sentence says where in it and why."""


def canonical(value: Json) -> str:
    """Return the RFC 8785 text of `value`.

    Raises `NotCanonical` for floats, integers beyond 2**53 - 1, anything that is not plain JSON (moments,
    UUIDs and enums, which orjson would write silently), keys outside the basic plane (orjson sorts by code
    point, the RFC by UTF-16 unit), lone surrogates, and NUL, which PostgreSQL cannot store.
    """
    _require_plain(value, "$")
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER).decode()
    except orjson.JSONEncodeError as error:
        raise NotCanonical(f"$: {error}") from error


def _require_plain(value: object, path: str) -> None:
    # By exact type: to isinstance a StrEnum is a str, an IntEnum an int and True an int.
    if type(value) is str:
        _require_storable(value, path)
    elif type(value) is int:
        if abs(value) > _LARGEST_INTEGER:
            raise NotCanonical(f"{path}: {value} lies beyond 2**53 - 1.")
    elif type(value) is dict:
        for key, member in value.items():
            _require_key(key, path)
            _require_plain(member, f"{path}.{key}")
    elif type(value) is list or type(value) is tuple:
        for index, member in enumerate(value):
            _require_plain(member, f"{path}[{index}]")
    elif value is not None and type(value) is not bool:
        raise NotCanonical(f"{path}: {type(value).__name__} is not plain JSON.")


def _require_key(key: object, path: str) -> None:
    if type(key) is not str:
        raise NotCanonical(f"{path}: the key {key!r} is not a str.")
    if not key.isascii() and max(key) > _LAST_OF_BASIC_PLANE:
        raise NotCanonical(f"{path}: the key {key!r} reaches beyond the basic plane.")
    _require_storable(key, path)


def _require_storable(text: str, path: str) -> None:
    if "\0" in text:
        raise NotCanonical(f"{path}: a text holds the character NUL.")
