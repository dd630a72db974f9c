"""Decisions appealed against, and an appeal walked from state to state, for the sentences about appeals."""

from datetime import date
from functools import cache

from domain.calendar import last_day
from domain.cluster.appeal import Appeal, AppealOutcome, Relief
from domain.cluster.case import Stage
from domain.cluster.commands.appeals import AdmitAppeal, AppointPanel, DecideAppeal, LodgeAppeal
from domain.cluster.commands.application import (
    DeclineApplication,
    OfferAgreement,
    SignAgreement,
    SubmitApplication,
)
from domain.cluster.commands.committee import CastVote, TakeDecision
from domain.levels import Kind, Level
from domain.person.state import Office
from domain.schemes import scheme
from tests.domain.cast import ACCEPT, AURORA, CARL, CLARA, MONA, OLGA, SVEN, VERA, bronze, person, seat
from tests.domain.silver_gold import PASSING
from tests.domain.specification import World, calendar
from tests.domain.teams import ERIK, INGA, OTTO, proposing
from tests.domain.walked import FINE, golden, walked_on

PETRA, PAUL, PIA = "petra-panel", "paul-panel", "pia-panel"
PANEL = (PETRA, PAUL, PIA)
ODA = "oda-operator"
NORA, NILS, NINA = "nora-member", "nils-member", "nina-member"  # of the committee, and new to it
BELOW = {**FINE, "2.1": 1}
GROUNDS = "The minimum was shown on site."
LODGE = LodgeAppeal(decision="gold-1", grounds=GROUNDS)
APPOINT = AppointPanel(panel=PANEL)
GOLD_AGAIN = SubmitApplication(
    level=Level.GOLD, kind=Kind.FIRST, what_changed="The members are asked every year now."
)


def appeal(world: World, appeal_id: str = "appeal-1") -> Appeal:
    found = world.cluster("aurora").find_appeal(appeal_id)
    assert found is not None
    return found


def with_panel(world: World) -> World:
    """Three persons without part in anything, and operators besides Olga."""
    for name in PANEL:
        world.does(OLGA, person(name), on=f"person-{name}")
    for name in (OTTO, ODA):
        if not world.person(name).registered:
            world.does(OLGA, person(name, Office.OPERATOR), on=f"person-{name}")
    return world


def refuse(world: World, *voters: str) -> World:
    """The case in committee is refused by the votes of three members, the first of whom presides."""
    members = voters or (CARL, VERA, MONA)
    cases = world.cluster("aurora").open_cases
    case_id, version = next(
        (each.case_id, each.report_version) for each in cases if each.stage is Stage.ON_AGENDA
    )
    for member in members:
        ballot = CastVote(case_id=case_id, vote="no", report_version=version)
        world.does(member, ballot, on=AURORA)
    refusal = TakeDecision(case_id=case_id, outcome="refuse", rule="R30", reason="Not convinced.")
    return world.does(members[0], refusal, on=AURORA)


@cache
def _refused() -> World:
    return with_panel(refuse(golden(Stage.ON_AGENDA)).pay())


def refused() -> World:
    """Aurora's Gold was refused although all is passed; the letter arrived the same day."""
    return _refused().copy()


def declined() -> World:
    """Olga declined Aurora's Bronze."""
    world = with_panel(bronze(Stage.APPLIED))
    decline = DeclineApplication(failed=("committed_members",), reason="Nine members.")
    return world.does(OLGA, decline, on=AURORA).pay()


def lodged(world: World | None = None, decision: str = "gold-1") -> World:
    world = world or refused()
    return world.does(CLARA, LodgeAppeal(decision=decision, grounds=GROUNDS), on=AURORA)


def acknowledged(world: World | None = None, decision: str = "gold-1") -> World:
    return lodged(world, decision).pay()


def admitted(world: World | None = None, decision: str = "gold-1") -> World:
    return acknowledged(world, decision).does(ODA, AdmitAppeal(), on=AURORA).pay()


def before_panel(world: World | None = None, decision: str = "gold-1") -> World:
    return admitted(world, decision).does(OLGA, APPOINT, on=AURORA).pay()


def deciding(
    outcome: AppealOutcome = "upheld",
    relief: Relief | None = "remit",
    **more: object,
) -> DecideAppeal:
    votes = dict.fromkeys(PANEL, outcome)
    asked = {"outcome": outcome, "relief": relief, "votes": votes, "reason": "It was shown.", **more}
    return DecideAppeal.model_validate(asked)


def decided(command: DecideAppeal, world: World | None = None) -> World:
    return (world or before_panel()).does(PETRA, command, on=AURORA)


def in_time_until(world: World) -> date:
    """The last day for an appeal against what arrived today, as Denmark counts."""
    period = scheme().on(world.today).limits["appeal"].period.value
    return last_day(world.today, period, calendar("DK"))


def applied_again(world: World, to: Stage) -> World:
    """A new Gold case goes on to a stage, beside whatever waits."""
    world.does(CLARA, GOLD_AGAIN, on=AURORA)
    world.does(OLGA, ACCEPT.model_copy(update={"case_id": "gold-2"}), on=AURORA)
    world.does(CLARA, PASSING.model_copy(update={"case_id": "gold-2"}), on=AURORA)
    world.does(OLGA, OfferAgreement(), on=AURORA).does(CLARA, SignAgreement(), on=AURORA)
    # Emil and Esther assessed the first one.
    world.does(OLGA, proposing(ERIK, INGA), on=AURORA)
    return walked_on(world, to, after=Stage.TEAM_PROPOSED)


def new_members(world: World) -> World:
    """Three more members of the committee, who had no part in anything."""
    for name, nominator in ((NORA, "borealis"), (NILS, "corona"), (NINA, "borealis")):
        world.does(OLGA, person(name), on=f"person-{name}")
        world.does(SVEN, seat("member", nominator), on=f"person-{name}")
    return world
