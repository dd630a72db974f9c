"""The weekly letter's workflow: it waits for a mail server that is away, and asks about the same moment again."""

from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.interface import SEND_DIGEST, DigestRequest, DigestResult
from tests.servers import TEST_SERVER
from workflows.digest import DigestWorkflow
from workflows.sandbox import sandbox

pytestmark = pytest.mark.temporal
ATTEMPTS = 30


async def test_a_mail_server_that_is_away_for_a_day_delays_the_letter_and_changes_nothing_else() -> None:
    asked: list[DigestRequest] = []

    @activity.defn(name=SEND_DIGEST)
    async def send_digest(request: DigestRequest) -> DigestResult:
        asked.append(request)
        if len(asked) < ATTEMPTS:
            raise ApplicationError("away", type="MailServerUnavailable")
        return DigestResult(sent=2)

    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(TEST_SERVER), data_converter=pydantic_data_converter
    )
    async with environment:
        queue = uuid4().hex
        async with Worker(
            environment.client,
            task_queue=queue,
            workflows=[DigestWorkflow],
            activities=[send_digest],
            workflow_runner=sandbox(),
        ):
            result = await environment.client.execute_workflow(
                DigestWorkflow.run, id="digest", task_queue=queue
            )
    assert result == DigestResult(sent=2)
    assert asked == [asked[0]] * ATTEMPTS
