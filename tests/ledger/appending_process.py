"""A process that appends: `python -m tests.ledger.appending_process URL STREAM TIMES`."""

import asyncio
import sys

import asyncpg

from tests.ledger.appends import appended, appending, event


async def main(url: str, stream: str, times: int) -> None:
    """One or two events an append, in a transaction of its own."""
    connection = await asyncpg.connect(url)
    version = 0
    for number in range(times):
        events = [event(str(number))] if number % 3 else [event(str(number)), event(f"{number} again")]
        await appended(connection, appending(stream, version, *events))
        version += len(events)
    await connection.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
