"""What a simulation is played on: an engine that carries commands out, and whose clock goes when it is told to."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

from console.simulation.known import Known
from console.simulation.scene import Act

_ACTS = UUID("3f5d0a8e-6f41-5c0e-9a66-4d1b7e2c9f30")


class Engine(Known, Protocol):
    """One record, its effects and its clock. Of several desks each may be played at the same time as the others."""

    async def advance(self, moment: datetime) -> None:
        """Time passes: what is due by then is carried out, and what is owed is paid, before this returns."""
        ...

    async def give(self, act: Act, at: datetime) -> str | None:
        """Carry an act out; the code of the refusal, if a rule refuses it."""
        ...

    async def settle(self, streams: Collection[str]) -> None:
        """Return once the streams owe nothing any more."""
        ...

    def next_due(self) -> datetime | None:
        """The nearest moment at which the clock acts."""
        ...

    def changed(self) -> Iterable[str]:
        """The streams that had events since this was asked last."""
        ...


def command_id(act: Act, version: int, at: datetime) -> UUID:
    """The id of an act's command, the same in every run: `version` is that of its stream, `at` the simulated moment."""
    return uuid5(_ACTS, f"{act.on} {version} {at.isoformat()} {act.by} {act.command.model_dump_json()}")
