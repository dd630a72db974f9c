"""Random portfolios of labels, and what may become of them: where the preview of reminders is put to the test."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from domain.cluster.commands.application import SubmitApplication, WithdrawApplication
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import DissolveCluster, RecordMerger
from domain.cluster.commands.measures import (
    AnnounceMeasure,
    CastMeasureVote,
    CorrectTerm,
    RelinquishLabel,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.commands.organisation import ChangeManager, ImportLabel, UpdateProfile
from domain.cluster.commands.reminders import RecordReply, SnoozeReminder, StopReminders
from domain.cluster.ladders import next_reminder
from domain.cluster.state import Cluster
from domain.commands import PersonCommand
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.terms import Interval
from tests.domain.cast import CARL, CLARA, KNUD, MONA, OLGA, PROFILE, VERA, registration, stage_set
from tests.domain.specification import World, document
from tests.domain.starts import going_on
from tests.domain.teams import OTTO, staffed

NAMES = ("Aurora", "Borealis Minor", "Capella")
# An ordinary Monday; a leap day; the last day of a year; the last working days before the clocks change.
BEGINNINGS = (date(2025, 3, 3), date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 27), date(2025, 10, 24))


class Held(NamedTuple):
    """A label one of the clusters holds: of a level, ending so many days from the beginning."""

    cluster: int
    level: Level
    ends_in: int


class Portfolio(NamedTuple):
    begins: date
    labels: Sequence[Held]


class Happening(NamedTuple):
    """What happens to a cluster and one of its labels, and how much time passes behind it.

    `level`: another one it holds is meant where it does not hold this one.
    """

    what: str
    cluster: int
    level: Level
    n: int = 0
    days: int = 0
    hours: int = 0

    @property
    def length(self) -> timedelta:
        return timedelta(days=self.days, hours=self.hours)


def stream(cluster: int) -> str:
    return f"cluster-{NAMES[cluster].lower().replace(' ', '-')}"


HELD = st.builds(Held, st.integers(0, len(NAMES) - 1), st.sampled_from(Level), st.integers(-380, 900))
PORTFOLIOS = st.builds(Portfolio, st.sampled_from(BEGINNINGS), st.lists(HELD, min_size=1, max_size=5))


def portfolio(held_by: Portfolio) -> World:
    """A world in which clusters hold these labels, as far as they may."""
    world = staffed(stage_set(held_by.begins))
    for number, name in enumerate(NAMES):
        if not world.cluster(stream(number).removeprefix("cluster-")).registered:
            world.does(OLGA, registration(name, "DE", CLARA), on=stream(number))
    for number, held in enumerate(held_by.labels):
        _try(world, OLGA, _imported(held, held_by.begins, number), stream(held.cluster))
    return world.pay()


def happen(world: World, happening: Happening) -> None:
    """It happens, as far as a rule lets it."""
    _HAPPENINGS[happening.what](world, happening)
    world.pay()


def _cluster(world: World, happening: Happening) -> Cluster:
    return world.cluster(stream(happening.cluster).removeprefix("cluster-"))


def _level(world: World, happening: Happening) -> Level:
    held = sorted(_cluster(world, happening).labels)
    return happening.level if happening.level in held or not held else held[happening.level.rank % len(held)]


def _imported(held: Held, today: date, number: int) -> ImportLabel:
    ends = today + timedelta(days=held.ends_in)
    return ImportLabel(
        name=NAMES[held.cluster],
        country="DK" if held.cluster == 0 else "DE",
        level=held.level,
        kind=Kind.FIRST,
        awarded=Interval.exactly(min(ends, today) - timedelta(days=500)),
        valid_until=Interval.exactly(ends),
        source="a page of the holder",
        row_key=document(f"{held} {number}"),
    )


def _try(world: World, by: str, command: PersonCommand, on: str) -> bool:
    try:
        world.carry_out(command, by=by, on=on)
    except Rejected:
        return False
    return True


def _asks(
    by: str, command: Callable[[Happening, Level], PersonCommand]
) -> Callable[[World, Happening], None]:
    def asked(world: World, happening: Happening) -> None:
        _try(world, by, command(happening, _level(world, happening)), stream(happening.cluster))

    return asked


def _goes_on(world: World, happening: Happening) -> None:
    """The open case takes some steps, and may come to its decision."""
    for _ in range(4 * happening.n):
        if not going_on(world, stream(happening.cluster), happening.n):
            world.pay()


def _suspended(world: World, happening: Happening) -> None:
    on, level = stream(happening.cluster), _level(world, happening)
    _try(world, OLGA, AnnounceMeasure(level=level, cause="The label is misused."), on)
    _endorsed(world, EndorseAct(act="suspension", subject=level, reason="So it is."), on)
    _try(world, OLGA, SuspendLabel(level=level, reasons="Misuse.", urgency="It goes on."), on)


def _restored(world: World, happening: Happening) -> None:
    on, level = stream(happening.cluster), _level(world, happening)
    _try(world, OLGA, SettleCause(level=level, reasons="The logo is gone."), on)
    _endorsed(world, EndorseAct(act="restoration", subject=level, reason="So it is."), on)
    _try(world, OLGA, RestoreLabel(level=level, reasons="The logo is gone for good."), on)


def _taken(world: World, happening: Happening) -> None:
    """The committee withdraws the label."""
    on, level = stream(happening.cluster), _level(world, happening)
    for member in (CARL, VERA, MONA):
        _try(world, member, CastMeasureVote(level=level, vote="yes"), on)
    _try(world, CARL, WithdrawLabel(level=level, revives=happening.n % 2 > 0, reasons="It went on."), on)


def _corrected(world: World, happening: Happening) -> None:
    """The end of the latest term moves by some months."""
    on, level = stream(happening.cluster), _level(world, happening)
    term = _cluster(world, happening).latest_term(level)
    if term is None or term.last_day.day is None:
        return
    day = term.last_day.day + timedelta(days=40 * (happening.n - 2))
    subject = f"{level}/{term.number}/{day}"
    _endorsed(world, EndorseAct(act="term-correction", subject=subject, reason="I looked it up."), on)
    corrected = CorrectTerm(level=level, term=term.number, last_day=day, rule="R9", reasons="It was so.")
    _try(world, OLGA, corrected, on)


def _merged(world: World, happening: Happening) -> None:
    """The next cluster takes this one in."""
    on = stream((happening.cluster + 1) % len(NAMES))
    absorbed = stream(happening.cluster).removeprefix("cluster-")
    _endorsed(world, EndorseAct(act="merger", subject=absorbed, reason="So they agreed."), on)
    merger = RecordMerger(
        kind="absorption", parties=(absorbed,), effective_on=world.today, reason="They agreed on it."
    )
    _try(world, OLGA, merger, on)


def _dissolved(world: World, happening: Happening) -> None:
    on = stream(happening.cluster)
    ended = on.removeprefix("cluster-")
    _endorsed(world, EndorseAct(act="dissolution", subject=ended, reason="So they agreed."), on)
    _try(world, OLGA, DissolveCluster(effective_on=world.today, reason="They agreed on it."), on)


def _endorsed(world: World, endorsement: EndorseAct, on: str) -> None:
    _try(world, OTTO, endorsement, on)


def _awarded_above(world: World, happening: Happening) -> None:
    held = Held(happening.cluster, happening.level, 200 * happening.n)
    _try(world, OLGA, _imported(held, world.today, world.commands), stream(happening.cluster))


def _snoozed(world: World, happening: Happening) -> None:
    level = _level(world, happening)
    due = next_reminder(_cluster(world, happening), level) or world.now
    until = due.date() + timedelta(days=1 + 20 * happening.n)
    snooze = SnoozeReminder(level=level, until_on=until, reason="They asked for it.")
    _try(world, OLGA, snooze, stream(happening.cluster))


_HAPPENINGS: Mapping[str, Callable[[World, Happening], None]] = {
    "nothing": lambda *_: None,
    "renewal": _asks(CLARA, lambda _, level: SubmitApplication(level=level, kind=Kind.RENEWAL)),
    "withdrawn": _asks(CLARA, lambda *_: WithdrawApplication()),
    "goes-on": _goes_on,
    "import": _awarded_above,
    "profile": _asks(
        CLARA,
        lambda told, _: UpdateProfile(profile=PROFILE.model_copy(update={"committed_members": 50 + told.n})),
    ),
    "managers": _asks(
        OLGA, lambda told, _: ChangeManager(managers=((CLARA, KNUD), (KNUD,), (CLARA,))[told.n % 3])
    ),
    "snooze": _snoozed,
    "stop": _asks(OLGA, lambda _, level: StopReminders(level=level, reason="They asked for it.")),
    "reply": _asks(OLGA, lambda _, level: RecordReply(level=level, reply="undecided", text="Perhaps.")),
    "suspended": _suspended,
    "restored": _restored,
    "taken": _taken,
    "corrected": _corrected,
    "merged": _merged,
    "dissolved": _dissolved,
    "relinquished": _asks(CLARA, lambda _, level: RelinquishLabel(level=level)),
}
WHATS = tuple(sorted(_HAPPENINGS))
# What one of them may be followed by: only then can it happen at all.
_CHAPTERS = (
    *((what,) for what in WHATS),
    ("renewal", "withdrawn"),
    ("renewal", "goes-on", "goes-on"),
    ("suspended", "restored"),
    ("suspended", "restored", "suspended"),
    ("suspended", "taken"),
    ("renewal", "suspended", "goes-on", "restored"),
)
_TIMES = st.tuples(
    st.integers(0, 5), st.sampled_from((0, 1, 9, 31, 95, 200, 400)), st.sampled_from((0, 0, 7, 15))
)


@st.composite
def _chapter(draw: st.DrawFn) -> list[Happening]:
    """What happens to one cluster and one of its labels, one thing behind the other."""
    whats = draw(st.sampled_from(_CHAPTERS))
    cluster, level = draw(st.integers(0, len(NAMES) - 1)), draw(st.sampled_from(Level))
    return [Happening(what, cluster, level, *draw(_TIMES)) for what in whats]


HAPPENINGS = st.lists(_chapter(), min_size=1, max_size=6).map(
    lambda told: [each for one in told for each in one]
)
