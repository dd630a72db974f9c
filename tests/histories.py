"""The histories of a workflow's runs, first to last, followed from one run to the next."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory


async def runs_of(client: Client, workflow_id: str) -> list[WorkflowHistory]:
    """One history per run. It asks no index: a server that cannot list workflows answers too."""
    latest = await client.get_workflow_handle(workflow_id).fetch_history()
    run_id = latest.events[0].workflow_execution_started_event_attributes.first_execution_run_id
    histories = []
    while run_id:
        history = await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()
        histories.append(history)
        continued = history.events[-1].workflow_execution_continued_as_new_event_attributes
        run_id = continued.new_execution_run_id
    return histories


def commands_of(runs: Sequence[WorkflowHistory]) -> list[float]:
    """How many history events each person's command took, with the task that carried it out and its timers.

    Left out is what the task begins beside it: effects, and the next run.
    """
    return [cost for run in runs for task in _tasks(run) for cost in _costs(task)]


def _tasks(run: WorkflowHistory) -> Iterator[list[str]]:
    """The names of a run's events, one list for each workflow task and what follows it."""
    names = [EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in run.events]
    begin = [number for number, name in enumerate(names) if name == "WORKFLOW_TASK_SCHEDULED"]
    for first, after in pairwise([*begin, len(names)]):
        yield names[first:after]


def _costs(task: Sequence[str]) -> Iterator[float]:
    commands = task.count("WORKFLOW_EXECUTION_UPDATE_ACCEPTED")
    beside = ("ACTIVITY_TASK", "WORKFLOW_EXECUTION_CONTINUED")
    cost = sum(not name.startswith(beside) for name in task)
    for _ in range(commands):
        yield cost / commands
