"""A wrong field is named once, with what is expected of it in people's words."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from console.field_faults import FORMS
from console.gateway import BadInput, parse
from domain.commands import COMMAND_TYPES


def faults(type_: str, **fields: Any) -> tuple[str, ...]:
    with pytest.raises(BadInput) as bad:
        parse({"type": type_, **fields})
    return bad.value.fields


@pytest.mark.parametrize(
    ("type_", "fields", "said"),
    [
        ("CastVote", {"report_version": 1}, ["vote: is missing."]),
        ("CastVote", {"vote": "maybe", "report_version": 1}, ["vote: one of 'yes' or 'no' is expected."]),
        (
            "CastVote",
            {"vote": "no", "report_version": "soon"},
            ["report_version: a whole number is expected, such as 3."],
        ),
        ("SubmitEvidence", {"last": "maybe"}, ["last: true or false is expected."]),
        (
            "ProposeTeam",
            {"experts": "emil-expert"},
            ['experts: a list is expected, such as ["emil-expert"].'],
        ),
        ("AcceptEvidence", {"subjects": []}, ["subjects: at least one is expected."]),
        (
            "SubmitScores",
            {"scores": [4]},
            ['scores: an object is expected, such as {"…": 3}.'],
        ),
        (
            "OpenRound",
            {"opens_on": "1 March", "closes_on": "2026-02-30"},
            [
                "opens_on: a day is expected, such as 2026-03-01.",
                "closes_on: a day is expected, such as 2026-03-01.",
            ],
        ),
        (
            "SubmitEvidence",
            {"items": [{"item": "questionnaire", "document": "abc"}]},
            [
                "items[0].document: a SHA-256 of 64 digits, 0 to 9 and a to f is expected, such as 9f86d081"
                + "0" * 56
                + "."
            ],
        ),
        (
            "AnswerRecommendations",
            {"answers": {"first": "Done."}},
            ["answers.first: a recommendation of a report is expected, such as bronze-1/2."],
        ),
        ("CheckFacts", {"remarks": ""}, ["remarks: may not be empty."]),
        ("CheckFacts", {"remarks": "x" * 4001}, ["remarks: at most 4000 characters are expected."]),
        ("RenameCluster", {"name": "Auro\x00ra"}, ["name: holds a character that cannot be written."]),
        (
            "ProposeTeam",
            {"experts": ["emil-\ud800"]},
            ["experts[0]: holds a character that cannot be written."],
        ),
        (
            "RenameCluster",
            {"na\x00me": "Aurora"},
            ["type: a name in it holds a character that cannot be written."],
        ),
        ("DeclareTie", {"organisation": "–", "kind": "member"}, None),
    ],
)
def test_a_field_is_named_with_what_is_expected(
    type_: str, fields: dict[str, Any], said: list[str] | None
) -> None:
    found = faults(type_, **fields)
    assert (
        list(found) == said
        if said
        else "organisation: An organisation's name has a letter or a digit." in found
    )


def test_a_country_is_two_capital_letters() -> None:
    person = {"name": "Ada", "email": "ada@x.example", "language": "en", "country": "Denmark"}
    assert faults("RegisterPerson", **person) == (
        "country: a country in two capital letters is expected, such as DE.",
    )


def test_a_misspelt_field_and_the_one_it_was_meant_for_are_one_fault() -> None:
    assert faults("RejectEvidence", subject="2.3", reson="Old.") == (
        "reson: there is no such field; did you mean reason?",
    )


def test_a_field_like_no_other_is_answered_by_those_there_are() -> None:
    assert faults("RejectEvidence", subject="2.3", reason="Old.", x=1) == (
        "x: there is no such field; there are case_id, subject, reason.",
    )


def test_what_is_wrong_within_a_list_is_told_and_the_list_is_not() -> None:
    assert faults("AcceptEvidence", subjects=[3]) == ("subjects[0]: a text is expected.",)


def test_an_unknown_type_is_a_wrong_field_too() -> None:
    assert faults("PassDeadline") == ("type: there is none called PassDeadline.",)
    with pytest.raises(BadInput, match=r"^type: is missing\.$"):
        parse({})


def test_every_form_a_command_asks_for_has_words_and_an_example_of_it() -> None:
    schemas = [model.model_json_schema() for model in COMMAND_TYPES.values()]
    worded = {TypeAdapter(kind).json_schema()["pattern"] for kind in FORMS}
    assert set(_patterns(schemas)) - worded == set()
    for kind, (_, example) in FORMS.items():
        assert TypeAdapter(kind).validate_python(example) == example


def _patterns(schema: Any) -> Iterator[str]:
    match schema:
        case dict():
            yield from ([schema["pattern"]] if isinstance(schema.get("pattern"), str) else [])
            for each in schema.values():
                yield from _patterns(each)
        case list():
            for each in schema:
                yield from _patterns(each)
