"""Random portfolios of labels, and what may become of them: where the preview of reminders is put to the test."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from domain.cluster.commands.application import SubmitApplication, WithdrawApplication
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import RecordMerger
from domain.cluster.commands.measures import AnnounceMeasure, RelinquishLabel, SuspendLabel
from domain.cluster.commands.organisation import ChangeManager, ImportLabel, UpdateProfile
from domain.cluster.commands.reminders import RecordReply, SnoozeReminder, StopReminders
from domain.cluster.ladders import next_reminder
from domain.commands import PersonCommand
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.terms import Interval
from tests.domain.cast import CLARA, KNUD, OLGA, PROFILE, registration, stage_set
from tests.domain.specification import World, document
from tests.domain.starts import going_on
from tests.domain.teams import OTTO, staffed

NAMES = ("Aurora", "Borealis Minor", "Capella")
BEGINS = date(2025, 3, 3)


class Held(NamedTuple):
    """A label one of the clusters holds: of a level, ending so many days from the beginning."""

    cluster: int
    level: Level
    ends_in: int


class Happening(NamedTuple):
    """What happens to a cluster and one of its labels, and how many days pass behind it."""

    what: str
    cluster: int
    level: Level
    n: int
    days: int


def stream(cluster: int) -> str:
    return f"cluster-{NAMES[cluster].lower().replace(' ', '-')}"


HELD = st.builds(Held, st.integers(0, len(NAMES) - 1), st.sampled_from(Level), st.integers(-380, 900))
PORTFOLIOS = st.lists(HELD, min_size=1, max_size=5)


def portfolio(labels: list[Held]) -> World:
    """A world in which clusters hold these labels, as far as they may."""
    world = staffed(stage_set(BEGINS))
    for number, name in enumerate(NAMES):
        if not world.cluster(stream(number).removeprefix("cluster-")).registered:
            world.does(OLGA, registration(name, "DE", CLARA), on=stream(number))
    for number, held in enumerate(labels):
        _try(world, OLGA, _imported(held, number), stream(held.cluster))
    return world.pay()


def happen(world: World, happening: Happening) -> None:
    """It happens, as far as a rule lets it."""
    _HAPPENINGS[happening.what](world, happening)
    world.pay()


def _imported(held: Held, number: int) -> ImportLabel:
    ends = BEGINS + timedelta(days=held.ends_in)
    return ImportLabel(
        name=NAMES[held.cluster],
        country="DK" if held.cluster == 0 else "DE",
        level=held.level,
        kind=Kind.FIRST,
        awarded=Interval.exactly(min(ends, BEGINS) - timedelta(days=500)),
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
    by: str, command: Callable[[Happening, World], PersonCommand]
) -> Callable[[World, Happening], None]:
    def asked(world: World, happening: Happening) -> None:
        _try(world, by, command(happening, world), stream(happening.cluster))

    return asked


def _goes_on(world: World, happening: Happening) -> None:
    """The open case takes some steps, and may come to its decision."""
    for _ in range(4 * happening.n):
        if not going_on(world, stream(happening.cluster), happening.n):
            world.pay()


def _suspended(world: World, happening: Happening) -> None:
    on, level = stream(happening.cluster), happening.level
    _try(world, OLGA, AnnounceMeasure(level=level, cause="The label is misused."), on)
    _try(world, OTTO, EndorseAct(act="suspension", subject=level, reason="So it is."), on)
    _try(world, OLGA, SuspendLabel(level=level, reasons="Misuse.", urgency="It goes on."), on)


def _merged(world: World, happening: Happening) -> None:
    """The next cluster takes this one in."""
    on = stream((happening.cluster + 1) % len(NAMES))
    absorbed = stream(happening.cluster).removeprefix("cluster-")
    _try(world, OTTO, EndorseAct(act="merger", subject=absorbed, reason="So they agreed."), on)
    merger = RecordMerger(
        kind="absorption", parties=(absorbed,), effective_on=world.today, reason="They agreed on it."
    )
    _try(world, OLGA, merger, on)


def _awarded_above(world: World, happening: Happening) -> None:
    held = Held(happening.cluster, happening.level, (world.today - BEGINS).days + 200 * happening.n)
    _try(world, OLGA, _imported(held, world.commands), stream(happening.cluster))


def _snoozed(world: World, happening: Happening) -> SnoozeReminder:
    cluster = world.cluster(stream(happening.cluster).removeprefix("cluster-"))
    due = next_reminder(cluster, happening.level) or world.now
    until = due.date() + timedelta(days=1 + 20 * happening.n)
    return SnoozeReminder(level=happening.level, until_on=until, reason="They asked for it.")


_HAPPENINGS: Mapping[str, Callable[[World, Happening], None]] = {
    "nothing": lambda *_: None,
    "renewal": _asks(CLARA, lambda told, _: SubmitApplication(level=told.level, kind=Kind.RENEWAL)),
    "withdrawn": _asks(CLARA, lambda *_: WithdrawApplication()),
    "goes-on": _goes_on,
    "import": _awarded_above,
    "profile": _asks(
        CLARA,
        lambda told, _: UpdateProfile(profile=PROFILE.model_copy(update={"committed_members": 40 + told.n})),
    ),
    "managers": _asks(
        OLGA, lambda told, _: ChangeManager(managers=((CLARA, KNUD), (KNUD,), (CLARA,))[told.n % 3])
    ),
    "snooze": _asks(OLGA, lambda told, world: _snoozed(world, told)),
    "stop": _asks(OLGA, lambda told, _: StopReminders(level=told.level, reason="They asked for it.")),
    "reply": _asks(OLGA, lambda told, _: RecordReply(level=told.level, reply="undecided", text="Perhaps.")),
    "suspended": _suspended,
    "merged": _merged,
    "relinquished": _asks(CLARA, lambda told, _: RelinquishLabel(level=told.level)),
}
HAPPENINGS = st.builds(
    Happening,
    st.sampled_from(sorted(_HAPPENINGS)),
    st.integers(0, len(NAMES) - 1),
    st.sampled_from(Level),
    st.integers(0, 5),
    st.sampled_from((0, 1, 9, 31, 95, 200, 400)),
)
