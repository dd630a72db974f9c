"""A cluster's path through the years: from application to label, renewal after renewal."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.stream import Path, StreamWorkflow


@workflow.defn(name="CertificationWorkflow")
class CertificationWorkflow(StreamWorkflow):
    """One per cluster. It never ends by itself: a label without a case still has its expiry and its grace."""

    @workflow.run
    async def run(self, path: Path) -> None:
        await self.load(path)
        while not self.ended:
            self.start_owed_effects()
            await self.wait_for_people_effects_or_the_clock()
            await self.pass_what_is_due()
            await self.continue_as_new_when_quiet()
