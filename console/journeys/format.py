"""The form of a journey file: persons, steps, and what is expected of it. TOML, read with errors that name the place.

A step is one command: who gives it, to which stream, with which data. In any text of the data, `{today+20d}` stands
for a day, `{name}` for a document of the step's `files` (its SHA-256), for one of the file's `values`, or, as
`{none}`, for nothing.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from domain.frozen import Frozen
from domain.person.commands import RegisterPerson

Ago = Annotated[str, StringConstraints(pattern=r"^-[1-9]\d*d$")]
Stream = Annotated[str, StringConstraints(pattern=r"^(cluster|round|person)-[a-z0-9][a-z0-9-]*$")]


class JourneyUnreadable(Exception):
    """The file is not a journey; the sentence names file, place and field."""


class Person(RegisterPerson):
    """Someone who takes part. Who is registered already stays as they are."""

    person_id: str = Field(alias="id", pattern=r"^[a-z0-9][a-z0-9-]*$")


class Step(BaseModel):
    """One command, or with `at` alone: the clock runs until then."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    at: Ago | None = Field(default=None, description="a rehearsed past: so many days ago, at ten o'clock UTC")
    after: str | None = Field(default=None, description="first wait for an event of this type in the stream")
    actor: str = Field(default="", alias="as")
    stream: Stream | None = Field(default=None, alias="to")
    submit: str | None = Field(default=None, description="the command's type")
    data: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict, description="documents, as text under a name")
    expect: str | None = Field(default=None, description="the code of the refusal that must follow")


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
    begin: Beginning | None = None
    persons: tuple[Person, ...] = Field(default=(), alias="person")
    steps: tuple[Step, ...] = Field(default=(), alias="step")
    values: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation | None = None


def read_journey(file: Path) -> Journey:
    """The journey in the file. Raises JourneyUnreadable."""
    try:
        return Journey.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise JourneyUnreadable(f"{file.name} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise JourneyUnreadable(f"{file.name} is not TOML: {error}") from error
    except ValidationError as invalid:
        faults = "; ".join(f"{_place(error['loc'])}: {error['msg']}" for error in invalid.errors())
        raise JourneyUnreadable(f"{file.name}, {faults}") from invalid


def _place(loc: tuple[int | str, ...]) -> str:
    """The place as the file's writer counts: `step 3, field at`."""
    match loc:
        case ("step" | "person" as table, int(index), *rest):
            return ", field ".join([f"{table} {index + 1}", *([_dotted(rest)] if rest else [])])
        case _:
            return f"field {_dotted(list(loc))}"


def _dotted(parts: list[int | str]) -> str:
    return ".".join(map(str, parts))
