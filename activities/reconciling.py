"""Comparing every path with the record, as an activity: what compares them knows Temporal and is handed in."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from temporalio import activity

from activities.interface import RECONCILE, ReconcileRequest, ReconcileResult

Reconcile = Callable[[datetime, Callable[[], None]], Awaitable[ReconcileResult]]
"""Takes the moment, and what is to be called after each path; called, the activity is known to live."""


class Reconciling:
    """Carries one comparison out."""

    def __init__(self, reconcile: Reconcile) -> None:
        self._reconcile = reconcile

    @activity.defn(name=RECONCILE)
    async def reconcile(self, request: ReconcileRequest) -> ReconcileResult:
        """Compares, mends, and raises incidents; a second one at the same time only finds less to mend."""
        return await self._reconcile(request.at, activity.heartbeat)
