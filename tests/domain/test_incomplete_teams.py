"""Nobody assesses in another's place: without all its experts a case is neither visited nor scored nor signed (R2)."""

from domain.cluster.case import Stage
from domain.cluster.commands.application import ConvertToFirstTime
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.commands.audit import ConcludeAudit, ScheduleAudit, ValidateIndicator
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.commands.team import AgreeTeam, DeclineAssignment, ObjectToTeam
from domain.cluster.events.application import CaseConverted
from domain.cluster.events.team import AssignmentDeclined, IndependenceCheck, TeamAgreed, TeamMemberReplaced
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.person.events import DaysReleased
from tests.domain.audited import GOLD_CODES, VISIT, gold_audit_due, gold_on_site, held
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.scored import SOLID, audited, reported
from tests.domain.specification import World, given, sealed
from tests.domain.teams import ACCEPT_IT, ERIK, INGA, proposing, replacing, staffed
from tests.domain.test_conversion import with_a_visit

CONVERT = ConvertToFirstTime()


def alone(world: World) -> World:
    """Esther left, her successor declined, and the path goes on with Emil alone."""
    limits = world.case("aurora", "gold-1").limits
    check = IndependenceCheck(person=INGA, person_version=1, country="IS")
    left = TeamMemberReplaced(
        case_id="gold-1", expert=ESTHER, successor=INGA, checked=check, reason=sealed("Ill.")
    )
    declined = AssignmentDeclined(case_id="gold-1", expert=INGA)
    return world.happens(AURORA, left, declined, TeamAgreed(case_id="gold-1", limits=limits))


def test_no_visit_is_planned() -> None:
    given(alone(gold_audit_due())).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected("team-incomplete")


def test_no_audit_is_concluded() -> None:
    world = gold_on_site().does(EMIL, held(VISIT[1]), on=AURORA)
    world.does(EMIL, ValidateIndicator(day=VISIT[1], validated=GOLD_CODES), on=AURORA)
    given(alone(world)).when(ConcludeAudit(), by=EMIL).then_rejected("team-incomplete")


def test_nobody_scores() -> None:
    given(alone(audited(Level.GOLD))).when(SubmitScores(scores=SOLID), by=EMIL).then_rejected(
        "team-incomplete"
    )


def test_no_report_is_signed() -> None:
    world = alone(reported(Stage.FACTS_CHECKED))
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("team-incomplete")


def without_a_successor() -> World:
    """A renewal out of time: its visit was planned, Esther left, and her successor declined."""
    world = staffed(with_a_visit()).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    return world.does(INGA, DeclineAssignment(), on=AURORA)


def test_a_conversion_while_an_expert_is_missing_waits_for_the_team_to_be_complete() -> None:
    world = without_a_successor()
    given(world).when(CONVERT, by=OLGA).then(
        CaseConverted(case_id="gold-1", visit_cancelled=True),
        Elsewhere(f"person-{EMIL}", DaysReleased(case="aurora/gold-1")),
    ).with_limits()
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.resumes_at) == (Stage.SIGNED, Stage.AUDIT_DUE)
    world.does(OLGA, proposing(EMIL, ESTHER), on=AURORA).does(ESTHER, ACCEPT_IT, on=AURORA)
    given(world).when(AgreeTeam(), by=CLARA).then(TeamAgreed(case_id="gold-1")).with_letters(
        (EMIL, "audit-due")
    )
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_DUE


def test_a_visit_is_called_off_by_a_conversion_even_where_nobody_is_left_to_hold_it() -> None:
    world = without_a_successor().does(OLGA, proposing(ERIK, INGA), on=AURORA)
    world.does(CLARA, ObjectToTeam(reason="Rivals."), on=AURORA)
    assert world.case("aurora", "gold-1").team == ()
    given(world).when(CONVERT, by=OLGA).then(
        CaseConverted(case_id="gold-1", visit_cancelled=True)
    ).with_letters((CLARA, "case-converted"), (CLARA, "audit-cancelled"))
    audit = world.case("aurora", "gold-1").audit
    assert audit is not None
    assert audit.days == ()
