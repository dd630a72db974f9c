"""Group commit beneath the append API, on trial: what waits while a set is being appended goes along in the next.

Laurel itself appends one by one (decision 0042): on the path of a command this gains nothing.
"""

import asyncio
from datetime import UTC, datetime

from ledger.appending import Append, Appended, CommandRepeated, VersionConflict, append
from ledger.connection import Connection

_Waiting = tuple[Append, "asyncio.Future[Appended]"]


class Groups:
    """Appends through a few connections; while one's set is appended, the others' are made ready."""

    def __init__(self, connections: list[Connection]) -> None:
        self._free = connections
        self._waiting: list[_Waiting] = []
        self._running: set[asyncio.Task[None]] = set()

    async def append(self, entry: Append) -> Appended:
        """As `ledger.appending.append` of this one alone, with its errors."""
        done: asyncio.Future[Appended] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if self._free:
            task = asyncio.create_task(self._work(self._free.pop()))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return await done

    async def _work(self, connection: Connection) -> None:
        while self._waiting:
            # All that is ready to run may still join.
            await asyncio.sleep(0)
            group, self._waiting = self._waiting, []
            await _append_group(connection, group)
        self._free.append(connection)


async def _append_group(connection: Connection, group: list[_Waiting]) -> None:
    try:
        answers = await append(connection, [entry for entry, _ in group], datetime.now(UTC))
    except (VersionConflict, CommandRepeated):
        # One that is refused takes the set with it: the others shall not lose by that.
        for entry, done in group:
            await _append_alone(connection, entry, done)
        return
    for (_, done), answer in zip(group, answers, strict=True):
        done.set_result(answer)


async def _append_alone(connection: Connection, entry: Append, done: "asyncio.Future[Appended]") -> None:
    try:
        (answer,) = await append(connection, [entry], datetime.now(UTC))
    except (VersionConflict, CommandRepeated) as refusal:
        done.set_exception(refusal)
    else:
        done.set_result(answer)
