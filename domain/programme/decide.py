"""The rules of a programme's stream."""

from datetime import date, datetime
from typing import assert_never

from domain.facts import Facts
from domain.programme.commands import (
    EndMembership,
    EnrolCluster,
    FilePlan,
    NameOwners,
    ProgrammeCommand,
    SetTarget,
)
from domain.programme.events import (
    ClusterEnrolled,
    MembershipEnded,
    OwnersNamed,
    PlanFiled,
    ProgrammeEvent,
    TargetSet,
)
from domain.programme.state import Programme
from domain.programmes.rules import ProgrammeRules, Target
from domain.rejected import Rejected
from domain.secretariat import secretariat_day


def decide(
    command: ProgrammeCommand,
    programme: Programme,
    rules: ProgrammeRules | None,
    facts: Facts,
    *,
    at: datetime,
) -> list[ProgrammeEvent]:
    """The events that follow, or `Rejected`. `rules`: the programme's data; None where it has none."""
    if rules is None:
        raise Rejected("programme-unknown", f"There is no programme {programme.programme_id}.")
    match command:
        case NameOwners():
            return _name_owners(command, programme, facts)
        case EnrolCluster():
            return _enrol(command, programme, rules, facts)
        case EndMembership():
            return _end(command, programme)
        case FilePlan():
            return _file_plan(command, programme, rules, secretariat_day(at))
        case SetTarget():
            return _set_target(command, programme, rules)
        case _:
            assert_never(command)


def _name_owners(command: NameOwners, programme: Programme, facts: Facts) -> list[ProgrammeEvent]:
    for owner in command.owners:
        facts.person(owner)
    if set(command.owners) == set(programme.owners):
        raise Rejected("nothing-changed", "These persons act for the programme already.")
    return [OwnersNamed(owners=command.owners)]


def _enrol(
    command: EnrolCluster, programme: Programme, rules: ProgrammeRules, facts: Facts
) -> list[ProgrammeEvent]:
    ended = facts.cluster(command.cluster_id).ended
    if ended is not None and ended.on <= (command.until_on or date.max):
        raise Rejected("cluster-ended", f"{command.cluster_id} is no more since {ended.on}.")
    if command.until_on is not None:
        _in_order("from_on", command.from_on, "until_on", command.until_on)
    if not rules.runs(command.from_on):
        raise Rejected(
            "programme-not-running", f"from_on: {rules.name.value} does not run on {command.from_on}."
        )
    if any(each.overlaps(command.from_on, command.until_on) for each in programme.of(command.cluster_id)):
        raise Rejected("enrolled-already", f"{command.cluster_id} is a member of {rules.name.value} already.")
    return [ClusterEnrolled(**command.model_dump(exclude={"type"}))]


def _end(command: EndMembership, programme: Programme) -> list[ProgrammeEvent]:
    running = programme.reaching(command.cluster_id, command.until_on)
    if running is None:
        raise Rejected("not-enrolled", f"{command.cluster_id} is no member, or its membership ended before.")
    _in_order("from_on", running.from_on, "until_on", command.until_on)
    if running.until_on == command.until_on:
        raise Rejected("nothing-changed", f"The membership ends on {command.until_on} already.")
    return [MembershipEnded(**command.model_dump(exclude={"type"}))]


def _file_plan(
    command: FilePlan, programme: Programme, rules: ProgrammeRules, today: date
) -> list[ProgrammeEvent]:
    if rules.duty is None or not rules.duty.plan_suffices.value:
        raise Rejected("plan-not-provided", f"{rules.name.value} takes no plan in a label's place.")
    if command.filed_on > today:
        raise Rejected("date-in-future", f"filed_on {command.filed_on} lies in the future.")
    _in_order("filed_on", command.filed_on, "due_on", command.due_on)
    if programme.covering(command.cluster_id, command.filed_on) is None:
        raise Rejected("not-enrolled", f"{command.cluster_id} was no member on {command.filed_on}.")
    return [PlanFiled(**command.model_dump(exclude={"type"}))]


def _set_target(command: SetTarget, programme: Programme, rules: ProgrammeRules) -> list[ProgrammeEvent]:
    if rules.runs_from is not None:
        _in_order("the programme's first day", rules.runs_from.value, "by_on", command.by_on)
    if Target(**command.model_dump(exclude={"type"})) in programme.targets:
        raise Rejected("nothing-changed", "This target is set already.")
    return [TargetSet(**command.model_dump(exclude={"type"}))]


def _in_order(earlier: str, first: date, later: str, last: date) -> None:
    if last < first:
        raise Rejected("dates-reversed", f"{later} {last} is before {earlier} {first}.")
