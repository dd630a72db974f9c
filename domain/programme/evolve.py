"""How each event changes a programme's state."""

from typing import assert_never

from domain.erasure import TextRedacted
from domain.programme.events import (
    ClusterEnrolled,
    MembershipEnded,
    OwnersNamed,
    PlanFiled,
    ProgrammeEvent,
    TargetSet,
)
from domain.programme.state import Membership, Plan, Programme
from domain.programmes.rules import Target


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    """The programme after the event; never refuses."""
    after = programme.model_copy(update={"version": programme.version + 1})
    match event:
        case OwnersNamed(owners=owners):
            return after.model_copy(update={"owners": owners})
        case ClusterEnrolled():
            enrolled = Membership(**event.model_dump(exclude={"type"}))
            return after.model_copy(update={"memberships": (*after.memberships, enrolled)})
        case MembershipEnded(cluster_id=cluster_id, until_on=until_on):
            running = after.reaching(cluster_id, until_on)
            return _with(after, running, until_on=until_on)
        case PlanFiled(cluster_id=cluster_id, filed_on=filed_on, due_on=due_on):
            running = after.covering(cluster_id, filed_on)
            plan = Plan(filed_on=filed_on, due_on=due_on)
            return _with(after, running, plans=(*running.plans, plan) if running else ())
        case TargetSet(level=level, by_on=by_on):
            target = Target(**event.model_dump(exclude={"type"}))
            others = tuple(each for each in after.targets if (each.level, each.by_on) != (level, by_on))
            return after.model_copy(update={"targets": (*others, target)})
        case TextRedacted():
            return after
        case _:
            assert_never(event)


def _with(programme: Programme, membership: Membership | None, **update: object) -> Programme:
    """The programme with one membership changed; as it is where what was so at a moment has none (`--effective`)."""
    memberships = tuple(
        each.model_copy(update=update) if each is membership else each for each in programme.memberships
    )
    return programme.model_copy(update={"memberships": memberships})
