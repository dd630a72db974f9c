"""The review of a change under which labels are kept, and the special audit it may bring (R37)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.lineage import ConcludeSpecialAudit, ReviewChange
from domain.cluster.commands.organisation import ChangeCarrier, RenameCluster, UpdateProfile
from domain.cluster.events.application import EligibilityConfirmed
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.lineage import ChangeReviewed, SpecialAuditConcluded
from domain.levels import Level, Party
from domain.lineage import ReviewOutcome
from domain.person.state import TieKind
from domain.secretariat import SECRETARIAT
from domain.standing import Task
from domain.streams import tasks
from tests.domain.cast import AURORA, CLARA, MONDAY, OLGA, POLARIS, PROFILE, tie, walk
from tests.domain.merging import dissolution, holding, merger, recorded, scene, transfer
from tests.domain.specification import World, at_midnight_ending, at_nine, given, sealed
from tests.domain.walked import rechecked

BY = date(2026, 4, 29)  # sixty working days of the secretariat's behind Monday
AUDIT_BY = date(2026, 5, 4)
BECAUSE = "The same people do the same work."


def grown() -> World:
    """Aurora holds a Gold and absorbed Polaris, which is to be reviewed."""
    world = scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)
    return recorded(world, merger("polaris", kind="absorption"), AURORA).pay()


def reviewing(outcome: ReviewOutcome, change: str | None = None) -> ReviewChange:
    return ReviewChange(change=change, outcome=outcome, reason=BECAUSE)


def audited(*, upheld: bool, on: date = MONDAY) -> ConcludeSpecialAudit:
    return ConcludeSpecialAudit(held_on=on, upheld=upheld, reason=BECAUSE)


def to_do(world: World) -> list[Task]:
    return [task for task in tasks(world.cluster("aurora")) if task.case_id is None]


def test_the_secretariat_has_sixty_working_days_to_review_a_change() -> None:
    assert to_do(grown()) == [
        Task(
            task="review-change",
            party=Party.SECRETARIAT,
            since=at_nine(MONDAY),
            due_at=at_midnight_ending(BY),
        )
    ]


def test_the_clock_warns_of_a_review_notes_that_it_is_overdue_and_escalates() -> None:
    world = grown()
    before = len(world.events(AURORA))
    world.until(date(2026, 6, 1))
    noted = [
        event
        for event in world.events(AURORA)[before:]
        if isinstance(event, DeadlineWarned | DeadlinePassed | DeadlineEscalated)
    ]
    assert [(type(event), event.limit, event.subject) for event in noted] == [
        (DeadlineWarned, "change_review", "change-1"),
        (DeadlinePassed, "change_review", "change-1"),
        (DeadlineEscalated, "change_review", "change-1"),
    ]
    assert {notice.recipient for event in noted for notice in event.notices} == {SECRETARIAT}


def test_a_change_without_effect_leaves_nothing_to_do() -> None:
    world = grown()
    given(world).when(reviewing("no-effect"), by=OLGA).then(
        ChangeReviewed(change="change-1", outcome="no-effect", reason=sealed(BECAUSE))
    ).with_letters((CLARA, "change-reviewed"))
    assert to_do(world) == []
    assert world.until(date(2026, 6, 1)).next_due() != at_midnight_ending(BY)


def test_a_change_may_ask_for_eligibility_to_be_checked_again_in_open_cases() -> None:
    world = walk(scene(), Stage.ACCEPTED)
    world = recorded(world, merger("polaris", kind="absorption"), AURORA)
    outcome = given(world).when(reviewing("recheck-eligibility"), by=OLGA)
    outcome.with_letters((CLARA, "change-recheck"))
    assert "recheck-eligibility" in [task.task for task in tasks(world.cluster("aurora"))]
    rechecked(world)
    assert isinstance(world.events(AURORA)[-1], EligibilityConfirmed)
    assert "recheck-eligibility" not in [task.task for task in tasks(world.cluster("aurora"))]


def test_a_change_may_ask_for_a_special_audit_within_ninety_days() -> None:
    world = grown()
    given(world).when(reviewing("special-audit"), by=OLGA).with_limits(
        ("special_audit", AUDIT_BY)
    ).with_letters((CLARA, "special-audit-ordered"))
    assert to_do(world) == [
        Task(
            task="hold-special-audit",
            party=Party.SECRETARIAT,
            since=at_nine(MONDAY),
            due_at=at_midnight_ending(AUDIT_BY),
        )
    ]


def test_the_clock_watches_over_a_special_audit_too() -> None:
    world = grown().does(OLGA, reviewing("special-audit"), on=AURORA).until(date(2026, 6, 1))
    noted = [event.limit for event in world.events(AURORA) if isinstance(event, DeadlinePassed)]
    assert noted == ["special_audit"]


def test_a_special_audit_that_upholds_the_labels_ends_the_matter() -> None:
    world = grown().does(OLGA, reviewing("special-audit"), on=AURORA)
    given(world).when(audited(upheld=True), by=OLGA).then(
        SpecialAuditConcluded(change="change-1", held_on=MONDAY, upheld=True, reason=sealed(BECAUSE))
    ).with_letters((CLARA, "special-audit-concluded"))
    assert to_do(world) == []


def test_a_special_audit_that_does_not_uphold_them_asks_the_secretariat_for_a_measure() -> None:
    world = grown().does(OLGA, reviewing("special-audit"), on=AURORA)
    outcome = given(world).when(audited(upheld=False), by=OLGA)
    outcome.with_letters((CLARA, "special-audit-concluded"), (SECRETARIAT, "special-audit-failed"))


def test_a_change_is_reviewed_once() -> None:
    world = grown().does(OLGA, reviewing("no-effect"), on=AURORA)
    given(world).when(reviewing("no-effect", "change-1"), by=OLGA).then_rejected("change-reviewed")


def test_a_change_nobody_recorded_is_not_reviewed() -> None:
    given(grown()).when(reviewing("no-effect", "change-2"), by=OLGA).then_rejected("change-unknown")
    given(scene()).when(reviewing("no-effect"), by=OLGA).then_rejected("change-unknown")


def test_of_several_changes_the_one_meant_is_named() -> None:
    world = recorded(grown(), transfer("deneb"), AURORA)
    given(world).when(reviewing("no-effect"), by=OLGA).then_rejected(
        "change-unclear", "Several wait (change-1, change-2): name one as change."
    )


def test_who_is_tied_to_a_cluster_does_not_review_its_change() -> None:
    world = grown().does(OLGA, tie(TieKind.FAMILY), on=f"person-{OLGA}")
    given(world).when(reviewing("no-effect"), by=OLGA).then_rejected("decider-tied")


def test_a_special_audit_nobody_ordered_is_not_concluded() -> None:
    given(grown()).when(
        audited(upheld=True).model_copy(update={"change": "change-1"}), by=OLGA
    ).then_rejected("no-special-audit")
    given(grown()).when(audited(upheld=True), by=OLGA).then_rejected("change-unknown")


def test_a_special_audit_was_held_behind_the_change_and_not_in_the_future() -> None:
    world = grown().does(OLGA, reviewing("special-audit"), on=AURORA)
    given(world).when(audited(upheld=True, on=date(2026, 2, 1)), by=OLGA).then_rejected("audit-before-change")
    given(world).when(audited(upheld=True, on=date(2026, 2, 3)), by=OLGA).then_rejected("date-in-future")


def test_another_carrier_of_a_cluster_with_a_label_is_reviewed() -> None:
    world = scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)
    outcome = given(world).when(ChangeCarrier(carrier="Aurora Fund"), by=CLARA)
    outcome.with_limits(("change_review", BY)).with_letters((CLARA, "change-under-review"))
    assert [change.kind for change in world.cluster("aurora").changes] == ["carrier"]


def test_another_carrier_named_in_the_profile_is_reviewed_as_well() -> None:
    world = scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)
    update = UpdateProfile(profile=PROFILE, carrier="Aurora Fund")
    given(world).when(update, by=CLARA).with_limits(("change_review", BY))


def test_a_profile_with_the_same_carrier_needs_no_review() -> None:
    world = scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)
    update = UpdateProfile(profile=PROFILE, website="https://aurora.example")
    given(world).when(update, by=CLARA).with_limits()


def test_another_carrier_of_a_cluster_without_a_label_is_nothing_to_review() -> None:
    given(scene()).when(ChangeCarrier(carrier="Aurora Fund"), by=CLARA).with_limits().with_letters()


def test_another_name_is_nothing_to_review() -> None:
    world = scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)
    given(world).when(RenameCluster(name="Aurora Nova"), by=CLARA).with_limits()


def test_a_cluster_that_ends_is_not_reviewed_any_more() -> None:
    world = recorded(grown(), dissolution(MONDAY), AURORA).pay()
    assert to_do(world) == []
    assert world.stands[AURORA].due is None


def test_a_cluster_that_ends_leaves_the_review_of_the_other_one_open() -> None:
    world = recorded(scene(), transfer("aurora"), POLARIS)
    world = recorded(world, dissolution(MONDAY), AURORA)
    assert [change.under_review for change in world.cluster("polaris").changes] == [True]
