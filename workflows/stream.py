"""What every path has in common: people's commands come in, owed effects are paid, the clock is kept.

Nothing here knows a rule of the scheme. `record` decides, outside replay; the path only sees the `Standing` it returns.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from pydantic import Field, ValidationError

    from activities.interface import (
        LOAD,
        RECORD,
        SCORE_BENCHMARK,
        SEND_NOTICE,
        ComparisonRequest,
        ComparisonResult,
        NoticeRequest,
        NoticeResult,
        Order,
        Receipt,
        Recorded,
        Recording,
    )
    from domain.commands import person_commands
    from domain.frozen import Frozen
    from domain.standing import Debt, Standing

REJECTED, BAD_INPUT, BUSY, CLOSING = "Rejected", "BadInput", "Busy", "Closing"
# The server admits ten updates at once; two stay free for its own bookkeeping.
MOST_IN_FLIGHT = 8
LONGEST_RUN = timedelta(days=30)
COMMANDS_PER_RUN = 500

_LOCAL: Mapping[str, Any] = {
    # Without a bound, an unexpected error would be retried for ever and hold the workflow task.
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=12),
    "start_to_close_timeout": timedelta(seconds=10),
    # Above this back-off the server keeps the timer, so that other commands of the stream go on.
    "local_retry_threshold": timedelta(milliseconds=50),
}
_EFFECT: Mapping[str, Any] = {
    # The path repeats effects itself, so that it may continue as new between two attempts.
    "retry_policy": RetryPolicy(maximum_attempts=1),
    "start_to_close_timeout": timedelta(seconds=60),
}
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=6)

STAGE = SearchAttributeKey.for_keyword("LaurelStage")
LEVEL = SearchAttributeKey.for_keyword("LaurelLevel")
COUNTRY = SearchAttributeKey.for_keyword("LaurelCountry")
DUE = SearchAttributeKey.for_datetime("LaurelDue")


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
        self._stirred = False
        self._effects: dict[UUID, asyncio.Task[None]] = {}
        self._resting: set[UUID] = set()
        self._wake_at: datetime | None = None
        self._timer: asyncio.Task[None] | None = None
        self._clock_rests_until: datetime | None = None
        self._clock_pause = _FIRST_PAUSE

    @property
    def ended(self) -> bool:
        return self._stands.ended

    @property
    def _stands(self) -> Standing:
        if self.standing is None:
            raise RuntimeError("The path is used before it was loaded.")
        return self.standing

    # People

    @workflow.update(name="submit")
    async def submit(self, order: Order) -> Receipt:
        """Carries a person's command out. A rule's no fails the update with its code; the path goes on."""
        self._in_flight += 1
        self._commands += 1
        try:
            await workflow.wait_condition(lambda: self.standing is not None)
            recorded = await self._record(
                Recording(at=workflow.now(), **order.model_dump(exclude={"stream"}), stream=order.stream)
            )
        except ActivityError as failure:
            raise ApplicationError(str(failure.cause), type="StorageUnavailable") from failure
        finally:
            self._in_flight -= 1
            self._stirred = True
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
            raise ApplicationError(str(invalid), type=BAD_INPUT, non_retryable=True) from invalid
        if order.stream != workflow.info().workflow_id:
            raise ApplicationError("The order is for another stream.", type=BAD_INPUT, non_retryable=True)
        if self._closing:
            raise ApplicationError("This run is closing; the next one takes the command.", type=CLOSING)
        if self._in_flight >= MOST_IN_FLIGHT:
            raise ApplicationError(f"{MOST_IN_FLIGHT} commands are in flight.", type=BUSY)

    # The path

    async def load(self, path: Path) -> None:
        """Take up what the run before knew, or fold the stream from the ledger."""
        self._path = path
        while path.standing is None and self.standing is None:
            try:
                loaded = await workflow.execute_local_activity(
                    LOAD, path.stream, result_type=Standing, **_LOCAL
                )
                self._take(loaded)
            except (ActivityError, ApplicationError):
                # The database is away; the path waits for it, and commands wait for the path.
                await workflow.sleep(_FIRST_PAUSE, summary="the database is out of reach")
        if path.standing is not None:
            self._take(path.standing)
        self._begun_in = self._stands.stage

    def start_owed_effects(self) -> None:
        """Begin paying each debt not begun yet, beside the path: none of them delays a deadline."""
        for debt in self._stands.debts:
            if debt.debt_id not in self._effects:
                self._effects[debt.debt_id] = asyncio.create_task(self._pay(debt))

    async def wait_for_people_effects_or_the_clock(self) -> None:
        """Return when something has changed, or the next moment has come."""
        self._set_timer()
        await workflow.wait_condition(lambda: self._stirred)
        self._stirred = False

    async def pass_what_is_due(self) -> None:
        """Turn a moment that has come into a command like any other."""
        while (due := self._stands.due) and due.at <= workflow.now() and not self._clock_rests():
            before = self._stands.version
            await self._record_for_engine(due.command, due.command_id, at=max(workflow.now(), due.at))
            if self._stands.version == before:
                # Out of reach, or a fault with an incident: do not spin.
                self._clock_rests_until = workflow.now() + self._clock_pause
                self._clock_pause = min(2 * self._clock_pause, _LONGEST_PAUSE)
            else:
                self._clock_pause = _FIRST_PAUSE

    async def continue_as_new_when_quiet(self) -> None:
        """Start a fresh run at a change of stage, after many commands, or after 30 days, with nothing in flight."""
        if not self._run_is_over() or not self._effects_rest():
            return
        self._closing = True
        await workflow.wait_condition(lambda: self._in_flight == 0 and workflow.all_handlers_finished())
        if not self._effects_rest() or self._path is None:
            self._closing = False
            return
        path = self._path.model_copy(update={"standing": self._stands})
        workflow.continue_as_new(path, search_attributes=self._search_attributes())

    # Effects

    async def _pay(self, debt: Debt) -> None:
        pause = _FIRST_PAUSE
        while self._owed(debt) and not await self._paid(debt):
            self._resting.add(debt.debt_id)
            self._stirred = True
            await workflow.sleep(pause, summary=f"{debt.effect} is tried again")
            self._resting.discard(debt.debt_id)
            pause = min(2 * pause, _LONGEST_PAUSE)
        # Owed anew after an operator's retry, it starts again.
        self._effects.pop(debt.debt_id, None)
        self._stirred = True

    async def _paid(self, debt: Debt) -> bool:
        try:
            command = await self._effect(debt)
        except ActivityError:
            return False
        name = f"{command['type']} at version {self._stands.version}"
        return await self._record_for_engine(command, uuid5(debt.debt_id, name), at=workflow.now())

    async def _effect(self, debt: Debt) -> dict[str, Any]:
        """Do what is owed; the engine command that pays it."""
        stream = self._stands.stream
        if debt.notice is None:
            request = ComparisonRequest(stream=stream, case_id=debt.case_id or "", at=workflow.now())
            result = await workflow.execute_activity(
                SCORE_BENCHMARK,
                request,
                result_type=ComparisonResult,
                summary="compare with the portfolio",
                **_EFFECT,
            )
            return {"type": "MakeComparison", "case_id": debt.case_id, **result.model_dump(mode="json")}
        letter = NoticeRequest(
            stream=stream, notice_id=debt.debt_id, at=workflow.now(), **debt.notice.model_dump()
        )
        sent = await workflow.execute_activity(
            SEND_NOTICE, letter, result_type=NoticeResult, summary=f"letter: {debt.notice.notice}", **_EFFECT
        )
        if sent.outcome == "sent":
            return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": sent.message_id}
        return {"type": "FailNotice", "notice_id": str(debt.debt_id), "cause": sent.reason}

    def _owed(self, debt: Debt) -> bool:
        return any(each.debt_id == debt.debt_id for each in self._stands.debts)

    def _effects_rest(self) -> bool:
        """Whether no effect is being carried out; one that waits for its next attempt starts anew in the next run."""
        return all(debt_id in self._resting for debt_id in self._effects)

    # The record

    async def _record_for_engine(self, command: dict[str, Any], command_id: UUID, at: datetime) -> bool:
        stream = self._stands.stream
        recording = Recording(stream=stream, command_id=command_id, actor=None, command=command, at=at)
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
        self._take(recorded.standing)
        return recorded

    def _take(self, standing: Standing) -> None:
        if self.standing is None or standing.version >= self.standing.version:
            self.standing = standing
            workflow.set_current_details(standing.stage)

    # The clock

    def _set_timer(self) -> None:
        """One timer, to the nearest moment, replaced only when that moves earlier; too early, it finds nothing due."""
        # Once the run is over, only an effect still being carried out holds it: no timer ends that.
        moments = [over_at] if (over_at := self._begun_at + LONGEST_RUN) > workflow.now() else []
        if due := self._stands.due:
            moments.append(max(due.at, self._clock_rests_until or due.at))
        if not moments:
            return
        wake_at = min(moments)
        if self._timer is not None and self._wake_at is not None and self._wake_at <= wake_at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._wake_at = wake_at
        self._timer = asyncio.create_task(self._wake(wake_at))

    async def _wake(self, at: datetime) -> None:
        await workflow.sleep(max(at - workflow.now(), timedelta()), summary="next due")
        self._timer = None
        self._stirred = True

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

    def _search_attributes(self) -> TypedSearchAttributes:
        stands = self._stands
        pairs: list[SearchAttributePair[Any]] = [
            SearchAttributePair(STAGE, stands.stage),
            SearchAttributePair(LEVEL, stands.level),
            SearchAttributePair(COUNTRY, stands.country),
        ]
        if stands.due:
            pairs.append(SearchAttributePair(DUE, stands.due.at))
        return TypedSearchAttributes(pairs)
