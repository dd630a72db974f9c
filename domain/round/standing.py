"""What a committee round stands at."""

from uuid import UUID, uuid5

from domain.cluster.commands.clock import PassDeadline
from domain.levels import Party
from domain.round.state import Round
from domain.standing import Due, Standing, Task

_CLOCK = UUID("0b8e7c61-9f0e-5a55-8b7d-0c9a4d1e7f22")


def standing(committee_round: Round) -> Standing:
    """Pure: the same events, the same standing. A closed round without debts has ended."""
    return Standing(
        stream=committee_round.round_id,
        version=committee_round.version,
        stage=_stage(committee_round),
        debts=committee_round.debts,
        tasks=len(tasks_of(committee_round)),
        due=min(_dues(committee_round), key=lambda due: due.at, default=None),
        ended=committee_round.closed and not committee_round.debts and not committee_round.failed,
    )


def tasks_of(committee_round: Round) -> tuple[Task, ...]:
    """Closing the round, and letters that failed."""
    failed = tuple(
        Task(task="resolve-notice", party=Party.SECRETARIAT, since=failure.since)
        for failure in committee_round.failed
    )
    if not committee_round.opened or committee_round.closed:
        return failed
    limit = next(iter(committee_round.limits))
    closing = Task(task="close-round", party=Party.SECRETARIAT, since=limit.due_at, due_at=limit.due_at)
    return (closing, *failed)


def _stage(committee_round: Round) -> str:
    if not committee_round.opened:
        return ""
    if committee_round.closed:
        return "closed"
    waiting, all_items = len(committee_round.unconcluded), len(committee_round.agenda)
    return f"open until {committee_round.closes_on}: {waiting} of {all_items} cases wait"


def _dues(committee_round: Round) -> tuple[Due, ...]:
    return tuple(
        Due(
            at=moment,
            command_id=uuid5(
                _CLOCK,
                f"{committee_round.round_id} {committee_round.version} {limit.name} {moment.isoformat()}",
            ),
            command=PassDeadline(limit=limit.name).model_dump(mode="json"),
        )
        for limit in committee_round.limits
        if (moment := limit.next_moment)
    )
