"""What goes wrong in a year, and what is done against it: ties, measures, giving up, appeals, complaints."""

from collections.abc import Iterator
from datetime import timedelta

from console.simulation.living.occasion import Occasion
from console.simulation.living.yearly import Yearly, in_a_year
from console.simulation.office_days import opening_on
from console.simulation.scene import Act, Scene
from domain.cluster.case import Case, ClosedAs
from domain.cluster.commands.appeals import LodgeAppeal
from domain.cluster.commands.measures import AnnounceMeasure, RelinquishLabel
from domain.complaint.commands import LodgeComplaint
from domain.levels import Level
from domain.person.commands import DeclareTie
from domain.person.state import TieKind
from domain.secretariat import secretariat_day
from domain.status import StatusState, status_on
from domain.streams import COMPLAINT, PERSON

_APPEALED = 0.35
_APPEALABLE = frozenset({ClosedAs.REFUSED, ClosedAs.DECLINED})
_COUNTING = frozenset({StatusState.VALID, StatusState.DUE, StatusState.EXPIRED})


def troubling(scene: Scene) -> Iterator[Occasion]:
    if not scene.cluster.registered or scene.cluster.ended:
        return
    yield from in_a_year(scene, _TROUBLES)
    for case in scene.cluster.cases:
        if case.closed_as in _APPEALABLE and scene.happens(_APPEALED, case.case_id, "appeals"):
            yield _appeal(scene, case)


def _appeal(scene: Scene, case: Case) -> Occasion:
    waits = scene.luck(case.case_id, "appeals").randint(4, 26)

    def lodge(scene: Scene) -> Iterator[Act]:
        command = LodgeAppeal(decision=case.case_id, grounds="Our documents were not read.")
        yield scene.act(scene.cluster.managers[0], command)

    day = secretariat_day(case.since) + timedelta(days=waits)
    return Occasion(opening_on(day), ("appeals", case.case_id, case.since.date()), lodge)


def _announce(scene: Scene) -> Iterator[Act]:
    for level in _counting(scene)[:1]:
        command = AnnounceMeasure(level=level, cause="The label is shown beside a partner's name.")
        yield scene.act(scene.operator("measure", level), command)


def _give_up(scene: Scene) -> Iterator[Act]:
    for level in _counting(scene)[-1:]:
        yield scene.act(scene.cluster.managers[0], RelinquishLabel(level=level, reason="Our funding ended."))


def _tie(scene: Scene) -> Iterator[Act]:
    """An expert of the desk comes to work for the cluster: open cases hear of it at once."""
    expert = scene.luck("tie", scene.today.year).choice(scene.desk.experts).person_id
    declared = DeclareTie(
        organisation=scene.organisation.cluster_id, kind=TieKind.CONSULTED, from_on=scene.today
    )
    yield Act(by=expert, command=declared, on=f"{PERSON}{expert}")


def _complain(scene: Scene) -> Iterator[Act]:
    """A neighbour complains about the holder."""
    neighbours = [each for each in scene.desk.organisations if each.number != scene.organisation.number]
    if not neighbours:
        return
    neighbour = scene.luck("complaint", scene.today.year).choice(neighbours).manager.person_id
    command = LodgeComplaint(
        about="holder", subject=scene.organisation.cluster_id, complaint="Its website promises too much."
    )
    number = f"{scene.desk.number}-{scene.organisation.number}-{scene.today.year}"
    if scene.person(neighbour).registered:
        yield Act(by=neighbour, command=command, on=f"{COMPLAINT}{number}")


def _counting(scene: Scene) -> list[Level]:
    return [
        level
        for level in scene.cluster.labels
        if status_on(scene.cluster.labels, level, scene.today).state in _COUNTING
    ]


_TROUBLES: tuple[Yearly, ...] = (
    ("measure", 0.04, _announce),
    ("gives a label up", 0.012, _give_up),
    ("tie", 0.05, _tie),
    ("complaint", 0.03, _complain),
)
