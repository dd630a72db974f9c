"""A journey on a given day: its steps with every placeholder filled in, each command in its form and with its id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from console.gateway import BadInput, parse
from console.journeys.filling import Filler, Unfilled
from console.journeys.format import Journey, JourneyUnreadable, Person, Step, read_journey

_JOURNEYS = UUID("5d1f6c0b-3b7e-5f0a-9d2c-7a0c4c1f8e55")
# The scheme's day is the secretariat's.
_SECRETARIAT_ZONE = ZoneInfo("Europe/Berlin")
_TEN = time(10, tzinfo=UTC)


@dataclass(frozen=True)
class Act:
    """One command to give. Its id is the same however often the step is played, and another once it is edited.

    `actor` is None where whoever may register persons does it; `command` is None where only the clock runs.
    """

    place: str
    command_id: UUID
    stream: str = ""
    actor: str | None = None
    command: dict[str, Any] | None = None
    at: datetime | None = None
    after: str | None = None
    expect: str | None = None
    texts: tuple[str, ...] = field(default=(), repr=False)


def acts_of_file(
    file: Path, now: datetime, *, at: str | None = None, given: Mapping[str, Any] | None = None
) -> tuple[Act, ...]:
    """The acts of a journey file, of the file it begins with and of those it plays. Raises JourneyUnreadable."""
    journey = read_journey(file, given)
    first: tuple[Act, ...] = ()
    if journey.begin is not None:
        begun = file.parent / journey.begin.file
        first = acts_of_file(begun, now, at=journey.begin.at or at, given=journey.values)
    return (*first, *acts_of(journey, now, name=file.name, at=at, folder=file.parent))


def acts_of(
    journey: Journey, now: datetime, *, name: str, at: str | None = None, folder: Path = Path()
) -> tuple[Act, ...]:
    """The journey's acts in order; steps without a time of their own are taken at `at`, or live.

    Files it plays lie in `folder`. Raises JourneyUnreadable for a command that has not its form, or times that are
    out of order.
    """
    steps = tuple(_dated(journey.steps, at))
    _in_order(steps, name)
    begins_at = steps[0].at if steps else at
    acts = [_registration(person, now, name, begins_at) for person in journey.persons]
    for number, step in enumerate(steps, start=1):
        if step.play is None:
            acts.append(_act(step, number, journey, now, name))
        else:
            played = read_journey(folder / step.play, journey.values)
            place = f"{name}, step {number}, {step.play}"
            acts += acts_of(played, now, name=place, at=step.at, folder=folder)
    return tuple(acts)


def secretariat_day(now: datetime) -> date:
    """The day that counts as today."""
    return now.astimezone(_SECRETARIAT_ZONE).date()


def instant(moment: str, now: datetime) -> datetime:
    """Ten o'clock UTC, so many days ago or ahead: `-210d`, `+14d`."""
    return datetime.combine(secretariat_day(now) + timedelta(days=_days(moment)), _TEN)


def _days(moment: str) -> int:
    return int(moment.removesuffix("d"))


def _dated(steps: tuple[Step, ...], at: str | None) -> Iterator[Step]:
    """Behind a step ahead, the steps without a time are of its day."""
    for step in steps:
        if step.at and _days(step.at) > 0:
            at = step.at
        yield step if step.at else step.model_copy(update={"at": at})


def _in_order(steps: tuple[Step, ...], name: str) -> None:
    days = [_days(step.at) if step.at else 0 for step in steps]
    for number, (before, after) in enumerate(pairwise(days), start=2):
        if after < before:
            raise JourneyUnreadable(f"{name}, step {number}, field at: it lies before the step above it.")


def _registration(person: Person, now: datetime, name: str, at: str | None) -> Act:
    command = {"type": "RegisterPerson", **person.model_dump(mode="json", exclude={"person_id", "type"})}
    return Act(
        place=f"{name}, person {person.person_id}",
        command_id=uuid5(_JOURNEYS, f"person {person.person_id}"),
        stream=f"person-{person.person_id}",
        command=command,
        at=instant(at, now) if at else None,
    )


def _act(step: Step, number: int, journey: Journey, now: datetime, name: str) -> Act:
    place = f"{name}, step {number}"
    # Without its time: a file that others begin with is one and the same, whenever they have it played.
    said = step.model_dump_json(by_alias=True, exclude={"at"})
    command_id = uuid5(_JOURNEYS, f"{name} {number} {said}")
    at = instant(step.at, now) if step.at else None
    if step.submit is None:
        if at is None:
            raise JourneyUnreadable(f"{place}, field submit: a step without a command needs a time in `at`.")
        return Act(place=place, command_id=command_id, at=at)
    place = f"{place} ({step.submit})"
    if step.stream is None or not step.actor:
        raise JourneyUnreadable(f"{place}: it does not say who gives the command (`as`), or to whom (`to`).")
    command = {**_filled_in(step, journey, secretariat_day(now), place), "type": step.submit}
    try:
        parse(command)
    except BadInput as bad:
        raise JourneyUnreadable(f"{place}, field {'; '.join(bad.fields)}") from bad
    return Act(
        place=place,
        command_id=command_id,
        stream=step.stream,
        actor=step.actor,
        command=command,
        at=at,
        after=step.after,
        expect=step.expect,
        texts=tuple(step.files.values()),
    )


def _filled_in(step: Step, journey: Journey, today: date, place: str) -> dict[str, Any]:
    hashes = {name: sha256(text.encode()).hexdigest() for name, text in step.files.items()}
    filler = Filler({"none": None, **journey.values, **hashes}, today)
    try:
        return {name: filler.fill(value) for name, value in step.data.items()}
    except Unfilled as unknown:
        raise JourneyUnreadable(f"{place}, field data: {unknown}") from unknown
