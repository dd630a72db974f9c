"""Terms: how long a label runs, when its renewal is in time, and what is known of an imported one."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.levels import Kind
from domain.schemes import scheme
from domain.terms import (
    InexactTerm,
    Interval,
    Term,
    TermSource,
    first_term,
    imported_term,
    in_time,
    renewed_term,
)

ECEI_2013 = scheme().edition("ecei-2013")
ECEI_2019 = scheme().edition("ecei-2019")

INTERVIEWED_2024 = first_term(ECEI_2019, date(2024, 3, 12), date(2024, 4, 17))


def imported(last_day: Interval, kind: Kind = Kind.FIRST) -> Term:
    return imported_term(
        ECEI_2019,
        number=1,
        kind=kind,
        last_assessment=Interval.unknown(),
        decided=Interval(earliest=date(2021, 10, 1), latest=date(2021, 10, 31)),
        last_day=last_day,
    )


def test_an_award_is_computed_whole() -> None:
    expected = Term(
        number=1,
        kind=Kind.FIRST,
        last_assessment=Interval.exactly(date(2024, 3, 12)),
        decided=Interval.exactly(date(2024, 4, 17)),
        first_day=Interval.exactly(date(2024, 4, 17)),
        last_day=Interval.exactly(date(2026, 3, 31)),
        renewable_from=Interval.exactly(date(2025, 3, 31)),
        grace=Interval.exactly(date(2027, 3, 31)),
        edition="ecei-2019",
        rule="R9b month-end",
        inputs={"assessed_on": "2024-03-12", "months": "24"},
        source=TermSource.DECISION,
    )
    assert expected == INTERVIEWED_2024


def test_a_bronze_interview_of_12_march_2024_is_valid_to_31_march_2026() -> None:
    assert INTERVIEWED_2024.last_day.day == date(2026, 3, 31)


def test_a_renewal_assessed_in_grace_extends_the_old_end_by_three_years() -> None:
    renewed = renewed_term(ECEI_2019, INTERVIEWED_2024, date(2027, 2, 10), date(2027, 3, 18))
    assert renewed == Term(
        number=2,
        kind=Kind.RENEWAL,
        last_assessment=Interval.exactly(date(2027, 2, 10)),
        decided=Interval.exactly(date(2027, 3, 18)),
        first_day=Interval.exactly(date(2026, 4, 1)),
        last_day=Interval.exactly(date(2029, 3, 31)),
        renewable_from=Interval.exactly(date(2028, 3, 31)),
        grace=Interval.exactly(date(2030, 3, 31)),
        edition="ecei-2019",
        rule="R9b month-end",
        inputs={"previous_last_day": "2026-03-31", "months": "36"},
        source=TermSource.DECISION,
    )


def test_the_end_of_a_renewal_does_not_depend_on_when_it_was_assessed_or_decided() -> None:
    early = renewed_term(ECEI_2019, INTERVIEWED_2024, date(2025, 11, 3), date(2025, 12, 17))
    late = renewed_term(ECEI_2019, INTERVIEWED_2024, date(2027, 3, 31), date(2027, 9, 15))
    assert early.last_day == late.last_day == Interval.exactly(date(2029, 3, 31))


@pytest.mark.parametrize(
    ("assessed", "expected"),
    [
        (date(2026, 3, 1), True),
        (date(2027, 2, 10), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_renewal_is_in_time_up_to_the_last_day_of_grace(assessed: date, *, expected: bool) -> None:
    assert in_time(INTERVIEWED_2024, assessed) is expected


def test_the_last_day_on_site_counts_not_the_first() -> None:
    first_day_on_site, last_day_on_site = date(2026, 3, 31), date(2026, 4, 1)
    assert first_term(ECEI_2019, last_day_on_site, date(2026, 6, 1)).last_day.day == date(2028, 4, 30)
    assert first_term(ECEI_2019, first_day_on_site, date(2026, 6, 1)).last_day.day == date(2028, 3, 31)


def test_a_first_term_begins_on_the_day_of_the_decision() -> None:
    assert INTERVIEWED_2024.first_day.day == date(2024, 4, 17)


def test_under_the_day_exact_rule_an_interview_of_25_july_2019_is_valid_to_25_july_2021() -> None:
    term = first_term(ECEI_2013, date(2019, 7, 25), date(2019, 9, 10))
    assert term.last_day.day == date(2021, 7, 25)
    assert term.grace_until == date(2022, 7, 25)
    assert term.rule == "R9b day-exact"


def test_a_day_exact_term_renewed_under_the_month_end_rule_ends_with_its_month() -> None:
    old = first_term(ECEI_2013, date(2019, 7, 25), date(2019, 9, 10))
    assert renewed_term(ECEI_2019, old, date(2021, 6, 1), date(2021, 7, 1)).last_day.day == date(2024, 7, 31)


def test_a_month_end_term_to_28_february_2025_is_renewed_to_the_leap_day_of_2028() -> None:
    old = first_term(ECEI_2019, date(2023, 2, 14), date(2023, 3, 20))
    assert old.last_day.day == date(2025, 2, 28)
    assert renewed_term(ECEI_2019, old, date(2025, 1, 20), date(2025, 2, 10)).last_day.day == date(
        2028, 2, 29
    )


def test_the_three_silvers_of_umweltcluster_bayern_fit_two_years_then_three_and_three() -> None:
    first = first_term(ECEI_2013, date(2015, 2, 10), date(2015, 2, 17))
    second = renewed_term(ECEI_2013, first, date(2018, 2, 8), date(2018, 3, 22))
    third = renewed_term(ECEI_2019, second, date(2021, 1, 14), date(2021, 1, 22))
    assert in_time(first, date(2018, 2, 8))
    assert in_time(second, date(2021, 1, 14))
    assert [term.last_day.day for term in (first, second, third)] == [
        date(2017, 2, 10),
        date(2020, 2, 10),
        date(2023, 2, 28),
    ]


def test_an_import_keeps_what_is_stated_and_infers_no_end() -> None:
    term = imported(Interval.unknown())
    assert term.last_day == term.grace == term.renewable_from == Interval.unknown()
    assert term.grace_until is None
    assert (term.rule, term.inputs, term.source) == ("as stated", {}, TermSource.IMPORT)


def test_an_imported_exact_end_has_an_exact_grace() -> None:
    term = imported(Interval.exactly(date(2023, 10, 31)))
    assert term.grace_until == date(2024, 10, 31)
    assert term.renewable_from.day == date(2022, 10, 31)


def test_an_imported_inexact_end_has_an_inexact_grace() -> None:
    term = imported(Interval(earliest=date(2023, 9, 30), latest=date(2023, 10, 31)))
    assert term.grace == Interval(earliest=date(2024, 9, 30), latest=date(2024, 10, 31))
    assert term.grace_until is None


def test_an_imported_renewal_began_at_the_latest_when_it_was_decided() -> None:
    term = imported(Interval.unknown(), Kind.RENEWAL)
    assert term.first_day == Interval(earliest=None, latest=date(2021, 10, 31))


def test_no_rule_is_applied_to_an_end_that_is_not_exact() -> None:
    term = imported(Interval(earliest=date(2023, 9, 30), latest=date(2023, 10, 31)))
    with pytest.raises(InexactTerm):
        in_time(term, date(2024, 1, 10))
    with pytest.raises(InexactTerm):
        renewed_term(ECEI_2019, term, date(2024, 1, 10), date(2024, 2, 1))


def test_a_reversed_interval_is_refused() -> None:
    with pytest.raises(ValidationError, match="The interval is reversed"):
        Interval(earliest=date(2024, 2, 1), latest=date(2024, 1, 1))


def test_a_term_is_the_same_after_being_written_and_read() -> None:
    assert Term.model_validate_json(INTERVIEWED_2024.model_dump_json()) == INTERVIEWED_2024
