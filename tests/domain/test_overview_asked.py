"""A case says what it asks of whom, in the words it was asked in, to whom the dossier is open."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.committee import AnswerDeferral, TakeDecision
from domain.cluster.commands.evidence import AcceptEvidence, QueryEvidence, RejectEvidence
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrection,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.overview import overview
from domain.cluster.overview_parts import AskedFor, Overview, Tested
from domain.cluster.path import Mark
from domain.levels import Party
from domain.schemes import scheme
from tests.domain.audited import GOLD_CODES, gold_audited, gold_desk_check, handing_in, silver_audited
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, MONDAY, OLGA
from tests.domain.decided import GOLD_DEFERRAL, on_agenda
from tests.domain.silver_gold import FAILING, PASSING, gold
from tests.domain.specification import World, document, sealed

DUE = date(2026, 2, 20)
DONE_BY = date(2026, 6, 30)
QUERY = QueryEvidence(subject="2.3", due_on=DUE, question="Which year?")
REJECTION = RejectEvidence(subject="2.4", reason="It shows another cluster.")
MAJOR = RecordFinding(grade="major", indicator="4.1.2", statement="No strategy is written down.")
ACTION = ProposeCorrectiveAction(
    finding="finding-1", cause="Nobody was in charge.", action="A strategist is hired.", done_by=DONE_BY
)


def shown(world: World, viewer: str | None = None, case_id: str = "gold-1") -> Overview:
    cluster = world.cluster("aurora")
    case = cluster.find_case(case_id)
    assert case is not None
    person = world.person(viewer) if viewer else None
    return overview(world.histories[AURORA], cluster, case, scheme(), person)


def asked(world: World, viewer: str | None = None, case_id: str = "gold-1") -> tuple[AskedFor, ...]:
    return shown(world, viewer, case_id).asked


def left_open() -> World:
    """One document was queried, another rejected, all others accepted: the second round is open."""
    world = gold_desk_check().does(EMIL, QUERY, on=AURORA).does(EMIL, REJECTION, on=AURORA)
    others = tuple(code for code in GOLD_CODES if code not in ("2.3", "2.4"))
    return world.does(EMIL, AcceptEvidence(subjects=others), on=AURORA).pay()


def test_a_queried_subject_asks_its_question_and_a_rejected_one_says_why() -> None:
    world = left_open()
    assert world.case("aurora", "gold-1").stage is Stage.EVIDENCE_OPEN
    round_ends = world.case("aurora", "gold-1").limit("evidence_round")
    assert round_ends is not None
    assert asked(world, CLARA) == (
        AskedFor(
            about="2.3",
            state="queried",
            party=Party.APPLICANT,
            of=(CLARA,),
            due_on=DUE,
            texts={"question": sealed("Which year?")},
        ),
        AskedFor(
            about="2.4",
            state="rejected",
            party=Party.APPLICANT,
            of=(CLARA,),
            due_on=round_ends.last_day,
            texts={"reason": sealed("It shows another cluster.")},
        ),
    )


def test_what_was_handed_in_anew_is_asked_no_more() -> None:
    world = left_open().does(CLARA, handing_in("2.3", version=2, last=False), on=AURORA)
    assert [each.about for each in asked(world, CLARA)] == ["2.4"]
    world.does(CLARA, handing_in("2.4", version=2), on=AURORA)
    assert asked(world, CLARA) == ()


def test_behind_the_desk_check_nothing_can_be_handed_in_and_nothing_is_asked() -> None:
    world = left_open().does(CLARA, handing_in("2.3", version=2), on=AURORA)
    world.does(EMIL, REJECTION.model_copy(update={"subject": "2.3"}), on=AURORA)
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_DUE
    assert asked(world, CLARA) == ()


def test_a_finding_shows_what_was_answered_and_whom_it_waits_for() -> None:
    world = gold_audited().does(EMIL, MAJOR, on=AURORA)
    (stated,) = asked(world, CLARA)
    assert (stated.about, stated.state, stated.of, stated.due_on, stated.done_by) == (
        "finding-1",
        "major, 4.1.2",
        (CLARA,),
        date(2026, 5, 18),
        None,
    )
    assert stated.texts == {"statement": sealed("No strategy is written down.")}
    world.does(CLARA, ProposeCorrection(finding="finding-1", correction="It is now."), on=AURORA)
    assert [each.of for each in asked(world, CLARA)] == [(CLARA,)]
    (answered,) = asked(world.does(CLARA, ACTION, on=AURORA), CLARA)
    assert (answered.party, answered.of, answered.done_by) == (Party.EXPERT, (ESTHER,), DONE_BY)
    assert answered.texts == {
        "statement": sealed("No strategy is written down."),
        "correction": sealed("It is now."),
        "cause": sealed("Nobody was in charge."),
        "action": sealed("A strategist is hired."),
    }


def test_where_one_expert_assesses_the_answer_waits_for_the_secretariat() -> None:
    world = silver_audited().does(EMIL, MAJOR, on=AURORA).does(CLARA, ACTION, on=AURORA)
    assert [(each.party, each.of) for each in asked(world, CLARA, "silver-1")] == [(Party.SECRETARIAT, ())]


def test_a_finding_that_is_settled_asks_nothing() -> None:
    minor = MAJOR.model_copy(update={"grade": "minor"})
    planned = gold_audited().does(EMIL, minor, on=AURORA).does(CLARA, ACTION, on=AURORA)
    accepting = AcceptActionPlan(finding="finding-1", done_by=DONE_BY)
    assert asked(planned.does(ESTHER, accepting, on=AURORA), CLARA) == ()
    closed = gold_audited().does(EMIL, MAJOR, on=AURORA).does(CLARA, ACTION, on=AURORA)
    closing = CloseFinding(finding="finding-1", evidence=(document("minutes"),))
    assert asked(closed.does(ESTHER, closing, on=AURORA), CLARA) == ()


def test_a_deferral_asks_the_lead_until_it_is_answered() -> None:
    world = on_agenda().does(CARL, GOLD_DEFERRAL, on=AURORA)
    (question,) = asked(world, EMIL)
    assert (question.about, question.of, question.texts) == (
        "deferral",
        (EMIL,),
        {"question": sealed("How are members recruited?")},
    )
    assert asked(world.does(EMIL, AnswerDeferral(answer="By hand."), on=AURORA), EMIL) == ()


def test_a_question_that_another_audit_answers_is_asked_until_the_next_decision() -> None:
    deferral = TakeDecision(outcome="defer", reason="Who signed was tied.", new_audit=True)
    world = on_agenda().does(CARL, deferral, on=AURORA)
    assert [each.texts for each in asked(world, EMIL)] == [{"question": sealed("Who signed was tied.")}]


def test_a_deferred_case_has_been_on_the_agenda() -> None:
    path = shown(on_agenda().does(CARL, GOLD_DEFERRAL, on=AURORA)).path
    assert [(step.stage, step.mark) for step in path[-3:]] == [
        (Stage.ON_AGENDA, Mark.BEHIND),
        (Stage.DEFERRED, Mark.HERE),
        (Stage.CLOSED, Mark.AHEAD),
    ]


def test_nothing_is_told_to_whom_the_dossier_is_not_open() -> None:
    world = left_open()
    assert asked(world, CARL) == ()
    assert [each.about for each in asked(world, OLGA)] == ["2.3", "2.4"]


def test_a_failed_test_says_when_it_may_be_repeated_and_the_applicant_alone_what_was_missed() -> None:
    world = gold(Stage.TEST_DUE).does(CLARA, FAILING, on=AURORA).pay()
    failed = Tested(submitted_on=MONDAY, passed=False, retry_from=date(2026, 3, 4), missed=("1.1.0",))
    assert shown(world, CLARA).test == failed
    for viewer in (OLGA, EMIL, None):
        assert shown(world, viewer).test == failed.model_copy(update={"missed": None})


def test_a_passed_test_missed_nothing() -> None:
    world = gold(Stage.TEST_DUE).does(CLARA, PASSING, on=AURORA).pay()
    assert shown(world, CLARA).test == Tested(submitted_on=MONDAY, passed=True, retry_from=None, missed=())


def test_a_case_before_its_test_has_none() -> None:
    assert shown(gold(Stage.TEST_DUE), CLARA).test is None


def test_who_acts_next_is_told_with_the_command() -> None:
    tasks = shown(left_open()).tasks
    assert [(each.task, each.commands) for each in tasks] == [("submit-evidence", ("SubmitEvidence",))]
