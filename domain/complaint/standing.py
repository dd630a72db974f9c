"""What a complaint stands at."""

from uuid import UUID, uuid5

from domain.cluster.commands.clock import PassDeadline
from domain.complaint.state import Complaint, ComplaintState
from domain.levels import Party
from domain.standing import Due, Standing, Task

_CLOCK = UUID("5d3f0b7a-2c1e-5f4b-8a96-7e0d1b3c4f58")
# State: the task, and the limit it must be done by. A complaint that was just lodged is the engine's.
_WORK = {
    ComplaintState.ACKNOWLEDGED: "investigate-complaint",
    ComplaintState.INVESTIGATED: "close-complaint",
}


def standing(complaint: Complaint) -> Standing:
    """Pure: the same events, the same standing. A closed complaint without debts has ended."""
    return Standing(
        stream=complaint.complaint_id,
        version=complaint.version,
        stage=complaint.state if complaint.lodged else "",
        debts=complaint.debts,
        tasks=len(tasks_of(complaint)),
        due=min(_dues(complaint), key=lambda due: due.at, default=None),
        ended=complaint.closed and not complaint.debts and not complaint.failed,
    )


def tasks_of(complaint: Complaint) -> tuple[Task, ...]:
    """Looking into it, and letters that failed. A task names nobody: who is concerned is found when they act."""
    failed = tuple(
        Task(task="resolve-notice", party=Party.SECRETARIAT, since=failure.since)
        for failure in complaint.failed
    )
    task = _WORK.get(complaint.state)
    if task is None or complaint.since is None:
        return failed
    due_at = next((limit.due_at for limit in complaint.limits), None)
    party = Party.SCHEME_OWNER if complaint.of_the_whole_secretariat else Party.SECRETARIAT
    return (Task(task=task, party=party, since=complaint.since, due_at=due_at), *failed)


def _dues(complaint: Complaint) -> tuple[Due, ...]:
    return tuple(
        Due(
            at=moment,
            command_id=uuid5(
                _CLOCK, f"{complaint.complaint_id} {complaint.version} {limit.name} {moment.isoformat()}"
            ),
            command=PassDeadline(limit=limit.name).model_dump(mode="json"),
        )
        for limit in complaint.limits
        if (moment := limit.next_moment)
    )
