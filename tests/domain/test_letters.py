"""Letters: who gets which at every step, what may be in them (R44), and what becomes of those that fail."""

from uuid import UUID

import pytest

from activities.notification.rendering import NOTICES, render
from activities.notification.wording import LANGUAGES, TASKS, Language, LetterFacts
from domain.cluster.case import Stage
from domain.cluster.commands.effects import FailNotice, RetryEffect, SendNotice, SkipEffect
from domain.cluster.events.effects import EffectRetried, EffectSkipped, NoticeFailed, NoticeSent
from domain.cluster.tasks import tasks_of
from domain.levels import Party
from domain.standing import Debt, Notice, letters
from domain.streams import tasks
from tests.domain.cast import (
    APPLY,
    AURORA,
    BRONZE_PATH,
    CARL,
    CLARA,
    COMMITTEE,
    EMIL,
    ESTHER,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    ROUND,
    VERA,
    bronze,
    interview,
    labelled,
    stage_set,
    walk,
)
from tests.domain.specification import World, given, sealed
from tests.domain.turns import TURNS
from tests.domain.walked import PATH, golden, silvern

# What a calendar needs to know of an audit besides what the letter says.
CALENDAR = {"first_day", "last_day", "sequence", "method", "uid"}
ALLOWED = CALENDAR | {
    "level",
    "higher_level",
    "task",
    "round",
    "days",
    "due_on",
    "valid_until",
    "renewable_until",
    "retry_from",
    "retry_until",
    "closes_on",
    "office",
    "effective_on",
    "successor",
    "appeal",
}
LOST = UUID("6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10")


def written(world: World) -> list[tuple[str, Notice]]:
    """Every letter of every stream."""
    return [
        (stream, notice)
        for stream, history in world.histories.items()
        for happened in history
        for notice in getattr(happened.event, "notices", ())
    ]


def everything() -> list[tuple[str, Notice]]:
    """All letters of cases of each level: left alone at each stage, renewed late and lapsed, or taking a turn."""
    whole = walk(labelled(MONDAY).until(MONDAY.replace(year=2028, month=6)), Stage.CLOSED)
    left = [bronze(stage) for stage in BRONZE_PATH]
    left += [walked(stage) for walked in (silvern, golden) for stage in PATH]
    worlds = [whole.until(MONDAY.replace(year=2034)), stage_set()]
    worlds += [world.until(MONDAY.replace(year=2029)) for world in left]
    worlds += [turn().pay() for turn in TURNS]
    return [letter for world in worlds for letter in written(world)]


LETTERS = everything()


def test_the_letters_of_a_case_from_application_to_award() -> None:
    mails = [(mail.recipient, mail.notice, mail.details) for mail in bronze(Stage.CLOSED).mails]
    level = {"level": "bronze"}
    told = [
        (member, "agenda-placed", level | {"closes_on": "2026-02-27"}) for member in (CARL, VERA, MAX, MONA)
    ]
    called = [(member, "round-opened", {"closes_on": "2026-02-27"}) for member in COMMITTEE]
    by_stream = [
        (CLARA, "application-received", level),
        (CLARA, "application-accepted", level),
        (CLARA, "agreement-offered", level | {"due_on": "2026-04-07"}),
        (CLARA, "agreement-signed", level),
        (EMIL, "assignment-invited", level | {"due_on": "2026-02-09"}),
        (CLARA, "team-proposed", level | {"due_on": "2026-02-09"}),
        (CLARA, "team-agreed", level),
        (EMIL, "interview-due", level | {"due_on": "2026-05-04"}),
        (CLARA, "report-drafted", level | {"due_on": "2026-02-09"}),
        (EMIL, "facts-checked", level),
        (CLARA, "report-final", level),
        *told,
        (CLARA, "label-awarded", level | {"valid_until": "2028-02-29"}),
        (CLARA, "report-released", level),
        (CLARA, "certificate-issued", level),
        *called,
    ]
    assert sorted(mails, key=str) == sorted(by_stream, key=str)


def test_the_letters_of_a_gold_case_from_application_to_certificate() -> None:
    by_recipient = {
        who: [mail.notice for mail in golden(Stage.CLOSED).mails if mail.recipient == who]
        for who in (CLARA, EMIL, ESTHER)
    }
    assert by_recipient == {
        CLARA: [
            "application-received",
            "test-invited",
            "test-passed",
            "agreement-offered",
            "agreement-signed",
            "team-proposed",
            "team-agreed",
            "audit-scheduled",
            "report-drafted",
            "report-final",
            "label-awarded",
            "report-released",
            "certificate-issued",
        ],
        EMIL: [
            "assignment-invited",
            "desk-check-due",
            "audit-due",
            "audit-scheduled",
            "scores-due",
            "consensus-due",
        ],
        ESTHER: [
            "assignment-invited",
            "desk-check-due",
            "audit-scheduled",
            "scores-due",
            "consensus-proposed",
            "report-to-sign",
        ],
    }


def test_no_letter_says_more_than_level_dates_task_and_round() -> None:
    assert {detail for _, notice in LETTERS for detail in notice.details} == ALLOWED


def test_every_letter_there_is_is_owed_to_somebody_at_some_time() -> None:
    assert {notice.notice for _, notice in LETTERS} == NOTICES


def test_a_letter_names_an_audit_for_calendars_wherever_it_names_its_days_and_nowhere_else() -> None:
    for _, notice in LETTERS:
        assert notice.details.keys() & CALENDAR == (CALENDAR if "days" in notice.details else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_a_case_may_bring_about_can_be_written(language: Language) -> None:
    for stream, notice in LETTERS:
        cluster = "Aurora" if stream.startswith("cluster-") else None
        facts = LetterFacts(
            name="Clara", cluster=cluster, stream=stream, link="", secretariat="", details=notice.details
        )
        assert render(notice.notice, language, facts).subject


def test_every_task_has_a_name_for_letters() -> None:
    worlds = [bronze(stage) for stage in BRONZE_PATH]
    worlds += [walked(stage) for walked in (silvern, golden) for stage in PATH]
    worlds += [turn() for turn in TURNS]
    named = {task.task for world in worlds for state in world.states.values() for task in tasks(state)}
    named |= {notice.details["task"] for _, notice in LETTERS if "task" in notice.details}
    assert named - set(TASKS) == set()


def test_what_an_event_owes_is_owed_until_it_is_sent() -> None:
    world = stage_set().does(CLARA, APPLY, on=AURORA)
    (owed,) = world.cluster("aurora").debts
    assert owed.notice == letters((CLARA,), "application-received", level="bronze")[0]
    given(world).when(SendNotice(notice_id=owed.debt_id, message_id="<1>"), by=None).then(
        NoticeSent(notice_id=owed.debt_id, notice="application-received", recipient=CLARA, message_id="<1>")
    )
    assert world.cluster("aurora").debts == ()


def test_a_letter_sent_is_never_sent_again() -> None:
    world = stage_set().does(CLARA, APPLY, on=AURORA)
    (owed,) = world.cluster("aurora").debts
    world.pay()
    given(world).when(SendNotice(notice_id=owed.debt_id, message_id="<2>"), by=None).then_nothing()
    given(world).when(FailNotice(notice_id=owed.debt_id, cause="no such mailbox"), by=None).then_nothing()


def failed(stage: Stage = Stage.APPLIED, behind: Stage | None = None) -> tuple[World, Debt]:
    """The stage's letters, the last of which could not be delivered. `behind`: the stage before."""
    world = walk(bronze(behind) if behind else stage_set(), stage, after=behind)
    owed = [debt for debt in world.cluster("aurora").debts if debt.notice][-1]
    world.carry_out(FailNotice(notice_id=owed.debt_id, cause="no such mailbox"), by=None, on=AURORA)
    return world.pay(), owed


def test_a_letter_that_fails_waits_for_an_operator_and_holds_up_nothing() -> None:
    world, owed = failed()
    assert world.events(AURORA)[-1] == NoticeFailed(
        notice_id=owed.debt_id, notice="application-received", recipient=CLARA, cause="no such mailbox"
    )
    assert [(task.task, task.party) for task in tasks_of(world.cluster("aurora"))] == [
        ("decide-eligibility", Party.SECRETARIAT),
        ("resolve-notice", Party.SECRETARIAT),
    ]
    assert walk(world, Stage.ON_AGENDA, after=Stage.APPLIED).case("aurora").stage is Stage.ON_AGENDA


def test_a_failed_letter_is_owed_again_when_its_cause_is_mended() -> None:
    world, owed = failed()
    given(world).when(RetryEffect(notice_id=owed.debt_id, reason="New address."), by=OLGA).then(
        EffectRetried(notice_id=owed.debt_id, reason=sealed("New address."))
    )
    assert (world.cluster("aurora").debts, world.cluster("aurora").failed) == ((owed,), ())
    assert [mail.notice for mail in world.pay().mails] == ["application-received"]


def test_a_failed_letter_may_be_given_up_with_a_reason() -> None:
    world, owed = failed()
    given(world).when(SkipEffect(notice_id=owed.debt_id, reason="Told by telephone."), by=OLGA).then(
        EffectSkipped(notice_id=owed.debt_id, reason=sealed("Told by telephone."))
    )
    assert (world.cluster("aurora").debts, world.cluster("aurora").failed) == ((), ())


def test_the_letter_of_a_decision_is_never_given_up() -> None:
    world, owed = failed(Stage.CLOSED, behind=Stage.ON_AGENDA)
    given(world).when(SkipEffect(notice_id=owed.debt_id, reason="Told."), by=OLGA).then_rejected(
        "never-skipped"
    )


def test_a_letter_that_did_not_fail_is_neither_retried_nor_given_up() -> None:
    retry, skip = (
        RetryEffect(notice_id=LOST, reason="Why not."),
        SkipEffect(notice_id=LOST, reason="Why not."),
    )
    given(bronze(Stage.APPLIED)).when(retry, by=OLGA).then_rejected("not-failed")
    given(bronze(Stage.APPLIED)).when(skip, by=OLGA).then_rejected("not-failed")


def test_a_comparison_is_no_letter_and_can_neither_be_sent_nor_fail() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY), on=AURORA)
    (owed,) = world.cluster("aurora").debts
    given(world).when(SendNotice(notice_id=owed.debt_id, message_id="<1>"), by=None).then_nothing()
    given(world).when(FailNotice(notice_id=owed.debt_id, cause="none"), by=None).then_nothing()


def test_a_rounds_letters_may_fail_and_be_owed_again_like_any_other() -> None:
    world = walk(bronze(Stage.REPORT_FINAL), Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    owed = world.round(ROUND).debts[0]
    assert owed.notice is not None
    given(world).when(FailNotice(notice_id=owed.debt_id, cause="no such mailbox"), by=None, on=ROUND).then(
        NoticeFailed(
            notice_id=owed.debt_id,
            notice="round-opened",
            recipient=owed.notice.recipient,
            cause="no such mailbox",
        )
    )
    given(world).when(RetryEffect(notice_id=owed.debt_id, reason="Mended."), by=OLGA, on=ROUND).then(
        EffectRetried(notice_id=owed.debt_id, reason=sealed("Mended."))
    )
