"""Cases that go on otherwise than they began: renewals out of time, and cases that change edition (R12, R19)."""

from datetime import date

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.commands.application import ConvertToFirstTime, MoveCaseToEdition, SubmitApplication
from domain.cluster.commands.approvals import GiveConsent
from domain.cluster.commands.organisation import ImportLabel
from domain.cluster.commands.team import DeclineAssignment, ReplaceTeamMember
from domain.cluster.events.application import CaseConverted, CaseMovedToEdition
from domain.cluster.events.audit import AuditDayConducted
from domain.cluster.events.team import IndependenceCheck, TeamAgreed, TeamMemberReplaced
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.person.events import DaysReleased
from domain.terms import Interval
from tests.domain.cast import (
    ACCEPT,
    APPLY,
    AURORA,
    CLARA,
    EMIL,
    ESTHER,
    MONDAY,
    OLGA,
    bronze,
    interview,
    labelled,
    stage_set,
    walk,
)
from tests.domain.silver_gold import FAILING, PASSING, elsewhere, gold, visit_planned
from tests.domain.specification import World, given, sealed

CONVERT, CONSENT = ConvertToFirstTime(), GiveConsent(to="conversion")
BEFORE, VISIT = date(2026, 1, 26), date(2026, 1, 30)  # grace is over with 31 Jan 2026
CONVERTED = CaseConverted(case_id="gold-1")


def ended(level: Level) -> ImportLabel:
    """A label awarded elsewhere whose term ended a year before."""
    return elsewhere(
        level,
        awarded=Interval.exactly(date(2023, 1, 20)),
        until=Interval.exactly(date(2025, 1, 31)),
    )


def renewal(level: Level = Level.GOLD, day: date = BEFORE) -> World:
    """A renewal applied for in the last week of grace of a label awarded elsewhere."""
    apply = SubmitApplication(level=level, kind=Kind.RENEWAL)
    return stage_set(day).does(OLGA, ended(level), on=AURORA).does(CLARA, apply, on=AURORA).pay()


def late(level: Level = Level.GOLD) -> World:
    """The same on the first working day behind grace, the applicant consenting."""
    return renewal(level).until(MONDAY).does(CLARA, CONSENT, on=AURORA)


def with_a_visit(*held: date) -> World:
    """The renewal's one day on site is planned, or held, within grace; nobody has concluded it."""
    world = renewal().does(OLGA, ACCEPT, on=AURORA).does(CLARA, PASSING, on=AURORA)
    visit_planned(world, VISIT, sequence=3)
    for day in held:
        world.happens(AURORA, AuditDayConducted(case_id="gold-1", day=day, experts=(EMIL, ESTHER)))
    return world.until(MONDAY).does(CLARA, CONSENT, on=AURORA)


def case_of(world: World, case_id: str = "gold-1") -> Case:
    return world.case("aurora", case_id)


# Conversion


def test_a_renewal_out_of_time_goes_on_as_a_first_case_with_the_applicants_consent() -> None:
    world = late()
    given(world).when(CONVERT, by=OLGA).then(CONVERTED).with_letters((CLARA, "case-converted"))
    assert (case_of(world).kind, case_of(world).stage) == (Kind.FIRST, Stage.APPLIED)


def test_a_converted_case_is_not_closed_out_of_time_any_more() -> None:
    world = late().does(OLGA, CONVERT, on=AURORA)
    assert [limit.name for limit in case_of(world).limits] == ["eligibility"]
    assert case_of(world.until(date(2026, 3, 2))).stage is Stage.APPLIED
    given(world).when(ACCEPT, by=OLGA).with_limits(
        ("test", date(2026, 5, 1)), ("abandonment", date(2026, 9, 2))
    )


def test_without_a_conversion_the_case_is_closed_out_of_time() -> None:
    assert case_of(late().until(date(2026, 2, 16))).closed_as is ClosedAs.OUT_OF_TIME


def test_only_the_operator_converts() -> None:
    given(late()).when(CONVERT, by=CLARA).then_rejected("not-permitted")


def test_nothing_is_converted_without_the_applicants_consent() -> None:
    given(renewal().until(MONDAY)).when(CONVERT, by=OLGA).then_rejected("consent-missing")


def test_a_first_case_is_not_converted() -> None:
    given(gold(Stage.APPLIED)).when(CONVERT, by=OLGA).then_rejected("not-a-renewal")


def test_a_renewal_is_not_converted_while_grace_is_not_over() -> None:
    world = renewal().does(CLARA, CONSENT, on=AURORA)
    given(world).when(CONVERT, by=OLGA, at=date(2026, 1, 31)).then_rejected("grace-not-over")
    given(world).when(CONVERT, by=OLGA, at=date(2026, 2, 1)).then(CONVERTED)


def test_a_renewal_assessed_in_time_is_not_converted() -> None:
    given(with_a_visit(VISIT)).when(CONVERT, by=OLGA).then_rejected("assessed-in-time")


def test_a_renewal_interviewed_in_time_whose_team_changes_afterwards_is_not_converted() -> None:
    grace = date(2029, 2, 28)
    world = walk(labelled(MONDAY).until(date(2029, 2, 26)), Stage.FACT_CHECK).pay()
    check = IndependenceCheck(person=ESTHER, person_version=1, country="DK")
    replaced = TeamMemberReplaced(
        case_id="bronze-2", expert=EMIL, successor=ESTHER, checked=check, reason=sealed("Ill.")
    )
    world.happens(AURORA, replaced)
    world.now = world.now.replace(month=3, day=5)
    assert case_of(world, "bronze-2").assessed_on is not None
    assert grace < world.today
    given(world).when(ConvertToFirstTime(case_id="bronze-2"), by=OLGA).then_rejected("assessed-in-time")


def test_no_second_first_case_comes_about_by_conversion() -> None:
    world = late().does(CLARA, APPLY, on=AURORA)
    given(world).when(ConvertToFirstTime(case_id="gold-1"), by=OLGA).then_rejected("case-open")


def test_a_silver_whose_benchmark_is_too_old_for_a_first_case_is_not_converted() -> None:
    given(late(Level.SILVER)).when(CONVERT, by=OLGA).then_rejected("benchmark-too-old")


def test_a_silver_that_was_benchmarked_since_is_converted() -> None:
    world = walk(stage_set(date(2025, 3, 3)), Stage.CLOSED).pay().until(BEFORE)
    world.does(OLGA, ended(Level.SILVER), on=AURORA)
    world.does(CLARA, SubmitApplication(level=Level.SILVER, kind=Kind.RENEWAL), CONSENT, on=AURORA)
    given(world).when(CONVERT, by=OLGA, at=MONDAY).then(CaseConverted(case_id="silver-1"))


def test_a_visit_planned_for_a_renewal_is_called_off_and_planned_anew_for_a_first_case() -> None:
    world, reference = with_a_visit(), "aurora/gold-1"
    assert case_of(world).stage is Stage.AUDIT_SCHEDULED
    outcome = given(world).when(CONVERT, by=OLGA)
    outcome.then(
        CONVERTED.model_copy(update={"visit_cancelled": True}),
        Elsewhere(f"person-{EMIL}", DaysReleased(case=reference)),
        Elsewhere(f"person-{ESTHER}", DaysReleased(case=reference)),
    ).with_limits(("audit", date(2026, 5, 4))).with_letters(
        *((person, "case-converted") for person in (CLARA, EMIL, ESTHER)),
        *((person, "audit-cancelled") for person in (CLARA, EMIL, ESTHER)),
    )
    case = case_of(world)
    assert case.audit is not None
    assert (case.stage, case.audit.days, case.audit.sequence) == (Stage.AUDIT_DUE, (), 4)


def test_a_first_case_answers_no_earlier_report() -> None:
    world = late().does(OLGA, ACCEPT, on=AURORA).does(CLARA, PASSING, on=AURORA)
    world.happens(AURORA, TeamAgreed(case_id="gold-1", answers_due=("gold-9/1",), evidence_round=1))
    assert case_of(world).answers_due == {"gold-9/1"}
    assert case_of(world.does(OLGA, CONVERT, on=AURORA)).answers_due == frozenset()


def test_a_visit_is_called_off_too_while_an_experts_successor_is_invited() -> None:
    world, check = with_a_visit(), IndependenceCheck(person=EMIL, person_version=1, country="DE")
    replaced = TeamMemberReplaced(
        case_id="gold-1", expert=EMIL, successor=EMIL, checked=check, reason=sealed("Asked again.")
    )
    world.happens(AURORA, replaced)
    given(world).when(CONVERT, by=OLGA).with_limits()
    assert (case_of(world).stage, case_of(world).resumes_at) == (Stage.TEAM_PROPOSED, Stage.AUDIT_DUE)


# Editions


OLD_DAY, NEW_DAY = date(2019, 11, 11), date(2019, 11, 18)
MOVE = MoveCaseToEdition(edition="ecei-2019")
AGREED = GiveConsent(to="edition", subject="ecei-2019")


def of_the_old_edition(stage: Stage = Stage.APPLIED) -> World:
    return bronze(stage, OLD_DAY).until(NEW_DAY)


def test_a_case_keeps_the_edition_it_was_opened_under() -> None:
    assert case_of(of_the_old_edition(), "bronze-1").edition == "ecei-2013"


def test_a_case_moves_to_the_edition_in_force_with_the_applicants_consent() -> None:
    world = of_the_old_edition().does(CLARA, AGREED, on=AURORA)
    given(world).when(MOVE, by=OLGA).then(
        CaseMovedToEdition(case_id="bronze-1", edition="ecei-2019")
    ).with_letters((CLARA, "case-moved-to-edition"))
    assert case_of(world, "bronze-1").edition == "ecei-2019"


def test_a_case_does_not_move_without_the_applicants_consent_to_that_very_edition() -> None:
    given(of_the_old_edition()).when(MOVE, by=OLGA).then_rejected("consent-missing")
    other = GiveConsent(to="edition", subject="ecei-2013")
    world = of_the_old_edition().does(CLARA, other, on=AURORA)
    given(world).when(MOVE, by=OLGA).then_rejected("consent-missing")


def test_a_case_does_not_move_to_an_edition_that_is_not_in_force() -> None:
    for key in ("ecei-2013", "ecei-2031"):
        world = gold(Stage.APPLIED)
        given(world).when(MoveCaseToEdition(edition=key), by=OLGA).then_rejected("edition-not-in-force")


def test_a_case_does_not_move_to_the_edition_it_follows() -> None:
    given(gold(Stage.APPLIED)).when(MOVE, by=OLGA).then_rejected("nothing-changed")


def test_a_gold_case_moves_before_its_test_and_not_once_one_was_submitted() -> None:
    invited = gold(Stage.TEST_DUE, OLD_DAY).until(NEW_DAY).does(CLARA, AGREED, on=AURORA)
    given(invited).when(MOVE, by=OLGA).then(CaseMovedToEdition(case_id="gold-1", edition="ecei-2019"))
    tested = gold(Stage.OFFERED, OLD_DAY).until(NEW_DAY).does(CLARA, AGREED, on=AURORA)
    given(tested).when(MOVE, by=OLGA).then_rejected("test-submitted")
    failed = gold(Stage.TEST_DUE, OLD_DAY).does(CLARA, FAILING, AGREED, on=AURORA)
    given(failed).when(MOVE, by=OLGA, at=NEW_DAY).then_rejected("wrong-stage")


def test_a_case_that_had_a_team_keeps_its_edition_even_while_it_looks_for_another() -> None:
    world = of_the_old_edition(Stage.EVIDENCE_OPEN).does(CLARA, AGREED, on=AURORA)
    exchanged = ReplaceTeamMember(expert=EMIL, successor=ESTHER, reason="Ill.")
    world.does(OLGA, exchanged, on=AURORA).does(ESTHER, DeclineAssignment(), on=AURORA)
    assert case_of(world, "bronze-1").stage is Stage.SIGNED
    given(world).when(MOVE, by=OLGA).then_rejected("team-agreed")


def test_a_case_that_moved_is_judged_by_the_limits_and_rules_of_its_new_edition() -> None:
    world = of_the_old_edition(Stage.SIGNED).does(CLARA, AGREED, on=AURORA).does(OLGA, MOVE, on=AURORA)
    walk(world, Stage.INTERVIEW_DUE, after=Stage.SIGNED)
    by_video = interview(NEW_DAY, remote=True)
    assert len(given(world).when(by_video, by=EMIL).events) == 1
    kept = walk(of_the_old_edition(Stage.SIGNED), Stage.INTERVIEW_DUE, after=Stage.SIGNED)
    given(kept).when(by_video, by=EMIL).then_rejected("video-not-allowed")
