"""One day for all that has no calendar of its own: the secretariat's."""

from datetime import UTC, date, datetime

import pytest

from domain.secretariat import SECRETARIAT_COUNTRY, secretariat_day
from tests.domain.specification import calendar


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_berlin(at: datetime, day: date) -> None:
    assert (secretariat_day(at), calendar(SECRETARIAT_COUNTRY).day_of(at)) == (day, day)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="An instant needs a time zone"):
        secretariat_day(datetime(2026, 1, 31))  # noqa: DTZ001 - what must not be
