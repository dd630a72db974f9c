"""When somebody gets round to an open task: at once, late, or never; those away act when they are back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from console.simulation.acting.tasks import DOING, DOING_FOR_CLUSTER
from console.simulation.office_days import day_there, opening_on
from console.simulation.people import SCHEME_OWNER, committee
from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.cluster.tasks import tasks_of
from domain.levels import Party
from domain.secretariat import secretariat_day
from domain.standing import Task

# Work that each person named does by themself.
_EACH = frozenset({"answer-assignment", "submit-scores", "confirm-consensus", "sign-report", "cast-votes"})
# How likely it is, of a thousand, that nobody ever gets round to it. All of it is work that silence may end.
_NEVER = {
    "submit-test": 30,
    "retry-test": 150,
    "sign-agreement": 40,
    "answer-team": 300,
    "submit-evidence": 20,
    "check-facts": 300,
    "confirm-consensus": 100,
    "answer-finding": 100,
    "cast-votes": 60,
    "answer-measure": 400,
}
# Days until somebody gets round to it, at least and at most; long ones overrun their limits now and then.
_USUAL = (0, 5)
_DAYS = {
    "decide-eligibility": (2, 16),
    "submit-test": (5, 50),
    "sign-agreement": (3, 45),
    "propose-team": (2, 16),
    "answer-assignment": (0, 6),
    "answer-team": (1, 4),
    "submit-evidence": (8, 24),
    "declare-areas": (3, 7),
    "answer-recommendations": (3, 7),
    "check-evidence": (3, 16),
    "record-benchmark": (5, 25),
    "submit-scores": (2, 8),
    "agree-consensus": (1, 6),
    "draft-report": (3, 12),
    "check-facts": (2, 4),
    "finalise-report": (1, 8),
    "place-on-agenda": (1, 5),
    "invite-members": (6, 14),
    "cast-votes": (1, 12),
    "answer-finding": (5, 20),
    "close-finding": (5, 20),
    "answer-measure": (2, 10),
    "decide-measure": (2, 12),
    "decide-suspension": (20, 120),
    "decide-withdrawal": (60, 160),
    "admit-appeal": (2, 12),
    "appoint-panel": (3, 18),
    "decide-appeal": (10, 55),
    "follow-up-reminders": (3, 15),
    "review-change": (10, 50),
    "hold-special-audit": (10, 50),
}
_DAYS_TILL_THE_NEXT_TRY = 9


class Errand(NamedTuple):
    """Somebody's part in an open task of a cluster, and the moment at which they see to it."""

    at: datetime
    task: Task
    who: str


class Errands:
    """The errands of a desk. One that came to nothing is tried again some days later."""

    def __init__(self) -> None:
        self._not_before: dict[tuple[object, ...], date] = {}

    def of(self, scene: Scene) -> list[Errand]:
        """Every errand of the cluster that somebody will see to, the soonest first."""
        return sorted(self._each(scene), key=lambda errand: errand.at)

    def acts(self, scene: Scene, errand: Errand) -> Iterator[Act]:
        """What could be done, in order."""
        task = errand.task
        if (for_cluster := DOING_FOR_CLUSTER.get(task.task)) is not None:
            yield from for_cluster(scene, task, errand.who)
        elif (case := scene.cluster.find_case(task.case_id or "")) is not None:
            yield from DOING[task.task](scene, task, case, errand.who)

    def came_to_nothing(self, scene: Scene, errand: Errand) -> None:
        """Nothing that could be done was allowed, or there was nothing to do yet."""
        self._not_before[_named(scene, errand.task, errand.who)] = scene.today + timedelta(
            days=_DAYS_TILL_THE_NEXT_TRY
        )

    def _each(self, scene: Scene) -> Iterator[Errand]:
        for task in tasks_of(scene.cluster):
            # Nobody does anything about work that waits for other work.
            if task.task not in DOING and task.task not in DOING_FOR_CLUSTER:
                continue
            for who in _who(scene, task):
                if (day := self._day(scene, task, who)) is not None:
                    yield Errand(opening_on(day), task, who)

    def _day(self, scene: Scene, task: Task, who: str) -> date | None:
        since = secretariat_day(task.since)
        about = (task.case_id, task.task, who, since)
        luck = scene.luck(*about)
        if luck.randrange(1000) < _NEVER.get(task.task, 0):
            return None
        day = since + timedelta(days=luck.randint(*_DAYS.get(task.task, _USUAL)))
        case = scene.cluster.find_case(task.case_id or "")
        day = max(day, earliest) if case and (earliest := _earliest(task, case)) else day
        day = max(day, self._not_before.get(_named(scene, task, who), day))
        return day_there(who, day, scene.chance)


def _named(scene: Scene, task: Task, who: str) -> tuple[object, ...]:
    return scene.stream, task.case_id, task.task, who


def _who(scene: Scene, task: Task) -> tuple[str, ...]:
    if task.persons:
        return task.persons if task.task in _EACH else task.persons[:1]
    match task.party:
        case Party.SECRETARIAT:
            return (scene.operator(task.case_id, task.task),)
        case Party.SCHEME_OWNER:
            return (SCHEME_OWNER,)
        case Party.COMMITTEE:
            return (committee()[0].figure.person_id,)
        case _:
            return ()


def _earliest(task: Task, case: Case) -> date | None:
    """The day before which it cannot be done."""
    match task.task:
        case "retry-test":
            return case.tests[-1].retry_from if case.tests else None
        case "conduct-audit" | "resume-audit" if case.audit:
            return case.audit.missing[0] if case.audit.missing else case.audit.conducted[-1]
        case "record-benchmark" if case.on_site:
            return case.audit.days[-1] if case.audit else None
        case "take-decision":
            return _decision_day(case)
        case _:
            return None


def _decision_day(case: Case) -> date | None:
    """Once all have voted, else on the last day for votes."""
    voted = {ballot.member for ballot in case.ballots}
    voting = case.limit("voting")
    return voting.last_day if voting and set(case.members) - voted else None
