"""`python -m console.polling`: whether Temporal has lately heard from a worker of this machine; a health check."""

import asyncio
import socket
import sys
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from console.connections import connect_temporal
from console.ending import end
from console.settings import env_file, settings_from

# A worker asks anew at least every minute; two may pass in a busy moment.
_LATELY = timedelta(minutes=2)
_PATIENCE = 10.0
_HEALTHY, _UNHEALTHY = 0, 1


async def polled_lately(client: Client, task_queue: str, now: datetime, *, host: str | None = None) -> bool:
    """Whether a worker, with `host` one there, asked for the queue's workflow tasks within two minutes before `now`."""
    question = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    answer = await client.workflow_service.describe_task_queue(question)
    lately = [each for each in answer.pollers if now - each.last_access_time.ToDatetime(UTC) < _LATELY]
    return any(host is None or poller.identity.endswith(f"@{host}") for poller in lately)


async def _polled() -> bool:
    settings = settings_from(env_file())
    async with asyncio.timeout(_PATIENCE):
        client = await connect_temporal(settings, env_file())
        return await polled_lately(client, settings.task_queue, datetime.now(UTC), host=socket.gethostname())


def main() -> int:
    """0 when it has; 1, with a sentence, when it has not or nobody can say."""
    try:
        if asyncio.run(_polled()):
            return _HEALTHY
        sentence = f"No worker on {socket.gethostname()} asks Temporal for work."
    except (RuntimeError, TimeoutError, RPCError) as away:
        sentence = f"Temporal does not answer: {type(away).__name__}."
    except ValidationError as invalid:
        sentence = f"{invalid.error_count()} settings are missing or wrong."
    sys.stderr.write(f"{sentence}\n")
    return _UNHEALTHY


if __name__ == "__main__":
    end(main())
