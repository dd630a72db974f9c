"""What is done for all desks on set days: an edition comes half-way, and in January experts say when they are away."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from console.simulation.chance import Chance
from console.simulation.coming_edition import ComingEdition, coming_edition
from console.simulation.desk import Desk
from console.simulation.engine import Engine
from console.simulation.known import person_of
from console.simulation.office_days import absences, opening_on
from console.simulation.opening import qualified
from console.simulation.people import SCHEME_OWNER
from console.simulation.scene import Act
from console.simulation.tally import Tally
from domain.person.commands import SetAvailability
from domain.person.state import Absence
from domain.streams import PERSON, SCHEME

Doing = Callable[[date], Iterator[Act]]
_AWAY_IS_TOLD = 1, 8


class CentralOffice:
    """Plays on the same engine as the desks, and before them: what it does holds for all of the moment."""

    def __init__(  # noqa: PLR0913 - whose it is, and from when to when
        self,
        engine: Engine,
        desks: tuple[Desk, ...],
        chance: Chance,
        tally: Tally,
        *,
        begins: date,
        ends: date,
    ) -> None:
        self._engine, self._desks, self._chance, self._tally = engine, desks, chance, tally
        self._coming = sorted(self._set_days(begins, ends), key=lambda each: each[0])

    def next_moment(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    async def play(self, now: datetime) -> None:
        """All whose moment has come, in order."""
        while self._coming and self._coming[0][0] <= now:
            _, acts = self._coming.pop(0)
            for act in acts(now.date()):
                self._tally.note(act.command.type, await self._engine.give(act, now))

    def _set_days(self, begins: date, ends: date) -> Iterator[tuple[datetime, Doing]]:
        for year in range(begins.year, ends.year + 1):
            if begins < (day := date(year, *_AWAY_IS_TOLD)) < ends:
                yield opening_on(day), self._away
        if (coming := coming_edition(begins, ends)) is not None:
            yield opening_on(coming.announced_on), partial(self._activated, coming)

    def _activated(self, coming: ComingEdition, _: date) -> Iterator[Act]:
        """Who assesses by it is qualified for it from its first day on."""
        yield Act(by=SCHEME_OWNER, command=coming.command, on=SCHEME)
        for expert in (each for desk in self._desks for each in desk.experts):
            yield from qualified(expert, coming.key, coming.in_force_from)

    def _away(self, today: date) -> Iterator[Act]:
        """A year's absences, but for those in which days are kept for a visit already."""
        for expert in (each.person_id for desk in self._desks for each in desk.experts):
            bookings = person_of(self._engine, expert).bookings
            booked = {day for booking in bookings for day in booking.days}
            told = tuple(
                Absence(from_on=first, until_on=last)
                for first, last in absences(expert, today, self._chance)
                if not any(first <= day <= last for day in booked)
            )
            yield Act(by=expert, command=SetAvailability(absences=told), on=f"{PERSON}{expert}")
