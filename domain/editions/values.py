"""Every value of an edition by its place, with its mark and source: what an edition says, and how it is known."""

from collections.abc import Iterator

from pydantic import BaseModel, JsonValue

from domain.edition import Edition
from domain.frozen import Frozen
from domain.procedure import Procedure
from domain.sourced import Contested, Sourced


class Reading(Frozen):
    """One reading of a value. `mark` A: assumed."""

    value: JsonValue
    mark: str
    source: str


class Value(Reading):
    """A value at a place such as `limits.offer.period`; `rivals`: other readings, which do not hold."""

    place: str
    rivals: tuple[Reading, ...] = ()


def values_of(edition: Edition) -> tuple[Value, ...]:
    """In the order of the edition."""
    return tuple(_within(edition, ""))


def _within(part: object, place: str) -> Iterator[Value]:
    match part:
        case Sourced():
            yield _value(part, place)
        case BaseModel():
            for name in type(part).model_fields:
                yield from _within(getattr(part, name), f"{place}.{name}" if place else name)
        case dict():
            for name, each in part.items():
                yield from _within(each, f"{place}.{name}")
        case tuple():
            for number, each in enumerate(part):
                yield from _within(each, f"{place}.{_called(each, number)}")
        case _:
            return


def _called(part: object, number: int) -> str:
    match part:
        case Procedure():
            return f"{part.level} {' and '.join(part.kinds)}"
        case BaseModel() if key := getattr(part, "key", ""):
            return str(key)
        case _:
            return str(number + 1)


def _value(sourced: Sourced[object], place: str) -> Value:
    rivals = sourced.rivals if isinstance(sourced, Contested) else ()
    own = _reading(sourced)
    return Value(
        place=place, value=own.value, mark=own.mark, source=own.source, rivals=tuple(map(_reading, rivals))
    )


def _reading(sourced: Sourced[object]) -> Reading:
    return Reading.model_validate(sourced.model_dump(mode="json", include={"value", "mark", "source"}))
