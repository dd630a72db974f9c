"""Cases that take a turn: each brings about letters that a case without trouble or delay never does."""

from collections.abc import Callable
from datetime import date, timedelta

from domain.cluster.case import Stage
from domain.cluster.commands.application import (
    ConvertToFirstTime,
    DeclineApplication,
    MoveCaseToEdition,
    RecheckEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.commands.approvals import EndorseAct, GiveConsent
from domain.cluster.commands.audit import AdmitObserver, InterruptAudit
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.committee import AnswerDeferral
from domain.cluster.commands.findings import CloseFinding, ProposeCorrectiveAction, RecordFinding
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.imports import ConfirmFact, ImportCase
from domain.cluster.commands.organisation import ImportLabel, RenameCluster, UpdateProfile
from domain.cluster.commands.review import ReportConflict, ReviewDecision
from domain.cluster.commands.team import DeclineAssignment
from domain.levels import Kind, Level
from domain.person.state import Office
from domain.terms import Interval
from tests.domain.audited import (
    NEXT_WEEK,
    VISIT,
    gold_audited,
    gold_scheduled,
    held,
    reschedule,
    silver_audit_due,
)
from tests.domain.cast import (
    ACCEPT,
    AURORA,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    MAX,
    MONDAY,
    OLGA,
    PROFILE,
    RENEW,
    YES,
    bronze,
    labelled,
    person,
    stage_set,
    stepping_aside,
    voted,
    walk,
)
from tests.domain.decided import GOLD_DEFERRAL, on_agenda, refused_gold, taken
from tests.domain.measuring import MEASURE_TURNS
from tests.domain.merging import LINEAGE_TURNS
from tests.domain.offices import nordlys_at
from tests.domain.scored import CATALOGUE, changed, worth
from tests.domain.silver_gold import FAILING, elsewhere, gold
from tests.domain.specification import World, document
from tests.domain.teams import INGA, OTTO, staffed
from tests.domain.turns_of_appeals import TURNS_OF_APPEALS

WHY = "They sat on one board."
FEW_MEMBERS = PROFILE.model_copy(update={"committed_members": 9})


def declined() -> World:
    decline = DeclineApplication(failed=("committed_members",), reason="Nine members.")
    return bronze(Stage.APPLIED).does(OLGA, decline, on=AURORA)


def assignment_declined() -> World:
    return bronze(Stage.TEAM_PROPOSED).does(EMIL, DeclineAssignment(reason="No time."), on=AURORA)


def eligibility_lost() -> World:
    few = RecheckEligibility(criteria={**CRITERIA, "committed_members": False})
    world = bronze(Stage.DRAFT).does(CLARA, UpdateProfile(profile=FEW_MEMBERS), on=AURORA)
    return world.does(OLGA, few, on=AURORA)


def not_ready() -> World:
    """The test fails, and its time for retries passes."""
    return gold(Stage.TEST_DUE).does(CLARA, FAILING, on=AURORA).until(date(2027, 1, 4))


def withdrawn_before_the_visit() -> World:
    """The visit has an observer and is moved once before the applicant withdraws."""
    world = staffed(gold_scheduled()).does(CLARA, GiveConsent(to="observer", subject=INGA), on=AURORA)
    world.does(OLGA, AdmitObserver(observer=INGA), on=AURORA)
    return world.does(EMIL, reschedule(*NEXT_WEEK), on=AURORA).does(CLARA, WithdrawApplication(), on=AURORA)


def interrupted() -> World:
    world = gold_scheduled().until(VISIT[1]).does(EMIL, held(VISIT[0]), on=AURORA)
    return world.does(EMIL, InterruptAudit(resumes_on=NEXT_WEEK[0], reason="Snow."), on=AURORA)


def finding_closed() -> World:
    raised = RecordFinding(grade="major", indicator="4.1.2", statement="No strategy is written down.")
    answer = ProposeCorrectiveAction(
        finding="finding-1",
        cause="Nobody was in charge.",
        action="A strategist is hired.",
        done_by=date(2026, 6, 30),
        documents=(document("a contract"),),
    )
    world = gold_audited().does(EMIL, raised, on=AURORA).does(CLARA, answer, on=AURORA)
    return world.does(ESTHER, CloseFinding(finding="finding-1"), on=AURORA)


def deferred() -> World:
    world = taken(GOLD_DEFERRAL, on_agenda())
    return world.does(EMIL, AnswerDeferral(answer="By two visits each."), on=AURORA)


def question_unanswered() -> World:
    return taken(GOLD_DEFERRAL, on_agenda()).until(date(2026, 4, 20))


def audited_anew() -> World:
    return taken(GOLD_DEFERRAL.model_copy(update={"new_audit": True}), on_agenda())


def passed_with_a_warning() -> World:
    lowest = {each.code: each.minimum.value if each.minimum else 0 for each in CATALOGUE.indicators}
    return gold(Stage.TEST_DUE).does(CLARA, SubmitTest(scores=lowest), on=AURORA)


def refused() -> World:
    return refused_gold(changed(worth(150), i2_1=1))


def member_recused() -> World:
    return bronze(Stage.ON_AGENDA).does(MAX, stepping_aside(MAX), on=AURORA)


def reviewed(outcome: str) -> World:
    """A member's tie is learned of after the notice; the chair speaks for the committee."""
    world = walk(voted((MAX, YES)), Stage.CLOSED, after=Stage.ON_AGENDA).pay()
    world.does(MAX, ReportConflict(case_id="bronze-1", person=MAX, reason=WHY), on=AURORA)
    review = {"case_id": "bronze-1", "outcome": outcome, "person": MAX, "reason": WHY}
    return world.does(CARL, ReviewDecision.model_validate(review), on=AURORA)


def renamed() -> World:
    """The certificate of a held label is issued under another name."""
    return labelled(MONDAY).pay().does(CLARA, RenameCluster(name="Aurora Borealis"), on=AURORA)


def converted() -> World:
    """A renewal that missed its grace goes on as a first case."""
    ended = _held(Level.GOLD, date(2023, 1, 20), date(2025, 1, 31))
    world = stage_set(date(2026, 1, 26)).does(OLGA, ended, on=AURORA)
    world.does(CLARA, SubmitApplication(level=Level.GOLD, kind=Kind.RENEWAL), on=AURORA)
    world.until(MONDAY).does(CLARA, GiveConsent(to="conversion"), on=AURORA)
    return world.does(OLGA, ConvertToFirstTime(), on=AURORA)


def moved_to_another_edition() -> World:
    world = bronze(Stage.APPLIED, date(2019, 11, 11)).until(date(2019, 11, 18))
    world.does(CLARA, GiveConsent(to="edition", subject="ecei-2019"), on=AURORA)
    return world.does(OLGA, MoveCaseToEdition(edition="ecei-2019"), on=AURORA)


def out_of_time() -> World:
    """A renewal that nobody interviews until grace is over."""
    world = labelled(MONDAY).until(date(2028, 12, 4)).does(CLARA, RENEW, on=AURORA)
    return world.does(OLGA, ACCEPT, on=AURORA).until(date(2029, 4, 2))


def benchmark_outdated() -> World:
    """A Silver that nobody visits within 36 months of the first benchmark."""
    return silver_audit_due().until(date(2027, 7, 1))


def case_brought_in() -> World:
    """A case begun elsewhere is carried on here."""
    begun = ImportCase(
        name="Aurora",
        country="DK",
        level=Level.BRONZE,
        kind=Kind.FIRST,
        applied_on=date(2026, 1, 7),
        stage="signed",
        source="a list",
        row_key=document("a case"),
    )
    return stage_set().does(OLGA, begun, on=AURORA)


def fact_confirmed() -> World:
    """The last day of a label awarded elsewhere is known exactly now."""
    world = stage_set().does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(OLGA, elsewhere(Level.GOLD, awarded=Interval.exactly(date(2024, 3, 20))), on=AURORA)
    about, day = "gold/1/valid_until", date(2026, 3, 31)
    world.does(OTTO, EndorseAct(act="fact", subject=f"{about}/{day}", reason="So it is written."), on=AURORA)
    confirm = ConfirmFact(level=Level.GOLD, term=1, fact="valid_until", day=day, document=document("deed"))
    return world.does(OLGA, confirm, on=AURORA)


def renewal_given_up(on: date) -> World:
    """A renewal that is applied for on a day, and withdrawn on the same."""
    world = labelled(MONDAY).until(on).does(CLARA, RENEW, WithdrawApplication(), on=AURORA)
    return world.until(on + timedelta(days=1))


def silver_awake() -> World:
    """A Gold expires above a Silver that runs on."""
    silver = _held(Level.SILVER, date(2025, 6, 2), date(2028, 6, 30))
    higher = _held(Level.GOLD, date(2024, 3, 20), date(2026, 3, 31))
    return stage_set().does(OLGA, silver, higher, on=AURORA).until(date(2026, 6, 1))


def handed_over() -> World:
    """An accredited office gives a case back to the secretariat."""
    return nordlys_at(Stage.SIGNED).does(OLGA, HandOverCase(reason="Its office closes."), on=AURORA)


def _held(level: Level, awarded: date, until: date) -> ImportLabel:
    return elsewhere(level, awarded=Interval.exactly(awarded), until=Interval.exactly(until))


TURNS: tuple[Callable[[], World], ...] = (
    declined,
    assignment_declined,
    eligibility_lost,
    not_ready,
    withdrawn_before_the_visit,
    interrupted,
    finding_closed,
    deferred,
    question_unanswered,
    audited_anew,
    passed_with_a_warning,
    refused,
    member_recused,
    lambda: reviewed("confirm"),
    lambda: reviewed("annul"),
    renamed,
    converted,
    moved_to_another_edition,
    out_of_time,
    benchmark_outdated,
    case_brought_in,
    fact_confirmed,
    silver_awake,
    lambda: renewal_given_up(date(2027, 9, 1)),
    lambda: renewal_given_up(date(2028, 9, 1)),
    handed_over,
    *LINEAGE_TURNS,
    *MEASURE_TURNS,
    *TURNS_OF_APPEALS,
)
