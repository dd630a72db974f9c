"""The cast: clusters and persons that exist in these sentences only, and a Bronze case walked to any stage."""

from collections.abc import Callable
from datetime import date
from functools import cache

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import (
    AcceptApplication,
    OfferAgreement,
    SignAgreement,
    SubmitApplication,
)
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
)
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, RecuseMember, TakeDecision
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.commands.organisation import ImportLabel, Language, RegisterCluster
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ProposeTeam
from domain.cluster.events.shared import EvidenceItem, Profile
from domain.levels import Kind, Level
from domain.person.commands import DeclareTie, QualifyExpert, RegisterPerson, SeatMember
from domain.person.state import Office, SeatRole, TieKind
from domain.round.commands import OpenRound
from domain.schemes import scheme
from domain.terms import Interval
from tests.domain.specification import World, at_nine, document

OLGA, SVEN = "olga-operator", "sven-owner"
CLARA, KNUD = "clara-manager", "knud-manager"
EMIL, ESTHER = "emil-expert", "esther-expert"
CARL, VERA, MONA, MAX = "carl-chair", "vera-vice", "mona-member", "max-member"
AURORA, POLARIS = "cluster-aurora", "cluster-polaris"
COMMITTEE = (CARL, VERA, MONA, MAX)

MONDAY = date(2026, 2, 2)  # the day on which most of these stories begin
ROUND, ROUND_CLOSES = "round-2026-02", date(2026, 2, 27)
NEXT_ROUND, NEXT_ROUND_CLOSES = "round-2026-03", date(2026, 3, 31)

PROFILE = Profile(
    eccp_address="https://clustercollaboration.example/aurora",
    staff_fte_hundredths=250,
    english_website=True,
    committed_members=42,
    member_types=3,
)
CRITERIA = {criterion.key: True for criterion in scheme().on(MONDAY).eligibility}
CODES = tuple(indicator.code for indicator in scheme().catalogue("2013").bronze)
ANSWERS: dict[str, int | None] = dict.fromkeys(CODES, 1)
INCOMPLETE = {**ANSWERS, "5.2": None}
QUESTIONNAIRE = EvidenceItem(item="questionnaire", document=document("questionnaire"))
STORIES = tuple(EvidenceItem(item="success-story", document=document(f"story {n}")) for n in (1, 2, 3))
DOCUMENTS = (QUESTIONNAIRE, *STORIES)

APPLY = SubmitApplication(level=Level.BRONZE, kind=Kind.FIRST)
RENEW = SubmitApplication(level=Level.BRONZE, kind=Kind.RENEWAL)
ACCEPT = AcceptApplication(criteria=CRITERIA)
DRAFT = DraftReport(summary="A young and lively cluster.")
YES, NO = CastVote(vote="yes", report_version=1), CastVote(vote="no", report_version=1)
AWARD = TakeDecision(outcome="award", reason="All that Bronze asks for is there.")
REFUSE = TakeDecision(outcome="refuse", rule="R2", reason="The benchmark is incomplete.")


def registration(name: str, country: str = "DK", manager: str = CLARA) -> RegisterCluster:
    return RegisterCluster(
        name=name,
        country=country,
        carrier=f"{name} Association",
        language="da" if country == "DK" else "de",
        managers=(manager,),
        sector="ICT",
        profile=PROFILE,
    )


def person(name: str, *offices: Office, country: str = "DE", language: Language = "en") -> RegisterPerson:
    return RegisterPerson(
        name=name.title(),
        email=f"{name}@laurel.example",
        language=language,
        country=country,
        offices=offices,
    )


def gold_elsewhere(
    name: str, country: str = "DE", until: Interval | None = None, level: Level = Level.GOLD
) -> ImportLabel:
    return ImportLabel(
        name=name,
        country=country,
        level=level,
        kind=Kind.FIRST,
        awarded=Interval.exactly(date(2014, 6, 3)),
        valid_until=Interval.exactly(date(2040, 5, 31)) if until is None else until,
        source="a page of the holder",
        row_key=document(f"{name} {level}"),
    )


def seat(role: SeatRole, nominator: str, since: date = date(2015, 1, 1)) -> SeatMember:
    return SeatMember(role=role, nominator=nominator, from_on=since)


def tie(kind: TieKind, to: str = "aurora", since: date = MONDAY, until: date | None = None) -> DeclareTie:
    return DeclareTie(organisation=to, kind=kind, from_on=since, until_on=until)


def interview(
    on: date, values: dict[str, int | None] | None = None, *, remote: bool = False
) -> RecordBenchmark:
    return RecordBenchmark(interview_on=on, values=ANSWERS if values is None else values, remote=remote)


@cache
def _opening_night(day: date) -> World:
    world = World(now=at_nine(day))
    world.does(OLGA, person(OLGA, Office.OPERATOR), on="person-olga-operator")
    world.does(OLGA, person(SVEN, Office.SCHEME_OWNER), on="person-sven-owner")
    for name, country in ((CLARA, "DK"), (KNUD, "DE"), (EMIL, "DE"), (ESTHER, "DK")):
        world.does(OLGA, person(name, country=country), on=f"person-{name}")
    for expert in (EMIL, ESTHER):
        for edition in scheme().editions:
            qualified = QualifyExpert(
                level=Level.BRONZE, edition=edition.key, from_on=date(2012, 4, 1), training="Course of 2012."
            )
            world.does(OLGA, qualified, on=f"person-{expert}")
    world.does(OLGA, gold_elsewhere("Borealis"), on="cluster-borealis")
    world.does(OLGA, gold_elsewhere("Corona"), on="cluster-corona")
    seats: dict[str, tuple[SeatRole, str]] = {
        CARL: ("chair", "borealis"),
        VERA: ("vice-chair", "corona"),
        MONA: ("member", "borealis"),
        MAX: ("member", "corona"),
    }
    for name, (role, nominator) in seats.items():
        world.does(OLGA, person(name), on=f"person-{name}")
        world.does(SVEN, seat(role, nominator), on=f"person-{name}")
    world.does(OLGA, registration("Aurora"), on=AURORA)
    return world


def stage_set(day: date = MONDAY) -> World:
    """Everybody is there, and Aurora is registered; nothing has been applied for."""
    return _opening_night(day).copy()


def _apply(world: World, on: str) -> None:
    terms = world.cluster(on.removeprefix("cluster-")).labels.get(Level.BRONZE)
    world.does(_manager(world, on), RENEW if terms else APPLY, on=on)


def _accept(world: World, on: str) -> None:
    criteria = {criterion.key: True for criterion in scheme().on(world.today).eligibility}
    world.does(OLGA, AcceptApplication(criteria=criteria), on=on)


def _offer(world: World, on: str) -> None:
    world.does(OLGA, OfferAgreement(), on=on)


def _sign(world: World, on: str) -> None:
    world.does(_manager(world, on), SignAgreement(), on=on)


def _propose(world: World, on: str) -> None:
    world.does(OLGA, ProposeTeam(experts=(EMIL,)), on=on)


def _agree(world: World, on: str) -> None:
    world.does(EMIL, AcceptAssignment(free_of_conflicts=True), on=on)
    world.does(_manager(world, on), AgreeTeam(), on=on)


def _hand_in(world: World, on: str) -> None:
    world.does(_manager(world, on), SubmitEvidence(items=DOCUMENTS), on=on)


def _interview(world: World, on: str) -> None:
    world.does(EMIL, interview(world.today), on=on).pay()


def _draft(world: World, on: str) -> None:
    world.does(EMIL, DRAFT, on=on).pay()


def _check(world: World, on: str) -> None:
    world.does(_manager(world, on), CheckFacts(), on=on)


def _finalise(world: World, on: str) -> None:
    world.does(EMIL, FinaliseReport(), on=on)


def _place(world: World, on: str) -> None:
    closes = world.today.replace(day=1).toordinal() + 60
    round_id = f"round-{world.today:%Y-%m}"
    if not world.round(round_id).opened:
        opening = OpenRound(opens_on=world.today, closes_on=date.fromordinal(closes))
        if world.today == MONDAY:
            opening = OpenRound(opens_on=MONDAY, closes_on=ROUND_CLOSES)
        world.does(OLGA, opening, on=round_id)
    world.does(OLGA, PlaceOnAgenda(round_id=round_id), on=on)


def _award(world: World, on: str) -> None:
    version = world.cluster(on.removeprefix("cluster-")).open_cases[0].report_version
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=version), on=on)
    world.does(CARL, AWARD, on=on)


def _manager(world: World, on: str) -> str:
    return world.cluster(on.removeprefix("cluster-")).managers[0]


_PATH: dict[Stage, Callable[[World, str], None]] = {
    Stage.APPLIED: _apply,
    Stage.ACCEPTED: _accept,
    Stage.OFFERED: _offer,
    Stage.SIGNED: _sign,
    Stage.TEAM_PROPOSED: _propose,
    Stage.EVIDENCE_OPEN: _agree,
    Stage.INTERVIEW_DUE: _hand_in,
    Stage.DRAFT: _interview,
    Stage.FACT_CHECK: _draft,
    Stage.FACTS_CHECKED: _check,
    Stage.REPORT_FINAL: _finalise,
    Stage.ON_AGENDA: _place,
    Stage.CLOSED: _award,
}


# The stages of a Bronze case that meets with no delay, in order.
BRONZE_PATH = tuple(_PATH)


def walk(world: World, to: Stage, on: str = AURORA, after: Stage | None = None) -> World:
    """The open case, or a new one, goes on to a stage without delay. `after`: the stage it stands at."""
    stages = list(_PATH)
    for stage in stages[stages.index(after) + 1 if after else 0 : stages.index(to) + 1]:
        _PATH[stage](world, on)
    return world


@cache
def _walked(to: Stage, day: date) -> World:
    return walk(stage_set(day), to).pay()


def bronze(to: Stage, day: date = MONDAY) -> World:
    """Aurora's first Bronze case at a stage, all on one day; no letter is owed any more."""
    return _walked(to, day).copy()


def labelled(interviewed_on: date) -> World:
    """Aurora holds Bronze after an interview on that day; the case has been decided at once."""
    world = bronze(Stage.CLOSED, interviewed_on)
    assert world.case("aurora").closed_as is ClosedAs.AWARDED
    return world


def stepping_aside(member: str) -> RecuseMember:
    return RecuseMember(member=member, reason="An old friend.")


def voted(*ballots: tuple[str, CastVote], world: World | None = None) -> World:
    world = world or bronze(Stage.ON_AGENDA)
    for member, ballot in ballots:
        world.does(member, ballot, on=AURORA)
    return world
