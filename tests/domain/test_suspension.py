"""A suspended label counts as not valid, and its term runs on; it is restored once its cause is settled (R24)."""

from datetime import date, datetime

from domain.cluster.case import Stage
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.measures import SuspendLabel
from domain.cluster.events.approvals import ActEndorsed
from domain.cluster.events.label import LabelAnnulled, LabelExpired, LabelLapsed
from domain.cluster.events.measures import CauseSettled, LabelRestored, LabelSuspended
from domain.committee import holds_gold
from domain.levels import Kind, Level
from domain.status import Status, StatusState, status_on
from domain.terms import Suspension
from tests.domain.cast import APPLY, AURORA, AWARD, CARL, CLARA, MONA, OLGA, RENEW, VERA, YES, walk
from tests.domain.measuring import (
    ANNOUNCE,
    ANNOUNCED,
    ANSWER,
    AT_ONCE,
    DECIDE_BY,
    EXPIRES,
    GRACE_OVER,
    HEARD_UNTIL,
    RESTORATION,
    RESTORE,
    SETTLE,
    SUSPEND,
    SUSPENSION,
    above_silver,
    announced,
    gold_heard,
    heard,
    held,
    settled,
    suspended,
)
from tests.domain.specification import World, document, given, sealed
from tests.domain.teams import OTTO

SUSPENDED = LabelSuspended(
    level=Level.BRONZE,
    term=1,
    suspended_on=ANNOUNCED,
    decide_by=DECIDE_BY,
    reasons=sealed(SUSPEND.reasons),
    endorsed_by=OTTO,
    limits=(),
)
RESTORED = LabelRestored(
    level=Level.BRONZE, term=1, restored_on=ANNOUNCED, reasons=sealed(RESTORE.reasons), endorsed_by=OTTO
)


def status(world: World, day: date | None = None, level: Level = Level.BRONZE) -> Status:
    cluster = world.cluster("aurora")
    return status_on(cluster.labels, level, day or world.today, pending=cluster.pending(level))


def endorsed(world: World, act: EndorseAct = SUSPENSION) -> World:
    return world.does(OTTO, act, on=AURORA)


# Two persons


def test_a_second_operator_endorses_a_suspension_of_the_label_and_names_no_case() -> None:
    given(heard()).when(SUSPENSION, by=OTTO).then(
        ActEndorsed(act="suspension", subject="bronze", endorsed_by=OTTO, reason=sealed(SUSPENSION.reason))
    )


def test_a_suspension_takes_a_second_person() -> None:
    given(heard()).when(SUSPEND, by=OLGA).then_rejected("second-person-missing")
    given(endorsed(heard())).when(SUSPEND, by=OTTO).then_rejected("second-person-missing")


def test_an_endorsement_is_of_one_act_about_one_label() -> None:
    world = endorsed(heard(), RESTORATION)
    given(world).when(SUSPEND, by=OLGA).then_rejected("second-person-missing")


def test_an_endorsement_is_used_up_by_the_act() -> None:
    assert endorsed(heard()).cluster("aurora").endorsements != ()
    assert suspended().cluster("aurora").endorsements == ()


def test_what_was_endorsed_before_the_announcement_counts_for_nothing() -> None:
    given(heard(endorsed(held()))).when(SUSPEND, by=OLGA).then_rejected("second-person-missing")


def test_nobody_endorses_the_same_suspension_twice() -> None:
    given(endorsed(heard())).when(SUSPENSION, by=OTTO).then_rejected("endorsed-already")


def test_what_is_about_a_label_names_no_case() -> None:
    named = SUSPENSION.model_copy(update={"case_id": "bronze-1"})
    given(heard()).when(named, by=OTTO).then_rejected("case-needless")


def test_a_suspension_is_endorsed_of_a_label_that_is_there() -> None:
    of_gold = SUSPENSION.model_copy(update={"subject": "gold"})
    given(heard()).when(of_gold, by=OTTO).then_rejected("label-unknown")
    of_nothing = SUSPENSION.model_copy(update={"subject": ""})
    given(heard()).when(of_nothing, by=OTTO).then_rejected("subject-missing")


def test_only_operators_endorse_a_suspension() -> None:
    for name in (CLARA, CARL):
        given(heard()).when(SUSPENSION, by=name).then_rejected("not-permitted")


# Suspending


def test_a_label_is_suspended_behind_the_hearing_and_a_decision_is_due_in_six_months() -> None:
    outcome = given(endorsed(heard())).when(SUSPEND, by=OLGA)
    outcome.then(SUSPENDED).with_limits(("measure_decision", DECIDE_BY))
    outcome.with_letters((CLARA, "label-suspended"))


def test_a_label_is_suspended_when_the_holder_let_its_time_pass() -> None:
    world = endorsed(announced().until(date(2026, 3, 17)))
    later = {"suspended_on": date(2026, 3, 17), "decide_by": date(2026, 9, 17)}
    given(world).when(SUSPEND, by=OLGA).then(SUSPENDED.model_copy(update=later))


def test_without_a_measure_announced_nothing_is_suspended() -> None:
    given(endorsed(held())).when(SUSPEND, by=OLGA).then_rejected("measure-missing")


def test_the_end_of_the_hearing_is_waited_for() -> None:
    given(endorsed(announced())).when(SUSPEND, by=OLGA).then_rejected("hearing-open")


def test_misuse_that_goes_on_is_not_waited_for_and_the_hearing_stays_open() -> None:
    outcome = given(endorsed(announced())).when(AT_ONCE, by=OLGA)
    urgent = {"reasons": sealed(AT_ONCE.reasons), "urgency": sealed(AT_ONCE.urgency or "")}
    outcome.then(SUSPENDED.model_copy(update=urgent))
    measure = outcome.world.cluster("aurora").measures[0]
    assert [(limit.name, limit.last_day) for limit in measure.limits] == [
        ("hearing", HEARD_UNTIL),
        ("measure_decision", DECIDE_BY),
    ]


def test_a_suspended_label_is_not_suspended_again() -> None:
    given(endorsed(suspended())).when(SUSPEND, by=OLGA).then_rejected("suspended-already")


def test_a_label_in_grace_may_be_suspended() -> None:
    world = endorsed(heard(held().until(date(2028, 6, 1))))
    in_grace = {"suspended_on": date(2028, 6, 1), "decide_by": date(2028, 12, 1)}
    given(world).when(SUSPEND, by=OLGA).then(SUSPENDED.model_copy(update=in_grace))


def test_a_label_that_sleeps_is_not_suspended() -> None:
    world = above_silver()
    measure = {"level": Level.SILVER}
    world.does(OLGA, ANNOUNCE.model_copy(update=measure), on=AURORA)
    world.does(CLARA, ANSWER.model_copy(update=measure), on=AURORA)
    world = endorsed(world, SUSPENSION.model_copy(update={"subject": "silver"}))
    given(world).when(SUSPEND.model_copy(update=measure), by=OLGA).then_rejected("label-not-valid")


# What a suspended label is


def test_a_suspended_label_is_suspended_from_that_day_and_valid_before() -> None:
    world = suspended()
    assert status(world, date(2026, 3, 1)) == Status(state=StatusState.VALID, until=EXPIRES)
    assert status(world, ANNOUNCED) == Status(state=StatusState.SUSPENDED, until=EXPIRES)


def test_suspension_does_not_prolong_the_term_and_grace_runs() -> None:
    world = suspended().until(date(2028, 3, 2))
    assert [type(each).__name__ for each in world.events(AURORA) if isinstance(each, LabelExpired)] == [
        "LabelExpired"
    ]
    assert status(world) == Status(state=StatusState.SUSPENDED, until=GRACE_OVER, expired=True)


def test_a_suspended_label_lapses_when_grace_is_over_and_the_suspension_with_it() -> None:
    world = suspended().until(date(2029, 3, 2))
    assert [each.term for each in world.events(AURORA) if isinstance(each, LabelLapsed)] == [1]
    (suspension,) = world.cluster("aurora").labels[Level.BRONZE][0].suspensions
    assert suspension == Suspension(from_on=ANNOUNCED, until_on=GRACE_OVER, decision=suspension.decision)
    assert status(world) == Status(state=StatusState.LAPSED)
    assert world.cluster("aurora").measures == ()


def test_a_seat_ends_with_a_suspended_gold() -> None:
    suspend = SuspendLabel(level=Level.GOLD, reasons="Two firms never joined.")
    world = endorsed(gold_heard(), SUSPENSION.model_copy(update={"subject": "gold"}))
    labels = {"aurora": world.cluster("aurora").labels}
    assert holds_gold("aurora", labels, world.today) is True
    world.does(OLGA, suspend, on=AURORA)
    labels = {"aurora": world.cluster("aurora").labels}
    assert holds_gold("aurora", labels, world.today) is False


def test_a_lower_label_sleeps_on_under_a_suspended_one_until_that_expires() -> None:
    suspend = SuspendLabel(level=Level.GOLD, reasons="Two firms never joined.")
    world = endorsed(gold_heard(), SUSPENSION.model_copy(update={"subject": "gold"}))
    world.does(OLGA, suspend, on=AURORA)
    assert status(world, level=Level.SILVER).state is StatusState.DORMANT
    assert status(world, date(2027, 10, 1), level=Level.SILVER).state is StatusState.DUE


# Renewal


def test_a_suspended_label_may_be_applied_for_and_assessed_but_not_awarded_while_the_cause_is_open() -> None:
    world = walk(suspended().until(date(2027, 4, 1)), Stage.ON_AGENDA)
    given(world).when(YES.model_copy(update={"report_version": 1}), by=CARL).then_rejected(
        "award-barred", "No award is possible: The cause of the suspension is not settled (R24)."
    )


def renewed(world: World | None = None) -> World:
    world = walk((world or held()).until(date(2027, 4, 1)), Stage.ON_AGENDA)
    if world.cluster("aurora").measures:
        world.does(OLGA, SETTLE, on=AURORA)
    for member in (CARL, VERA, MONA):
        world.does(member, YES, on=AURORA)
    return world.does(CARL, AWARD, on=AURORA)


def test_a_suspended_label_is_renewed_once_its_cause_is_settled() -> None:
    world = renewed(suspended())
    assert [term.kind for term in world.cluster("aurora").labels[Level.BRONZE]] == [Kind.FIRST, Kind.RENEWAL]
    assert status(world).state is StatusState.SUSPENDED


def test_a_label_renewed_while_it_was_suspended_is_valid_again_once_restored() -> None:
    world = endorsed(renewed(suspended()), RESTORATION).does(OLGA, RESTORE, on=AURORA)
    assert status(world) == Status(state=StatusState.VALID, until=date(2031, 2, 28))


def test_a_label_renewed_while_it_was_suspended_lapses_and_the_suspension_with_it() -> None:
    world = renewed(suspended()).pay().until(date(2032, 3, 1))
    assert status(world) == Status(state=StatusState.LAPSED)


def test_a_renewal_that_is_annulled_leaves_the_suspension_to_the_term_before() -> None:
    world = settled(renewed())
    world.happens(AURORA, LabelAnnulled(level=Level.BRONZE, term=2, clock=None))
    assert status(world).state is StatusState.SUSPENDED
    endorsed(world, RESTORATION).does(OLGA, RESTORE, on=AURORA)
    assert status(world).state is StatusState.DUE


def test_with_an_award_that_is_annulled_goes_what_was_open_about_it() -> None:
    world = suspended()
    world.happens(AURORA, LabelAnnulled(level=Level.BRONZE, term=1, clock=None))
    assert (status(world).state, world.cluster("aurora").measures) == (StatusState.NONE, ())


def test_a_vote_of_before_carries_no_award_once_the_label_is_suspended() -> None:
    world = walk(heard(held().until(date(2027, 4, 1))), Stage.ON_AGENDA)
    for member in (CARL, VERA, MONA):
        world.does(member, YES, on=AURORA)
    endorsed(world).does(OLGA, SUSPEND, on=AURORA)
    given(world).when(AWARD, by=CARL).then_rejected("award-barred")


def test_a_suspended_label_is_held_so_there_is_no_first_application() -> None:
    given(suspended()).when(APPLY, by=CLARA).then_rejected("label-held")


def test_the_window_of_renewal_opens_for_a_suspended_label_as_for_any_other() -> None:
    given(suspended()).when(RENEW, by=CLARA).then_rejected("window-closed")


# Settling and restoring


def test_the_cause_is_settled_with_evidence() -> None:
    given(suspended()).when(SETTLE, by=OLGA).then(
        CauseSettled(level=Level.BRONZE, documents=(document("screenshot"),), reasons=sealed(SETTLE.reasons))
    )


def test_a_cause_is_settled_once_and_of_a_suspended_label() -> None:
    given(settled()).when(SETTLE, by=OLGA).then_rejected("cause-settled")
    given(heard()).when(SETTLE, by=OLGA).then_rejected("not-suspended")


def test_evidence_that_a_cause_is_settled_is_stored() -> None:
    world = suspended()
    world.lost = frozenset({document("screenshot")})
    given(world).when(SETTLE, by=OLGA).then_rejected("document-unknown")


def test_a_label_is_restored_by_two_persons_once_its_cause_is_settled() -> None:
    outcome = given(endorsed(settled(), RESTORATION)).when(RESTORE, by=OLGA)
    outcome.then(RESTORED).with_letters((CLARA, "label-restored"))


def test_a_restoration_takes_a_second_person() -> None:
    given(settled()).when(RESTORE, by=OLGA).then_rejected("second-person-missing")


def test_a_label_is_not_restored_while_the_cause_is_open() -> None:
    given(endorsed(suspended(), RESTORATION)).when(RESTORE, by=OLGA).then_rejected("cause-open")


def test_only_a_suspended_label_is_restored() -> None:
    given(heard()).when(RESTORE, by=OLGA).then_rejected("not-suspended")


def test_a_restored_label_is_what_its_term_says_and_no_day_longer() -> None:
    world = endorsed(settled(), RESTORATION).until(date(2026, 6, 8)).does(OLGA, RESTORE, on=AURORA)
    assert status(world, date(2026, 6, 7)).state is StatusState.SUSPENDED
    assert status(world, date(2026, 6, 8)) == Status(state=StatusState.VALID, until=EXPIRES)
    assert status(world, date(2028, 3, 1)) == Status(state=StatusState.EXPIRED, until=GRACE_OVER)


def test_a_label_restored_on_the_day_it_was_suspended_was_suspended_no_day() -> None:
    world = endorsed(settled(), RESTORATION).does(OLGA, RESTORE, on=AURORA)
    assert world.cluster("aurora").labels[Level.BRONZE][0].suspensions == ()


def test_a_label_in_grace_is_restored_to_its_grace() -> None:
    world = endorsed(settled(), RESTORATION).until(date(2028, 6, 1)).does(OLGA, RESTORE, on=AURORA)
    assert status(world) == Status(state=StatusState.EXPIRED, until=GRACE_OVER)


def test_a_label_is_not_restored_once_grace_is_over_even_before_the_clock_notes_it() -> None:
    world = endorsed(settled(), RESTORATION)
    world.now = datetime.fromisoformat("2029-02-28T23:30:00+00:00")
    given(world).when(RESTORE, by=OLGA).then_rejected("grace-over")


def test_a_label_whose_renewal_is_assessed_and_undecided_is_restored_behind_its_grace() -> None:
    world = walk(settled().until(date(2029, 2, 26)), Stage.DRAFT).until(date(2029, 3, 5))
    assert status(world).state is StatusState.SUSPENDED
    endorsed(world, RESTORATION).does(OLGA, RESTORE, on=AURORA)
    assert status(world).state is StatusState.PENDING
