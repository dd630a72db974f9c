"""Turns that appeals and complaints bring about, each for the letters it owes."""

from collections.abc import Callable

from domain.cluster.case import Stage
from domain.cluster.commands.appeals import AppointPanel, RejectAppeal, WithdrawAppeal
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, TakeDecision
from domain.complaint.commands import CloseComplaint, InvestigateComplaint, LodgeComplaint
from domain.person.state import Office
from domain.round.commands import OpenRound
from tests.domain.appealed import (
    NILS,
    NINA,
    PAUL,
    PETRA,
    acknowledged,
    applied_again,
    before_panel,
    decided,
    deciding,
    new_members,
)
from tests.domain.cast import AURORA, CLARA, KNUD, OLGA, person, stage_set
from tests.domain.specification import World, calendar
from tests.domain.teams import OTTO

COMPLAINT, AGAIN = "complaint-1", "round-again"


def rejected() -> World:
    return acknowledged().does(OTTO, RejectAppeal(reason="No grounds."), on=AURORA)


def taken_back() -> World:
    return before_panel().does(CLARA, WithdrawAppeal(), on=AURORA)


def another_panel() -> World:
    return before_panel().does(OLGA, AppointPanel(panel=(PETRA, PAUL, OTTO)), on=AURORA)


def overtaken() -> World:
    """The first Gold case is awarded behind an appeal while a second one waits."""
    world = applied_again(before_panel(), Stage.REPORT_FINAL).does(PETRA, deciding(), on=AURORA)
    new_members(world)
    closes = calendar("DE").add_working_days(world.today, 10)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=closes), on=AGAIN)
    world.does(OLGA, PlaceOnAgenda(case_id="gold-1", round_id=AGAIN), on=AURORA)
    presiding = world.case("aurora", "gold-1").members[0]
    for member in (presiding, NILS, NINA):
        world.does(member, CastVote(case_id="gold-1", vote="yes", report_version=1), on=AURORA)
    award = TakeDecision(case_id="gold-1", outcome="award", reason="All is there.")
    return world.does(presiding, award, on=AURORA)


def complained(about: LodgeComplaint, by: str) -> World:
    world = stage_set().does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(by, about, on=COMPLAINT).pay().does(OTTO, InvestigateComplaint(), on=COMPLAINT)
    unfounded = CloseComplaint(finding="unfounded", reason="There are no trucks.")
    return world.does(OTTO, unfounded, on=COMPLAINT)


MISUSE = LodgeComplaint(about="holder", subject="aurora", complaint="They print it on trucks.")

TURNS_OF_APPEALS: tuple[Callable[[], World], ...] = (
    rejected,
    taken_back,
    another_panel,
    overtaken,
    lambda: decided(deciding("partly")),
    lambda: decided(deciding("dismissed", None)),
    lambda: complained(MISUSE, KNUD),
    lambda: complained(MISUSE.model_copy(update={"complainant_name": "Xenia Example"}), OLGA),
)
