"""The path, changed as nobody may change it while workflows run. In a module of its own: the sandbox imports it."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.interface import Recorded, Recording
    from domain.standing import Debt
    from workflows.certification import CertificationWorkflow
    from workflows.stream import Path


@workflow.defn(name="CertificationWorkflow")
class Unchanged(CertificationWorkflow):
    """The path as it is, in another class: what makes a mutant fail is its mutation."""

    @workflow.run
    async def run(self, path: Path) -> None:
        await super().run(path)


@workflow.defn(name="CertificationWorkflow")
class WaitsBeforePaying(CertificationWorkflow):
    @workflow.run
    async def run(self, path: Path) -> None:
        await super().run(path)

    async def _paid(self, debt: Debt) -> bool:
        await workflow.sleep(timedelta(minutes=1))
        return await super()._paid(debt)


@workflow.defn(name="CertificationWorkflow")
class RecordsTwice(CertificationWorkflow):
    @workflow.run
    async def run(self, path: Path) -> None:
        await super().run(path)

    async def _record(self, recording: Recording) -> Recorded:
        await super()._record(recording)
        return await super()._record(recording)


@workflow.defn(name="CertificationWorkflow")
class NeverContinuesAsNew(CertificationWorkflow):
    @workflow.run
    async def run(self, path: Path) -> None:
        await super().run(path)

    async def continue_as_new_when_quiet(self) -> None:
        return
