"""given / when / then: how the sentences of this specification are said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.commands import Command
from domain.elsewhere import Elsewhere
from domain.events import Event
from domain.rejected import Rejected
from tests.domain.world import World, at_midnight_ending, at_nine, calendar, document, sealed

__all__ = ["World", "at_midnight_ending", "at_nine", "calendar", "document", "given", "sealed"]

_APART = {"limits", "notices"}


@dataclass(frozen=True)
class Outcome:
    """What followed from one command."""

    world: World
    events: tuple[Event | Elsewhere[Any], ...]
    rejected: Rejected | None

    def then(self, *events: Event | Elsewhere[Any]) -> "Outcome":
        """Exactly these events, in this order; letters and limits have sentences of their own."""
        assert self._sentence() is None
        assert [_apart(each) for each in self.events] == [_apart(each) for each in events]
        return self

    def then_rejected(self, code: str, saying: str | None = None) -> None:
        """A rule said no, and nothing happened; `saying` is the whole sentence."""
        assert (self.rejected.code if self.rejected else self.events) == code
        assert saying is None or (self.rejected and self.rejected.sentence) == saying

    def then_nothing(self) -> None:
        assert self._sentence() is None
        assert self.events == ()

    def with_letters(self, *letters: tuple[str, str]) -> "Outcome":
        """Exactly these letters, as (recipient, notice)."""
        assert self._sentence() is None
        owed = [notice for each in self.events for notice in getattr(_event(each), "notices", ())]
        assert [(notice.recipient, notice.notice) for notice in owed] == list(letters)
        return self

    def with_limits(self, *limits: tuple[str, date]) -> "Outcome":
        """Exactly these limits begin, as (name, last day)."""
        assert self._sentence() is None
        opened = [limit for each in self.events for limit in getattr(_event(each), "limits", ())]
        assert [(limit.name, limit.last_day) for limit in opened] == list(limits)
        return self

    def _sentence(self) -> str | None:
        return f"{self.rejected.code}: {self.rejected.sentence}" if self.rejected else None


def _event(each: Event | Elsewhere[Any]) -> Event:
    return each.event if isinstance(each, Elsewhere) else each


def _apart(each: Event | Elsewhere[Any]) -> tuple[str | None, Event]:
    event = _event(each)
    bare = event.model_copy(update={name: () for name in _APART if name in type(event).model_fields})
    return each.stream if isinstance(each, Elsewhere) else None, bare


@dataclass(frozen=True)
class Given:
    """A world in which something is asked."""

    world: World

    def when(
        self,
        command: Command,
        *,
        by: str | None,
        on: str = "cluster-aurora",
        at: date | datetime | None = None,
    ) -> Outcome:
        """The command is given on its own, the clock standing where it stands: only `at` moves it."""
        if at is not None:
            self.world.now = at if isinstance(at, datetime) else at_nine(at)
        try:
            events = self.world.carry_out(command, by=by, on=on)
        except Rejected as rejected:
            return Outcome(self.world, (), rejected)
        return Outcome(self.world, tuple(events), None)


def given(world: World) -> Given:
    return Given(world)
