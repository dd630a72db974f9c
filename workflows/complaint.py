"""A complaint's path: acknowledge, look into, answer."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.stream import Path, StreamWorkflow


@workflow.defn(name="ComplaintWorkflow")
class ComplaintWorkflow(StreamWorkflow):
    """One per complaint. It ends once the complaint is closed and its letters are sent."""

    @workflow.run
    async def run(self, path: Path) -> None:
        await self.load(path)
        while not self.ended:
            self.start_owed_effects()
            await self.wait_for_people_effects_or_the_clock()
            await self.pass_what_is_due()
            await self.continue_as_new_when_quiet()
        await workflow.wait_condition(workflow.all_handlers_finished)
