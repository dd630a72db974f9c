"""Gold and Silver cases walked by commands alone, from application to certificate, one stage after another."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

from domain.cluster.case import Stage
from domain.cluster.commands.application import RecheckEligibility
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    Recommended,
    RecordBenchmark,
    SignReport,
)
from domain.cluster.commands.audit import ConcludeAudit, RecordAuditDay, ScheduleAudit, ValidateIndicator
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.commands.evidence import AcceptEvidence
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ProposeTeam
from domain.levels import Level
from domain.round.commands import OpenRound
from domain.verdict import missed_thresholds
from tests.domain.audited import AREAS, DECLARE, GOLD_CODES, SILVER_CODES, advised, handing_in
from tests.domain.cast import (
    ANSWERS,
    AURORA,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    MONA,
    MONDAY,
    OLGA,
    VERA,
)
from tests.domain.scored import CATALOGUE
from tests.domain.silver_gold import gold, silver_after
from tests.domain.specification import World
from tests.domain.teams import staffed

Scores = Mapping[str, int]
Step = Callable[[World, Scores], object]
# Emil held Aurora's Bronze interview: another expert comes for its Silver (R32).
TEAM: Mapping[Level, tuple[str, ...]] = {Level.SILVER: (ESTHER,), Level.GOLD: (EMIL, ESTHER)}
FINE = {code: 1 if code == "1.1.0" else 4 for code in GOLD_CODES}
IN_FAVOUR = CastVote(vote="yes", report_version=1)
AWARDING = TakeDecision(outcome="award", reason="Everything asked for was shown.")


def _case(world: World) -> tuple[str, Level]:
    case = world.cluster("aurora").open_cases[0]
    return case.case_id, case.level


def _team(world: World) -> tuple[str, ...]:
    case = world.cluster("aurora").open_cases[0]
    return case.experts or TEAM[case.level]


def _lead(world: World) -> str:
    return _team(world)[0]


def _scope(level: Level) -> tuple[str, ...]:
    return GOLD_CODES if level is Level.GOLD else SILVER_CODES


def _team_proposed(world: World, _: Scores) -> None:
    world.does(OLGA, ProposeTeam(experts=_team(world)), on=AURORA)


def _evidence_open(world: World, _: Scores) -> None:
    for expert in _team(world):
        world.does(expert, AcceptAssignment(free_of_conflicts=True), on=AURORA)
    world.does(CLARA, AgreeTeam(), on=AURORA)


def _desk_check(world: World, _: Scores) -> None:
    level = _case(world)[1]
    if level is Level.SILVER:
        world.does(CLARA, DECLARE, handing_in(*SILVER_CODES, *AREAS), on=AURORA)
    else:
        world.does(CLARA, handing_in(*GOLD_CODES), on=AURORA)


def _audit_due(world: World, _: Scores) -> None:
    level = _case(world)[1]
    subjects = (*SILVER_CODES, *AREAS) if level is Level.SILVER else GOLD_CODES
    world.does(_lead(world), AcceptEvidence(subjects=subjects), on=AURORA)


def _audit_scheduled(world: World, _: Scores) -> None:
    level = _case(world)[1]
    first = world.today + timedelta(days=14)
    days = (first,) if level is Level.SILVER else (first, first + timedelta(days=1))
    world.does(_lead(world), ScheduleAudit(days=days), on=AURORA)


def _audit_conducted(world: World, _: Scores) -> None:
    case_id, level = _case(world)
    audit = world.case("aurora", case_id).audit
    assert audit is not None
    for day in audit.days:
        world.until(day).does(_lead(world), RecordAuditDay(day=day, experts=_team(world)), on=AURORA)
    validated = ValidateIndicator(day=audit.days[-1], validated=_scope(level))
    world.does(_lead(world), validated, on=AURORA)
    if level is Level.SILVER:
        world.does(_lead(world), RecordBenchmark(interview_on=audit.days[-1], values=ANSWERS), on=AURORA)
    world.does(_lead(world), ConcludeAudit(), on=AURORA)


def _consensus(world: World, scores: Scores) -> None:
    level = _case(world)[1]
    own = {code: scores[code] for code in _scope(level)}
    areas = dict.fromkeys(AREAS, True) if level is Level.SILVER else {}
    for expert in _team(world):
        world.does(expert, SubmitScores(scores=own, areas=areas), on=AURORA)


def _draft(world: World, scores: Scores) -> None:
    if _case(world)[1] is Level.GOLD:
        world.does(_lead(world), AgreeConsensus(scores=dict(scores)), on=AURORA)
        number = world.cluster("aurora").open_cases[0].proposals
        world.does(_team(world)[1], ConfirmConsensus(proposal=number), on=AURORA)
    world.pay()


def _fact_check(world: World, scores: Scores) -> None:
    below = missed_thresholds(CATALOGUE.indicators, scores)
    advice = tuple(Recommended(indicator=code, text=f"Improve {code}.") for code in below)
    report = DraftReport(summary="A cluster to be proud of.", recommendations=advice)
    world.does(_lead(world), report, on=AURORA).pay()


def _facts_checked(world: World, _: Scores) -> None:
    world.does(CLARA, CheckFacts(), on=AURORA)


def _report_final(world: World, _: Scores) -> None:
    for expert in _team(world)[1:]:
        world.does(expert, SignReport(), on=AURORA)
    world.does(_lead(world), FinaliseReport(), on=AURORA)


def _on_agenda(world: World, _: Scores) -> None:
    closes = world.today + timedelta(days=14)
    round_id = f"round-{closes}"
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=closes), on=round_id)
    world.does(OLGA, PlaceOnAgenda(round_id=round_id), on=AURORA)


def _awarded(world: World, _: Scores) -> None:
    version = world.cluster("aurora").open_cases[0].report_version
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=version), on=AURORA)
    world.does(CARL, AWARDING, on=AURORA)


PATH: Mapping[Stage, Step] = {
    Stage.TEAM_PROPOSED: _team_proposed,
    Stage.EVIDENCE_OPEN: _evidence_open,
    Stage.DESK_CHECK: _desk_check,
    Stage.AUDIT_DUE: _audit_due,
    Stage.AUDIT_SCHEDULED: _audit_scheduled,
    Stage.AUDIT_CONDUCTED: _audit_conducted,
    Stage.CONSENSUS: _consensus,
    Stage.DRAFT: _draft,
    Stage.FACT_CHECK: _fact_check,
    Stage.FACTS_CHECKED: _facts_checked,
    Stage.REPORT_FINAL: _report_final,
    Stage.ON_AGENDA: _on_agenda,
    Stage.CLOSED: _awarded,
}


def walked_on(world: World, to: Stage, scores: Scores = FINE, after: Stage = Stage.SIGNED) -> World:
    """Aurora's open case goes on to a stage without delay, every expert giving the same `scores`."""
    stages = list(PATH)
    begin = stages.index(after) + 1 if after in stages else 0
    for stage in stages[begin : stages.index(to) + 1]:
        PATH[stage](world, scores)
    return world.pay()


@cache
def _walked(level: Level, to: Stage, points: tuple[tuple[str, int], ...]) -> World:
    world = staffed(gold(Stage.SIGNED)) if level is Level.GOLD else _silver_signed()
    return walked_on(world, to, dict(points))


def _silver_signed() -> World:
    return silver_after(staffed(advised()).until(MONDAY), Stage.SIGNED)


def golden(to: Stage, scores: Scores = FINE) -> World:
    """Aurora's first Gold case at a stage behind the agreement; nothing is owed."""
    return _walked(Level.GOLD, to, tuple(scores.items())).copy()


def silvern(to: Stage, scores: Scores = FINE) -> World:
    """Aurora's first Silver case at a stage behind the agreement; nothing is owed."""
    return _walked(Level.SILVER, to, tuple(scores.items())).copy()


def rechecked(world: World) -> World:
    """Eligibility is judged again after the profile or the edition changed."""
    return world.does(OLGA, RecheckEligibility(criteria=CRITERIA), on=AURORA)
