"""The secretariat's weekly letter is sent; a schedule starts this on Monday mornings."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.interface import SEND_DIGEST, DigestRequest, DigestResult


@workflow.defn(name="DigestWorkflow")
class DigestWorkflow:
    """One week's letter: what was sent is not sent again, however often this is tried."""

    @workflow.run
    async def run(self) -> DigestResult:
        result: DigestResult = await workflow.execute_activity(
            SEND_DIGEST,
            DigestRequest(at=workflow.now()),
            result_type=DigestResult,
            summary="send the week's letter",
            start_to_close_timeout=timedelta(minutes=10),
            # A mail server that is away is waited for; behind the week its letter would be an old one.
            schedule_to_close_timeout=timedelta(days=5),
            retry_policy=RetryPolicy(maximum_interval=timedelta(hours=1)),
        )
        return result
