"""What every path has in common: people's commands come in, owed effects are paid, the clock is kept.

Nothing here knows a rule of the scheme. `record` decides, outside replay; the path only sees the `Standing` it returns.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from pydantic import Field, ValidationError

    from activities.interface import (
        LOAD,
        RECORD,
        RECORD_BEHIND,
        Order,
        Receipt,
        Recorded,
        Recording,
        Refresh,
        RefreshRequest,
        Touched,
    )
    from domain.commands import person_commands
    from domain.frozen import Frozen
    from domain.standing import Debt, Standing
    from workflows.alarm import Alarm
    from workflows.effects import paying_command
    from workflows.refresh import ONCE, RefreshWorkflow, refresh_id
    from workflows.visibility import search_attributes

REJECTED, BAD_INPUT, BUSY, CLOSING = "Rejected", "BadInput", "Busy", "Closing"
# The server admits ten updates at once; two stay free for its own bookkeeping.
MOST_IN_FLIGHT = 8
LONGEST_RUN = timedelta(days=30)
COMMANDS_PER_RUN = 500
_WAITS = (
    "The record was restored to an earlier moment than this stream had reached. "
    "Nothing is carried out until an operator has decided: see `laurel reconcile`."
)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=6)

_LOCAL: Mapping[str, Any] = {
    # Without a bound, an unexpected error would be retried for ever and hold the workflow task.
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=12),
    "start_to_close_timeout": timedelta(seconds=10),
    # Above this back-off the server keeps the timer, so that other commands of the stream go on.
    "local_retry_threshold": timedelta(milliseconds=50),
}


class Path(Frozen):
    """Where a run begins: the stream, and what the run before knew; None: load it from the ledger."""

    stream: str
    standing: Standing | None = None
    commands_per_run: int = Field(default=COMMANDS_PER_RUN, ge=1)


class StreamWorkflow:
    """A stream's commands, effects and clock. Subclasses say in `run` how their path goes."""

    def __init__(self) -> None:
        self.standing: Standing | None = None
        self._path: Path | None = None
        self._begun_at = workflow.now()
        self._begun_in = ""
        self._commands = 0
        self._in_flight = 0
        self._closing = False
        self._ahead = False
        self._stirred = False
        self._effects: dict[UUID, asyncio.Task[None]] = {}
        self._resting: set[UUID] = set()
        self._alarm = Alarm(self._stir)
        self._clock_pause = FIRST_PAUSE
        self._clock_rests_until: datetime | None = None

    @workflow.update(name="submit")
    async def submit(self, order: Order) -> Receipt:
        """Carries a person's command out. A rule's no fails the update with its code; the path goes on."""
        self._in_flight += 1
        self._commands += 1
        try:
            await workflow.wait_condition(lambda: self.standing is not None)
            known = self._stands.last_event
            recorded = await self._record(Recording(at=workflow.now(), known=known, **order.model_dump()))
        except ActivityError as failure:
            raise ApplicationError(str(failure.cause), type="StorageUnavailable") from failure
        finally:
            self._in_flight -= 1
            self._stir()
        if recorded.refusal:
            raise ApplicationError(
                recorded.refusal.sentence, recorded.refusal.code, type=REJECTED, non_retryable=True
            )
        if recorded.receipt is None:
            raise RuntimeError("An outcome is a receipt or a refusal.")
        return recorded.receipt

    @submit.validator
    def admit(self, order: Order) -> None:
        """Checks shape, closing and load only: a repeated command must reach its stored outcome at any stage."""
        try:
            person_commands.validate_python(order.command)
        except ValidationError as invalid:
            places = ", ".join(".".join(map(str, error["loc"])) or "type" for error in invalid.errors())
            raise ApplicationError(
                f"Not in its form: {places}.", type=BAD_INPUT, non_retryable=True
            ) from None
        if order.stream != workflow.info().workflow_id:
            raise ApplicationError("The order is for another stream.", type=BAD_INPUT, non_retryable=True)
        if self._ahead:
            raise ApplicationError(_WAITS, type=RECORD_BEHIND)
        if self._closing:
            raise ApplicationError("This run is closing; the next one takes the command.", type=CLOSING)
        if self._in_flight >= MOST_IN_FLIGHT:
            raise ApplicationError(f"{MOST_IN_FLIGHT} commands are in flight.", type=BUSY)

    @workflow.query(name="standing")
    def stands_at(self) -> Standing | None:
        """What the path goes by; None while it waits for the ledger."""
        return self.standing

    @workflow.update(name="refresh")
    async def refresh(self, refresh: Refresh) -> Standing:
        """Takes up what the record says, be it that another path wrote to the stream, or that an operator gives up."""
        self._in_flight += 1
        try:
            await workflow.wait_condition(lambda: self.standing is not None)
            loaded: Standing = await workflow.execute_local_activity(
                LOAD, self._stands.stream, result_type=Standing, **_LOCAL
            )
        except ActivityError as failure:
            raise ApplicationError(str(failure.cause), type="StorageUnavailable") from failure
        finally:
            self._in_flight -= 1
            self._stir()
        if refresh.given_up is not None and refresh.given_up == self._stands.last_event:
            self.standing = None
        self._ahead = False
        self._take(loaded)
        return self._stands

    @refresh.validator
    def may_refresh(self, refresh: Refresh) -> None:
        """Closing only: whoever refreshes has compared path and record."""
        del refresh
        if self._closing:
            raise ApplicationError("This run is closing; the next one is refreshed.", type=CLOSING)

    @property
    def ended(self) -> bool:
        return self._stands.ended

    async def load(self, path: Path) -> None:
        """Take up what the run before knew, or fold the stream from the ledger."""
        self._path = path
        if path.standing is not None:
            self._take(path.standing)
        else:
            self._take(await self._loaded(path.stream))
            updates = [pair.key.value_set(pair.value) for pair in search_attributes(self._stands)]
            workflow.upsert_search_attributes(updates)
        self._begun_in = self._stands.stage

    def start_owed_effects(self) -> None:
        """Begin paying each debt not begun yet, beside the path: none of them delays a deadline."""
        for debt in () if self._ahead else self._stands.debts:
            if debt.debt_id not in self._effects:
                self._effects[debt.debt_id] = asyncio.create_task(self._pay(debt))

    async def wait_for_people_effects_or_the_clock(self) -> None:
        """Return when something has changed, or the next moment has come."""
        if moments := self._moments():
            self._alarm.set(min(moments))
        await workflow.wait_condition(lambda: self._stirred)
        self._stirred = False

    async def pass_what_is_due(self) -> None:
        """Turn a moment that has come into a command like any other."""
        while (due := self._stands.due) and due.at <= workflow.now() and not self._clock_rests():
            if self._ahead:
                return
            before = self._stands.version
            await self._record_for_engine(due.command, due.command_id, at=max(workflow.now(), due.at))
            if self._stands.version == before:
                # Out of reach, or a fault with an incident: do not spin.
                self._clock_rests_until = workflow.now() + self._clock_pause
                self._clock_pause = min(2 * self._clock_pause, LONGEST_PAUSE)
            else:
                self._clock_pause = FIRST_PAUSE

    async def continue_as_new_when_quiet(self) -> None:
        """Start a fresh run at a change of stage, after many commands, or after 30 days, with nothing in flight."""
        if self._ahead or not self._run_is_over() or not self._effects_rest():
            return
        self._closing = True
        await workflow.wait_condition(lambda: self._in_flight == 0 and workflow.all_handlers_finished())
        if not self._effects_rest() or self._path is None:
            self._closing = False
            return
        path = self._path.model_copy(update={"standing": self._stands})
        workflow.continue_as_new(path, search_attributes=search_attributes(self._stands))

    @property
    def _stands(self) -> Standing:
        if self.standing is None:
            raise RuntimeError("The path is used before it was loaded.")
        return self.standing

    def _stir(self) -> None:
        self._stirred = True

    def _take(self, standing: Standing) -> None:
        if self.standing is None or standing.version >= self.standing.version:
            self.standing = standing
            workflow.set_current_details(standing.stage)

    async def _loaded(self, stream: str) -> Standing:
        pause = FIRST_PAUSE
        while True:
            try:
                loaded: Standing = await workflow.execute_local_activity(
                    LOAD, stream, result_type=Standing, **_LOCAL
                )
            except (ActivityError, ApplicationError):
                # The path waits for the ledger, and commands wait for the path.
                await workflow.sleep(pause, summary="the stream cannot be loaded")
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return loaded

    async def _pay(self, debt: Debt) -> None:
        pause = FIRST_PAUSE
        try:
            while self._owed(debt) and not self._ahead and not await self._paid(debt):
                self._resting.add(debt.debt_id)
                self._stir()
                await workflow.sleep(pause, summary=f"{debt.effect} is tried again")
                self._resting.discard(debt.debt_id)
                pause = min(2 * pause, LONGEST_PAUSE)
        finally:
            # Owed anew after an operator's retry, it starts again.
            self._effects.pop(debt.debt_id, None)
            self._stir()

    async def _paid(self, debt: Debt) -> bool:
        try:
            command = await paying_command(self._stands, debt)
        except ActivityError as failure:
            if isinstance(failure.cause, ApplicationError) and failure.cause.type == RECORD_BEHIND:
                self._wait_for_an_operator()
            return False
        except ValueError:
            # A result that is not in its form, from an activity of another version, is no result.
            return False
        name = f"{command['type']} at version {self._stands.version}"
        return await self._record_for_engine(command, uuid5(debt.debt_id, name), at=workflow.now())

    def _owed(self, debt: Debt) -> bool:
        return any(each.debt_id == debt.debt_id for each in self._stands.debts)

    def _effects_rest(self) -> bool:
        """Whether no effect is being carried out; one that waits for its next attempt starts anew in the next run."""
        return all(debt_id in self._resting for debt_id in self._effects)

    async def _record_for_engine(self, command: dict[str, Any], command_id: UUID, at: datetime) -> bool:
        stream = self._stands.stream
        recording = Recording(
            stream=stream,
            command_id=command_id,
            actor=None,
            command=command,
            at=at,
            known=self._stands.last_event,
        )
        try:
            await self._record(recording)
        except (ActivityError, ApplicationError):
            workflow.logger.warning(
                "an engine command waits", extra={"stream": stream, "command": command["type"]}
            )
            return False
        return True

    async def _record(self, recording: Recording) -> Recorded:
        recorded: Recorded = await workflow.execute_local_activity(
            RECORD, recording, result_type=Recorded, **_LOCAL
        )
        if recorded.behind:
            self._wait_for_an_operator()
            raise ApplicationError(_WAITS, type=RECORD_BEHIND, non_retryable=True)
        self._take(recorded.standing)
        if recorded.touched:
            await self._have_refreshed(recording.command_id, recorded.touched)
        return recorded

    async def _have_refreshed(self, command_id: UUID, touched: tuple[Touched, ...]) -> None:
        """Other paths hear of what was written into their streams; nobody waits here until they have."""
        with suppress(WorkflowAlreadyStartedError):
            await workflow.start_child_workflow(
                RefreshWorkflow.run,
                RefreshRequest(touched=touched),
                id=refresh_id(command_id),
                id_reuse_policy=ONCE,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary="refresh the paths of other streams",
            )

    def _wait_for_an_operator(self) -> None:
        """The record holds less than this path knows: whatever it did now might be done a second time."""
        self._ahead = True
        workflow.set_current_details(_WAITS)

    def _moments(self) -> list[datetime]:
        # Once the run is over, only an effect still being carried out holds it: no timer ends that.
        over_at = self._begun_at + LONGEST_RUN
        moments = [over_at] if over_at > workflow.now() else []
        if (due := self._stands.due) and not self._ahead:
            moments.append(max(due.at, self._clock_rests_until or due.at))
        return moments

    def _clock_rests(self) -> bool:
        return self._clock_rests_until is not None and workflow.now() < self._clock_rests_until

    def _run_is_over(self) -> bool:
        limit = self._path.commands_per_run if self._path else COMMANDS_PER_RUN
        return (
            self._stands.stage != self._begun_in
            or self._commands >= limit
            or workflow.now() >= self._begun_at + LONGEST_RUN
            or workflow.info().is_continue_as_new_suggested()
        )
