"""Who is a member of a programme, files a plan, and sets a target; by whom, and when it is refused."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from domain.cluster.events.lineage import ClusterDissolved
from domain.cluster.visible_state import visible_state
from domain.commands import person_commands
from domain.confidential import WITHHELD, visible_payload
from domain.effective import so_at
from domain.events import payload_of
from domain.levels import Level
from domain.person.state import Office
from domain.programme.commands import EndMembership, EnrolCluster, FilePlan, NameOwners, SetTarget
from domain.programme.events import ClusterEnrolled, MembershipEnded, OwnersNamed, PlanFiled, TargetSet
from domain.programme.state import Membership, Plan, Programme
from domain.programmes import programmes
from domain.programmes.rules import ProgrammeRules, Target
from domain.programmes.views import sees_member
from domain.streams import blank, fold, standing, tasks
from tests.domain.cast import CLARA, EMIL, KNUD, MONDAY, OLGA, person, stage_set
from tests.domain.specification import World, at_nine, given, sealed

GO_CLUSTER, INNOVATIONSKRAFT = "programme-go-cluster", "programme-innovationskraft"
PAULA, ARNE = "paula-programme", "arne-auditor"
ENROL = EnrolCluster(cluster_id="aurora", from_on=date(2022, 1, 1))
END = EndMembership(cluster_id="aurora", until_on=date(2023, 6, 30))
PLAN = FilePlan(cluster_id="aurora", filed_on=date(2022, 3, 1), due_on=date(2023, 3, 1))
TARGET = SetTarget(level=Level.GOLD, at_least=12, by_on=date(2027, 12, 31))
ENROLLED = ClusterEnrolled(cluster_id="aurora", from_on=date(2022, 1, 1))


def owned() -> World:
    """Paula acts for Innovationskraft."""
    world = stage_set().does(OLGA, person(PAULA), on=f"person-{PAULA}")
    return world.does(OLGA, NameOwners(owners=(PAULA,)), on=INNOVATIONSKRAFT)


def enrolled() -> World:
    return owned().does(PAULA, ENROL, on=INNOVATIONSKRAFT)


def state(world: World) -> Programme:
    found = world.state(INNOVATIONSKRAFT)
    assert isinstance(found, Programme)
    return found


def test_the_programmes_are_those_of_the_sources_each_value_with_its_own() -> None:
    assert [each.key for each in programmes()] == [
        "go-cluster",
        "innovationskraft",
        "klyngestrategi-2-0",
        "norwegian-innovation-clusters",
    ]
    counted = {
        each.key: [
            (one.level.value, one.grace_counts.value, one.grace_counts.mark) for one in each.duty.accepts
        ]
        for each in programmes()
        if each.duty
    }
    assert counted == {
        "go-cluster": [("silver", True, "A"), ("gold", False, "W")],
        "innovationskraft": [("gold", True, "A")],
        "norwegian-innovation-clusters": [("gold", True, "A")],
    }


def test_a_programme_without_mark_and_source_is_no_programme() -> None:
    with pytest.raises(ValidationError):
        ProgrammeRules.model_validate({"key": "x", "name": "X", "country": "DK"})


# Who acts for it


def test_the_secretariat_names_who_acts_for_a_programme() -> None:
    world = stage_set().does(OLGA, person(PAULA), on=f"person-{PAULA}")
    naming = NameOwners(owners=(PAULA,))
    given(world).when(naming, by=OLGA, on=INNOVATIONSKRAFT).then(OwnersNamed(owners=(PAULA,)))
    given(world).when(naming, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-permitted")
    given(owned()).when(naming, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-permitted")


def test_who_acts_for_a_programme_is_registered_and_not_named_twice() -> None:
    unknown = NameOwners(owners=("nobody-known",))
    given(stage_set()).when(unknown, by=OLGA, on=INNOVATIONSKRAFT).then_rejected("person-unknown")
    given(owned()).when(NameOwners(owners=(PAULA,)), by=OLGA, on=INNOVATIONSKRAFT).then_rejected(
        "nothing-changed"
    )


@pytest.mark.parametrize("command", [ENROL, TARGET])
def test_who_acts_for_a_programme_acts_for_no_other(command: EnrolCluster | SetTarget) -> None:
    given(owned()).when(command, by=PAULA, on=GO_CLUSTER).then_rejected(
        "not-permitted",
        f"{PAULA} may not give {command.type}: only who acts for the programme or an operator may.",
    )
    given(owned()).when(command, by=CLARA, on=INNOVATIONSKRAFT).then_rejected("not-permitted")


def test_there_is_no_programme_but_those_of_the_data() -> None:
    given(stage_set()).when(ENROL, by=OLGA, on="programme-moonshot").then_rejected(
        "programme-unknown", "There is no programme moonshot."
    )


# Members


def test_a_cluster_is_enrolled_by_the_programme_or_the_secretariat() -> None:
    for actor in (PAULA, OLGA):
        given(owned()).when(ENROL, by=actor, on=INNOVATIONSKRAFT).then(ENROLLED)


def test_only_a_cluster_there_is_gets_enrolled() -> None:
    nowhere = EnrolCluster(cluster_id="nowhere", from_on=date(2022, 1, 1))
    given(owned()).when(nowhere, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("cluster-unknown")


def test_a_cluster_that_is_no_more_is_no_member_beyond_its_end() -> None:
    gone = ClusterDissolved(
        effective_on=date(2023, 5, 1), subject="aurora", endorsed_by=OLGA, reason=sealed("Insolvent.")
    )
    world = owned().happens("cluster-aurora", gone)
    last = EnrolCluster(cluster_id="aurora", from_on=ENROL.from_on, until_on=date(2023, 4, 30))
    given(world).when(ENROL, by=PAULA, on=INNOVATIONSKRAFT).then_rejected(
        "cluster-ended", "aurora is no more since 2023-05-01."
    )
    given(world).when(last, by=PAULA, on=INNOVATIONSKRAFT).then(
        ClusterEnrolled(cluster_id="aurora", from_on=last.from_on, until_on=last.until_on)
    )


def test_a_membership_ends_after_it_begins() -> None:
    reversed_ = EnrolCluster(cluster_id="aurora", from_on=date(2022, 1, 2), until_on=date(2022, 1, 1))
    before = EndMembership(cluster_id="aurora", until_on=date(2021, 12, 31))
    given(owned()).when(reversed_, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("dates-reversed")
    given(enrolled()).when(before, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("dates-reversed")


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2025, 1, 1)])
def test_nobody_is_enrolled_from_a_day_on_which_the_programme_does_not_run(day: date) -> None:
    outside = EnrolCluster(cluster_id="aurora", from_on=day)
    given(owned()).when(outside, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("programme-not-running")


def test_a_member_is_not_enrolled_again_before_its_membership_is_over() -> None:
    given(enrolled()).when(ENROL, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("enrolled-already")
    world = enrolled().does(PAULA, END, on=INNOVATIONSKRAFT)
    too_early = EnrolCluster(cluster_id="aurora", from_on=END.until_on)
    again = EnrolCluster(cluster_id="aurora", from_on=END.until_on + timedelta(days=1))
    given(world).when(too_early, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("enrolled-already")
    given(world).when(again, by=PAULA, on=INNOVATIONSKRAFT).then(
        ClusterEnrolled(cluster_id="aurora", from_on=again.from_on)
    )


def test_a_membership_of_old_is_recorded_beside_a_running_one() -> None:
    before = EnrolCluster(cluster_id="aurora", from_on=date(2021, 1, 1), until_on=date(2021, 6, 30))
    world = enrolled().does(PAULA, before, on=INNOVATIONSKRAFT)
    ending = EndMembership(cluster_id="aurora", until_on=date(2024, 6, 30))
    world.does(PAULA, ending, on=INNOVATIONSKRAFT)
    assert state(world).memberships == (
        Membership(cluster_id="aurora", from_on=ENROL.from_on, until_on=ending.until_on),
        Membership(cluster_id="aurora", from_on=before.from_on, until_on=before.until_on),
    )


def test_only_a_membership_that_runs_is_ended_and_once() -> None:
    given(owned()).when(END, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-enrolled")
    given(enrolled()).when(END, by=PAULA, on=INNOVATIONSKRAFT).then(
        MembershipEnded(cluster_id="aurora", until_on=END.until_on)
    )
    world = enrolled().does(PAULA, END, on=INNOVATIONSKRAFT)
    later = EndMembership(cluster_id="aurora", until_on=date(2023, 7, 1))
    given(world).when(END, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("nothing-changed")
    given(world).when(later, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-enrolled")


# Plans


def test_a_member_s_plan_stands_in_the_label_s_place_until_its_day() -> None:
    given(enrolled()).when(PLAN, by=PAULA, on=INNOVATIONSKRAFT).then(
        PlanFiled(cluster_id="aurora", filed_on=PLAN.filed_on, due_on=PLAN.due_on)
    )
    world = enrolled().does(PAULA, PLAN, on=INNOVATIONSKRAFT)
    (membership,) = state(world).memberships
    assert membership.plans == (Plan(filed_on=PLAN.filed_on, due_on=PLAN.due_on),)


def test_a_plan_without_the_day_it_is_due_is_no_plan() -> None:
    told = {"type": "FilePlan", "cluster_id": "aurora", "filed_on": "2022-03-01"}
    with pytest.raises(ValidationError) as invalid:
        person_commands.validate_python(told)
    assert [(error["loc"], error["type"]) for error in invalid.value.errors()] == [
        (("FilePlan", "due_on"), "missing")
    ]


def test_a_plan_is_due_after_it_was_filed_and_was_not_filed_tomorrow() -> None:
    reversed_ = FilePlan(cluster_id="aurora", filed_on=date(2022, 3, 1), due_on=date(2022, 2, 28))
    tomorrow = FilePlan(
        cluster_id="aurora", filed_on=MONDAY + timedelta(days=1), due_on=MONDAY + timedelta(days=2)
    )
    given(enrolled()).when(reversed_, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("dates-reversed")
    given(enrolled()).when(tomorrow, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("date-in-future")


def test_only_who_was_a_member_that_day_files_a_plan() -> None:
    given(owned()).when(PLAN, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-enrolled")
    early = FilePlan(cluster_id="aurora", filed_on=date(2021, 12, 31), due_on=date(2023, 3, 1))
    given(enrolled()).when(early, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("not-enrolled")


def test_a_programme_that_takes_no_plan_is_filed_none() -> None:
    world = stage_set().does(OLGA, ENROL, on=GO_CLUSTER)
    given(world).when(PLAN, by=OLGA, on=GO_CLUSTER).then_rejected("plan-not-provided")
    given(stage_set()).when(PLAN, by=OLGA, on="programme-klyngestrategi-2-0").then_rejected(
        "plan-not-provided"
    )


# Targets


def test_a_target_set_for_the_same_level_and_day_takes_the_place_of_the_one_before() -> None:
    given(owned()).when(TARGET, by=PAULA, on=INNOVATIONSKRAFT).then(
        TargetSet(level=Level.GOLD, at_least=12, by_on=TARGET.by_on, among="members")
    )
    fewer = SetTarget(level=Level.GOLD, at_least=11, by_on=TARGET.by_on)
    world = owned().does(PAULA, TARGET, fewer, on=INNOVATIONSKRAFT)
    assert state(world).targets == (
        Target(level=Level.GOLD, at_least=11, by_on=TARGET.by_on, among="members"),
    )
    given(world).when(fewer, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("nothing-changed")


def test_a_target_lies_behind_the_programme_s_beginning() -> None:
    before = SetTarget(level=Level.GOLD, at_least=1, by_on=date(2020, 12, 31))
    given(owned()).when(before, by=PAULA, on=INNOVATIONSKRAFT).then_rejected("dates-reversed")


# What it stands at, and who sees what


def test_a_programme_has_no_clock_and_waits_for_nobody() -> None:
    stands = standing(state(enrolled()))
    assert (stands.stream, stands.version, stands.debts, stands.due) == (INNOVATIONSKRAFT, 2, (), None)
    assert tasks(state(enrolled())) == ()


def test_what_was_so_before_a_membership_began_or_behind_its_end_is_told_by_its_days() -> None:
    world = enrolled().does(PAULA, PLAN, END, on=INNOVATIONSKRAFT)

    def so(day: date) -> tuple[Membership, ...]:
        history = so_at(world.histories[INNOVATIONSKRAFT], at_nine(day))
        found = fold(blank(INNOVATIONSKRAFT), history)
        assert isinstance(found, Programme)
        return found.memberships

    running = Membership(cluster_id="aurora", from_on=ENROL.from_on)
    planned = (Plan(filed_on=PLAN.filed_on, due_on=PLAN.due_on),)
    assert so(date(2021, 12, 31)) == ()
    assert so(date(2022, 2, 28)) == (running,)
    assert so(date(2023, 6, 30)) == (running.model_copy(update={"plans": planned}),)
    assert so(date(2023, 7, 1)) == (running.model_copy(update={"plans": planned, "until_on": END.until_on}),)


def test_a_plan_is_shown_to_the_programme_the_secretariat_and_auditors() -> None:
    world = enrolled().does(PAULA, PLAN, on=INNOVATIONSKRAFT)
    world.does(OLGA, person(ARNE, Office.AUDIT_READER), on=f"person-{ARNE}")
    (membership,) = state(world).memberships
    whole = membership.model_dump(mode="json")
    for viewer in (None, OLGA, PAULA, ARNE):
        assert shown(world, viewer) == [whole]
    for viewer in (CLARA, EMIL):
        assert shown(world, viewer) == [whole | {"plans": WITHHELD}]


def shown(world: World, viewer: str | None) -> object:
    return visible_state(state(world), world.person(viewer) if viewer else None)["memberships"]


def test_the_trail_keeps_a_plan_s_days_from_all_but_secretariat_and_auditors() -> None:
    event = PlanFiled(cluster_id="aurora", filed_on=PLAN.filed_on, due_on=PLAN.due_on)
    world = enrolled()
    seen = {
        viewer: visible_payload(event.type, payload_of(event), viewer=world.person(viewer), cluster=None)
        for viewer in (OLGA, CLARA)
    }
    assert seen == {
        OLGA: payload_of(event),
        CLARA: {"cluster_id": "aurora", "filed_on": WITHHELD, "due_on": WITHHELD},
    }


def test_members_are_shown_to_the_secretariat_who_acts_for_the_programme_and_who_for_the_cluster() -> None:
    world = enrolled().does(OLGA, person(ARNE, Office.AUDIT_READER), on=f"person-{ARNE}")
    seen = {
        viewer: sees_member(world.person(viewer), owners=(PAULA,), managers=(CLARA,))
        for viewer in (OLGA, ARNE, PAULA, CLARA, KNUD, EMIL)
    }
    assert seen == {OLGA: True, ARNE: True, PAULA: True, CLARA: True, KNUD: False, EMIL: False}
    assert sees_member(None, owners=(), managers=()) is True
