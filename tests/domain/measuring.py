"""Aurora's Bronze under a measure: announced, heard, suspended, settled; and a Gold above a Silver that sleeps."""

from datetime import date
from functools import cache

from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.measures import (
    AnnounceMeasure,
    AnswerMeasure,
    CastMeasureVote,
    CorrectTerm,
    DropMeasure,
    RelinquishLabel,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.commands.organisation import ImportLabel
from domain.levels import Level
from domain.person.state import Office
from domain.terms import Interval
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    MONA,
    MONDAY,
    OLGA,
    RENEW,
    VERA,
    labelled,
    person,
    stage_set,
)
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World, document
from tests.domain.teams import OTTO

# Aurora was interviewed on 2 February 2026: its Bronze is valid to 29 February 2028, renewable to 28 February 2029.
EXPIRES, GRACE_OVER = date(2028, 2, 29), date(2029, 2, 28)
ANNOUNCED = date(2026, 3, 2)
HEARD_UNTIL = date(2026, 3, 16)  # ten working days later, in Denmark
DECIDE_BY = date(2026, 9, 2)  # six months behind a suspension on the day the hearing is announced
SUSPENSION = EndorseAct(act="suspension", subject="bronze", reason="I saw it myself.")
RESTORATION = EndorseAct(act="restoration", subject="bronze", reason="All signs are down.")
ANNOUNCE = AnnounceMeasure(level=Level.BRONZE, cause="The Gold logo stands on the website.")
ANSWER = AnswerMeasure(level=Level.BRONZE, answer="An agency put it there.")
SUSPEND = SuspendLabel(level=Level.BRONZE, reasons="The logo is still there.")
MORE_TIME = ExtendDeadline(
    limit="hearing", subject="bronze", until_on=date(2026, 3, 27), reason="Two are ill."
)
AT_ONCE = SuspendLabel(level=Level.BRONZE, reasons="Misuse.", urgency="It is on every page.")
SETTLE = SettleCause(level=Level.BRONZE, documents=(document("screenshot"),), reasons="The logo is gone.")
RESTORE = RestoreLabel(level=Level.BRONZE, reasons="The logo is gone for good.")
FOR, AGAINST = (CastMeasureVote(level=Level.BRONZE, vote=vote) for vote in ("yes", "no"))
WITHDRAW = WithdrawLabel(level=Level.BRONZE, reasons="The misuse went on.")


@cache
def _held() -> World:
    world = labelled(MONDAY).pay().until(ANNOUNCED)
    return world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")


def held() -> World:
    """Aurora holds Bronze, nothing is open, and there is a second operator."""
    return _held().copy()


def announced(world: World | None = None) -> World:
    return (world or held()).does(OLGA, ANNOUNCE, on=AURORA)


def heard(world: World | None = None) -> World:
    return announced(world).does(CLARA, ANSWER, on=AURORA)


def suspended(world: World | None = None) -> World:
    """Suspended behind the holder's answer, on the day of the announcement."""
    return heard(world).does(OTTO, SUSPENSION, on=AURORA).does(OLGA, SUSPEND, on=AURORA)


def settled(world: World | None = None) -> World:
    return suspended(world).does(OLGA, SETTLE, on=AURORA)


def voted_for(world: World, *members: str, level: Level = Level.BRONZE) -> World:
    """The members want the label withdrawn."""
    for member in members or (CARL, VERA, MONA):
        world.does(member, CastMeasureVote(level=level, vote="yes"), on=AURORA)
    return world


def withdrawn(world: World | None = None) -> World:
    return voted_for(world or suspended()).does(CARL, WITHDRAW, on=AURORA)


@cache
def _above_silver() -> World:
    world = stage_set(ANNOUNCED).does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    silver = _label(Level.SILVER, date(2025, 6, 2), date(2028, 6, 30))
    gold = _label(Level.GOLD, date(2025, 9, 1), date(2027, 9, 30))
    return world.does(OLGA, silver, gold, on=AURORA).pay()


def above_silver() -> World:
    """Aurora holds Gold to 30 September 2027, and below it a Silver to 30 June 2028 that sleeps."""
    return _above_silver().copy()


def gold_heard() -> World:
    announce = AnnounceMeasure(level=Level.GOLD, cause="Two firms never joined.")
    answer = AnswerMeasure(level=Level.GOLD, answer="They did.")
    return above_silver().does(OLGA, announce, on=AURORA).does(CLARA, answer, on=AURORA)


def _label(level: Level, awarded: date, until: date) -> ImportLabel:
    return elsewhere(level, awarded=Interval.exactly(awarded), until=Interval.exactly(until))


def dropped() -> World:
    """Behind a hearing that was given more time."""
    extended = announced().does(OLGA, MORE_TIME, on=AURORA).does(CLARA, ANSWER, on=AURORA)
    return extended.does(OLGA, DropMeasure(level=Level.BRONZE, reasons="A mistake."), on=AURORA)


def restored() -> World:
    return settled().does(OTTO, RESTORATION, on=AURORA).does(OLGA, RESTORE, on=AURORA)


def given_up_in_renewal() -> World:
    """The holder gives its label up while that is being renewed."""
    world = held().until(date(2027, 4, 1)).does(CLARA, RENEW, on=AURORA)
    return world.does(CLARA, RelinquishLabel(level=Level.BRONZE, reason="Too small."), on=AURORA)


def term_corrected() -> World:
    day = date(2028, 3, 31)
    agree = EndorseAct(act="term-correction", subject=f"bronze/1/{day}", reason="I looked it up.")
    correct = CorrectTerm(level=Level.BRONZE, term=1, last_day=day, rule="R9", reasons="It was March.")
    return held().does(OTTO, agree, on=AURORA).does(OLGA, correct, on=AURORA)


MEASURE_TURNS = (dropped, restored, withdrawn, given_up_in_renewal, term_corrected)
