"""Mergers, transfers, splits and dissolution: what each brings about in every stream, and when it is refused (R37)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.lineage import LineageCommand
from domain.cluster.commands.measures import AnnounceMeasure
from domain.cluster.commands.organisation import RenameCluster
from domain.cluster.events.approvals import ActEndorsed, ClusterAct
from domain.cluster.events.lineage import (
    CaseContinued,
    CaseEnded,
    ClusterDissolved,
    LabelEnded,
    LineageRecorded,
    MergerRecorded,
    SplitRecorded,
    TransferRecorded,
)
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.person.events import DaysReleased
from domain.person.state import Office, TieKind
from domain.status import Status, StatusState, status_on
from tests.domain.audited import gold_scheduled
from tests.domain.cast import (
    APPLY,
    AURORA,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MONDAY,
    OLGA,
    POLARIS,
    ROUND,
    labelled,
    person,
    registration,
    tie,
    walk,
)
from tests.domain.merging import (
    DENEB,
    NINA,
    SINCE,
    VEGA,
    WHY,
    dissolution,
    endorsed,
    endorsing,
    holding,
    kin,
    merged,
    merger,
    recorded,
    scene,
    split,
    transfer,
)
from tests.domain.specification import Outcome, World, given, sealed
from tests.domain.teams import OTTO

GOLD, SILVER = Level.GOLD, Level.SILVER
TOMORROW = date(2026, 2, 3)


def held(*levels: Level) -> World:
    """Aurora holds these labels, whoever gave them."""
    return scene().does(OLGA, *(holding("Aurora", level) for level in levels), on=AURORA)


def status(world: World, cluster_id: str, level: Level, day: date) -> Status:
    return status_on(world.cluster(cluster_id).labels, level, day)


def ended(level: Level, how: str = "merged") -> LabelEnded:
    return LabelEnded.model_validate({"level": level, "term": 1, "how": how, "effective_on": SINCE})


# New formation


def test_a_new_formation_ends_every_label_and_open_case_of_its_predecessors() -> None:
    world = walk(held(GOLD, SILVER), Stage.ON_AGENDA)
    case = world.cluster("aurora").open_cases[0].case_id
    closing = CaseEnded(case_id=case, cluster_id="aurora", how="merged")
    outcome = given(endorsed(world, merger("aurora", "polaris"), VEGA)).when(
        merger("aurora", "polaris"), by=OLGA, on=VEGA
    )
    successor = LineageRecorded(
        act="new-formation",
        role="successor",
        kin=(kin("vega"),),
        ended=True,
        managers=(NINA,),
        effective_on=SINCE,
    )
    outcome.then(
        MergerRecorded(
            kind="new-formation",
            predecessors=(kin("aurora"), kin("polaris")),
            effective_on=SINCE,
            subject="aurora,polaris",
            endorsed_by=OTTO,
            reason=sealed(WHY),
        ),
        Elsewhere(AURORA, successor),
        Elsewhere(AURORA, ended(SILVER)),
        Elsewhere(AURORA, ended(GOLD)),
        Elsewhere(AURORA, closing),
        Elsewhere(ROUND, closing),
        Elsewhere(POLARIS, successor),
    )
    assert world.case("aurora", case).closed_as is ClosedAs.MERGED
    assert world.round(ROUND).unconcluded == ()


def test_everybody_concerned_by_a_merger_is_told() -> None:
    world = endorsed(walk(held(GOLD), Stage.ON_AGENDA), merger("aurora", "polaris"), VEGA)
    members = world.cluster("aurora").open_cases[0].members
    outcome = given(world).when(merger("aurora", "polaris"), by=OLGA, on=VEGA)
    outcome.with_letters(
        (NINA, "lineage-recorded"),
        (CLARA, "cluster-merged"),
        (CLARA, "case-ended"),
        (EMIL, "assignment-ended"),
        *((member, "agenda-case-ended") for member in members),
        (KNUD, "cluster-merged"),
    )


def test_from_the_day_of_the_merger_on_a_predecessors_label_has_ended() -> None:
    world = merged(held(GOLD))
    day_before = date(2026, 1, 14)
    assert [status(world, "aurora", GOLD, day).state for day in (day_before, SINCE, MONDAY)] == [
        StatusState.VALID,
        StatusState.ENDED,
        StatusState.ENDED,
    ]


def test_no_clock_speaks_of_a_cluster_that_has_ended() -> None:
    world = merged(walk(held(GOLD), Stage.APPLIED)).pay()
    assert [world.stands[stream].due for stream in (AURORA, POLARIS)] == [None, None]
    assert [world.stands[stream].stage for stream in (AURORA, VEGA)] == ["ended: merged", "no open case"]


def test_a_measure_about_a_label_ends_with_its_cluster() -> None:
    announced = AnnounceMeasure(level=GOLD, cause="The label is misused.")
    world = recorded(held(GOLD).does(OLGA, announced, on=AURORA), dissolution(), AURORA).pay()
    assert (world.cluster("aurora").measures, world.stands[AURORA].due) == ((), None)
    assert world.stands[AURORA].tasks == 0


def test_the_certificate_of_a_label_that_ended_is_void() -> None:
    world = labelled(MONDAY)
    world.does(OLGA, person(NINA, country="DK"), on=f"person-{NINA}")
    assert [each.void for each in world.cluster("aurora").certificates] == [False]
    world = recorded(_beside(_with_another_operator(world)), merger("aurora", "polaris", since=MONDAY), VEGA)
    assert [each.void for each in world.cluster("aurora").certificates] == [True]


def _beside(world: World) -> World:
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    return world.does(OLGA, registration("Vega", manager=NINA), on=VEGA)


def test_a_visit_planned_by_a_cluster_that_ends_is_called_off_and_its_experts_are_free() -> None:
    world = _with_another_operator(gold_scheduled())
    booked = [world.person(expert).bookings for expert in (EMIL, ESTHER)]
    command = dissolution()
    outcome = given(endorsed(world, command, AURORA)).when(command, by=OLGA)
    outcome.then(
        ClusterDissolved(effective_on=SINCE, subject="aurora", endorsed_by=OTTO, reason=sealed(WHY)),
        CaseEnded(case_id="gold-1", cluster_id="aurora", how="dissolved"),
        Elsewhere(f"person-{EMIL}", DaysReleased(case="aurora/gold-1")),
        Elsewhere(f"person-{ESTHER}", DaysReleased(case="aurora/gold-1")),
    )
    assert all(booked)
    assert [world.person(expert).bookings for expert in (EMIL, ESTHER)] == [(), ()]


def _with_another_operator(world: World) -> World:
    return world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")


def test_who_acts_for_the_successor_acts_for_what_remains_of_a_predecessor() -> None:
    assert merged().cluster("aurora").managers == (NINA,)


def test_a_new_formation_has_two_predecessors_at_least() -> None:
    trying(merger("aurora"), VEGA).then_rejected("party-missing")


def test_a_cluster_with_a_label_of_its_own_is_not_newly_formed() -> None:
    world = scene().does(OLGA, holding("Vega", GOLD), on=VEGA)
    trying(merger("aurora", "polaris"), VEGA, world).then_rejected("not-newly-formed")


def test_a_cluster_that_applied_for_a_label_is_not_newly_formed() -> None:
    world = scene().does(NINA, APPLY, on=VEGA)
    trying(merger("aurora", "polaris"), VEGA, world).then_rejected("not-newly-formed")


# Absorption


def test_in_an_absorption_the_survivor_keeps_its_labels_subject_to_a_review() -> None:
    world = held(GOLD).does(OLGA, holding("Polaris", SILVER), on=POLARIS)
    world = walk(world, Stage.APPLIED)
    case = world.cluster("aurora").open_cases[0].case_id
    command = merger("polaris", kind="absorption")
    outcome = given(endorsed(world, command, AURORA)).when(command, by=OLGA)
    outcome.then(
        MergerRecorded(
            kind="absorption",
            predecessors=(kin("polaris"),),
            effective_on=SINCE,
            subject="polaris",
            endorsed_by=OTTO,
            reason=sealed(WHY),
        ),
        CaseContinued(case_id=case, act="absorption"),
        Elsewhere(
            POLARIS,
            LineageRecorded(
                act="absorption",
                role="successor",
                kin=(kin("aurora"),),
                ended=True,
                managers=(CLARA,),
                effective_on=SINCE,
            ),
        ),
        Elsewhere(POLARIS, ended(SILVER)),
    ).with_limits(("change_review", date(2026, 4, 29)))
    assert status(world, "aurora", GOLD, MONDAY).state is StatusState.VALID
    assert status(world, "polaris", SILVER, MONDAY).state is StatusState.ENDED


def test_an_absorption_is_told_to_the_survivor_with_the_day_of_its_review() -> None:
    command = merger("polaris", kind="absorption")
    outcome = given(endorsed(held(GOLD), command, AURORA)).when(command, by=OLGA)
    outcome.with_letters((CLARA, "change-under-review"), (KNUD, "cluster-merged"))


def test_the_survivor_is_not_among_the_ended() -> None:
    trying(merger("aurora", "polaris", kind="absorption"), AURORA).then_rejected("survivor-among-the-ended")


# Transfer


def test_a_part_that_moves_lets_both_clusters_live_and_has_both_reviewed() -> None:
    world = held(GOLD)
    outcome = given(endorsed(world, transfer("aurora"), POLARIS)).when(
        transfer("aurora"), by=OLGA, on=POLARIS
    )
    outcome.then(
        TransferRecorded(
            giver=kin("aurora"),
            effective_on=SINCE,
            subject="aurora",
            endorsed_by=OTTO,
            reason=sealed(WHY),
        ),
        Elsewhere(
            AURORA,
            LineageRecorded(
                act="transfer",
                role="successor",
                kin=(kin("polaris"),),
                ended=False,
                effective_on=SINCE,
            ),
        ),
    ).with_limits(("change_review", date(2026, 4, 29)), ("change_review", date(2026, 4, 29)))
    assert [world.cluster(each).ended for each in ("aurora", "polaris")] == [None, None]
    assert status(world, "aurora", GOLD, MONDAY).state is StatusState.VALID


def test_a_part_does_not_move_from_a_cluster_to_itself() -> None:
    trying(transfer("aurora"), AURORA).then_rejected("party-itself")


# Split


def test_a_cluster_that_ends_by_a_split_goes_on_in_its_parts() -> None:
    world = held(GOLD)
    outcome = given(endorsed(world, split("polaris", "vega"), AURORA)).when(split("polaris", "vega"), by=OLGA)
    origin = LineageRecorded(
        act="split", role="predecessor", kin=(kin("aurora"),), ended=True, effective_on=SINCE
    )
    outcome.then(
        SplitRecorded(
            parts=(kin("polaris"), kin("vega")),
            ended=True,
            effective_on=SINCE,
            subject="polaris,vega",
            endorsed_by=OTTO,
            reason=sealed(WHY),
        ),
        ended(GOLD, "split"),
        Elsewhere(POLARIS, origin),
        Elsewhere(VEGA, origin),
    ).with_letters((CLARA, "cluster-split"), (KNUD, "lineage-recorded"), (NINA, "lineage-recorded"))
    assert (world.cluster("vega").ended, world.cluster("polaris").ended) == (None, None)


def test_a_cluster_that_lives_on_after_a_split_keeps_its_labels_subject_to_a_review() -> None:
    world, command = walk(held(GOLD), Stage.APPLIED), split("vega", ended=False)
    outcome = given(endorsed(world, command, AURORA)).when(command, by=OLGA)
    outcome.with_limits(("change_review", date(2026, 4, 29)))
    outcome.with_letters((CLARA, "change-under-review"), (NINA, "lineage-recorded"))
    assert [type(each).__name__ for each in outcome.events] == ["SplitRecorded", "CaseContinued", "Elsewhere"]
    assert status(world, "aurora", GOLD, MONDAY).state is StatusState.VALID


def test_a_cluster_that_ends_by_a_split_has_two_parts_at_least() -> None:
    trying(split("vega"), AURORA).then_rejected("party-missing")


def test_a_part_of_a_split_is_another_cluster() -> None:
    trying(split("aurora", "vega"), AURORA).then_rejected("party-itself")


# Dissolution


def test_a_cluster_that_is_dissolved_ends_with_its_labels() -> None:
    world = held(GOLD)
    given(endorsed(world, dissolution(), AURORA)).when(dissolution(), by=OLGA).then(
        ClusterDissolved(effective_on=SINCE, subject="aurora", endorsed_by=OTTO, reason=sealed(WHY)),
        ended(GOLD, "dissolved"),
    ).with_letters((CLARA, "cluster-dissolved"))


# What is asked of each of them

EVERY = [
    pytest.param(merger("aurora", "polaris"), VEGA, id="merger"),
    pytest.param(transfer("aurora"), VEGA, id="transfer"),
    pytest.param(split("aurora", "polaris"), VEGA, id="split"),
]
EVERY_ACT = [*EVERY, pytest.param(dissolution(), AURORA, id="dissolution")]


@pytest.mark.parametrize(("command", "on"), EVERY_ACT)
def test_it_takes_a_second_operator(command: LineageCommand, on: str) -> None:
    given(scene()).when(command, by=OLGA, on=on).then_rejected("second-person-missing")


@pytest.mark.parametrize(("command", "on"), EVERY_ACT)
def test_it_is_never_recorded_before_its_day(command: LineageCommand, on: str) -> None:
    later = command.model_copy(update={"effective_on": TOMORROW})
    trying(later, on).then_rejected("date-in-future")


@pytest.mark.parametrize(("command", "on"), EVERY)
def test_nobody_unknown_is_concerned(command: LineageCommand, on: str) -> None:
    nobody = {"giver": "nobody", "parties": ("aurora", "nobody"), "parts": ("aurora", "nobody")}
    known = {name: value for name, value in nobody.items() if name in type(command).model_fields}
    given(scene()).when(command.model_copy(update=known), by=OLGA, on=on).then_rejected("cluster-unknown")


@pytest.mark.parametrize(("command", "on"), EVERY[:1] + EVERY[2:])
def test_nobody_is_concerned_twice(command: LineageCommand, on: str) -> None:
    twice = {"parties": ("aurora", "aurora"), "parts": ("aurora", "aurora")}
    named = {name: value for name, value in twice.items() if name in type(command).model_fields}
    trying(command.model_copy(update=named), on).then_rejected("party-twice")


@pytest.mark.parametrize(("command", "on"), EVERY)
def test_no_cluster_that_has_ended_is_concerned_again(command: LineageCommand, on: str) -> None:
    trying(command, on, recorded(scene(), dissolution(), AURORA)).then_rejected("party-ended")


@pytest.mark.parametrize(("command", "on"), EVERY_ACT)
def test_nobody_tied_to_a_cluster_concerned_records_it(command: LineageCommand, on: str) -> None:
    world = scene().does(OLGA, tie(TieKind.BOARD, "aurora"), on=f"person-{OLGA}")
    trying(command, on, world).then_rejected("decider-tied")


def test_what_ended_a_label_lies_not_before_its_decision() -> None:
    world = held(GOLD)
    early = date(2025, 11, 30)
    trying(merger("aurora", "polaris", since=early), VEGA, world.copy()).then_rejected("decided-since")
    trying(dissolution(early), AURORA, world.copy()).then_rejected("decided-since")
    trying(split("polaris", "vega", since=early), AURORA, world).then_rejected("decided-since")


def test_a_cluster_that_merged_on_a_day_was_there_the_day_before() -> None:
    world = recorded(scene(), merger("polaris", kind="absorption"), AURORA)
    command = merger("aurora", "deneb", since=date(2026, 1, 14))
    trying(command, VEGA, world).then_rejected("lineage-reversed")


def test_nobody_tied_to_the_successor_records_a_merger() -> None:
    world = scene().does(OLGA, tie(TieKind.BOARD, "vega"), on=f"person-{OLGA}")
    trying(merger("aurora", "polaris"), VEGA, world).then_rejected("decider-tied")


def test_a_cluster_that_changed_on_a_day_does_not_change_before_it_once_more() -> None:
    world = recorded(scene(), merger("polaris", kind="absorption"), AURORA)
    trying(transfer("deneb", since=date(2026, 1, 14)), AURORA, world).then_rejected("lineage-reversed")


def test_an_endorsement_is_used_up_by_what_it_was_for() -> None:
    world = recorded(scene(), transfer("aurora"), POLARIS)
    given(world).when(transfer("aurora"), by=OLGA, on=POLARIS).then_rejected("second-person-missing")


def test_another_merger_than_the_endorsed_one_is_refused() -> None:
    world = scene().does(OTTO, endorsing("merger", "aurora,deneb"), on=VEGA)
    command = merger("aurora", "polaris")
    given(world).when(command, by=OLGA, on=VEGA).then_rejected("second-person-missing")


def test_the_clusters_of_an_endorsement_are_named_in_any_order() -> None:
    endorsement = endorsing("merger", "polaris, aurora")
    outcome = given(scene()).when(endorsement, by=OTTO, on=VEGA)
    outcome.then(
        ActEndorsed(
            act="merger", subject="aurora,polaris", endorsed_by=OTTO, reason=sealed(endorsement.reason)
        )
    )
    outcome.world.does(OLGA, merger("polaris", "aurora"), on=VEGA)
    assert outcome.world.cluster("vega").endorsements == ()


def test_a_merger_of_clusters_with_the_longest_ids_is_endorsed() -> None:
    world, parties = scene(), tuple(f"{n:0>127}" for n in range(20))
    for each in parties:
        world.does(OLGA, registration(f"Star {each[-2:]}"), on=f"cluster-{each}")
    world = recorded(world, merger(*parties), VEGA)
    assert tuple(bond.kin.cluster_id for bond in world.cluster("vega").descent) == parties


@pytest.mark.parametrize("act", ["merger", "transfer", "split"])
def test_nobody_endorses_what_concerns_a_cluster_unknown(act: ClusterAct) -> None:
    given(scene()).when(endorsing(act, "aurora,nobody"), by=OTTO, on=VEGA).then_rejected("cluster-unknown")
    given(scene()).when(endorsing(act, " , "), by=OTTO, on=VEGA).then_rejected("subject-missing")


@pytest.mark.parametrize("act", ["merger", "transfer", "split"])
def test_nobody_tied_to_a_cluster_concerned_endorses_it(act: ClusterAct) -> None:
    world = scene().does(OLGA, tie(TieKind.BOARD, "aurora"), on=f"person-{OTTO}")
    given(world).when(endorsing(act, "aurora,polaris"), by=OTTO, on=VEGA).then_rejected("decider-tied")


def test_a_dissolution_is_endorsed_where_the_cluster_ends() -> None:
    given(scene()).when(endorsing("dissolution", "polaris"), by=OTTO).then_rejected("another-cluster")


def test_only_an_operator_records_what_became_of_a_cluster() -> None:
    given(scene()).when(dissolution(), by=CLARA).then_rejected("not-permitted")


# Behind the end


def test_a_cluster_that_has_ended_is_asked_nothing_more() -> None:
    world = merged()
    given(world).when(RenameCluster(name="Aurora Nova"), by=OLGA).then_rejected(
        "cluster-ended", "Aurora ended on 2026-01-15: merged into vega."
    )


def test_the_name_of_a_cluster_that_has_ended_stays_its_own() -> None:
    world = merged()
    given(world).when(registration("Aurora"), by=OLGA, on="cluster-lyra").then_rejected("same-name")
    given(world).when(RenameCluster(name="Aurora"), by=OLGA, on=VEGA).then_rejected("same-name")


def test_a_row_imported_before_its_cluster_ended_changes_nothing_once_more() -> None:
    world = merged(held(GOLD))
    given(world).when(holding("Aurora", GOLD), by=OLGA).then_nothing()
    given(world).when(holding("Aurora", SILVER), by=OLGA).then_rejected("cluster-ended")


def test_a_cluster_that_has_ended_applies_for_nothing() -> None:
    given(merged()).when(APPLY, by=NINA).then_rejected("cluster-ended")


def test_a_label_that_had_lapsed_before_does_not_end_once_more() -> None:
    world = scene().does(
        OLGA, holding("Aurora", GOLD, until=date(2016, 5, 31), awarded=date(2014, 6, 3)), on=AURORA
    )
    given(endorsed(world, dissolution(), AURORA)).when(dissolution(), by=OLGA).then(
        ClusterDissolved(effective_on=SINCE, subject="aurora", endorsed_by=OTTO, reason=sealed(WHY))
    )


def test_a_merged_cluster_merges_on() -> None:
    world = recorded(merged(), merger("vega", kind="absorption"), DENEB)
    assert [bond.kin.cluster_id for bond in world.cluster("vega").descent] == ["aurora", "polaris", "deneb"]
    assert world.cluster("deneb").ended is None


def trying(command: LineageCommand, on: str, world: World | None = None) -> Outcome:
    """A second operator endorsed it, and the first asks for it."""
    return given(endorsed(world or scene(), command, on)).when(command, by=OLGA, on=on)
