"""The form of a journey file: persons, steps, and what is expected of it. TOML, read with errors that name the place.

A step is one command: who gives it, to which stream, with which data. In any text of the data, `{today+20d}` stands
for a day, `{name}` for a document of the step's `files` (its SHA-256), for one of the file's `values`, or, as
`{none}`, for nothing. A text among the `values` stands anywhere in the file. Files that are begun with or played within
another are given its values.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from console.field_faults import dotted, field_faults
from domain.frozen import Frozen
from domain.person.commands import RegisterPerson

Ago = Annotated[str, StringConstraints(pattern=r"^-[1-9]\d*d$")]
Moment = Annotated[str, StringConstraints(pattern=r"^[+-][1-9]\d*d$")]
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Stream = Annotated[str, StringConstraints(pattern=r"^(cluster|round|complaint|person)-[a-z0-9][a-z0-9-]*$")]


class JourneyUnreadable(Exception):
    """The file is not a journey; the sentence names file, place and field."""


class Person(RegisterPerson):
    """Someone who takes part. Who is registered already stays as they are."""

    person_id: str = Field(alias="id", pattern=r"^[a-z0-9][a-z0-9-]*$")


class Step(BaseModel):
    """One command; the steps of another file; or, with `at` alone: the clock runs until then."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    at: Moment | None = Field(
        default=None,
        description="ten o'clock UTC: `-30d`, so many days ago, a rehearsed past; or `+30d`, so many days ahead, "
        "where only a simulated clock gets, and the steps without a time that follow are of the same day",
    )
    after: str | None = Field(default=None, description="first wait for an event of this type in the stream")
    actor: str = Field(default="", alias="as")
    stream: Stream | None = Field(default=None, alias="to")
    submit: str | None = Field(default=None, description="the command's type")
    data: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict, description="documents, as text under a name")
    expect: str | None = Field(default=None, description="the code of the refusal that must follow")
    play: str | None = Field(default=None, description="another file, whose steps are taken here")


class Beginning(BaseModel):
    """Another file that is played first, all of it at once: as many days ago as `at` says, or now."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    file: str = Field(alias="with")
    at: Ago | None = None


class Mail(Frozen):
    """A mail that must have arrived. Days in the subject are written out in the mail's language."""

    to: str
    language: str
    subject: str


class Expectation(BaseModel):
    """What must be so afterwards: the whole trail of a stream without letters sent, every mail, the register."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    stream: Stream
    stage: str
    trail: tuple[str, ...]
    registered: tuple[str, ...] = Field(alias="register")
    mails: tuple[Mail, ...] = Field(alias="mail")


class Journey(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: str
    begins: date | None = Field(default=None, description="the day its simulated clock shows first")
    begin: Beginning | None = None
    persons: tuple[Person, ...] = Field(default=(), alias="person")
    steps: tuple[Step, ...] = Field(default=(), alias="step")
    values: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation | None = None


def read_journey(file: Path, given: Mapping[str, Any] | None = None) -> Journey:
    """The journey in the file; values `given` take the place of its own. Raises JourneyUnreadable."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        values = {**written.get("values", {}), **(given or {})}
        words = {name: value for name, value in values.items() if isinstance(value, str)}
        return Journey.model_validate(_worded({**written, "values": values}, words))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise JourneyUnreadable(f"{file.name} cannot be read: {reason}.") from error
    except tomllib.TOMLDecodeError as error:
        raise JourneyUnreadable(f"{file.name} is not TOML: {error}") from error
    except ValidationError as invalid:
        faults = "; ".join(f"{_place(place)}: {said}" for place, said in field_faults(invalid, Journey))
        raise JourneyUnreadable(f"{file.name}, {faults}") from invalid


def _place(loc: tuple[int | str, ...]) -> str:
    """The place as the file's writer counts: `step 3, field at`."""
    match loc:
        case ("step" | "person" as table, int(index), *rest):
            return ", field ".join([f"{table} {index + 1}", *([dotted(rest)] if rest else [])])
        case _:
            return f"field {dotted(loc)}"


def _worded(part: object, words: Mapping[str, str]) -> object:
    """The part with its words put in; what stands for anything else stays as it is."""
    match part:
        case str():
            return _PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), part)
        case list():
            return [_worded(each, words) for each in part]
        case dict():
            return {name: _worded(each, words) for name, each in part.items()}
        case _:
            return part
