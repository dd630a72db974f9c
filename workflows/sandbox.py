"""The sandbox that workflow code runs in, here and wherever a history is replayed."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def sandbox() -> SandboxedWorkflowRunner:
    """Everything is forbidden that a replay cannot repeat."""
    # The domain is pure: passing it through saves every workflow its import.
    passed_through = SandboxRestrictions.default.with_passthrough_modules(
        "domain", "activities.interface", "pydantic"
    )
    return SandboxedWorkflowRunner(restrictions=passed_through)
