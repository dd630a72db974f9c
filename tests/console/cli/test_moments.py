"""The moments `--as-of` and `--effective` may be given in."""

from datetime import UTC, datetime

import pytest

from console.cli.answers import NotFound, Usage
from console.cli.moments import parse_moment, said_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def moment(text: str) -> datetime:
    return parse_moment(text, NOW, option="--as-of")


def test_a_day_means_its_end_at_the_secretariat() -> None:
    assert moment("2026-01-15") == datetime(2026, 1, 15, 22, 59, 59, 999999, UTC)
    assert moment("2025-07-15") == datetime(2025, 7, 15, 21, 59, 59, 999999, UTC)


def test_today_means_now() -> None:
    assert moment("2026-03-02") == NOW


def test_a_time_without_zone_is_the_secretariats() -> None:
    assert moment("2026-01-15T14:30") == datetime(2026, 1, 15, 13, 30, tzinfo=UTC)
    assert moment("2026-01-15 14:30") == moment("2026-01-15T14:30")


def test_a_time_with_a_zone_is_taken_as_it_is() -> None:
    assert moment("2026-01-15T14:30:05.000001Z") == datetime(2026, 1, 15, 14, 30, 5, 1, UTC)
    assert moment("2026-01-15T14:30+05:00") == datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-03", "2026-03-02T13:01", "2026-03-02T12:00:00.000001Z"])
def test_a_moment_to_come_is_refused(text: str) -> None:
    with pytest.raises(NotFound) as refused:
        moment(text)
    assert str(refused.value) == f"--as-of: {text} lies in the future."


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026", "2026-13-01", "2026-02-30", "26-01-01", "2026-01-15T", "0001-01-01T00:00", "-5"],
)
def test_what_is_no_moment_is_refused_by_the_options_name(text: str) -> None:
    with pytest.raises(Usage) as refused:
        moment(text)
    assert str(refused.value) == (
        f"--as-of: {text!r} is no moment; give a position of the record, a day such as 2026-03-01,"
        " or a time such as 2026-03-01T14:30."
    )


def test_a_position_is_no_moment_at_which_something_was_so() -> None:
    with pytest.raises(Usage) as refused:
        parse_moment("17", NOW, option="--effective")
    assert str(refused.value) == (
        "--effective: '17' is no moment; give a day such as 2026-03-01, or a time such as 2026-03-01T14:30."
    )


def test_what_is_asked_about_is_said_in_words() -> None:
    assert said_of("", "") == ""
    assert said_of("17", "") == "as known at position 17"
    assert said_of("2026-01-15", "") == "as known on 2026-01-15"
    assert said_of("", "2026-01-15") == "as it was on 2026-01-15, as known now"
    assert said_of("17", "2026-01-15") == "as it was on 2026-01-15, as known at position 17"
