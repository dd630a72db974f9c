"""Appeals and what runs beside them: a new case that waits, a term reckoned anew, a measure taken back (R36)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.appeals import AdmitAppeal, ResumeCase, WithdrawAppeal
from domain.cluster.commands.committee import AdjournDecision, CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.commands.effects import FailNotice
from domain.cluster.commands.measures import (
    AnnounceMeasure,
    CastMeasureVote,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.events.appeals import CaseOvertaken, CaseResumed, MeasureAnnulled
from domain.cluster.events.measures import TermCorrected
from domain.cluster.tasks import tasks_of
from domain.levels import Level
from domain.round.commands import OpenRound
from domain.status import StatusState, status_on
from domain.terms import Interval
from tests.domain.appealed import (
    LODGE,
    NILS,
    NINA,
    NORA,
    PAUL,
    PETRA,
    acknowledged,
    appeal,
    applied_again,
    before_panel,
    decided,
    deciding,
    lodged,
    new_members,
    refuse,
    with_panel,
)
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, MONA, MONDAY, OLGA, VERA, labelled
from tests.domain.specification import World, calendar, given
from tests.domain.teams import ERIK, INGA, OTTO, endorsing, proposing, replacing
from tests.domain.walked import golden, walked_on

NEW_ROUND = "round-of-the-new"


def state(world: World, level: Level, day: date) -> StatusState:
    return status_on(world.cluster("aurora").labels, level, day).state


def waiting() -> World:
    """A new Gold case has its final report while the appeal about the first is before its panel."""
    return applied_again(before_panel(), Stage.REPORT_FINAL)


def in_round(world: World, case_id: str) -> World:
    closes = calendar("DE").add_working_days(world.today, 10)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=closes), on=NEW_ROUND)
    return world.does(OLGA, PlaceOnAgenda(case_id=case_id, round_id=NEW_ROUND), on=AURORA)


def awarded_by(world: World, case_id: str, *members: str) -> World:
    version = world.case("aurora", case_id).report_version
    for member in members:
        world.does(member, CastVote(case_id=case_id, vote="yes", report_version=version), on=AURORA)
    award = TakeDecision(case_id=case_id, outcome="award", reason="All is there.")
    return world.does(members[0], award, on=AURORA)


# The new case waits


def test_a_new_case_of_the_level_stops_at_its_final_report_until_the_appeal_is_decided() -> None:
    world = waiting()
    asked = PlaceOnAgenda(case_id="gold-2", round_id=NEW_ROUND)
    given(world).when(asked, by=OLGA).then_rejected(
        "appeal-open", "gold-2 waits for appeal-1 about gold-1, which is panel appointed (R36)."
    )


def test_the_task_says_that_it_waits_and_no_limit_runs_out_on_the_secretariat() -> None:
    world = waiting()
    case = world.case("aurora", "gold-2")
    assert (case.stage, case.limits) == (Stage.REPORT_FINAL, ())
    assert [each.task for each in tasks_of(world.cluster("aurora")) if each.case_id == "gold-2"] == [
        "await-appeal"
    ]


def test_a_case_that_had_its_final_report_already_stops_when_the_appeal_comes_in() -> None:
    world = applied_again(refused_untold(), Stage.REPORT_FINAL)
    assert [limit.name for limit in world.case("aurora", "gold-2").limits] == ["agenda"]
    world.does(CLARA, LODGE, on=AURORA)
    assert world.case("aurora", "gold-2").limits == ()


def refused_untold() -> World:
    """The letter about the refusal is still owed: there is no end to the time for an appeal."""
    world = with_panel(refuse(golden(Stage.ON_AGENDA)))
    ((stream, debt),) = [
        each for each in world.owed() if each[1].notice and each[1].notice.notice == "label-refused"
    ]
    world.carry_out(FailNotice(notice_id=debt.debt_id, cause="mailbox unknown"), by=None, on=stream)
    return world.pay()


def test_a_case_in_committee_is_not_decided_but_adjourned_when_an_appeal_comes_in() -> None:
    world = in_round(applied_again(refused_untold(), Stage.REPORT_FINAL), "gold-2")
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=1), on=AURORA)
    world.does(CLARA, LODGE, on=AURORA)
    award = TakeDecision(outcome="award", reason="All is there.")
    given(world.copy()).when(award, by=CARL).then_rejected("appeal-open")
    world.does(CARL, AdjournDecision(reason="An appeal is open."), on=AURORA)
    case = world.case("aurora", "gold-2")
    assert (case.stage, case.limits) == (Stage.ADJOURNED, ())
    assert "invite-members" not in [each.task for each in tasks_of(world.cluster("aurora"))]
    world.does(CLARA, WithdrawAppeal(), on=AURORA).until(world.now)
    assert [limit.name for limit in world.case("aurora", "gold-2").limits] == ["adjournment"]


def test_the_case_goes_on_as_soon_as_the_appeal_is_over() -> None:
    world = waiting().does(PETRA, deciding("dismissed", None), on=AURORA)
    given(world).when(ResumeCase(case_id="gold-2"), by=None).then(CaseResumed(case_id="gold-2")).with_limits(
        ("agenda", calendar("DE").add_working_days(world.today, 10))
    )
    assert [each.task for each in tasks_of(world.cluster("aurora")) if each.case_id == "gold-2"] == [
        "place-on-agenda"
    ]


def test_a_case_that_still_waits_is_not_resumed() -> None:
    given(waiting()).when(ResumeCase(case_id="gold-2"), by=None).then_nothing()


def test_it_goes_on_waiting_while_the_first_case_is_decided_anew() -> None:
    world = waiting().does(PETRA, deciding(), on=AURORA)
    asked = PlaceOnAgenda(case_id="gold-2", round_id=NEW_ROUND)
    given(world).when(asked, by=OLGA).then_rejected(
        "appeal-open", "gold-2 waits for appeal-1 about gold-1, which is decided (R36)."
    )


def test_an_award_in_the_first_case_overtakes_the_new_one() -> None:
    world = new_members(waiting().does(PETRA, deciding(), on=AURORA))
    in_round(world, "gold-1")
    version = world.case("aurora", "gold-1").report_version
    for member in (NORA, NILS, NINA):
        world.does(member, CastVote(case_id="gold-1", vote="yes", report_version=version), on=AURORA)
    award = TakeDecision(case_id="gold-1", outcome="award", reason="All is there.")
    presiding = world.case("aurora", "gold-1").members[0]
    outcome = given(world).when(award, by=presiding)
    assert outcome.events[-1] == CaseOvertaken(
        case_id="gold-2",
        cluster_id="aurora",
        by="gold-1",
        notices=outcome.events[-1].notices,  # type: ignore[union-attr]
    )
    assert [(each.recipient, each.notice) for each in outcome.events[-1].notices] == [
        (CLARA, "case-overtaken"),
        (ERIK, "assignment-ended"),
        (INGA, "assignment-ended"),
    ]
    assert world.case("aurora", "gold-2").closed_as is ClosedAs.OVERTAKEN
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.AWARDED


def test_a_second_refusal_of_the_first_case_lets_the_new_one_go_on() -> None:
    world = new_members(waiting().does(PETRA, deciding(), on=AURORA))
    in_round(world, "gold-1")
    refuse(world, *(world.case("aurora", "gold-1").members[:3]))
    world.until(world.now)
    assert [limit.name for limit in world.case("aurora", "gold-2").limits] == ["agenda"]


def test_members_who_refused_do_not_vote_again() -> None:
    world = new_members(decided(deciding()))
    in_round(world, "gold-1")
    ballot = CastVote(case_id="gold-1", vote="yes", report_version=1)
    assert world.case("aurora", "gold-1").members[1:] == tuple(sorted((NORA, NILS, NINA)))
    given(world).when(ballot, by=VERA).then_rejected("recused")


def test_who_assessed_before_is_not_on_the_new_team() -> None:
    world = decided(deciding(relief="re-audit"))
    given(world.copy()).when(proposing(EMIL, ERIK), by=OLGA).then_rejected("decided-before")
    world.does(OLGA, proposing(ERIK, INGA), on=AURORA)
    given(world).when(replacing(ERIK, ESTHER), by=OLGA).then_rejected("decided-before")


# The term


def test_the_term_is_reckoned_from_the_original_assessment() -> None:
    world = new_members(decided(deciding()).until(date(2026, 4, 1)))
    assessed = world.case("aurora", "gold-1").assessment_day
    awarded_by(in_round(world, "gold-1"), "gold-1", world.case("aurora", "gold-1").members[0], NILS, NINA)
    term = world.cluster("aurora").labels[Level.GOLD][0]
    assert (assessed, term.last_assessment.day, term.last_day.day) == (
        date(2026, 2, 17),
        date(2026, 2, 17),
        date(2028, 2, 29),
    )


def test_the_panel_may_order_the_month_of_the_new_decision() -> None:
    world = new_members(decided(deciding(new_month=True)).until(date(2026, 4, 1)))
    awarded_by(in_round(world, "gold-1"), "gold-1", world.case("aurora", "gold-1").members[0], NILS, NINA)
    term = world.cluster("aurora").labels[Level.GOLD][0]
    assert (term.last_assessment.day, term.last_day.day) == (date(2026, 2, 17), date(2028, 4, 30))


@pytest.mark.parametrize(("new_month", "last_day"), [(False, date(2028, 2, 29)), (True, date(2028, 4, 30))])
def test_a_re_audit_opens_a_term_from_the_original_assessment_unless_ordered_otherwise(
    new_month: bool,  # noqa: FBT001 - an example
    last_day: date,
) -> None:
    world = new_members(decided(deciding(relief="re-audit", new_month=new_month))).until(date(2026, 3, 30))
    world.does(OLGA, proposing(ERIK, INGA), on=AURORA)
    walked_on(world, Stage.EVIDENCE_OPEN, after=Stage.TEAM_PROPOSED)
    walked_on(world, Stage.REPORT_FINAL, after=Stage.AUDIT_DUE)
    awarded_by(in_round(world, "gold-1"), "gold-1", world.case("aurora", "gold-1").members[0], NILS, NINA)
    term = world.cluster("aurora").labels[Level.GOLD][0]
    assert (term.last_assessment.day, term.last_day.day) == (date(2026, 4, 14), last_day)


def test_waiting_for_the_appeal_does_not_age_the_audit() -> None:
    world = before_panel().until(date(2026, 5, 11))
    world.does(PETRA, deciding(), on=AURORA)
    waited = world.case("aurora", "gold-1").waiting
    assert (waited.days, waited.since) == ((date(2026, 5, 11) - date(2026, 2, 17)).days, date(2026, 5, 11))


def test_a_term_computed_wrong_is_corrected_by_the_panel() -> None:
    world = before_panel(with_panel(labelled(MONDAY).pay()), "bronze")
    asked = deciding(relief="correct-term", last_day=date(2028, 3, 31))
    corrected = given(world).when(asked, by=PETRA).events[1]
    assert isinstance(corrected, TermCorrected)
    assert (corrected.term.rule, corrected.endorsed_by, corrected.term.last_day) == (
        "corrected: appeal-1",
        PAUL,
        Interval.exactly(date(2028, 3, 31)),
    )
    assert world.cluster("aurora").labels[Level.BRONZE][0].last_day.day == date(2028, 3, 31)


# Measures


def suspended() -> World:
    world = with_panel(labelled(MONDAY).pay())
    world.does(OTTO, AnnounceMeasure(level=Level.BRONZE, cause="Misuse of the label."), on=AURORA)
    world.until(date(2026, 3, 2)).pay()
    world.does(OTTO, endorsing("bronze", "suspension"), on=AURORA)
    return world.does(OLGA, SuspendLabel(level=Level.BRONZE, reasons="It went on."), on=AURORA).pay()


def test_an_upheld_appeal_takes_a_suspension_back_from_its_beginning() -> None:
    world = suspended()
    day = world.today
    assert state(world, Level.BRONZE, day) is StatusState.SUSPENDED
    world = before_panel(world, "bronze").until(date(2026, 4, 1))
    decision = appeal(world).decision
    world.does(PETRA, deciding(relief="restore"), on=AURORA)
    (annulled,) = [each for each in world.events(AURORA) if isinstance(each, MeasureAnnulled)]
    assert (annulled.decision, annulled.matter, annulled.term) == (decision, "suspended", 1)
    assert state(world, Level.BRONZE, day) is StatusState.VALID
    assert world.cluster("aurora").measures == ()


def mended(world: World) -> World:
    """Two operators restore the suspended label."""
    world.does(OLGA, SettleCause(level=Level.BRONZE, reasons="It is mended."), on=AURORA)
    world.does(OTTO, endorsing("bronze", "restoration"), on=AURORA)
    return world.does(OLGA, RestoreLabel(level=Level.BRONZE, reasons="It is mended."), on=AURORA).pay()


def test_who_suspended_or_endorsed_it_does_not_admit_the_appeal() -> None:
    world = acknowledged(suspended(), "bronze")
    for operator in (OLGA, OTTO):
        given(world.copy()).when(AdmitAppeal(), by=operator).then_rejected("had-part")


def withdrawn() -> World:
    world = suspended()
    for member in (CARL, VERA, MONA):
        world.does(member, CastMeasureVote(level=Level.BRONZE, vote="yes"), on=AURORA)
    asked = WithdrawLabel(level=Level.BRONZE, revives=False, reasons="It was not mended.")
    return world.does(CARL, asked, on=AURORA).pay()


def test_an_upheld_appeal_takes_a_withdrawal_back_from_its_beginning() -> None:
    world = withdrawn()
    day = world.today
    world = before_panel(world, "bronze").until(date(2026, 4, 1))
    assert appeal(world).matter == "withdrawn"
    world.does(PETRA, deciding(relief="restore"), on=AURORA)
    assert world.cluster("aurora").labels[Level.BRONZE][0].ended is None
    assert world.cluster("aurora").clocks[Level.BRONZE].last_day == date(2028, 2, 29)
    assert [each.void for each in world.cluster("aurora").certificates] == [False]
    assert state(world, Level.BRONZE, date(2026, 4, 1)) is StatusState.SUSPENDED
    assert day < date(2026, 4, 1)


def test_a_suspension_behind_a_withdrawal_that_was_taken_back_is_decided_on_anew() -> None:
    world = before_panel(withdrawn(), "bronze").until(date(2026, 4, 1))
    world.does(PETRA, deciding(relief="restore"), on=AURORA)
    assert [(each.task, each.due_at) for each in tasks_of(world.cluster("aurora"))] == [
        ("decide-suspension", calendar("DE").midnight_ending(date(2026, 10, 1))),
        ("decide-withdrawal", calendar("DE").midnight_ending(date(2026, 10, 1))),
    ]
    mended(world)
    assert state(world, Level.BRONZE, world.today) is StatusState.VALID


def test_a_measure_announced_since_stays_when_an_earlier_suspension_is_taken_back() -> None:
    world = before_panel(mended(suspended()), "bronze").until(date(2026, 4, 1))
    world.does(OTTO, AnnounceMeasure(level=Level.BRONZE, cause="Something else."), on=AURORA)
    announced = world.cluster("aurora").measures
    world.does(PETRA, deciding(relief="restore"), on=AURORA)
    assert world.cluster("aurora").measures == announced


def test_an_upheld_appeal_takes_back_the_suspension_it_was_about_and_none_since() -> None:
    world = mended(before_panel(suspended(), "bronze").until(date(2026, 3, 10)))
    world.until(date(2026, 4, 1))
    world.does(OTTO, AnnounceMeasure(level=Level.BRONZE, cause="Something else."), on=AURORA)
    world.does(OTTO, endorsing("bronze", "suspension"), on=AURORA)
    world.does(OLGA, SuspendLabel(level=Level.BRONZE, reasons="Misuse.", urgency="Now."), on=AURORA)
    suspended_again = world.cluster("aurora").measures
    world.does(PETRA, deciding(relief="restore"), on=AURORA)
    days = (date(2026, 3, 5), date(2026, 3, 20), date(2026, 4, 1))
    assert [state(world, Level.BRONZE, day) for day in days] == [
        StatusState.VALID,
        StatusState.VALID,
        StatusState.SUSPENDED,
    ]
    assert world.cluster("aurora").measures == suspended_again


def test_lodging_an_appeal_has_no_suspensive_effect() -> None:
    world = withdrawn()
    lodged(world, "bronze")
    assert state(world, Level.BRONZE, world.today) is StatusState.ENDED
