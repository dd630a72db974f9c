"""Bringing the demo: its rehearsed past on an empty record first, its present on the running engine later."""

import asyncio
from datetime import UTC, datetime, timedelta

from console.demo.expanding import OPENED_DAYS_AGO, demo_acts
from console.journeys.acts import Act
from console.journeys.installation import FIRST_OPERATOR, Installation
from console.journeys.playing import play_live
from console.journeys.rehearsing import rehearse

# Clusters played beside each other; more at once only wait for each other on a small machine.
_AT_ONCE = 8


class Demo:
    """The demo as of the day it was first brought: that day decides all its dates, however often it is brought."""

    def __init__(self, installation: Installation, acts: tuple[tuple[Act, ...], ...], *, begun: bool) -> None:
        self.begun = begun
        self._installation = installation
        self._acts = acts

    @classmethod
    async def of(cls, installation: Installation) -> "Demo":
        """The demo of this record, or today's where it was not brought yet."""
        today = demo_acts(datetime.now(UTC))
        first = await installation.outcome(next(act for act in today[0] if act.actor))
        if first is None:
            return cls(installation, today, begun=False)
        day = first.recorded_at + timedelta(days=OPENED_DAYS_AGO)
        return cls(installation, demo_acts(day), begun=True)

    async def bring_past(self) -> None:
        """What lies before today, straight to the record. Raises PastTooLate unless the record is older."""
        every = [act for acts in self._acts for act in acts]
        await rehearse(self._installation, every, FIRST_OPERATOR)

    async def bring_present(self) -> None:
        """What happens today, through the gateway."""
        free = asyncio.Semaphore(_AT_ONCE)

        async def one(acts: tuple[Act, ...]) -> None:
            async with free:
                await play_live(self._installation, acts, FIRST_OPERATOR)

        await asyncio.gather(*map(one, self._acts))
