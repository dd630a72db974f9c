"""Silver and Gold cases as their experts find them after the audit, and as they go on from there."""

from datetime import date
from functools import cache
from typing import Any

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    Recommended,
    SignReport,
)
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.cluster.events.application import ApplicationSubmitted
from domain.cluster.events.assessment import BenchmarkRecorded
from domain.cluster.events.audit import (
    AuditConducted,
    AuditDayConducted,
    AuditScheduled,
    IndicatorNotValidated,
    IndicatorValidated,
)
from domain.cluster.events.evidence import DeskCheckClosed, ImprovementAreasDeclared
from domain.cluster.events.shared import Area
from domain.cluster.events.team import (
    AssignmentAccepted,
    IndependenceCheck,
    TeamAgreed,
    TeamMemberReplaced,
    TeamProposed,
)
from domain.levels import Kind, Level
from domain.limits import LimitName
from domain.running import after
from domain.schemes import scheme
from tests.domain.cast import ANSWERS, AURORA, CLARA, EMIL, ESTHER, OLGA, person, stage_set
from tests.domain.silver_gold import qualified
from tests.domain.specification import World, calendar, sealed

EDDA = "edda-expert"  # comes after whoever leaves the team
COUNTRY = {EMIL: "DE", ESTHER: "DK"}
AUDITED = date(2026, 2, 3)
SCORES_DUE, CONSENSUS_DUE, REPORT_DUE = date(2026, 2, 10), date(2026, 2, 17), date(2026, 3, 10)
EDITION = scheme().on(AUDITED)
CATALOGUE = scheme().catalogue_of(EDITION)
AREAS = tuple(
    Area(key=f"area-{n}", indicator=code, recommendation=None, statement=sealed(f"Area {n}."))
    for n, code in enumerate(("2.1", "4.1.1", "4.6.2"), start=1)
)
PROVEN = {area.key: True for area in AREAS}
_DUE_AFTER: dict[Level, tuple[LimitName, ...]] = {
    Level.SILVER: ("draft", "final_report"),
    Level.GOLD: ("consensus", "draft", "final_report"),
}


def worth(points: int) -> dict[str, int]:
    """Gold scores worth that many points, spread evenly, with the gate fulfilled."""
    each, more = divmod(points, len(CATALOGUE.scored))
    spread = {one.code: each + (n < more) for n, one in enumerate(CATALOGUE.scored)}
    return {"1.1.0": 1, **spread}


def changed(scores: dict[str, int], **codes: int) -> dict[str, int]:
    """The scores with some of them changed, an indicator written `i2_1`."""
    return {**scores, **{code[1:].replace("_", "."): score for code, score in codes.items()}}


def minimums() -> dict[str, int]:
    """Silver scores that meet every threshold by exactly nothing."""
    return {each.code: each.threshold.value if each.threshold else 1 for each in CATALOGUE.silver}


SOLID = worth(120)
SILVER_SOLID = minimums()


@cache
def _audited(level: Level, not_validated: tuple[str, ...]) -> World:
    world = stage_set(AUDITED).does(OLGA, person(EDDA, country="IS"), on=f"person-{EDDA}").pay()
    experts = (EMIL, ESTHER) if level is Level.GOLD else (EMIL,)
    return (
        qualified(world, *experts, EDDA)
        .happens(AURORA, *_until_the_audit(level, experts, not_validated))
        .pay()
    )


def audited(level: Level, *not_validated: str) -> World:
    """Aurora's first case of a level on its last audit day; Emil leads, for Gold Esther is the second."""
    return _audited(level, not_validated).copy()


def _until_the_audit(level: Level, experts: tuple[str, ...], not_validated: tuple[str, ...]) -> list[Any]:
    case: dict[str, Any] = {"case_id": f"{level}-1"}
    silver = level is Level.SILVER
    codes = tuple(
        each.code
        for each in (CATALOGUE.silver if silver else CATALOGUE.indicators)
        if each.code not in not_validated
    )
    days = (AUDITED,) if silver else (date(2026, 2, 2), AUDITED)
    opened = ApplicationSubmitted(
        **case, level=level, kind=Kind.FIRST, edition=EDITION.key, opened_on=date(2025, 9, 1)
    )
    agreed = TeamAgreed(**case, areas_due=3 if silver else 0, benchmark_due=silver, evidence_round=1)
    benchmark = BenchmarkRecorded(
        **case,
        expert=EMIL,
        interview_on=AUDITED,
        remote=False,
        catalogue=CATALOGUE.key,
        values=ANSWERS,
        complete=True,
    )
    refuted = IndicatorNotValidated(**case, expert=EMIL, day=AUDITED, indicators=not_validated)
    return [
        opened,
        TeamProposed(**case, experts=experts, checked=()),
        *(AssignmentAccepted(**case, expert=expert) for expert in experts),
        agreed,
        *((ImprovementAreasDeclared(**case, areas=AREAS),) if silver else ()),
        DeskCheckClosed(**case, not_evidenced=()),
        AuditScheduled(**case, days=days, sequence=0),
        *(AuditDayConducted(**case, day=day, experts=experts) for day in days),
        IndicatorValidated(**case, expert=EMIL, day=AUDITED, indicators=codes),
        *((refuted,) if not_validated else ()),
        *((benchmark,) if silver else ()),
        AuditConducted(
            **case,
            last_day=AUDITED,
            experts=experts,
            preliminary=sealed("About 130 points."),
            limits=(
                *(after("scores", EDITION, AUDITED, calendar(COUNTRY[each])).of(each) for each in experts),
                *(after(name, EDITION, AUDITED, calendar("DE")) for name in _DUE_AFTER[level]),
            ),
        ),
    ]


def both_scored(first: dict[str, int] | None = None, second: dict[str, int] | None = None) -> World:
    """Both experts' sheets of the Gold case are in: Emil's, then Esther's."""
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=first or SOLID), on=AURORA)
    return world.does(ESTHER, SubmitScores(scores=second or SOLID), on=AURORA).pay()


def agreed(scores: dict[str, int] | None = None) -> World:
    """The Gold case with a consensus, which both sheets said already."""
    world = both_scored(scores, scores)
    world.does(EMIL, AgreeConsensus(scores=scores or SOLID), on=AURORA)
    return world.does(ESTHER, ConfirmConsensus(proposal=1), on=AURORA).pay()


def silver_scored(scores: dict[str, int] | None = None, areas: dict[str, bool] | None = None) -> World:
    """The Silver case with its expert's scores."""
    sheet = SubmitScores(scores=scores or SILVER_SOLID, areas=PROVEN if areas is None else areas)
    return audited(Level.SILVER).does(EMIL, sheet, on=AURORA).pay()


def draft(*indicators: str) -> DraftReport:
    """A report that recommends something about each of these indicators."""
    recommendations = tuple(Recommended(indicator=code, text=f"More of {code}.") for code in indicators)
    return DraftReport(summary="A cluster on its way.", recommendations=recommendations)


def reported(to: Stage, scores: dict[str, int] | None = None) -> World:
    """The Gold case walked from its consensus to fact check, facts checked or final report."""
    world = agreed(scores).does(EMIL, draft(), on=AURORA).pay()
    if to is not Stage.FACT_CHECK:
        world.does(CLARA, CheckFacts(), on=AURORA)
    if to is Stage.REPORT_FINAL:
        world.does(ESTHER, SignReport(), on=AURORA).does(EMIL, FinaliseReport(), on=AURORA)
    return world.pay()


def replaced(world: World, expert: str, case_id: str = "gold-1", *, by: str = EDDA) -> World:
    """Edda, or somebody else, came after an expert, and the team stands again."""
    case: dict[str, Any] = {"case_id": case_id}
    limits = world.case("aurora", case_id).limits
    check = IndependenceCheck(person=by, person_version=1, country="IS")
    return world.happens(
        AURORA,
        TeamMemberReplaced(**case, expert=expert, successor=by, checked=check, reason=sealed("A tie.")),
        AssignmentAccepted(**case, expert=by),
        TeamAgreed(**case, limits=limits),
    )
