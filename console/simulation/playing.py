"""One desk at work: whoever's moment has come acts, cluster by cluster, until nobody has anything to do now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from console.simulation.beside import acts_beside, seen_to_at
from console.simulation.chance import Chance
from console.simulation.desk import Desk
from console.simulation.engine import Engine
from console.simulation.errands import Errand, Errands
from console.simulation.living.life import Life
from console.simulation.living.occasion import Occasion
from console.simulation.scene import Act, Scene
from console.simulation.tally import Tally

# What records a benchmark or scores: comparisons with the portfolio see it, so nothing else may happen meanwhile.
_COMPARED = frozenset(
    {"record-benchmark", "conduct-audit", "resume-audit", "submit-scores", "confirm-consensus"}
)
# More than a case has steps: whoever does more in one moment is going in circles.
_MOST_AT_ONCE = 100


class GoingInCircles(Exception):
    """Somebody does the same thing over and over in one moment."""


@dataclass
class Player:
    """Plays one desk on an engine."""

    desk: Desk
    engine: Engine
    chance: Chance
    tally: Tally
    _errands: Errands = field(default_factory=Errands)
    _life: Life = field(default_factory=Life)
    _moments: dict[str, datetime] = field(default_factory=dict)
    _last: str = ""

    def __post_init__(self) -> None:
        self._organisations = {each.stream: each for each in self.desk.organisations}

    def plan(self, streams: Iterable[str], now: datetime) -> None:
        """Something happened in these streams: everybody concerned thinks about them again."""
        for stream in streams:
            if (moment := self._next(stream, now)) is not None:
                self._moments[stream] = moment
            else:
                self._moments.pop(stream, None)

    def concerns(self, stream: str) -> bool:
        """Whether the stream is this desk's: a cluster's, a round's, a complaint's."""
        return stream in self._organisations or stream.startswith(self.desk.beside)

    def plan_all(self, now: datetime) -> None:
        self.plan(self._organisations, now)

    def next_moment(self) -> datetime | None:
        """When somebody of this desk acts next."""
        return min(self._moments.values(), default=None)

    async def play(self, at: datetime, *, compared: bool) -> None:
        """Everybody whose moment has come acts. `compared`: those, too, whose acts comparisons see."""
        due = sorted(stream for stream, moment in self._moments.items() if moment <= at)
        for stream in due:
            if stream in self._organisations:
                await self._act_in(stream, at, compared=compared)
            else:
                await self._see_to_beside(stream, at)

    async def _act_in(self, stream: str, at: datetime, *, compared: bool) -> None:
        for _ in range(_MOST_AT_ONCE):
            await self.engine.settle((stream,))
            scene = self._scene(stream, at)
            if errand := next(self._errands_now(scene, compared=compared), None):
                await self._see_to(scene, errand)
            elif occasion := next(self._occasions_now(scene), None):
                await self._take(scene, occasion)
            else:
                self.plan((stream,), at)
                return
        raise GoingInCircles(f"{stream} on {at.date()}: {self._last}")

    def _errands_now(self, scene: Scene, *, compared: bool) -> Iterator[Errand]:
        for errand in self._errands.of(scene):
            if errand.at <= scene.at and (compared or errand.task.task not in _COMPARED):
                yield errand

    def _occasions_now(self, scene: Scene) -> Iterator[Occasion]:
        return (occasion for occasion in self._life.occasions(scene) if occasion.at <= scene.at)

    async def _see_to(self, scene: Scene, errand: Errand) -> None:
        """The first act the rules allow."""
        for act in self._errands.acts(scene, errand):
            if await self._given(act, scene.at):
                return
        self._errands.came_to_nothing(scene, errand)

    async def _take(self, scene: Scene, occasion: Occasion) -> None:
        allowed = False
        for act in occasion.acts(scene):
            allowed = await self._given(act, scene.at)
        self._life.taken(self._scene(scene.stream, scene.at), occasion, in_vain=not allowed)

    async def _see_to_beside(self, stream: str, at: datetime) -> None:
        for act in acts_beside(self.engine.states.get(stream), self.desk):
            if await self._given(act, at):
                break
        self.plan((stream,), at)

    async def _given(self, act: Act, at: datetime) -> bool:
        # What is owed there is paid before anything follows from it, and before another command comes.
        await self.engine.settle((act.on,))
        self._last, refusal = act.command.type, await self.engine.give(act, at)
        self.tally.note(act.command.type, refusal)
        if refusal is None and act.on not in self._organisations:
            await self.engine.settle((act.on,))
        return refusal is None

    def _scene(self, stream: str, at: datetime) -> Scene:
        return Scene(self.engine, self.desk, self._organisations[stream], at, self.chance)

    def _next(self, stream: str, now: datetime) -> datetime | None:
        if stream.startswith(self.desk.beside):
            return seen_to_at(self.engine.states.get(stream), now)
        if stream not in self._organisations:
            return None
        scene = self._scene(stream, now)
        errands = [errand.at for errand in self._errands.of(scene)]
        occasions = [occasion.at for occasion in self._life.occasions(scene)]
        return min((*errands, *occasions), default=None)
