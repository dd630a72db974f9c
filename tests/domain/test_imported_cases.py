"""Cases begun elsewhere: carried on here from where they stood (R18, R19, R22)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import RecheckEligibility, WithdrawApplication
from domain.cluster.commands.imports import ImportCase
from domain.cluster.commands.organisation import UpdateProfile
from domain.cluster.events.imports import CaseImported, ImportedStage
from domain.cluster.events.organisation import CarrierChanged, ClusterRegistered, ManagerChanged
from domain.cluster.tasks import tasks_of
from domain.levels import Kind, Level
from domain.terms import Interval
from tests.domain.cast import AURORA, CLARA, CRITERIA, MONDAY, OLGA, PROFILE, bronze, labelled, stage_set
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import document, given

ZENITH = "cluster-zenith"


def row(  # noqa: PLR0913 - a row states each of these by itself
    level: Level = Level.GOLD,
    kind: Kind = Kind.FIRST,
    stage: ImportedStage = "signed",
    *,
    applied_on: date = date(2025, 11, 3),
    name: str = "Zenith",
    carrier: str = "Zenith e. V.",
    managers: tuple[str, ...] = (CLARA,),
) -> ImportCase:
    return ImportCase(
        name=name,
        country="DK",
        carrier=carrier,
        language="da",
        managers=managers,
        level=level,
        kind=kind,
        applied_on=applied_on,
        stage=stage,
        source="the secretariat's list of 1 February 2026",
        row_key=document(f"{name} {level} {stage} {applied_on}"),
    )


def imported(command: ImportCase, edition: str = "ecei-2019", *, test_due: bool = False) -> CaseImported:
    return CaseImported(
        case_id=f"{command.level}-1",
        level=command.level,
        kind=command.kind,
        edition=edition,
        opened_on=command.applied_on,
        stage=command.stage,
        test_due=test_due,
        marks="",
        source=command.source,
        row_key=command.row_key,
    )


REGISTERED = ClusterRegistered(
    name="Zenith", country="DK", carrier="Zenith e. V.", language="da", managers=(CLARA,)
)


def test_a_case_begun_elsewhere_registers_its_cluster_and_tells_who_acts_for_it() -> None:
    command = row()
    given(stage_set()).when(command, by=OLGA, on=ZENITH).then(REGISTERED, imported(command)).with_letters(
        (CLARA, "case-imported")
    )


@pytest.mark.parametrize(
    ("level", "stage", "reached", "limits"),
    [
        (Level.GOLD, "applied", Stage.APPLIED, ["eligibility"]),
        (Level.GOLD, "accepted", Stage.TEST_DUE, ["test", "abandonment"]),
        (Level.GOLD, "test-passed", Stage.TEST_PASSED, ["agreement"]),
        (Level.GOLD, "signed", Stage.SIGNED, ["team"]),
        (Level.BRONZE, "applied", Stage.APPLIED, ["eligibility"]),
        (Level.BRONZE, "accepted", Stage.ACCEPTED, ["agreement"]),
        (Level.BRONZE, "signed", Stage.SIGNED, ["team"]),
    ],
)
def test_a_case_goes_on_from_where_it_stood_and_its_limit_runs_from_today(
    level: Level, stage: ImportedStage, reached: Stage, limits: list[str]
) -> None:
    world = stage_set().does(OLGA, row(level, stage=stage), on=ZENITH)
    (case,) = world.cluster("zenith").cases
    assert (case.stage, case.since, [limit.name for limit in case.limits]) == (reached, world.now, limits)


def test_the_same_row_again_changes_nothing_even_when_the_case_is_over() -> None:
    world = stage_set().does(OLGA, row(), on=ZENITH)
    given(world).when(row(), by=OLGA, on=ZENITH).then_nothing()
    world.does(CLARA, WithdrawApplication(), on=ZENITH)
    given(world).when(row(), by=OLGA, on=ZENITH).then_nothing()


def test_the_edition_of_the_day_it_was_opened_binds_it() -> None:
    command = row(applied_on=date(2019, 11, 14))
    given(stage_set()).when(command, by=OLGA, on=ZENITH).then(REGISTERED, imported(command, "ecei-2013"))


def test_what_the_record_lacks_of_an_imported_organisation_the_row_tells() -> None:
    held = elsewhere(Level.BRONZE, awarded=Interval.exactly(date(2025, 3, 4)), until=Interval.unknown())
    world = stage_set().does(OLGA, held.model_copy(update={"name": "Zenith", "carrier": ""}), on=ZENITH)
    command = row()
    given(world).when(command, by=OLGA, on=ZENITH).then(
        CarrierChanged(carrier="Zenith e. V.", former_carrier=""),
        ManagerChanged(managers=(CLARA,)),
        imported(command),
    )


def test_what_the_record_knows_of_the_organisation_a_row_does_not_change() -> None:
    world = stage_set().does(OLGA, row(), on=ZENITH).does(CLARA, WithdrawApplication(), on=ZENITH)
    again = row(Level.BRONZE, carrier="Another e. V.", managers=(OLGA,))
    given(world).when(again, by=OLGA, on=ZENITH).then(imported(again))


@pytest.mark.parametrize("lacking", [{"carrier": ""}, {"managers": ()}])
def test_a_case_needs_a_carrier_and_somebody_who_acts(lacking: dict[str, str]) -> None:
    command = row().model_copy(update=lacking)
    given(stage_set()).when(command, by=OLGA, on=ZENITH).then_rejected("profile-incomplete")


def test_who_acts_for_it_is_registered() -> None:
    given(stage_set()).when(row(managers=("nobody",)), by=OLGA, on=ZENITH).then_rejected("person-unknown")


def test_a_row_is_about_the_cluster_it_is_imported_to() -> None:
    given(stage_set()).when(row(name="Aurora"), by=OLGA, on=ZENITH).then_rejected("same-name")
    world = stage_set().does(OLGA, row(), on=ZENITH)
    abroad = row(Level.BRONZE).model_copy(update={"country": "DE"})
    given(world).when(abroad, by=OLGA, on=ZENITH).then_rejected("other-country")


def test_a_case_is_opened_neither_in_the_future_nor_before_the_scheme() -> None:
    to_come, before = row(applied_on=date(2026, 2, 3)), row(applied_on=date(2012, 3, 31))
    given(stage_set()).when(to_come, by=OLGA, on=ZENITH).then_rejected("date-in-future")
    given(stage_set()).when(before, by=OLGA, on=ZENITH).then_rejected("before-the-scheme")


def test_no_case_comes_in_beside_one_that_is_in_its_way() -> None:
    beside = row(name="Aurora")
    given(bronze(Stage.APPLIED)).when(beside, by=OLGA, on=AURORA).then_rejected("case-open")


def test_its_kind_fits_the_label_that_is_held() -> None:
    first, renewal = row(Level.BRONZE, name="Aurora"), row(Level.BRONZE, Kind.RENEWAL, name="Aurora")
    given(labelled(MONDAY)).when(first, by=OLGA, on=AURORA).then_rejected("label-held")
    given(stage_set()).when(renewal.model_copy(update={"name": "Zenith"}), by=OLGA, on=ZENITH).then_rejected(
        "nothing-to-renew"
    )


def test_a_silver_builds_on_a_benchmark_that_is_on_record() -> None:
    given(stage_set()).when(row(Level.SILVER), by=OLGA, on=ZENITH).then_rejected("benchmark-missing")


def test_eligibility_that_was_judged_elsewhere_is_looked_at_once_more_here() -> None:
    world = stage_set().does(OLGA, row(), on=ZENITH)
    assert [task.task for task in tasks_of(world.cluster("zenith"))] == [
        "propose-team",
        "recheck-eligibility",
    ]
    world.does(CLARA, UpdateProfile(profile=PROFILE), on=ZENITH)
    world.does(OLGA, RecheckEligibility(criteria=CRITERIA), on=ZENITH)
    assert [task.task for task in tasks_of(world.cluster("zenith"))] == ["propose-team"]


def test_a_procedure_without_a_test_has_none_behind_it() -> None:
    command = row(Level.BRONZE, stage="test-passed")
    given(stage_set()).when(command, by=OLGA, on=ZENITH).then_rejected("no-test")


def test_only_an_operator_brings_a_case_in() -> None:
    given(stage_set()).when(row(), by=CLARA, on=ZENITH).then_rejected("not-permitted")
