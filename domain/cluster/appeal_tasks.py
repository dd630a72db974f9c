"""Which work of an appeal waits for whom, and which case waits for the end of one."""

from collections.abc import Mapping

from domain.cluster.appeal import ACKNOWLEDGEMENT, Appeal, AppealState
from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.cluster.waiting import HELD_UP_AT
from domain.levels import Party
from domain.standing import Debt, Task

TASK_OF_LIMIT: Mapping[str, str] = {
    "appeal_acknowledgement": "acknowledge-appeal",
    "appeal_admission": "admit-appeal",
    "appeal_panel": "appoint-panel",
    "appeal_decision": "decide-appeal",
}
# State: the task, and whose it is. An appeal that was just lodged is the engine's.
_WORK: Mapping[AppealState, tuple[str, Party]] = {
    AppealState.ACKNOWLEDGED: ("admit-appeal", Party.SECRETARIAT),
    AppealState.ADMITTED: ("appoint-panel", Party.SECRETARIAT),
    AppealState.PANEL_APPOINTED: ("decide-appeal", Party.PANEL),
}


def tasks_of_appeals(cluster: Cluster) -> tuple[Task, ...]:
    """The work of every open appeal, named as its case would be; and what its level's cases wait for."""
    own = tuple(_task(appeal) for appeal in cluster.appeals if appeal.state in _WORK)
    waiting = tuple(_await(case) for case in cluster.open_cases if case.held_up and case.stage in HELD_UP_AT)
    return own + waiting


def stalled_appeals(cluster: Cluster, waiting: frozenset[str | None]) -> tuple[str, ...]:
    """Open appeals with neither task, nor deadline, nor a letter that is owed or failed; `waiting` have a task."""
    letters = (*cluster.debts, *(failure.debt for failure in cluster.failed))
    told = {_acknowledging(debt) for debt in letters}
    return tuple(
        appeal.appeal_id
        for appeal in cluster.appeals
        if appeal.open
        and appeal.appeal_id not in waiting | told
        and not any(limit.next_moment for limit in appeal.limits)
    )


def _task(appeal: Appeal) -> Task:
    task, party = _WORK[appeal.state]
    due_at = next((limit.due_at for limit in appeal.limits), None)
    persons = appeal.panel if party is Party.PANEL else ()
    return Task(
        task=task,
        party=party,
        persons=persons,
        case_id=appeal.appeal_id,
        since=appeal.since,
        due_at=due_at,
    )


def _await(case: Case) -> Task:
    """Nothing to be done, and nobody late: the case goes on when the appeal is over."""
    return Task(task="await-appeal", party=Party.SECRETARIAT, case_id=case.case_id, since=case.since)


def _acknowledging(debt: Debt) -> str:
    notice = debt.notice
    return notice.details["appeal"] if notice and notice.notice == ACKNOWLEDGEMENT else ""
