"""What is done about conflicts that were reported, before a decision and behind it."""

from collections.abc import Iterator

from console.simulation.acting.applying import successors
from console.simulation.acting.doing import LOOKED_INTO
from console.simulation.people import committee
from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.review import ResolveConflict, ReviewDecision
from domain.cluster.commands.team import ReplaceTeamMember
from domain.standing import Task

_ANNULLED = 0.3


def resolve_conflict(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """A second operator endorses what is done; who is tied goes where the rules leave nothing else."""
    another = scene.another_operator(who)
    for person in (each.person for each in case.conflicts if each.resolution is None):
        if case.endorsed("conflict-resolution", person, not_by=who) is None:
            endorsed = EndorseAct(
                case_id=case.case_id, act="conflict-resolution", subject=person, reason=LOOKED_INTO
            )
            yield scene.act(another, endorsed)
        for resolution in ("unfounded", "stepped-aside", "disclosed", "replaced"):
            named = {"case_id": case.case_id, "person": person, "reason": LOOKED_INTO}
            resolved = ResolveConflict.model_validate({**named, "resolution": resolution})
            yield scene.act(who, resolved)
        yield from replace(scene, case, person, who)


def replace(scene: Scene, case: Case, expert: str, who: str) -> Iterator[Act]:
    """Another expert in the place of one who may not go on."""
    if expert not in case.experts:
        return
    for successor in successors(scene, case, scene.luck(case.case_id, "successor", expert)):
        exchanged = ReplaceTeamMember(
            case_id=case.case_id, expert=expert, successor=successor.person_id, reason=LOOKED_INTO
        )
        yield scene.act(who, exchanged)


def review_decision(scene: Scene, _: Task, case: Case, __: str) -> Iterator[Act]:
    """Whoever presides and is free of the tie in question."""
    outcome = "annul" if scene.happens(_ANNULLED, case.case_id, "annulled") else "confirm"
    for person in (each.person for each in case.conflicts if each.resolution is None):
        for member in committee():
            said = {"case_id": case.case_id, "person": person, "outcome": outcome, "reason": LOOKED_INTO}
            yield scene.act(member.figure.person_id, ReviewDecision.model_validate(said))
