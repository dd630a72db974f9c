"""Silver and Gold cases from the agreed team to the concluded audit: Emil leads, Esther is Gold's second expert."""

from datetime import date
from functools import cache

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import DraftReport, Recommended
from domain.cluster.commands.audit import (
    ConcludeAudit,
    RecordAuditDay,
    RescheduleAudit,
    ScheduleAudit,
    ValidateIndicator,
)
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    DeclaredArea,
    DeclareImprovementAreas,
    SubmitEvidence,
)
from domain.cluster.events.shared import EvidenceItem
from domain.cluster.events.team import AssignmentAccepted, IndependenceCheck, TeamAgreed, TeamProposed
from domain.elsewhere import Elsewhere
from domain.person.events import DaysBooked
from domain.running import abandonment, opened
from domain.schemes import scheme
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, MONDAY, bronze, interview, walk
from tests.domain.silver_gold import BENCHED, gold, qualified, silver_after
from tests.domain.specification import World, calendar, document

GOLD_CODES = tuple(indicator.code for indicator in scheme().catalogue("2013").indicators)
SILVER_CODES = tuple(indicator.code for indicator in scheme().catalogue("2013").silver)
AREAS = ("area-1", "area-2", "area-3")
VISIT = (date(2026, 2, 16), date(2026, 2, 17))  # two weeks after MONDAY: the soonest the data allows
SILVER_VISIT = VISIT[:1]
NEXT_WEEK = (date(2026, 2, 23), date(2026, 2, 24))
ILL = "An expert fell ill."
ADVICE = (("2.2.1", "Hire."), ("4.5", "Meet more often."), ("5.1", "Tell the press."), ("2.2.1", "Train."))


def about(subject: str, version: int = 1, speaks_of: date = MONDAY) -> EvidenceItem:
    """A document about an indicator or an improvement area."""
    return EvidenceItem(
        item="improvement-area" if subject.startswith("area-") else "indicator",
        subject=subject,
        document=document(f"{subject} version {version}"),
        speaks_of=speaks_of,
    )


def handing_in(*subjects: str, version: int = 1, last: bool = True) -> SubmitEvidence:
    return SubmitEvidence(items=tuple(about(subject, version) for subject in subjects), last=last)


def area(indicator: str, recommendation: str | None = None) -> DeclaredArea:
    return DeclaredArea(indicator=indicator, recommendation=recommendation, statement="It was done.")


DECLARE = DeclareImprovementAreas(
    areas=(area("2.2.1", "bronze-1/1"), area("4.5", "bronze-1/2"), area("5.1", "bronze-1/3"))
)


def with_team(world: World, case_id: str, *experts: str, **asked_for: int | bool | tuple[str, ...]) -> World:
    """The team stands, and with it what the applicant is asked for; the first round is open."""
    edition, country = scheme().on(world.today), calendar("DK")
    limits = (opened("evidence_round", edition, world.now, country), abandonment(edition, world.now, country))
    checked = tuple(IndependenceCheck(person=each, person_version=1, country="DE") for each in experts)
    proposed = TeamProposed(case_id=case_id, experts=experts, checked=checked)
    accepted = tuple(AssignmentAccepted(case_id=case_id, expert=each) for each in experts)
    agreed = TeamAgreed.model_validate(
        {"case_id": case_id, "evidence_round": 1, "limits": limits, **asked_for}
    )
    return qualified(world, *experts).happens(AURORA, proposed, *accepted, agreed).pay()


def advised() -> World:
    """Aurora holds Bronze, and its report recommends four things."""
    world = bronze(Stage.DRAFT, BENCHED)
    recommended = tuple(Recommended(indicator=indicator, text=text) for indicator, text in ADVICE)
    world.does(EMIL, DraftReport(summary="Young.", recommendations=recommended), on=AURORA).pay()
    return walk(world, Stage.CLOSED, after=Stage.FACT_CHECK)


def gold_evidence_open() -> World:
    return _gold_at(Stage.EVIDENCE_OPEN).copy()


def gold_desk_check() -> World:
    return _gold_at(Stage.DESK_CHECK).copy()


def gold_audit_due() -> World:
    return _gold_at(Stage.AUDIT_DUE).copy()


def gold_scheduled() -> World:
    return _gold_at(Stage.AUDIT_SCHEDULED).copy()


def gold_on_site() -> World:
    """The second day of Gold's visit: the first was held, nothing is validated."""
    world = gold_scheduled().until(VISIT[1])
    return world.does(EMIL, held(VISIT[0]), on=AURORA)


def gold_audited() -> World:
    return _gold_at(Stage.AUDIT_CONDUCTED).copy()


def silver_evidence_open() -> World:
    return _silver_at(Stage.EVIDENCE_OPEN).copy()


def silver_desk_check() -> World:
    return _silver_at(Stage.DESK_CHECK).copy()


def silver_audit_due() -> World:
    return _silver_at(Stage.AUDIT_DUE).copy()


def silver_scheduled() -> World:
    return _silver_at(Stage.AUDIT_SCHEDULED).copy()


def silver_audited() -> World:
    return _silver_at(Stage.AUDIT_CONDUCTED).copy()


def booked(days: tuple[date, ...], *experts: str, case: str = "aurora/gold-1") -> list[Elsewhere[DaysBooked]]:
    return [Elsewhere(f"person-{each}", DaysBooked(days=days, case=case)) for each in experts]


def reschedule(*days: date, remote: bool = False) -> RescheduleAudit:
    return RescheduleAudit(days=days, remote=remote, reason=ILL)


def details(world: World) -> dict[str, str]:
    """What the latest letter of a calendar entry says."""
    return world.pay().mails[-1].details


def held(day: date, *experts: str, observers: tuple[str, ...] = ()) -> RecordAuditDay:
    return RecordAuditDay(day=day, experts=experts or (EMIL, ESTHER), observers=observers)


@cache
def _gold_at(to: Stage) -> World:
    match to:
        case Stage.EVIDENCE_OPEN:
            return with_team(gold(Stage.SIGNED), "gold-1", EMIL, ESTHER)
        case Stage.DESK_CHECK:
            return gold_evidence_open().does(CLARA, handing_in(*GOLD_CODES), on=AURORA).pay()
        case Stage.AUDIT_DUE:
            return gold_desk_check().does(EMIL, AcceptEvidence(subjects=GOLD_CODES), on=AURORA).pay()
        case Stage.AUDIT_SCHEDULED:
            return gold_audit_due().does(EMIL, ScheduleAudit(days=VISIT), on=AURORA).pay()
        case _:
            validated = ValidateIndicator(day=VISIT[1], validated=GOLD_CODES)
            world = gold_on_site().does(EMIL, held(VISIT[1]), validated, ConcludeAudit(), on=AURORA)
            return world.pay()


@cache
def _silver_at(to: Stage) -> World:
    match to:
        case Stage.EVIDENCE_OPEN:
            signed = silver_after(advised().until(MONDAY), Stage.SIGNED)
            return with_team(signed, "silver-1", EMIL, areas_due=3, benchmark_due=True)
        case Stage.DESK_CHECK:
            everything = handing_in(*SILVER_CODES, *AREAS)
            return silver_evidence_open().does(CLARA, DECLARE, everything, on=AURORA).pay()
        case Stage.AUDIT_DUE:
            accept = AcceptEvidence(subjects=(*SILVER_CODES, *AREAS))
            return silver_desk_check().does(EMIL, accept, on=AURORA).pay()
        case Stage.AUDIT_SCHEDULED:
            return silver_audit_due().does(EMIL, ScheduleAudit(days=SILVER_VISIT), on=AURORA).pay()
        case _:
            (day,) = SILVER_VISIT
            world = silver_scheduled().until(day).does(EMIL, interview(day), held(day, EMIL), on=AURORA)
            validated = ValidateIndicator(day=day, validated=SILVER_CODES)
            return world.does(EMIL, validated, ConcludeAudit(), on=AURORA).pay()
