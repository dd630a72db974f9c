"""A command that cannot be read is refused, the field named, without a word of what was written in it."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.commands import COMMAND_TYPES, engine_commands, person_commands
from domain.person.commands import RegisterPerson

SECRET = "a secret nobody may log"


@pytest.mark.parametrize(
    "data",
    [
        {"type": "WithdrawApplication", "reason": [SECRET]},
        {"type": "WithdrawApplication", "reason": SECRET * 200},
        {"type": "RegisterPerson", "name": SECRET, "email": SECRET},
        {"type": "WithdrawApplication", "grounds": SECRET},
        SECRET,
    ],
)
def test_no_error_message_shows_what_a_person_wrote(data: object) -> None:
    for read in (
        person_commands.validate_python,
        engine_commands.validate_python,
        RegisterPerson.model_validate,
    ):
        with pytest.raises(ValidationError) as invalid:
            read(data)
        assert SECRET not in str(invalid.value)


PROFILE = {"staff_fte_hundredths": 250, "english_website": True, "committed_members": 42, "member_types": 3}


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ({"type": "AcceptApplication", "criteria": {"eccp_listing": "yes"}}, "criteria.eccp_listing"),
        ({"type": "SubmitEvidence", "last": 1}, "last"),
        ({"type": "SubmitTest", "scores": {"2.1": "3"}}, "scores.2.1"),
        ({"type": "SubmitTest", "scores": {"2.1": True}}, "scores.2.1"),
        ({"type": "SubmitTest", "scores": {"2.1": 3.0}}, "scores.2.1"),
        (
            {"type": "RecordBenchmark", "interview_on": "2026-02-02", "values": {"1.1.1": "4"}},
            "values.1.1.1",
        ),
        (
            {"type": "UpdateProfile", "profile": PROFILE | {"staff_fte_hundredths": "250"}},
            "profile.staff_fte_hundredths",
        ),
    ],
)
def test_a_number_and_a_yes_or_no_are_no_text_that_looks_like_one(
    command: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as invalid:
        person_commands.validate_python(command)
    assert [".".join(map(str, error["loc"][1:])) for error in invalid.value.errors()] == [field]


@pytest.mark.parametrize("model", COMMAND_TYPES.values(), ids=COMMAND_TYPES)
def test_no_number_and_no_yes_or_no_of_any_command_is_read_from_a_text(model: type[BaseModel]) -> None:
    lenient = [place for place, strict in _numbers(model, model.__name__) if not strict]
    assert lenient == []


def test_days_names_and_ids_are_read_from_text() -> None:
    command = person_commands.validate_python(
        {
            "type": "SkipEffect",
            "notice_id": "7f1b4f3e-0c2d-4f7e-9a53-6f0c2f6f9d11",
            "reason": "A dead letter.",
        }
    )
    assert command.model_dump(mode="json")["notice_id"] == "7f1b4f3e-0c2d-4f7e-9a53-6f0c2f6f9d11"
    moved = person_commands.validate_python({"type": "EndTie", "tie_id": "1", "until_on": "2026-03-01"})
    assert moved.model_dump(mode="json")["until_on"] == "2026-03-01"


def _numbers(hint: Any, place: str, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[str, bool]]:
    """Where a command has whole numbers and booleans, and whether it takes nothing else for one."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        for name, field in hint.model_fields.items():
            yield from _numbers(field.annotation, f"{place}.{name}", tuple(field.metadata))
    elif get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from _numbers(inner, place, (*metadata, *more))
    elif hint in (int, bool):
        yield place, not _reads(TypeAdapter(Annotated[hint, *metadata]), "1")
    else:
        for inner in get_args(hint):
            yield from _numbers(inner, place)


def _reads(adapter: TypeAdapter[Any], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True
