"""Whom an event names: persons stand in payloads by their id, in fields of these names."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

_NAMING = """
against by closed_by confirmed_by decided_by_casting_vote_of declared_by endorsed_by entitled expert experts given_by
in_favour managers member members observer observers owners person placed_by proposed_by raised_by recipient recused
reported_by signed_by subject successor voted
"""
_FIELDS = frozenset(_NAMING.split())
# What an endorsement covers may be that two stand beside each other: the field says `beside PERSON`.
_COVERED, _BESIDE = "covers", "beside "


def named_in(payload: Mapping[str, JsonValue]) -> dict[str, tuple[str, ...]]:
    """What stands where a person may, and the fields it stands in; of some fields that may be something else."""
    found: dict[str, dict[str, None]] = {}
    for field, value in _leaves(payload, ""):
        if field in _FIELDS:
            found.setdefault(value, {})[field] = None
        elif field == _COVERED and value.startswith(_BESIDE):
            found.setdefault(value.removeprefix(_BESIDE), {})[field] = None
    return {person: tuple(fields) for person, fields in found.items()}


def _leaves(value: JsonValue | Mapping[str, JsonValue], field: str) -> Iterator[tuple[str, str]]:
    """Every text, with the field it stands in, at any depth."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, field)
