"""Where stories begin: a case at any stage of any procedure, a neighbour on its way, people of several roles."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from domain.cluster.case import Stage
from domain.cluster.commands.audit import InterruptAudit
from domain.cluster.commands.committee import TakeDecision
from domain.cluster.commands.organisation import ImportLabel
from domain.levels import Kind, Level
from domain.person.commands import QualifyExpert
from domain.person.state import Office
from domain.rejected import Rejected
from domain.schemes import scheme
from domain.terms import Interval
from tests.domain.acting import EXPERTS
from tests.domain.audited import advised
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    POLARIS,
    RENEW,
    SVEN,
    bronze,
    gold_elsewhere,
    person,
    registration,
    seat,
    stepping_aside,
)
from tests.domain.doing import acts
from tests.domain.silver_gold import FAILING, gold, silver_after
from tests.domain.specification import World, document
from tests.domain.teams import EBBE, ERIK, INGA, OTTO
from tests.domain.walked import golden, silvern

NED, DORA, MIRA = "ned-newcomer", "dora-deneb", "mira-member"  # of no office; of Deneb; of Polaris itself
_BRONZE = (
    Stage.APPLIED,
    Stage.ACCEPTED,
    Stage.OFFERED,
    Stage.SIGNED,
    Stage.TEAM_PROPOSED,
    Stage.EVIDENCE_OPEN,
    Stage.INTERVIEW_DUE,
    Stage.DRAFT,
    Stage.FACT_CHECK,
    Stage.FACTS_CHECKED,
    Stage.REPORT_FINAL,
    Stage.ON_AGENDA,
    Stage.ADJOURNED,
    Stage.DEFERRED,
    Stage.CLOSED,
)
_FROM_THE_TEAM_ON = (
    Stage.TEAM_PROPOSED,
    Stage.EVIDENCE_OPEN,
    Stage.DESK_CHECK,
    Stage.AUDIT_DUE,
    Stage.AUDIT_SCHEDULED,
    Stage.AUDIT_INTERRUPTED,
    Stage.AUDIT_CONDUCTED,
    Stage.CONSENSUS,
    Stage.DRAFT,
    Stage.FACT_CHECK,
    Stage.FACTS_CHECKED,
    Stage.REPORT_FINAL,
    Stage.ON_AGENDA,
    Stage.ADJOURNED,
    Stage.DEFERRED,
    Stage.CLOSED,
)
_SILVER = (Stage.APPLIED, Stage.ACCEPTED, Stage.OFFERED, Stage.SIGNED, *_FROM_THE_TEAM_ON)
_GOLD = (
    Stage.APPLIED,
    Stage.TEST_DUE,
    Stage.TEST_FAILED,
    Stage.TEST_PASSED,
    Stage.OFFERED,
    Stage.SIGNED,
    *_FROM_THE_TEAM_ON,
)
PLACES = tuple(
    (level, stage)
    for level, stages in ((Level.BRONZE, _BRONZE), (Level.SILVER, _SILVER), (Level.GOLD, _GOLD))
    for stage in stages
)


class Start(NamedTuple):
    """Aurora's case of a level at a stage; Polaris went on so many steps with one of its own; so many days ago.

    Polaris holds a Gold that may be renewed, or applies for its first Bronze. `beside`: Aurora renews its
    Bronze beside its Silver (R22).
    """

    place: tuple[Level, Stage]
    neighbour: Kind = Kind.FIRST
    steps: int = 0
    days: int = 0
    beside: bool = False


def opened(start: Start) -> World:
    """The world in which a story begins; the same start gives the same world."""
    return _opened(start).copy()


@cache
def _opened(start: Start) -> World:
    world = _everybody(_placed(*start.place))
    _polaris(world, start)
    for _ in range(start.steps):
        going_on(world, POLARIS)
    if start.beside:
        with suppress(Rejected):
            world.does(CLARA, RENEW, on=AURORA)
    return world.let_pass(days=start.days).pay()


def going_on(world: World, on: str, n: int = 0, refused: Callable[[str], object] = str) -> bool:
    """The next sensible act that is accepted; whether there was one. What had to be waited for is waited for.

    `refused` is told the code of each refusal on the way.
    """
    for act in acts(world, on, n):
        try:
            if act.not_before is not None and act.not_before > world.today:
                world.until(act.not_before)
            world.carry_out(act.command, by=act.by, on=act.on or on)
        except Rejected as rejected:
            refused(rejected.code)
        else:
            return True
    return False


def _placed(level: Level, stage: Stage) -> World:
    """Stages beside the straight path are one step off it."""
    match stage:
        case Stage.TEST_FAILED:
            return gold(Stage.TEST_DUE).does(CLARA, FAILING, on=AURORA).pay()
        case Stage.AUDIT_INTERRUPTED:
            return _interrupted(_straight(level, Stage.AUDIT_SCHEDULED))
        case Stage.DEFERRED:
            asking = TakeDecision(outcome="defer", reason="How are members recruited?")
            return _straight(level, Stage.ON_AGENDA).does(CARL, asking, on=AURORA).pay()
        case Stage.ADJOURNED:
            world = _straight(level, Stage.ON_AGENDA)
            return world.does(OLGA, stepping_aside(MAX), stepping_aside(MONA), on=AURORA).pay()
        case _:
            return _straight(level, stage)


def _interrupted(world: World) -> World:
    case = world.cluster("aurora").open_cases[0]
    first = case.audit.days[0] if case.audit else world.today
    stopping = InterruptAudit(resumes_on=first + timedelta(days=3), reason="A storm.")
    return world.until(first).does(case.experts[0], stopping, on=AURORA).pay()


def _straight(level: Level, stage: Stage) -> World:
    if level is Level.BRONZE:
        return bronze(stage)
    if stage in _FROM_THE_TEAM_ON:
        return golden(stage) if level is Level.GOLD else silvern(stage)
    return gold(stage) if level is Level.GOLD else silver_after(advised().until(MONDAY), stage)


def _everybody(world: World) -> World:
    _registered(world, OTTO, "DE", Office.OPERATOR, Office.DATA_PROTECTION)
    for name, country in ((ERIK, "DE"), (INGA, "IS"), (EBBE, "DK"), (NED, "DE"), (DORA, "DE"), (MIRA, "DK")):
        _registered(world, name, country)
    for expert in EXPERTS:
        for level in Level:
            _qualified(world, expert, level)
    # Dora sits for a cluster whose Gold is in grace, and lapses while the story goes on.
    ending = Interval.exactly(world.today - timedelta(days=335))
    world.does(OLGA, gold_elsewhere("Deneb", until=ending), on="cluster-deneb")
    world.does(SVEN, seat("member", "deneb", world.today), on=f"person-{DORA}")
    return world


def _registered(world: World, name: str, country: str, *offices: Office) -> None:
    if not world.person(name).registered:
        world.does(OLGA, person(name, *offices, country=country), on=f"person-{name}")


def _qualified(world: World, expert: str, level: Level) -> None:
    for edition in scheme().editions:
        if not world.person(expert).qualified(level, edition.key, world.today):
            qualified = QualifyExpert(
                level=level, edition=edition.key, from_on=date(2012, 4, 1), training="A course."
            )
            world.does(OLGA, qualified, on=f"person-{expert}")


def _polaris(world: World, start: Start) -> None:
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    if start.neighbour is Kind.FIRST:
        return
    ends_on = world.today + timedelta(days=200)
    held = ImportLabel(
        name="Polaris",
        country="DK",
        level=Level.GOLD,
        kind=Kind.FIRST,
        awarded=Interval.exactly(ends_on - timedelta(days=700)),
        valid_until=Interval.exactly(ends_on),
        source="a page of the holder",
        row_key=document("polaris gold"),
    )
    world.does(OLGA, held, on=POLARIS)
    # Mira decides over others, and may decide neither over her own cluster nor, alone, over its neighbour.
    world.does(SVEN, seat("member", "polaris", world.today), on=f"person-{MIRA}")
