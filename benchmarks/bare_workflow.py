"""The least a Temporal workflow can be: what Laurel's figures are measured against."""

from datetime import timedelta

from temporalio import workflow

NOTHING = "nothing"
_AGES = timedelta(days=365)


@workflow.defn(name="Bare")
class Bare:
    """Sleeps, as an idle cluster does, and answers updates."""

    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(_AGES)

    @workflow.update(name="touch")
    async def touch(self, word: str) -> str:
        """Nothing but the answer."""
        return word

    @workflow.update(name="touch_with_activity")
    async def touch_with_activity(self, word: str) -> str:
        """The answer of a local activity that does nothing: the least a command can be made of."""
        answer: str = await workflow.execute_local_activity(
            NOTHING, word, result_type=str, start_to_close_timeout=timedelta(seconds=10)
        )
        return answer
