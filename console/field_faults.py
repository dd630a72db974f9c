"""What is wrong with a field, in people's words: where it is, and what is expected there."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.cluster.events.appeals import AppealId
from domain.cluster.events.lineage import ChangeKey
from domain.cluster.events.shared import (
    AreaKey,
    CaseId,
    DocumentHash,
    FindingKey,
    RecommendationKey,
    RoundId,
)
from domain.edition import RuleKey
from domain.office.commands import OfficeId
from domain.person.commands import CaseReference, ClusterId, Country, Email, PersonId
from domain.rungs import RungKey
from domain.sealed import Commitment

Place = tuple[int | str, ...]
# A form that a text must have: what it is, and one that has it.
FORMS: Final[Mapping[Any, tuple[str, str]]] = {
    PersonId: ("a person's id", "emil-expert"),
    ClusterId: ("a cluster's id", "aurora"),
    Country: ("a country in two capital letters", "DE"),
    CaseId: ("a case", "gold-1"),
    CaseReference: ("a cluster with its case", "aurora/gold-1"),
    DocumentHash: ("a SHA-256 of 64 digits, 0 to 9 and a to f", f"9f86d081{0:056x}"),
    RecommendationKey: ("a recommendation of a report", "bronze-1/2"),
    AreaKey: ("an improvement area", "area-1"),
    FindingKey: ("a finding", "finding-1"),
    AppealId: ("an appeal", "appeal-1"),
    ChangeKey: ("a change under review", "change-1"),
    RoundId: ("a round", "round-2026-02"),
    OfficeId: ("an accredited office", "nordlys"),
    Email: ("an e-mail address", "ada@cluster.example"),
    RuleKey: ("a rule", "R14"),
    RungKey: ("a reminder of the ladder", "before-end-6"),
    Commitment: ("a commitment as `laurel trail --json` shows it", f"sealed:9f86d081{0:056x}"),
}
_NO_CHARACTER: Final = re.compile("[\x00\ud800-\udfff]")
_DAY = "a day is expected, such as 2026-03-01."
_INSTANT = "an instant is expected, such as 2026-03-01T10:00:00Z."
_NUMBER = "a whole number is expected, such as 3."
_TRUTH = "true or false is expected."
_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "is missing.",
    "union_tag_not_found": "is missing.",
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing_size": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "string_type": "a text is expected.",
    "string_too_short": "may not be empty.",
    "greater_than_equal": "{ge} or more is expected.",
    "less_than_equal": "{le} or less is expected.",
    "string_too_long": "at most {max_length} characters are expected.",
    "literal_error": "one of {expected} is expected.",
    "enum": "one of {expected} is expected.",
    "value_error": "{error}",
    "union_tag_invalid": "there is none called {tag}.",
    "uuid_type": "an id is expected, such as 6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10.",
    "uuid_parsing": "an id is expected, such as 6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10.",
}
_FORMED: Final = tuple(FORMS)
_LISTS = frozenset({"tuple_type", "list_type", "set_type", "frozen_set_type"})
_OBJECTS = frozenset({"dict_type", "model_type", "model_attributes_type", "mapping_type"})


class FieldFault(NamedTuple):
    """One fault: the place as the model knows it, and a sentence about it."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        return f"{dotted(self.place) or 'type'}: {self.sentence}"


def field_faults(
    invalid: ValidationError, model: type[BaseModel] | None, *, within: int = 0
) -> tuple[FieldFault, ...]:
    """What is wrong, each fault once. `within`: how many parts of each place come before the model's fields.

    A misspelt field and the one that is missing for it are one fault; so are a list and what is wrong in it.
    """
    errors: dict[Place, ErrorDetails] = {}
    for error in invalid.errors():
        errors.setdefault(_place(error, within), error)
    meant = {place: _meant(model, place) for place, error in errors.items() if _is_unknown(error)}
    told_within = {place[:length] for place in errors for length in range(len(place))}
    told_as_misspelt = {(*place[:-1], name) for place, name in meant.items() if name}
    return tuple(
        FieldFault(place, _sentence(error, place, model, meant.get(place)))
        for place, error in errors.items()
        if place not in told_within | told_as_misspelt
    )


def unwritable(told: object, place: Place = ()) -> Iterator[FieldFault]:
    """Each text with a character that no record holds: the null one, and half of a pair."""
    match told:
        case str():
            if _NO_CHARACTER.search(told):
                yield FieldFault(place, "holds a character that cannot be written.")
        case Mapping():
            for name, value in told.items():
                if _NO_CHARACTER.search(str(name)):
                    yield FieldFault(place, "a name in it holds a character that cannot be written.")
                yield from unwritable(value, (*place, str(name)))
        case list() | tuple():
            for number, value in enumerate(told):
                yield from unwritable(value, (*place, number))


def dotted(place: Sequence[int | str]) -> str:
    """The place as JSON's readers count: `items[0].document`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def _place(error: ErrorDetails, within: int) -> Place:
    return tuple(part for part in error["loc"][within:] if part != "[key]")


def _is_unknown(error: ErrorDetails) -> bool:
    return error["type"] == "extra_forbidden"


def _sentence(error: ErrorDetails, place: Place, model: type[BaseModel] | None, meant: str | None) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if _is_unknown(error):
        return _unknown(model, place, meant)
    if kind.startswith("datetime"):
        return _INSTANT
    if kind.startswith("date"):
        return _DAY
    if kind in _LISTS | _OBJECTS:
        return _shape(kind, _at(model, place))
    if kind == "too_short":
        least = context["min_length"]
        return "at least one is expected." if least == 1 else f"at least {least} are expected."
    if kind == "string_pattern_mismatch":
        return _form(context["pattern"])
    if wording := _SENTENCES.get(kind):
        return wording.format(**context)
    return f"{error['msg'][:1].lower()}{error['msg'][1:]}."


def _form(pattern: str) -> str:
    if form := _forms_by_pattern().get(pattern):
        what, example = form
        return f"{what} is expected, such as {example}."
    return f"it has not the form {pattern}."


@cache
def _forms_by_pattern() -> Mapping[str, tuple[str, str]]:
    return {TypeAdapter(kind).json_schema()["pattern"]: form for kind, form in FORMS.items()}


def _shape(kind: str, expected: object) -> str:
    what, shape = ("a list", "[…]") if kind in _LISTS else ("an object", "{…}")
    example = json.dumps(_example(expected), ensure_ascii=False) if expected else shape
    return f"{what} is expected, such as {example}."


def _unknown(model: type[BaseModel] | None, place: Place, meant: str | None) -> str:
    if meant:
        return f"there is no such field; did you mean {meant}?"
    fields = _fields_at(model, place[:-1])
    return f"there is no such field; there are {', '.join(fields)}." if fields else "there is no such field."


def _meant(model: type[BaseModel] | None, place: Place) -> str | None:
    near = get_close_matches(str(place[-1]), _fields_at(model, place[:-1]), n=1)
    return near[0] if near else None


def _fields_at(model: type[BaseModel] | None, place: Place) -> tuple[str, ...]:
    found = _at(model, place)
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in found.model_fields.items() if name != "type")


def _at(model: object, place: Sequence[int | str]) -> object:
    """What is expected at the place; None where that cannot be said."""
    for part in place:
        model = _within(_bare(model), part)
    return _bare(model)


def _within(kind: object, part: int | str) -> object:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return next((each.annotation for name, each in fields if part in (name, each.alias)), None)
    arguments = get_args(kind)
    # The element of a list, or the value of a mapping.
    return next((each for each in reversed(arguments) if each is not Ellipsis), None)


def _bare(kind: object) -> object:
    """Without what is beside the type: `X | None` and `Annotated[X, …]` are X, unless X has a form of its own."""
    if kind in _FORMED:
        return kind
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next((each for each in get_args(kind) if each is not type(None)), None))
    return kind


def _example(kind: object) -> object:
    kind = _bare(kind)
    if kind in _FORMED:
        return FORMS[kind][1]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin is dict:
        return {str(_example(arguments[0])): _example(arguments[1])}
    if origin in (tuple, frozenset, list):
        return [_example(arguments[0])]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        required = {name: field for name, field in kind.model_fields.items() if field.is_required()}
        return {name: _example(field.annotation) for name, field in required.items()}
    return {int: 3, bool: True, date: "2026-03-01"}.get(kind, "…")  # type: ignore[call-overload]
