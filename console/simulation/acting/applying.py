"""What is done from the application to the agreed team."""

from collections.abc import Iterator
from random import Random

from console.simulation.acting.doing import NOBODY_FREE
from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.cluster.commands.application import (
    AcceptApplication,
    DeclineApplication,
    OfferAgreement,
    SignAgreement,
)
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
)
from domain.conflicts import hard_conflicts
from domain.person.state import Person
from domain.standing import Task

_DECLINED = 0.04
_DECLINES = 0.05
_OBJECTS = 0.04
_TRIES = 6


def decide_eligibility(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if not scene.cluster.appeals and scene.happens(_DECLINED, case.case_id, "declined"):
        declined = DeclineApplication(
            case_id=case.case_id, failed=("committed_members",), reason="Twelve members are committed."
        )
        yield scene.act(who, declined)
    # An appeal may have remitted the case to who did not decide it.
    for operator in (who, scene.another_operator(who)):
        yield scene.act(operator, AcceptApplication(case_id=case.case_id, criteria=scene.criteria))


def take_test(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    """A weak cluster fails at first, and learns from it."""
    luck = scene.luck(case.case_id, "test", len(case.tests))
    fails = luck.randrange(100) > scene.organisation.strength + 30 * len(case.tests)
    scores = {
        each.code: each.scale.value.highest if each.scale.value.highest == 1 else luck.randint(3, 5)
        for each in scene.catalogue(case).indicators
    }
    missed = {**scores, "1.1.0": 0} if fails else scores
    yield scene.act(who, SubmitTest(case_id=case.case_id, scores=missed))


def offer_agreement(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, OfferAgreement(case_id=case.case_id))


def sign_agreement(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, SignAgreement(case_id=case.case_id))


def propose_team(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    luck = scene.luck(case.case_id, "team", case.since.date())
    for _try in range(_TRIES):
        if team := _team(scene, case, luck):
            yield scene.act(who, ProposeTeam(case_id=case.case_id, experts=team, reason=NOBODY_FREE))
    # Whoever assessed last time comes again where a second person agrees (R32).
    another = scene.another_operator(who)
    for expert in sorted(_assessed_last(scene, case)):
        endorsed = EndorseAct(case_id=case.case_id, act="soft-conflict", subject=expert, reason=NOBODY_FREE)
        yield scene.act(another, endorsed)


def answer_assignment(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if scene.happens(_DECLINES, case.case_id, who, case.since.date(), "declines"):
        yield scene.act(who, DeclineAssignment(case_id=case.case_id, reason="I am on leave."))
    yield scene.act(who, AcceptAssignment(case_id=case.case_id, free_of_conflicts=True))


def answer_team(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if scene.happens(_OBJECTS, case.case_id, case.objections, "objects"):
        objection = ObjectToTeam(case_id=case.case_id, reason="We met them in another matter.")
        yield scene.act(who, objection)
    yield scene.act(who, AgreeTeam(case_id=case.case_id))


def successors(scene: Scene, case: Case, luck: Random) -> list[Person]:
    """Experts of the desk whom nothing known binds to the cluster, in the order of chance."""
    known = [scene.person(figure.person_id) for figure in scene.desk.experts]
    ties = scene.edition(case).ties
    apart = _assessed_last(scene, case) | set(case.experts)
    free = [
        each
        for each in known
        if each.person_id not in apart
        and each.qualified(case.level, case.edition, scene.today)
        and not hard_conflicts(each, scene.cluster, scene.today, ties)
    ]
    return luck.sample(free, len(free))


def _team(scene: Scene, case: Case, luck: Random) -> tuple[str, ...]:
    """Experts enough, one of them foreign where the procedure asks for it, no two from one country."""
    procedure = scene.procedure(case)
    size, foreign = procedure.experts.value, procedure.foreign_experts.value
    team: list[Person] = []
    for each in successors(scene, case, luck):
        abroad = each.country != scene.organisation.country
        if len(team) < foreign and not abroad:
            continue
        if len(team) < size and each.country not in {member.country for member in team}:
            team.append(each)
    return tuple(each.person_id for each in team) if len(team) == size else ()


def _assessed_last(scene: Scene, case: Case) -> set[str]:
    """Whom the cluster saw in its latest case that was assessed."""
    assessed = [each for each in scene.cluster.cases if each.case_id != case.case_id and each.assessors]
    return set(assessed[-1].assessors) if assessed else set()
