"""Sealed values: names, addresses and free text stay out of the record, which keeps commitments to them.

A command carries the text itself; `seal` exchanges every sealed field for its commitment before any rule sees
the command, so rules and events only ever hold commitments.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, TypeVar, get_args

from pydantic import BaseModel, StringConstraints

Command = TypeVar("Command", bound=BaseModel)


class Sealing:
    """Marks a command's field as sealed."""


# In a command: the text as a person wrote it, at most 4,000 characters. In an event: the commitment to it.
FreeText = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), Sealing()]
PersonalText = Annotated[
    str, StringConstraints(min_length=1, max_length=320, strip_whitespace=True), Sealing()
]
Commitment = Annotated[str, StringConstraints(pattern=r"^sealed:[0-9a-f]{64}$")]


def has_sealed(model: type[BaseModel]) -> bool:
    """Whether any field, at any depth, is kept out of the record."""
    return bool(_sealed_fields(model))


def seal(command: Command, commit: Callable[[str], str]) -> Command:
    """The same command with each sealed text replaced by `commit(text)`; absent texts stay absent."""
    update = {
        name: _committed(getattr(command, name), annotation, commit)
        for name, annotation in _sealed_fields(type(command)).items()
    }
    return command.model_copy(update=update)


@cache
def _sealed_fields(model: type[BaseModel]) -> Mapping[str, object]:
    """The fields that are sealed, or hold what is, by what may stand in them; found once for each model."""
    return {
        name: field.annotation
        for name, field in model.model_fields.items()
        if _sealed_within(field.annotation, field.metadata)
    }


def _committed(value: object, annotation: object, commit: Callable[[str], str]) -> object:
    """Texts lie directly in a field, in the values of a mapping, or in models of a tuple."""
    match value:
        case None:
            return None
        case str():
            return commit(value)
        case BaseModel():
            return seal(value, commit)
        case dict():
            part = get_args(annotation)[1]
            return {key: _committed(each, part, commit) for key, each in value.items()}
        case tuple():
            return tuple(_committed(each, get_args(annotation)[0], commit) for each in value)
        case _:
            raise TypeError(f"A sealed value is a text: {annotation}.")


def _sealed_within(annotation: object, metadata: Sequence[object] = ()) -> bool:
    if any(isinstance(mark, Sealing) for mark in (*metadata, *getattr(annotation, "__metadata__", ()))):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return has_sealed(annotation)
    return any(_sealed_within(part) for part in get_args(annotation))
