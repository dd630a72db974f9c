"""What is done about an appeal: admitted or not, a panel appointed, decided."""

from collections.abc import Iterator

from console.simulation.acting.doing import LOOKED_INTO
from console.simulation.people import FIRST_OPERATOR
from console.simulation.scene import Act, Scene
from domain.cluster.appeal import Appeal, AppealOutcome
from domain.cluster.commands.appeals import AdmitAppeal, AppointPanel, DecideAppeal, RejectAppeal
from domain.cluster.rules.impartiality import part_in
from domain.cluster.rules.panels import RELIEFS
from domain.conflicts import hard_conflicts
from domain.standing import Task

_INADMISSIBLE = 0.15
_OUTCOMES: tuple[AppealOutcome, ...] = ("dismissed", "dismissed", "upheld", "partly")
_PANEL = 3
_PANELS_TRIED = 4


def admit_appeal(scene: Scene, task: Task, who: str) -> Iterator[Act]:
    """By whichever operator had no part in it."""
    appeal = scene.cluster.find_appeal(task.case_id or "")
    operators = (who, scene.another_operator(who), FIRST_OPERATOR)
    for operator in (each for each in operators if appeal and not part_in(appeal, each, scene.cluster)):
        if scene.happens(_INADMISSIBLE, task.case_id, "inadmissible"):
            yield scene.act(operator, RejectAppeal(appeal_id=task.case_id, reason=LOOKED_INTO))
        yield scene.act(operator, AdmitAppeal(appeal_id=task.case_id))


def appoint_panel(scene: Scene, task: Task, who: str) -> Iterator[Act]:
    """Experts and managers of the desk who have no part in it; another three where one of them is tied."""
    appeal = scene.cluster.find_appeal(task.case_id or "")
    if appeal is None:
        return
    figures = (*scene.desk.experts, *(each.manager for each in scene.desk.organisations))
    persons = [scene.person(each.person_id) for each in figures]
    day, ties = scene.today, scene.scheme.on(scene.today).ties
    free = [
        each.person_id
        for each in persons
        if each.registered
        and not part_in(appeal, each.person_id, scene.cluster)
        and not hard_conflicts(each, scene.cluster, day, ties)
    ]
    luck = scene.luck(task.case_id, "panel")
    for _ in range(_PANELS_TRIED if len(free) >= _PANEL else 0):
        yield scene.act(who, AppointPanel(appeal_id=task.case_id, panel=tuple(luck.sample(free, _PANEL))))


def decide_appeal(scene: Scene, task: Task, who: str) -> Iterator[Act]:
    appeal = scene.cluster.find_appeal(task.case_id or "")
    if appeal is None:
        return
    outcome = scene.luck(task.case_id, "outcome").choice(_OUTCOMES)
    if outcome != "dismissed":
        for relief in RELIEFS[appeal.matter]:
            decided = _decided(appeal, outcome).model_copy(update={"relief": relief})
            yield scene.act(who, decided)
    yield scene.act(who, _decided(appeal, "dismissed"))


def _decided(appeal: Appeal, outcome: AppealOutcome) -> DecideAppeal:
    votes = dict.fromkeys(appeal.panel, outcome)
    return DecideAppeal(appeal_id=appeal.appeal_id, outcome=outcome, votes=votes, reason=LOOKED_INTO)
