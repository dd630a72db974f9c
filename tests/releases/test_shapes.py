"""What a released version wrote is read for ever: within a version of a type, fields are only ever added."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.releases.record import HERE, shapes

RELEASED = sorted(HERE.glob("*/shapes.json"))


def kept(file: Path) -> dict[str, Any]:
    """The shapes of a release whose types have the same version today."""
    released, today = orjson.loads(file.read_bytes()), shapes()
    return {each: shape for each, shape in released.items() if shape["version"] == today[each]["version"]}


@pytest.mark.parametrize("file", RELEASED, ids=[file.parent.name for file in RELEASED])
def test_no_type_and_no_field_of_a_released_shape_is_gone(file: Path) -> None:
    today: dict[str, Any] = shapes()
    gone = {each: shape["fields"].keys() - today[each]["fields"].keys() for each, shape in kept(file).items()}
    assert {each: fields for each, fields in gone.items() if fields} == {}


@pytest.mark.parametrize("file", RELEASED, ids=[file.parent.name for file in RELEASED])
def test_no_field_must_be_there_that_a_released_shape_may_lack(file: Path) -> None:
    today: dict[str, Any] = shapes()
    asked = {
        each: {name for name, must in today[each]["fields"].items() if must and not shape["fields"].get(name)}
        for each, shape in kept(file).items()
    }
    assert {each: fields for each, fields in asked.items() if fields} == {}
