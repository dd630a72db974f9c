"""Who may go: what is listed is what the commands say, each refusal with its rule, the same order every time."""

from collections import Counter
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as example
from hypothesis import strategies as st

from domain.cluster.candidates import Candidate, Fitness, Workload, committee, experts
from domain.cluster.case import Stage
from domain.cluster.commands.committee import CastVote
from domain.cluster.commands.team import ProposeTeam
from domain.cluster.events.application import ApplicationSubmitted, ApplicationWithdrawn
from domain.cluster.events.audit import AuditConducted, AuditDayConducted, AuditScheduled
from domain.cluster.rules.asked import Asked
from domain.facts import Facts, Organisation
from domain.levels import Kind, Level
from domain.person.commands import BookDays, EndQualification, EndTie, SetAvailability
from domain.person.state import Absence, Person, TieKind
from domain.rejected import Rejected
from domain.schemes import scheme
from tests.domain.appealed import ODA, decided, deciding, with_panel
from tests.domain.cast import AURORA, CARL, EMIL, ESTHER, KNUD, MAX, MONA, OLGA, VERA, bronze, tie
from tests.domain.naive_fitness import SOFT, Reader, Team
from tests.domain.specification import World, given
from tests.domain.teams import EBBE, ERIK, INGA, OTTO, endorsing, proposing, signed, tied
from tests.domain.ties_learned import on_board
from tests.domain.world import Calendars

FIVE = (EMIL, ESTHER, ERIK, INGA, EBBE)
VISIT = (date(2026, 3, 2), date(2026, 3, 3))
LAST_TIME = date(2023, 5, 4)
LONG_AGO = date(2015, 1, 1)


def asking(world: World, by: str = OLGA) -> Asked:
    persons = [state for state in world.states.values() if isinstance(state, Person) and state.registered]
    nominators = {seat.nominator for each in persons for seat in each.seats if seat.nominator}
    clusters = [world.cluster(each) for each in nominators]
    facts = Facts(
        persons={each.person_id: each for each in persons},
        committee=tuple(each for each in persons if each.seats),
        labels={each.cluster_id: each.labels for each in clusters},
        organisations={
            each.cluster_id: Organisation(country=each.country, sector=each.sector) for each in clusters
        },
        calendars=Calendars(),
    )
    return Asked(world.cluster("aurora"), scheme(), facts, world.now, by)


def listed(
    world: World,
    *beside: str,
    days: tuple[date, ...] | None = None,
    case_id: str = "gold-1",
    workloads: dict[str, Workload] | None = None,
) -> tuple[Candidate, ...]:
    asked = asking(world)
    known = [asked.facts.persons[each] for each in (*FIVE, KNUD)]
    case = world.case("aurora", case_id)
    return experts(known, case, asked, beside=beside, days=days, workloads=workloads or {})


def one(found: tuple[Candidate, ...], person: str) -> Candidate:
    return next(each for each in found if each.person_id == person)


def codes(found: tuple[Candidate, ...], person: str) -> list[str]:
    return [bar.code for bar in one(found, person).bars]


def assessed_before(world: World, *by: str) -> World:
    """An earlier case of Aurora was audited by these experts, and withdrawn."""
    of: dict[str, Any] = {"case_id": "silver-1"}
    opened = ApplicationSubmitted(
        **of, level=Level.SILVER, kind=Kind.FIRST, edition="ecei-2019", opened_on=LAST_TIME
    )
    return world.happens(
        AURORA,
        opened,
        AuditScheduled(**of, days=(LAST_TIME,), sequence=0),
        AuditDayConducted(**of, day=LAST_TIME, experts=by),
        AuditConducted(**of, last_day=LAST_TIME, experts=by),
        ApplicationWithdrawn(**of, cluster_id="aurora"),
    )


# Laws

Deed = tuple[str, str, int, int]
deeds = st.tuples(
    st.sampled_from(("tie", "tie", "end", "unqualified", "book", "book", "away", "endorse", "before")),
    st.sampled_from(FIVE),
    st.integers(0, 8),
    st.integers(-900, 900),
)


def told(world: World, deed: Deed) -> None:
    what, who, number, ahead = deed
    day = world.today + timedelta(days=ahead)
    stream = f"person-{who}"
    try:
        match what:
            case "tie":
                organisation = ("aurora", "Aurora Association", "Polaris")[number % 3]
                until = day + timedelta(days=abs(ahead)) if number % 2 else None
                kind = [*TieKind][(number + ahead) % len(TieKind)]
                world.does(who, tie(kind, organisation, day, until), on=stream)
            case "end":
                world.does(OLGA, EndTie(tie_id=f"tie-{1 + number % 2}", until_on=day), on=stream)
            case "unqualified":
                ended = EndQualification(
                    level=Level.GOLD, edition="ecei-2019", until_on=day, reason="Retired."
                )
                world.does(OLGA, ended, on=stream)
            case "book":
                days = tuple(VISIT[0] + timedelta(days=each - 2) for each in range(number % 4 + 1))
                world.does(who, BookDays(days=days), on=stream)
            case "away":
                absence = Absence(from_on=VISIT[0] - timedelta(days=number), until_on=VISIT[number % 2])
                world.does(who, SetAvailability(absences=(absence,)[: number % 5]), on=stream)
            case "endorse":
                beside = (FIVE[number % 5],)
                world.does((OTTO, OLGA)[number % 2], endorsing(who, beside=beside), on=AURORA)
            case "before":
                assessed_before(world, who)
    except Rejected:
        pass


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(st.lists(deeds, max_size=12), st.booleans())
def test_the_refusals_listed_are_those_a_naive_reader_counts(story: list[Deed], planned: bool) -> None:  # noqa: FBT001 - drawn
    world = signed()
    for deed in story:
        told(world, deed)
    days = VISIT if planned else ()
    reader = Reader(world.trail, "gold-1", Team("gold", "ecei-2019", size=2, abroad=1), world.today)
    for beside in ((), *((each,) for each in FIVE)):
        for found in listed(world, *beside, days=days):
            counted = reader.refusals(found.person_id, beside, days, OLGA)
            assert Counter((bar.code, bar.accepted) for bar in found.bars) == Counter(counted)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(st.lists(deeds, max_size=12))
def test_whoever_is_listed_as_allowed_is_accepted_and_whoever_is_not_is_refused(story: list[Deed]) -> None:
    world = signed()
    for deed in story:
        told(world, deed)
    for lead, second in permutations(FIVE, 2):
        first, then = one(listed(world), lead), one(listed(world, lead), second)
        proposal = ProposeTeam(experts=(lead, second), reason="Nobody else is free.")
        outcome = given(world.copy()).when(proposal, by=OLGA)
        assert (outcome.rejected is None) == (first.fitness is then.fitness is Fitness.ALLOWED)
        if outcome.rejected is not None:
            standing = [bar.code for bar in (*first.bars, *then.bars) if bar.stands]
            assert outcome.rejected.code in standing


members_ties = st.dictionaries(st.sampled_from((CARL, VERA, MAX, MONA)), st.sampled_from(TieKind), max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(members_ties, st.booleans(), st.booleans())
def test_a_member_is_listed_as_a_naive_reader_says_and_votes_exactly_when_allowed(
    ties: dict[str, TieKind],
    over: bool,  # noqa: FBT001 - drawn
    endorsed: bool,  # noqa: FBT001 - drawn
) -> None:
    world = with_panel(bronze(Stage.ON_AGENDA))
    for member, kind in ties.items():
        ended = LONG_AGO if over else None
        world.does(member, tie(kind, "aurora", date(2012, 1, 1), ended), on=f"person-{member}")
        if endorsed and kind in SOFT and not over:
            world.does(ODA, endorsing(member), on=AURORA)
    asked = asking(world)
    found = committee(tuple(asked.facts.persons.values()), world.case("aurora"), asked, workloads={})
    for member in (CARL, VERA, MAX, MONA):
        binding, told = None if over else ties.get(member), one(found, member)
        accepted = binding in SOFT and endorsed
        unfit = Fitness.TO_BE_ENDORSED if binding in SOFT else Fitness.REFUSED
        assert told.fitness is (Fitness.ALLOWED if binding is None or accepted else unfit)
        if world.case("aurora").stage is not Stage.ON_AGENDA:
            continue  # so many stepped aside that the decision was adjourned
        vote = given(world.copy()).when(CastVote(vote="yes", report_version=1), by=member)
        assert (vote.rejected is None) == (told.fitness is Fitness.ALLOWED)
        if vote.rejected is not None:
            assert vote.rejected.code in [bar.code for bar in told.bars if bar.stands]


# Sentences


def test_every_rule_that_refuses_is_named_not_the_first_alone() -> None:
    world = tied(tied(signed(), KNUD, TieKind.BOARD), KNUD, TieKind.COACHED)
    assert codes(listed(world), KNUD) == ["not-qualified", "hard-conflict", "hard-conflict"]
    assert one(listed(world), KNUD).fitness is Fitness.REFUSED


def test_a_soft_conflict_is_told_apart_and_bars_nobody_once_endorsed() -> None:
    world = tied(signed(), EMIL, TieKind.OFFICER)
    assert (one(listed(world), EMIL).fitness, codes(listed(world), EMIL)) == (
        Fitness.TO_BE_ENDORSED,
        ["soft-conflict"],
    )
    world.does(OTTO, endorsing(EMIL), on=AURORA)
    assert (one(listed(world), EMIL).fitness, codes(listed(world), EMIL)) == (
        Fitness.ALLOWED,
        ["soft-conflict"],
    )


def test_an_endorsement_by_who_asks_accepts_nothing() -> None:
    world = tied(signed(), EMIL, TieKind.OFFICER).does(OLGA, endorsing(EMIL), on=AURORA)
    assert one(listed(world), EMIL).fitness is Fitness.TO_BE_ENDORSED


def test_beside_one_of_the_clusters_country_the_second_comes_from_abroad() -> None:
    found = listed(signed(), EBBE)
    assert (codes(found, ESTHER), codes(found, EMIL)) == (["no-foreign-expert"], [])
    assert [each.person_id for each in found if each.person_id == EBBE] == []


def test_who_is_booked_or_away_on_a_day_asked_about_is_refused_for_it() -> None:
    world = signed().does(EMIL, BookDays(days=VISIT[:1]), on=f"person-{EMIL}")
    absence = Absence(from_on=VISIT[1], until_on=VISIT[1])
    world.does(ERIK, SetAvailability(absences=(absence,)), on=f"person-{ERIK}")
    assert [(each.code, each.sentence) for each in one(listed(world, days=VISIT), EMIL).bars] == [
        ("expert-booked", f"{EMIL} is booked for something else on 2026-03-02.")
    ]
    assert [(each.code, each.sentence) for each in one(listed(world, days=VISIT), ERIK).bars] == [
        ("expert-absent", f"{ERIK} is away on 2026-03-03.")
    ]
    assert (one(listed(world), EMIL).bars, one(listed(world), EMIL).unfree_soon) == ((), 1)


def test_who_assessed_what_an_appeal_has_undone_is_listed_with_that_rule_and_refused_by_it() -> None:
    world = decided(deciding(relief="re-audit"))
    assert {each.person_id: codes(listed(world), each.person_id) for each in listed(world)} == {
        ERIK: [],
        INGA: [],
        EBBE: [],
        EMIL: ["decided-before"],
        ESTHER: ["decided-before"],
        KNUD: ["not-qualified"],
    }
    assert str(one(listed(world), EMIL).bars[0]) == (
        f"{EMIL} took part in what appeal-1 has undone, and takes none in it again (R36)."
    )
    given(world).when(proposing(EMIL, ERIK), by=OLGA).then_rejected("decided-before")


def test_who_is_on_the_team_is_no_successor() -> None:
    world = signed().does(OLGA, proposing(EMIL, ESTHER), on=AURORA)
    assert (codes(listed(world), EMIL), codes(listed(world), INGA)) == (["already-on-team"], [])


def test_the_fit_come_first_then_those_from_abroad_then_who_has_least_to_do() -> None:
    world = tied(assessed_before(signed(), INGA), EMIL, TieKind.BOARD)
    busy = {EBBE: Workload(assignments=1)}
    assert [(each.person_id, str(each.fitness)) for each in listed(world, workloads=busy)] == [
        (ERIK, "allowed"),
        (ESTHER, "allowed"),
        (EBBE, "allowed"),
        (INGA, "to be endorsed"),
        (EMIL, "refused"),
        (KNUD, "refused"),
    ]
    assert one(listed(world), INGA).assessed_last_on == LAST_TIME


def test_a_committee_is_listed_in_its_precedence_with_who_must_step_aside() -> None:
    world = on_board(bronze(Stage.ON_AGENDA), MAX)
    asked = asking(world)
    found = committee(tuple(asked.facts.persons.values()), world.case("aurora"), asked, workloads={})
    assert [(each.person_id, str(each.fitness)) for each in found] == [
        (CARL, "allowed"),
        (VERA, "allowed"),
        (MAX, "refused"),
        (MONA, "allowed"),
    ]
    assert [bar.code for bar in one(found, MAX).bars] == ["voter-tied"]


def test_whoever_assessed_does_not_decide_and_is_told_so() -> None:
    world = bronze(Stage.ON_AGENDA)
    asked = asking(world)
    emil = asked.facts.persons[EMIL].model_copy(update={"seats": asked.facts.persons[CARL].seats})
    (found,) = committee((emil,), world.case("aurora"), asked, workloads={})
    assert [str(bar) for bar in found.bars] == [f"{EMIL} took part in the assessment (R32)."]
