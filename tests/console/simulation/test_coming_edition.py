"""The edition a simulation puts in force: one the rules take, half-way through what the latest shipped one has left."""

from datetime import date

import pytest

from console.simulation.coming_edition import coming_edition
from domain.editions.reading import read_edition
from domain.schemes import scheme

DECADE = coming_edition(date(2015, 1, 5), date(2025, 1, 5))


def test_a_decade_from_2015_has_it_in_the_middle_of_what_the_edition_of_2019_has_left() -> None:
    assert DECADE is not None
    assert (DECADE.key, DECADE.in_force_from) == ("simulated-2022", date(2022, 7, 1))
    assert DECADE.announced_on == date(2022, 2, 1)


def test_it_leaves_less_time_to_sign_an_agreement_and_is_else_the_shipped_one() -> None:
    assert DECADE is not None
    last, coming = scheme().editions[-1], read_edition(DECADE.command.edition, scheme())
    assert str(coming.limits["offer"].period.value) != str(last.limits["offer"].period.value)
    told = {"key", "in_force_from", "limits"}
    assert coming.model_dump(exclude=told) == last.model_dump(exclude=told)
    others = {name: limit for name, limit in coming.limits.items() if name != "offer"}
    assert others == {name: limit for name, limit in last.limits.items() if name != "offer"}


@pytest.mark.parametrize(
    ("begins", "ends"), [(date(2015, 1, 5), date(2018, 1, 5)), (date(2019, 6, 3), date(2020, 6, 3))]
)
def test_where_it_would_come_too_late_there_is_none(begins: date, ends: date) -> None:
    assert coming_edition(begins, ends) is None
