"""The catalogue of 2013: its counts, its minimums, its points."""

from collections import Counter

import pytest
from pydantic import ValidationError

from domain.catalogue import Catalogue, Descriptor, Indicator, Scale
from domain.schemes import scheme

CATALOGUE = scheme().catalogue("2013")


def test_there_are_31_indicators_in_five_dimensions() -> None:
    assert len(CATALOGUE.indicators) == 31
    assert [len(CATALOGUE.of_dimension(each.code)) for each in CATALOGUE.dimensions] == [4, 10, 2, 12, 3]
    assert [each.code for each in CATALOGUE.dimensions] == ["1", "2", "3", "4", "5"]


def test_the_codes_are_in_the_catalogues_order() -> None:
    assert [each.code for each in CATALOGUE.indicators] == [
        *("1.1.0", "1.1.1", "1.1.2", "1.2"),
        *("2.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.3", "2.4", "2.5", "2.6", "2.7"),
        *("3.1", "3.2"),
        *("4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.1.6"),
        *("4.2", "4.3", "4.4", "4.5", "4.6.1", "4.6.2"),
        *("5.1", "5.2", "5.3"),
    ]


def test_bronze_asks_the_31_and_five_descriptors_in_order() -> None:
    assert len(CATALOGUE.bronze) == 36
    assert CATALOGUE.bronze[:31] == CATALOGUE.indicators
    assert [each.code for each in CATALOGUE.bronze[31:]] == ["B1", "B2", "B3", "B4", "B5"]


def test_nineteen_indicators_are_audited_for_silver_and_exactly_these_carry_a_minimum() -> None:
    with_minimum = tuple(each for each in CATALOGUE.indicators if each.minimum is not None)
    assert with_minimum == CATALOGUE.silver
    assert Counter(each.minimum.value for each in with_minimum if each.minimum) == {2: 18, 1: 1}


def test_the_silver_indicators_are_those_of_the_sourced_table() -> None:
    assert [each.code for each in CATALOGUE.silver] == [
        *("1.1.0", "1.1.1", "1.1.2"),
        *("2.1", "2.2.2", "2.4", "2.5", "2.6", "2.7"),
        *("4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.1.6", "4.3", "4.4", "4.6.1", "4.6.2"),
    ]


def test_the_only_gate_is_the_commitment_of_participants() -> None:
    gates = [each.code for each in CATALOGUE.indicators if each.scale.value is Scale.GATE]
    assert gates == ["1.1.0"]


def test_thirty_scored_indicators_give_at_most_150_points() -> None:
    assert len(CATALOGUE.scored) == 30
    assert sum(each.scale.value.highest for each in CATALOGUE.scored) == CATALOGUE.points.value == 150


def test_two_names_are_assumed_and_29_are_sourced() -> None:
    assert [each.code for each in CATALOGUE.indicators if each.name.assumed] == ["5.2", "5.3"]


@pytest.mark.parametrize(("code", "lowest", "highest"), [("1.1.0", 0, 1), ("2.1", 0, 5), ("B3", 0, 100)])
def test_a_value_off_the_scale_is_not_admitted(code: str, lowest: int, highest: int) -> None:
    asked = CATALOGUE.indicator(code)
    assert [asked.admits(value) for value in (lowest - 1, lowest, highest, highest + 1)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_count_has_no_highest_value() -> None:
    members = CATALOGUE.indicator("B2")
    assert isinstance(members, Descriptor)
    assert members.admits(100_000)


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(KeyError, match=r"9\.9"):
        CATALOGUE.indicator("9.9")


def test_an_indicator_audited_for_silver_without_a_minimum_is_refused() -> None:
    with pytest.raises(
        ValidationError, match=r"2\.1: exactly the indicators audited for Silver carry a minimum"
    ):
        changed("2.1", minimum=None)


def test_points_that_the_scales_do_not_give_are_refused() -> None:
    with pytest.raises(ValidationError, match="The scales add up to 150 points, not to 155"):
        Catalogue.model_validate(
            CATALOGUE.model_dump() | {"points": CATALOGUE.points.model_dump() | {"value": 155}}
        )


def test_a_code_used_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"appear more than once: 2\.1"):
        changed("3.1", code="2.1")


def changed(changed_code: str, /, **fields: object) -> Catalogue:
    indicators = [
        Indicator.model_validate(each.model_dump() | (fields if each.code == changed_code else {}))
        for each in CATALOGUE.indicators
    ]
    return Catalogue.model_validate(CATALOGUE.model_dump() | {"indicators": indicators})
