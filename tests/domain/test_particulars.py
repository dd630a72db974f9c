"""A state taken apart: what its particulars are called, and what is left out."""

from pydantic import JsonValue

from domain.cluster.case import Stage
from domain.cluster.visible_state import visible_state
from domain.particulars import particulars
from tests.domain.cast import AURORA, EMIL, OLGA, bronze
from tests.domain.specification import World
from tests.domain.walked import golden

Shown = dict[str, JsonValue]


def of(world: World, stream: str = AURORA) -> dict[str, object]:
    return dict(particulars(visible_state(world.states[stream], world.person(OLGA), None)))


def test_a_part_is_called_by_what_tells_it_from_others() -> None:
    facts = of(golden(Stage.CLOSED))
    assert facts["case gold-1: stage"] == "closed"
    assert facts[f"case gold-1: on the team: {EMIL}: accepted"] is True
    assert facts["label gold, term 1: last day"] == "2028-02-29"
    assert facts["case gold-1: result: score of 2.1"] == 4


def test_what_only_the_engine_reads_is_left_out() -> None:
    words = {word for name in of(golden(Stage.CLOSED)) for word in name.split(": ")}
    assert words & {"version", "debts", "clocks", "event id", "since", "due at", "sequence"} == set()


def test_what_is_empty_is_left_out() -> None:
    assert None not in of(bronze(Stage.APPLIED)).values()
    assert "region" not in of(bronze(Stage.APPLIED))


def test_a_day_known_as_an_interval_is_one_particular() -> None:
    shown: Shown = {
        "last_day": {"earliest": "2028-01-31", "latest": "2028-03-31"},
        "grace": {"earliest": None, "latest": None},
    }
    assert particulars(shown) == {"last day": "2028-01-31 to 2028-03-31", "grace": "unknown"}


def test_parts_of_one_name_are_numbered() -> None:
    shown: Shown = {
        "conflicts": [{"person": EMIL, "resolution": "unfounded"}, {"person": EMIL, "resolution": None}]
    }
    assert particulars(shown) == {
        f"reported tie of {EMIL}: resolution": "unfounded",
        f"reported tie of {EMIL} (2)": True,
    }
