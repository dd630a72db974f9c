"""Labels awarded elsewhere: as exactly as their source says, and never beyond (R19, R26, R39)."""

from datetime import date, timedelta

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.organisation import ImportLabel
from domain.cluster.events.organisation import ClusterRegistered, LabelImported
from domain.levels import Kind, Level
from domain.schemes import scheme
from domain.terms import Interval, imported_term
from tests.domain.cast import AURORA, CLARA, MONDAY, OLGA, bronze, labelled, registration, stage_set, walk
from tests.domain.clocks import clock_of
from tests.domain.specification import World, document, given

ZENITH = "cluster-zenith"
UNKNOWN = Interval.unknown()


def known(day: date) -> Interval:
    return Interval.exactly(day)


def label(
    awarded: Interval = UNKNOWN,
    until: Interval = UNKNOWN,
    *,
    kind: Kind = Kind.FIRST,
    name: str = "Zenith",
    level: Level = Level.SILVER,
) -> ImportLabel:
    return ImportLabel(
        name=name,
        country="DK",
        region="Midtjylland",
        level=level,
        kind=kind,
        awarded=awarded,
        valid_until=until,
        source="a page of the holder",
        row_key=document(f"{name} {level} {awarded} {until} {kind}"),
    )


def imported(command: ImportLabel, edition: str = "ecei-2019", number: int = 1) -> LabelImported:
    term = imported_term(
        scheme().edition(edition),
        number=number,
        kind=command.kind,
        last_assessment=command.assessed,
        decided=command.awarded,
        last_day=command.valid_until,
    )
    return LabelImported(
        level=command.level,
        kind=command.kind,
        assessed=command.assessed,
        awarded=command.awarded,
        term=term,
        clock=clock_of(term, MONDAY),
        marks="",
        source=command.source,
        row_key=command.row_key,
    )


def with_labels(*commands: ImportLabel) -> World:
    return stage_set().does(OLGA, *commands, on=ZENITH)


def test_a_label_from_elsewhere_registers_its_cluster() -> None:
    row = label(known(date(2024, 3, 4)), known(date(2026, 3, 31)))
    given(stage_set()).when(row, by=OLGA, on=ZENITH).then(
        ClusterRegistered(name="Zenith", country="DK", region="Midtjylland", language="en"), imported(row)
    )


def test_what_the_source_does_not_say_stays_unknown() -> None:
    row = label(Interval(earliest=None, latest=date(2018, 1, 24)))
    world = stage_set()
    given(world).when(row, by=OLGA, on=ZENITH).then(
        ClusterRegistered(name="Zenith", country="DK", region="Midtjylland", language="en"),
        imported(row, "ecei-2013"),
    )
    assert world.cluster("zenith").clocks == {}


def test_the_same_row_again_changes_nothing() -> None:
    row = label(known(date(2024, 3, 4)))
    given(with_labels(row)).when(row, by=OLGA, on=ZENITH).then_nothing()


def test_a_renewal_from_elsewhere_is_the_next_term() -> None:
    first = label(known(date(2015, 2, 17)))
    renewal = label(Interval(earliest=date(2018, 3, 1), latest=date(2018, 3, 22)), kind=Kind.RENEWAL)
    given(with_labels(first)).when(renewal, by=OLGA, on=ZENITH).then(imported(renewal, "ecei-2013", 2))


def test_terms_that_overlap_on_every_reading_are_refused() -> None:
    first = label(known(date(2022, 3, 4)), known(date(2024, 3, 31)))
    second = label(known(date(2023, 3, 4)), known(date(2025, 3, 31)))
    given(with_labels(first)).when(second, by=OLGA, on=ZENITH).then_rejected("terms-overlap")


def test_terms_whose_days_are_not_known_may_overlap() -> None:
    first = label(known(date(2022, 3, 4)))
    second = label(known(date(2023, 3, 4)), known(date(2026, 3, 31)))
    given(with_labels(first)).when(second, by=OLGA, on=ZENITH).then(imported(second, number=2))


def test_an_earlier_term_does_not_come_after_a_later_one() -> None:
    later, earlier = label(known(date(2022, 3, 4))), label(known(date(2018, 3, 5)))
    given(with_labels(later)).when(earlier, by=OLGA, on=ZENITH).then_rejected("terms-out-of-order")


def test_a_label_does_not_end_before_it_was_awarded() -> None:
    row = label(known(date(2022, 3, 4)), known(date(2021, 3, 31)))
    given(stage_set()).when(row, by=OLGA, on=ZENITH).then_rejected("dates-reversed")


def test_nothing_is_imported_from_the_future_or_from_before_the_scheme() -> None:
    given(stage_set()).when(label(known(date(2026, 2, 3))), by=OLGA, on=ZENITH).then_rejected(
        "date-in-future"
    )
    given(stage_set()).when(label(known(date(2011, 2, 3))), by=OLGA, on=ZENITH).then_rejected(
        "before-the-scheme"
    )


def test_a_row_is_about_the_cluster_it_is_imported_to() -> None:
    given(stage_set()).when(label(name="Aurora"), by=OLGA, on=ZENITH).then_rejected("same-name")
    world = stage_set().does(OLGA, registration("Zenith", "DE"), on=ZENITH)
    given(world).when(label(), by=OLGA, on=ZENITH).then_rejected("other-country")


@pytest.mark.parametrize("stage", [Stage.APPLIED, Stage.ON_AGENDA])
def test_no_label_is_imported_beneath_a_case_about_it(stage: Stage) -> None:
    row = label(name="Aurora", level=Level.BRONZE)
    given(bronze(stage)).when(row, by=OLGA).then_rejected("case-open")


def test_a_renewal_under_way_keeps_the_term_it_began_with() -> None:
    world = walk(labelled(MONDAY).until(date(2028, 1, 3)), Stage.INTERVIEW_DUE)
    row = label(name="Aurora", level=Level.BRONZE)
    given(world).when(row, by=OLGA).then_rejected("case-open")


@pytest.mark.parametrize(
    ("days_past", "letters"),
    [
        (10, ["label-expired", *["grace-reminder"] * 4, "label-lapsed"]),
        (40, [*["grace-reminder"] * 4, "label-lapsed"]),
        (380, []),
        (1000, []),
    ],
)
def test_moments_long_past_on_the_day_of_the_import_are_not_announced(
    days_past: int, letters: list[str]
) -> None:
    row = label(known(date(2015, 3, 4)), known(MONDAY - timedelta(days=days_past)), name="Aurora")
    world = stage_set().does(OLGA, row, on=AURORA).until(date(2030, 1, 7)).pay()
    assert [mail.notice for mail in world.mails if mail.recipient == CLARA] == letters
