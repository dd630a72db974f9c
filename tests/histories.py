"""The histories of a workflow's runs, first to last, followed from one run to the next."""

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
