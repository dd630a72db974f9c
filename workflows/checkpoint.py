"""A checkpoint of the record is made and published; a schedule starts this."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.interface import PUBLISH_CHECKPOINT, CheckpointRequest, CheckpointResult


@workflow.defn(name="CheckpointWorkflow")
class CheckpointWorkflow:
    """One publication. A record that was changed is no failure: it is found, an incident, and nothing is signed."""

    @workflow.run
    async def run(self) -> CheckpointResult:
        result: CheckpointResult = await workflow.execute_activity(
            PUBLISH_CHECKPOINT,
            CheckpointRequest(at=workflow.now()),
            result_type=CheckpointResult,
            summary="publish a checkpoint",
            start_to_close_timeout=timedelta(minutes=30),
            heartbeat_timeout=timedelta(minutes=2),
            # Servers that are away for longer are tried again when the schedule comes round.
            retry_policy=RetryPolicy(maximum_attempts=5),
        )
        return result
