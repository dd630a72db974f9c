"""Sealed values: names, addresses and free text stay out of the record, which keeps commitments to them.

A command carries the text itself; `seal` exchanges every sealed field for its commitment before any rule sees
the command, so rules and events only ever hold commitments.
"""

from collections.abc import Callable
from typing import Annotated, TypeVar

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


def sealed_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the model's fields whose values are kept out of the record."""
    return tuple(
        name for name, field in model.model_fields.items() if _is_sealed(field.annotation, field.metadata)
    )


def _is_sealed(annotation: object, metadata: list[object]) -> bool:
    marks = [
        *metadata,
        *(mark for part in getattr(annotation, "__args__", ()) for mark in getattr(part, "__metadata__", ())),
    ]
    return any(isinstance(mark, Sealing) for mark in marks)


def seal(command: Command, commit: Callable[[str], str]) -> Command:
    """The same command with each sealed text replaced by `commit(text)`; absent texts stay absent."""
    texts = {name: getattr(command, name) for name in sealed_fields(type(command))}
    return command.model_copy(update={name: commit(text) for name, text in texts.items() if text is not None})
