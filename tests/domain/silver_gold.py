"""Silver and Gold cases of the cast, walked to a stage by the people's own commands."""

from collections.abc import Callable
from datetime import date
from functools import cache

from domain.cluster.case import Stage
from domain.cluster.commands.application import OfferAgreement, SignAgreement, SubmitApplication
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.organisation import ImportLabel
from domain.cluster.events.audit import AuditScheduled
from domain.cluster.events.evidence import DeskCheckClosed, EvidenceRoundClosed
from domain.cluster.events.team import AssignmentAccepted, TeamAgreed, TeamProposed
from domain.levels import Kind, Level
from domain.person.events import DaysBooked, ExpertQualified
from domain.schemes import scheme
from domain.terms import Interval
from tests.domain.cast import ACCEPT, AURORA, CLARA, EMIL, ESTHER, MONDAY, OLGA, labelled, stage_set
from tests.domain.specification import World, document, sealed

GOLD_FIRST = SubmitApplication(level=Level.GOLD, kind=Kind.FIRST)
SILVER_FIRST = SubmitApplication(level=Level.SILVER, kind=Kind.FIRST)
GOLD_RENEWAL = SubmitApplication(level=Level.GOLD, kind=Kind.RENEWAL)
SILVER_RENEWAL = SubmitApplication(level=Level.SILVER, kind=Kind.RENEWAL)
CATALOGUE = scheme().catalogue("2013")
# Every indicator at the top of its scale, and the same with the gate not fulfilled.
BEST = {indicator.code: indicator.scale.value.highest for indicator in CATALOGUE.indicators}
GATE_MISSED = {**BEST, "1.1.0": 0}
PASSING, FAILING = SubmitTest(scores=BEST), SubmitTest(scores=GATE_MISSED)
BENCHED = date(2024, 6, 3)  # Aurora's Bronze interview: twenty months before these stories begin


def elsewhere(
    level: Level,
    *,
    assessed: Interval | None = None,
    awarded: Interval | None = None,
    until: Interval | None = None,
) -> ImportLabel:
    """Aurora's label of a level as another body awarded it; what is left out is not known."""
    return ImportLabel(
        name="Aurora",
        country="DK",
        level=level,
        kind=Kind.FIRST,
        assessed=assessed or Interval.unknown(),
        awarded=awarded or Interval.unknown(),
        valid_until=until or Interval.unknown(),
        source="a page of the holder",
        row_key=document(f"aurora {level}"),
    )


def _by(person: str, command: SubmitApplication | SubmitTest) -> Callable[[World], object]:
    return lambda world: world.does(person, command, on=AURORA)


_GOLD: dict[Stage, Callable[[World], object]] = {
    Stage.APPLIED: _by(CLARA, GOLD_FIRST),
    Stage.TEST_DUE: lambda world: world.does(OLGA, ACCEPT, on=AURORA),
    Stage.TEST_PASSED: _by(CLARA, PASSING),
    Stage.OFFERED: lambda world: world.does(OLGA, OfferAgreement(), on=AURORA),
    Stage.SIGNED: lambda world: world.does(CLARA, SignAgreement(), on=AURORA),
}
_SILVER: dict[Stage, Callable[[World], object]] = {
    Stage.APPLIED: _by(CLARA, SILVER_FIRST),
    Stage.ACCEPTED: lambda world: world.does(OLGA, ACCEPT, on=AURORA),
    Stage.OFFERED: _GOLD[Stage.OFFERED],
    Stage.SIGNED: _GOLD[Stage.SIGNED],
}


def _walked(world: World, path: dict[Stage, Callable[[World], object]], to: Stage) -> World:
    stages = list(path)
    for stage in stages[: stages.index(to) + 1]:
        path[stage](world)
    return world.pay()


@cache
def _gold(to: Stage, day: date) -> World:
    return _walked(stage_set(day), _GOLD, to)


@cache
def _silver(to: Stage, day: date) -> World:
    return _walked(labelled(BENCHED).until(day), _SILVER, to)


def gold(to: Stage, day: date = MONDAY) -> World:
    """Aurora's first Gold case at a stage, all on one day; no letter is owed any more."""
    return _gold(to, day).copy()


def silver(to: Stage, day: date = MONDAY) -> World:
    """Aurora's first Silver case at a stage, all on one day, twenty months after its Bronze interview."""
    return _silver(to, day).copy()


def silver_after(world: World, to: Stage) -> World:
    """Aurora's first Silver case at a stage, in a world in which it has its Bronze."""
    return _walked(world, _SILVER, to)


def qualified(world: World, *experts: str) -> World:
    """Each of them may assess Silver and Gold under the edition of these stories, whoever said so."""
    edition = scheme().on(MONDAY).key
    for expert in experts:
        for level in (Level.SILVER, Level.GOLD):
            if not world.person(expert).qualified(level, edition, MONDAY):
                gained = ExpertQualified(
                    level=level,
                    edition=edition,
                    from_on=date(2019, 11, 15),
                    training=sealed("Course of 2019."),
                )
                world.happens(f"person-{expert}", gained)
    return world


def visit_planned(world: World, *days: date, case_id: str = "gold-1", sequence: int = 0) -> World:
    """A case with its test passed has a team and its visit planned on these days, by whatever rules."""
    qualified(world, EMIL, ESTHER).happens(
        AURORA,
        TeamProposed(case_id=case_id, experts=(EMIL, ESTHER), checked=()),
        AssignmentAccepted(case_id=case_id, expert=EMIL),
        AssignmentAccepted(case_id=case_id, expert=ESTHER),
        TeamAgreed(case_id=case_id, evidence_round=1),
        EvidenceRoundClosed(case_id=case_id, round=1),
        DeskCheckClosed(case_id=case_id, not_evidenced=()),
        AuditScheduled(case_id=case_id, days=days, sequence=sequence),
    )
    for expert in (EMIL, ESTHER):
        world.happens(f"person-{expert}", DaysBooked(days=days, case=f"aurora/{case_id}"))
    return world.pay()
