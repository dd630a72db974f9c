"""Every path is compared with the record; a schedule starts this."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.interface import RECONCILE, ReconcileRequest, ReconcileResult


@workflow.defn(name="ReconcileWorkflow")
class ReconcileWorkflow:
    """One comparison of all. What differs is no failure: it is mended, or an incident."""

    @workflow.run
    async def run(self) -> ReconcileResult:
        result: ReconcileResult = await workflow.execute_activity(
            RECONCILE,
            ReconcileRequest(at=workflow.now()),
            result_type=ReconcileResult,
            summary="compare paths and record",
            start_to_close_timeout=timedelta(minutes=30),
            heartbeat_timeout=timedelta(minutes=2),
            # Servers that are away for longer are tried again when the schedule comes round.
            retry_policy=RetryPolicy(maximum_attempts=3),
        )
        return result
