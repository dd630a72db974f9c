"""Holding letters that may have gone out already: after the record was restored, nobody knows but people."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from activities.interface import Recording
from activities.storage.record import Record
from domain.standing import Standing
from ledger.connection import Pool
from ledger.reading import read_stream
from readmodel.history import standing_of
from readmodel.incidents import Cause, resolve_incidents

CAUSE = "It may have been sent before the record was restored."


class ClockStandsStill(Exception):
    """A moment that has come was recorded, and comes again: a fault of the rules."""


class Holding:
    """Puts owed letters into operators' hands: each becomes a failed one, to be retried or skipped."""

    def __init__(self, record: Record, pool: Pool) -> None:
        self._record = record
        self._pool = pool

    async def hold_all(self, streams: list[str], *, at: datetime, told: Callable[[], None]) -> int:
        """As `hold`, for each stream; how many letters are held."""
        held = 0
        for stream in streams:
            held += await self.hold(stream, at=at)
            told()
        return held

    async def hold(self, stream: str, *, at: datetime, but: frozenset[UUID] = frozenset()) -> int:
        """Hold every letter the stream owes at `at`, but those with the ids in `but`; how many there were.

        The moments that have come are passed first: each may have come before, and its letters with it.
        """
        async with self._pool.acquire() as connection:
            stands = standing_of(stream, await read_stream(connection, stream))
        stands = await self._passed(stands, at)
        letters = [debt.debt_id for debt in stands.debts if debt.notice and debt.debt_id not in but]
        for letter in letters:
            command = {"type": "FailNotice", "notice_id": str(letter), "cause": CAUSE}
            held = uuid5(letter, f"held at version {stands.version}")
            stands = await self._carried_out(stream, held, command, at)
            await self._no_longer_tried(stream, letter, at)
        return len(letters)

    async def _passed(self, stands: Standing, at: datetime) -> Standing:
        while (due := stands.due) and due.at <= at:
            stands = await self._carried_out(stands.stream, due.command_id, due.command, at)
            if stands.due == due:
                raise ClockStandsStill(stands.stream)
        return stands

    async def _no_longer_tried(self, stream: str, letter: UUID, at: datetime) -> None:
        async with self._pool.acquire() as connection:
            await resolve_incidents(
                connection,
                causes=[Cause.MAIL_SERVER_UNREACHABLE],
                stream=stream,
                subject=str(letter),
                at=at,
                by="engine",
            )

    async def _carried_out(
        self, stream: str, command_id: UUID, command: dict[str, Any], at: datetime
    ) -> Standing:
        recording = Recording(stream=stream, command_id=command_id, actor=None, command=command, at=at)
        return (await self._record(recording)).standing
