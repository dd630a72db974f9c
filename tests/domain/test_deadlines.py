"""Limits, their warnings and what their end brings; extensions; abandonment (R27 to R29)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.clock import ExtendDeadline, PassDeadline, PassExpiry, PassLapse
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.events.application import CaseAbandoned
from domain.cluster.events.clock import DeadlineEscalated, DeadlineExtended, DeadlinePassed, DeadlineWarned
from domain.levels import Level
from domain.secretariat import SECRETARIAT
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    QUESTIONNAIRE,
    VERA,
    YES,
    bronze,
    labelled,
    registration,
    stage_set,
    walk,
)
from tests.domain.specification import World, at_midnight_ending, at_nine, given, sealed

Sent = tuple[date, str, str]


def left_alone(stage: Stage, until: date) -> list[Sent]:
    """Every letter the case brings about by itself until that day."""
    world = bronze(stage)
    before = len(world.mails)
    while (due := world.next_due()) and due <= at_nine(until):
        world.until(due).pay()
    return [(mail.on, mail.recipient, mail.notice) for mail in world.mails[before:]]


@pytest.mark.parametrize(
    ("stage", "letters"),
    [
        (
            Stage.APPLIED,
            [
                (date(2026, 2, 11), SECRETARIAT, "deadline-near"),
                (date(2026, 2, 17), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 3), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.ACCEPTED,
            [
                (date(2026, 2, 11), SECRETARIAT, "deadline-near"),
                (date(2026, 2, 17), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 3), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.OFFERED,
            [
                (date(2026, 3, 24), CLARA, "deadline-near"),
                (date(2026, 4, 4), CLARA, "deadline-near"),
                (date(2026, 4, 8), CLARA, "offer-lapsed"),
            ],
        ),
        (
            Stage.SIGNED,
            [
                (date(2026, 2, 12), SECRETARIAT, "deadline-near"),
                (date(2026, 2, 17), SECRETARIAT, "deadline-passed"),
            ],
        ),
        (
            Stage.TEAM_PROPOSED,
            [
                (date(2026, 2, 5), EMIL, "deadline-near"),
                (date(2026, 2, 10), EMIL, "assignment-ended"),
                (date(2026, 2, 20), SECRETARIAT, "deadline-near"),
                (date(2026, 2, 25), SECRETARIAT, "deadline-passed"),
            ],
        ),
        (
            Stage.EVIDENCE_OPEN,
            [
                (date(2026, 5, 2), CLARA, "abandonment-warned"),
                (date(2026, 7, 2), CLARA, "abandonment-warned"),
                (date(2026, 8, 4), CLARA, "case-abandoned"),
                (date(2026, 8, 4), EMIL, "assignment-ended"),
            ],
        ),
        (
            Stage.INTERVIEW_DUE,
            [
                (date(2026, 4, 4), EMIL, "deadline-near"),
                (date(2026, 5, 5), EMIL, "deadline-passed"),
                (date(2026, 5, 5), SECRETARIAT, "deadline-passed"),
            ],
        ),
        (
            Stage.DRAFT,
            [
                (date(2026, 2, 12), EMIL, "deadline-near"),
                (date(2026, 2, 17), EMIL, "deadline-passed"),
                (date(2026, 2, 17), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 2), EMIL, "deadline-near"),
                (date(2026, 3, 10), EMIL, "deadline-passed"),
                (date(2026, 3, 10), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.FACT_CHECK,
            [
                (date(2026, 2, 5), CLARA, "deadline-near"),
                (date(2026, 2, 10), EMIL, "facts-checked"),
                (date(2026, 3, 2), EMIL, "deadline-near"),
                (date(2026, 3, 10), EMIL, "deadline-passed"),
                (date(2026, 3, 10), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.FACTS_CHECKED,
            [
                (date(2026, 3, 2), EMIL, "deadline-near"),
                (date(2026, 3, 10), EMIL, "deadline-passed"),
                (date(2026, 3, 10), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.REPORT_FINAL,
            [
                (date(2026, 2, 11), SECRETARIAT, "deadline-near"),
                (date(2026, 2, 17), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 3), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.ON_AGENDA,
            [
                *((date(2026, 2, 25), member, "deadline-near") for member in (CARL, VERA, MAX, MONA)),
                (date(2026, 2, 28), CLARA, "decision-adjourned"),
                (date(2026, 2, 28), SECRETARIAT, "decision-adjourned"),
                (date(2026, 2, 28), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 10), SECRETARIAT, "deadline-near"),
                (date(2026, 3, 14), SECRETARIAT, "deadline-passed"),
                (date(2026, 3, 28), SECRETARIAT, "deadline-escalated"),
            ],
        ),
        (
            Stage.CLOSED,
            [
                (date(2026, 2, 28), SECRETARIAT, "deadline-passed"),
                (date(2027, 2, 26), CLARA, "renewal-reminder"),
                (date(2027, 8, 27), CLARA, "renewal-reminder"),
                (date(2027, 11, 29), CLARA, "renewal-reminder"),
                (date(2028, 1, 28), CLARA, "renewal-reminder"),
                (date(2028, 1, 28), SECRETARIAT, "reminders-unanswered"),
                (date(2028, 3, 1), CLARA, "label-expired"),
                (date(2028, 5, 29), CLARA, "grace-reminder"),
                (date(2028, 8, 29), CLARA, "grace-reminder"),
                (date(2028, 11, 29), CLARA, "grace-reminder"),
                (date(2029, 1, 29), CLARA, "grace-reminder"),
                (date(2029, 3, 1), CLARA, "label-lapsed"),
            ],
        ),
    ],
)
def test_a_case_left_alone_walks_every_deadline_with_exactly_these_letters(
    stage: Stage, letters: list[Sent]
) -> None:
    assert left_alone(stage, date(2031, 1, 1)) == letters


def passing(limit: str) -> PassDeadline:
    return PassDeadline(case_id="bronze-1", limit=limit)


def test_before_its_moment_a_clock_command_does_nothing() -> None:
    given(bronze(Stage.APPLIED)).when(passing("eligibility"), by=None).then_nothing()
    given(labelled(MONDAY)).when(PassExpiry(level=Level.BRONZE, term=1), by=None).then_nothing()
    given(labelled(MONDAY)).when(PassLapse(level=Level.BRONZE, term=1), by=None).then_nothing()


def test_a_clock_command_that_was_overtaken_does_nothing() -> None:
    late = date(2030, 1, 7)
    given(bronze(Stage.ACCEPTED)).when(passing("eligibility"), by=None, at=late).then_nothing()
    given(bronze(Stage.CLOSED)).when(passing("voting"), by=None, at=late).then_nothing()
    given(stage_set()).when(passing("offer"), by=None, at=late).then_nothing()
    given(labelled(MONDAY)).when(PassExpiry(level=Level.BRONZE, term=2), by=None, at=late).then_nothing()
    given(labelled(MONDAY)).when(PassLapse(level=Level.SILVER, term=1), by=None, at=late).then_nothing()


def test_after_an_outage_only_the_latest_moment_writes_a_letter() -> None:
    given(bronze(Stage.APPLIED)).when(passing("eligibility"), by=None, at=date(2026, 6, 1)).then(
        DeadlineEscalated(case_id="bronze-1", limit="eligibility", moments=3)
    ).with_letters((SECRETARIAT, "deadline-escalated"))
    given(bronze(Stage.APPLIED)).when(passing("eligibility"), by=None, at=date(2026, 2, 17)).then(
        DeadlinePassed(case_id="bronze-1", limit="eligibility", moments=2)
    )


def test_two_warnings_missed_are_given_as_one() -> None:
    given(bronze(Stage.OFFERED)).when(passing("offer"), by=None, at=date(2026, 4, 6)).then(
        DeadlineWarned(case_id="bronze-1", limit="offer", moments=2)
    ).with_letters((CLARA, "deadline-near"))


def test_a_round_that_closes_with_enough_votes_waits_for_the_decision() -> None:
    world = bronze(Stage.ON_AGENDA)
    for member in (CARL, VERA, MONA):
        world.does(member, YES, on=AURORA)
    given(world).when(passing("voting"), by=None, at=at_midnight_ending(date(2026, 2, 27))).then(
        DeadlinePassed(case_id="bronze-1", limit="voting", moments=2)
    ).with_letters((MAX, "deadline-passed"), (SECRETARIAT, "deadline-passed"))


def test_the_applicants_holidays_count_for_the_applicant_and_the_secretariats_for_itself() -> None:
    # Over Easter 2026 Denmark is off from 2 April, Maundy Thursday, Germany from 3 April.
    world = walk(stage_set(date(2026, 3, 30)), Stage.FACT_CHECK)
    world.does(OLGA, registration("Polaris", "DE", KNUD), on="cluster-polaris")
    walk(world, Stage.FACT_CHECK, on="cluster-polaris")
    limits = [world.case(each).limit("fact_check") for each in ("aurora", "polaris")]
    assert [limit.last_day for limit in limits if limit] == [date(2026, 4, 9), date(2026, 4, 8)]


# Extensions


def extending(limit: str, until: date) -> ExtendDeadline:
    return ExtendDeadline(limit=limit, until_on=until, reason="A strike.")


def test_a_limit_is_extended_once_with_its_warnings_and_escalation() -> None:
    world = bronze(Stage.APPLIED)
    given(world).when(extending("eligibility", date(2026, 3, 27)), by=OLGA).then(
        DeadlineExtended(
            case_id="bronze-1",
            limit="eligibility",
            last_day=date(2026, 3, 27),
            due_at=at_midnight_ending(date(2026, 3, 27)),
            warn_at=(at_nine(date(2026, 3, 24)),),
            escalate_at=at_midnight_ending(date(2026, 4, 14)),
            reason=sealed("A strike."),
        )
    )
    given(world).when(extending("eligibility", date(2026, 4, 30)), by=OLGA).then_rejected("extended-already")


def test_an_overdue_limit_may_be_extended_and_runs_anew() -> None:
    world = bronze(Stage.APPLIED).until(date(2026, 2, 18))
    world.does(OLGA, extending("eligibility", date(2026, 3, 6)), on=AURORA).until(date(2026, 3, 9))
    assert [type(event).__name__ for event in world.events(AURORA)[-4:]] == [
        "DeadlinePassed",
        "DeadlineExtended",
        "DeadlineWarned",
        "DeadlinePassed",
    ]


def test_an_extension_ends_later_than_before_and_not_in_the_past() -> None:
    given(bronze(Stage.APPLIED)).when(extending("eligibility", date(2026, 2, 16)), by=OLGA).then_rejected(
        "not-later"
    )
    given(bronze(Stage.APPLIED)).when(
        extending("eligibility", date(2026, 2, 20)), by=OLGA, at=date(2026, 2, 23)
    ).then_rejected("not-later")


def test_a_limit_that_does_not_run_is_not_extended() -> None:
    given(bronze(Stage.APPLIED)).when(extending("offer", date(2026, 3, 6)), by=OLGA).then_rejected(
        "limit-unknown"
    )


def test_neither_abandonment_nor_a_round_nor_grace_is_extended() -> None:
    far = date(2031, 1, 6)
    given(bronze(Stage.EVIDENCE_OPEN)).when(extending("abandonment", far), by=OLGA).then_rejected(
        "not-extendable"
    )
    given(bronze(Stage.ON_AGENDA)).when(extending("voting", far), by=OLGA).then_rejected("not-extendable")
    renewal = walk(labelled(MONDAY).until(date(2028, 1, 3)), Stage.APPLIED)
    given(renewal).when(extending("late_recording", far), by=OLGA).then_rejected("not-extendable")


# Abandonment


def abandoned(world: World) -> CaseAbandoned:
    event = world.events(AURORA)[-1]
    assert isinstance(event, CaseAbandoned)
    return event


def test_a_case_is_abandoned_after_six_months_without_an_act_of_the_applicants() -> None:
    world = bronze(Stage.EVIDENCE_OPEN).until(date(2026, 8, 4))
    assert abandoned(world).case_id == "bronze-1"
    assert world.case("aurora").closed_as is ClosedAs.ABANDONED


def test_each_act_of_the_applicants_restarts_the_six_months() -> None:
    world = bronze(Stage.EVIDENCE_OPEN).until(date(2026, 7, 1))
    world.does(CLARA, SubmitEvidence(items=(QUESTIONNAIRE,)), on=AURORA).until(date(2027, 1, 1))
    assert world.case("aurora").stage is Stage.EVIDENCE_OPEN
    world.until(date(2027, 1, 5))
    assert world.case("aurora").closed_as is ClosedAs.ABANDONED


@pytest.mark.parametrize("stage", [Stage.APPLIED, Stage.SIGNED, Stage.INTERVIEW_DUE, Stage.REPORT_FINAL])
def test_a_case_is_never_abandoned_while_others_must_act(stage: Stage) -> None:
    world = bronze(stage).until(date(2028, 1, 3))
    assert world.case("aurora").stage is stage
