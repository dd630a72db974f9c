"""An operator's word that paths follow the record as it was restored: what they knew besides is given up."""

from datetime import datetime

from console.recovery.comparing import Difference, Finding
from console.recovery.holding import Holding
from console.recovery.paths import Paths
from ledger.connection import Pool
from readmodel.incidents import Cause, resolve_incidents

_REASON = "An operator decided that the record, which holds nothing of this stream, is right."


class FollowingRecord:
    """Letters are held first, but those the path owes too: they have not gone out."""

    def __init__(self, paths: Paths, holding: Holding, pool: Pool) -> None:
        self._paths = paths
        self._holding = holding
        self._pool = pool

    async def __call__(self, finding: Finding, *, at: datetime, by: str) -> Finding:
        """The finding mended, with its incident closed. Any other difference than a path's being ahead stays."""
        match finding.difference:
            case Difference.AHEAD:
                path = await self._paths.standing(finding.stream)
                owed = frozenset(debt.debt_id for debt in path.debts)
                await self._holding.hold(finding.stream, at=at, but=owed)
                await self._paths.refresh(finding.stream, given_up=path.last_event)
            case Difference.WITHOUT_STREAM:
                await self._paths.end(finding.stream, _REASON)
            case _:
                return finding
        async with self._pool.acquire() as connection:
            await resolve_incidents(
                connection,
                causes=[Cause.RECORD_BEHIND, Cause.WORKFLOW_WITHOUT_STREAM],
                stream=finding.stream,
                subject="",
                at=at,
                by=by,
            )
        return finding.model_copy(update={"mended": True})
