"""Events of retired shapes are read as today's, one version after the other, and stay stored as they are."""

import json
from pathlib import Path

import pytest

from domain.events import UnknownEvent, event_of, payload_of
from domain.upcasting import RETIRED, Step, Upcaster, payload_today, schema_version, steps_from

GOLDEN = Path(__file__).parent / "retired"
RENAMED_TWICE = {
    "Renamed": (
        Upcaster("`old` is called `newer`.", lambda payload, _: {"newer": payload["old"]}),
        Upcaster(
            "`newer` is called `newest`, and says who.",
            lambda payload, metadata: {"newest": payload["newer"], "by": metadata["actor"]},
        ),
    )
}
STORED = ("Renamed", '{"old":1}', '{"actor":"olga"}')


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.json")), ids=lambda golden: golden.stem)
def test_a_retired_shape_is_read_as_its_golden_file_says(golden: Path) -> None:
    type_, version = golden.stem.split("-")
    told = json.loads(golden.read_text(encoding="utf-8"))
    event = event_of(type_, int(version), told["stored"]["payload"], told["stored"]["metadata"])
    assert payload_of(event) == told["today"]


def test_every_retired_shape_has_its_golden_file() -> None:
    shapes = {f"{type_}-{n}" for type_, steps in RETIRED.items() for n in range(1, len(steps) + 1)}
    assert {golden.stem for golden in GOLDEN.iterdir()} == shapes


def test_an_upcaster_says_in_a_sentence_what_changed() -> None:
    assert [each.says for steps in RETIRED.values() for each in steps if not each.says.endswith(".")] == []


def test_upcasters_are_applied_one_after_the_other() -> None:
    assert tuple(steps_from(1, *STORED, RENAMED_TWICE)) == (
        Step(2, "`old` is called `newer`.", {"newer": 1}),
        Step(3, "`newer` is called `newest`, and says who.", {"newest": 1, "by": "olga"}),
    )


def test_only_those_behind_the_stored_version_are_applied() -> None:
    (step,) = steps_from(2, "Renamed", '{"newer":1}', '{"actor":"olga"}', RENAMED_TWICE)
    assert (step.version, step.payload) == (3, {"newest": 1, "by": "olga"})


def test_an_event_of_todays_shape_is_read_as_it_stands() -> None:
    text = '{"newest" : 1, "by":"olga"}'
    assert schema_version("Renamed", RENAMED_TWICE) == 3
    assert payload_today(3, "Renamed", text, "{}", RENAMED_TWICE) == text


def test_a_type_without_a_retired_shape_is_of_version_one() -> None:
    assert schema_version("LabelAwarded") == 1


@pytest.mark.parametrize(
    ("type_", "version"), [("TieDeclared", schema_version("TieDeclared") + 1), ("NeverHeardOf", 1)]
)
def test_an_event_of_a_later_version_or_of_an_unknown_type_is_none_this_program_knows(
    type_: str, version: int
) -> None:
    with pytest.raises(UnknownEvent) as unknown:
        event_of(type_, version, "{}", "{}")
    assert str(unknown.value) == f"{type_}, version {version}"
