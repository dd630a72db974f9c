"""Decided cases, and a world's history as the record would hold it: with positions, actors, and what they had seen."""

from collections.abc import Mapping

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import CheckFacts, FinaliseReport, SignReport
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.decided import Decided, Entry, decided
from domain.cluster.events.application import EligibilityConfirmed
from domain.cluster.events.committee import VoteCast
from domain.cluster.explanation import Explanation
from domain.cluster.why import explained
from domain.round.commands import OpenRound
from domain.schemes import scheme
from domain.verdict import missed_thresholds
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    MONA,
    OLGA,
    ROUND,
    ROUND_CLOSES,
    VERA,
    bronze,
    voted,
)
from tests.domain.scored import CATALOGUE, EDITION, SOLID, agreed, changed, draft
from tests.domain.specification import World

ONE_MISSED = changed(dict.fromkeys(SOLID, 5), i1_1_0=1, i2_1=1)


def reported(scores: dict[str, int]) -> World:
    """The Gold case with its final report, which recommends something where a threshold is missed."""
    below = missed_thresholds(CATALOGUE.indicators, scores)
    world = agreed(scores).does(EMIL, draft(*below), on=AURORA).pay().does(CLARA, CheckFacts(), on=AURORA)
    return world.does(ESTHER, SignReport(), on=AURORA).does(EMIL, FinaliseReport(), on=AURORA).pay()


def on_agenda(scores: dict[str, int] | None = None) -> World:
    """The Gold case in committee, eligible, with its final report."""
    world = reported(scores or SOLID)
    eligible = EligibilityConfirmed(
        case_id="gold-1", edition=EDITION.key, profile_version=1, criteria=dict(CRITERIA)
    )
    world.happens(AURORA, eligible)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=ROUND_CLOSES), on=ROUND)
    return world.does(OLGA, PlaceOnAgenda(round_id=ROUND), on=AURORA).pay()


def taken(decision: TakeDecision, world: World, *, no: frozenset[str] = frozenset()) -> World:
    """Carl, Vera and Mona vote on the case in committee, those of `no` against, and Carl decides."""
    for member in (CARL, VERA, MONA):
        ballot = CastVote(vote="no" if member in no else "yes", report_version=1)
        world.does(member, ballot, on=AURORA)
    return world.does(CARL, decision, on=AURORA)


GOLD_AWARD = TakeDecision(outcome="award", reason="Excellent throughout.")
GOLD_REFUSAL = TakeDecision(outcome="refuse", reason="Not enough points.")
GOLD_DEFERRAL = TakeDecision(outcome="defer", reason="How are members recruited?")


def refused_gold(scores: dict[str, int]) -> World:
    return taken(GOLD_REFUSAL, on_agenda(scores), no=frozenset({CARL, VERA, MONA}))


def voted_bronze() -> World:
    """Aurora's Bronze case with three votes in favour."""
    ballots = [(each, CastVote(vote="yes", report_version=1)) for each in (CARL, VERA, MONA)]
    return voted(*ballots, world=bronze(Stage.ON_AGENDA))


def history(world: World, seen: Mapping[str, int] | None = None) -> tuple[Entry, ...]:
    """Aurora's history. `seen`: the position each voting member had seen. Whoever decides is Carl."""
    return tuple(
        Entry(
            position=position,
            happened=happened,
            actor=CARL,
            seen=(seen or {}).get(happened.event.member) if isinstance(happened.event, VoteCast) else None,
        )
        for position, happened in enumerate(world.histories[AURORA], start=1)
    )


def decision_of(world: World, wanted: str | None = None) -> Decided:
    return decided("aurora", history(world), wanted)


def why(world: World, wanted: str | None = None, seen: Mapping[str, int] | None = None) -> Explanation:
    return explained(decided("aurora", history(world, seen), wanted), scheme())
