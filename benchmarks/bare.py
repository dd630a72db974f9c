"""The worker of the bare workflow: the same process, codec, sandbox and limits as Laurel's own."""

import asyncio
import signal

from temporalio import activity
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from benchmarks.bare_workflow import NOTHING, Bare
from console.connections import connect_temporal
from console.settings import env_file, settings_from

TASK_QUEUE = "bare"


@activity.defn(name=NOTHING)
async def nothing(word: str) -> str:
    return word


async def run() -> None:
    """Work until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    settings = settings_from(env_file())
    restrictions = SandboxRestrictions.default.with_passthrough_modules("pydantic")
    worker = Worker(
        await connect_temporal(settings, env_file()),
        task_queue=TASK_QUEUE,
        workflows=[Bare],
        activities=[nothing],
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
        max_cached_workflows=settings.cached_workflows,
        max_concurrent_activities=settings.simultaneous_activities,
    )
    async with worker:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(run())
