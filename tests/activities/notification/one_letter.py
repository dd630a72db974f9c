"""Sends the tests' letter from a process of its own; arguments: database address, mail server address."""

import asyncio
import sys

import asyncpg

from tests.activities.notification.post import REQUEST, PostRoom, open_office


async def main(database_url: str, smtp_url: str) -> None:
    async with asyncpg.create_pool(database_url, min_size=1, max_size=1) as pool:
        await open_office(pool, PostRoom(), smtp_url).notification.send_notice(REQUEST)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
