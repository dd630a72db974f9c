"""Journeys of years, played together: one engine whose clock jumps, and each journey told when it is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from activities.storage.record import Record
from console.journeys.acts import Act, acts_of_file, secretariat_day
from console.journeys.format import read_journey
from console.journeys.installation import Installation
from console.journeys.playing import take
from console.journeys.rehearsing import taken
from console.settings import settings_from
from domain.schemes import scheme
from domain.streams import CLUSTER, WITH_A_CLOCK
from ledger.sealing import Sealer
from tests.e2e.telling import told
from tests.histories import commands_of, runs_of
from tests.simulation import Simulation, nine

FOLDER = Path(__file__).parent / "journeys" / "years"
_STEP = timedelta(days=10)


@dataclass(frozen=True)
class Journey:
    """One file; each of its acts has its instant."""

    name: str
    cluster: str
    begins: datetime
    acts: tuple[Act, ...]

    @classmethod
    def of(cls, file: Path) -> "Journey":
        written = read_journey(file)
        assert written.begins, f"{file.name} does not say when it begins"
        begins = nine(written.begins)
        return cls(file.stem, f"{CLUSTER}{written.values['cluster']}", begins, acts_of_file(file, begins))

    @property
    def streams(self) -> tuple[str, ...]:
        """Those with a path of their own, in which its letters are owed."""
        return tuple({act.stream: None for act in self.acts if act.stream.startswith(WITH_A_CLOCK)})

    def moments(self) -> Iterator[tuple[datetime, "Journey", Act]]:
        for act in self.acts:
            yield act.at or self.begins, self, act


@dataclass(frozen=True)
class Told:
    """What a journey left, by file name; and its history events, in all and for each command of a person."""

    left: Mapping[str, str]
    history_events: int
    costs: tuple[float, ...]


def journeys() -> tuple[Journey, ...]:
    return tuple(Journey.of(file) for file in sorted(FOLDER.glob("*.toml")))


def first_day(journeys: Sequence[Journey]) -> date:
    """What the clock of an engine shows that all of them are played on."""
    return min(journey.begins for journey in journeys).date()


async def played(simulation: Simulation, journeys: Sequence[Journey]) -> dict[str, Told]:
    """Every journey, act by act in one order of time; what each left is told when its last act is done."""
    acts = (moment for journey in journeys for moment in journey.moments())
    installation, leaving = _installation(simulation), dict[str, Told]()
    for at, together in groupby(sorted(acts, key=lambda moment: moment[0]), key=lambda moment: moment[0]):
        await simulation.clock.until(at, step=_STEP)
        acted = set[str]()
        for _, journey, act in together:
            if not await taken(installation, act):
                await take(installation, act, await installation.registrar(journey.acts))
                acted |= {act.stream} & set(journey.streams)
            await _documents_issued(simulation, journey)
            if act is journey.acts[-1]:
                leaving[journey.name] = await _told(simulation, journey)
        # Letters are sent on the day they are owed: time goes on behind them.
        await simulation.until_paid(*acted)
    return leaving


def _installation(simulation: Simulation) -> Installation:
    settings = settings_from(simulation.stack.env_file)
    record = Record(simulation.pool, Sealer(settings.sealing_key_bytes), simulation.documents, scheme())
    return Installation(simulation.gateway, simulation.pool, record, simulation.documents)


async def _documents_issued(simulation: Simulation, journey: Journey) -> None:
    """A comparison is made, and a document issued, before anybody acts again."""

    async def issued() -> bool:
        debts = (await simulation.state(journey.cluster)).debts
        return all(debt.notice is not None for debt in debts)

    await simulation.until(issued, f"the documents of {journey.name}")


async def _told(simulation: Simulation, journey: Journey) -> Told:
    await simulation.until_paid(*journey.streams)
    today = secretariat_day(await simulation.clock.read())
    runs = await runs_of(simulation.client, journey.cluster)
    return Told(
        left=await told(simulation, journey.cluster, journey.streams, today),
        history_events=sum(len(run.events) for run in runs),
        costs=tuple(commands_of(runs)),
    )
