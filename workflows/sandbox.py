"""The sandbox that workflow code runs in, here and wherever a history is replayed."""

from typing import TYPE_CHECKING

from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

if TYPE_CHECKING:
    from temporalio.bridge.proto.workflow_activation import WorkflowActivation
    from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
    from temporalio.workflow import Info


def sandbox() -> SandboxedWorkflowRunner:
    """Everything is forbidden that a replay cannot repeat."""
    # The domain is pure: passing it through saves every workflow its import.
    passed_through = SandboxRestrictions.default.with_passthrough_modules(
        "domain", "activities.interface", "pydantic"
    )
    return _ContextFreeRunner(restrictions=passed_through)


class _ContextFreeRunner(SandboxedWorkflowRunner):
    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _ContextFree(super().create_instance(det))


class _ContextFree(WorkflowInstance):
    """A sandboxed instance whose payloads are written the same way whatever they belong to.

    For each payload the worker asks the instance several times what it belongs to, and each answer is an entry
    into the sandbox: a third of a worker's time. Codec and converter take no notice of it, so nobody is asked.
    """

    def __init__(self, sandboxed: WorkflowInstance) -> None:
        self._sandboxed = sandboxed

    def activate(self, act: "WorkflowActivation") -> "WorkflowActivationCompletion":
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: object) -> None:
        del command_info

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:
        del command_info
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> "Info":
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        return self._sandboxed.get_thread_id()
