"""Whether a member meets its programme's duty: by which label, in whose grace, by a plan, until when (R40)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.levels import Level
from domain.programme.state import Plan
from domain.programmes import programme
from domain.programmes.duties import Duty, DutyState, Member, Outlook, at_risk, duty_on, outlook
from domain.programmes.rules import DutyRule
from domain.readings import Confirmation
from domain.schemes import scheme
from domain.terms import Ending, Interval, Term, ended_term, first_term, suspended_term
from tests.domain.programmes.terms_given import (
    DAYS,
    DECIDED,
    LAST_DAY,
    LAST_OF_GRACE,
    RUNNING,
    any_labels,
    between,
    stated,
)

SILVER, GOLD = Level.SILVER, Level.GOLD
MET, IN_GRACE, NOT_MET, UNKNOWN = DutyState.MET, DutyState.IN_GRACE, DutyState.NOT_MET, DutyState.UNKNOWN
NEXT_DAY = LAST_DAY + timedelta(days=1)
LONG_SILVER = first_term(scheme().edition("ecei-2019"), date(2026, 3, 3), date(2026, 4, 15))
PLAN = Plan(filed_on=date(2021, 3, 1), due_on=date(2022, 12, 31))


def rule(key: str) -> DutyRule:
    rules = programme(key)
    assert rules is not None
    assert rules.duty is not None
    return rules.duty


GO_CLUSTER, NORWAY, INNOVATIONSKRAFT = (
    rule(key) for key in ("go-cluster", "norwegian-innovation-clusters", "innovationskraft")
)


def state(duty: DutyRule, member: Member, day: date) -> DutyState:
    return duty_on(duty, member, day).state


# go-cluster: Silver, unless a valid Gold is held


def test_a_member_whose_gold_expired_yesterday_has_its_silver_duty_back_today() -> None:
    member = Member({GOLD: (RUNNING,)})
    assert duty_on(GO_CLUSTER, member, LAST_DAY) == Duty(
        state=MET, by=GOLD, obligation_until=None, why="silver none; gold due until 2026-10-31"
    )
    assert duty_on(GO_CLUSTER, member, NEXT_DAY) == Duty(
        state=NOT_MET,
        by=None,
        obligation_until=None,
        why="silver none; gold expired, renewable until 2027-10-31, whose grace does not count",
    )


def test_a_silver_that_slept_under_the_gold_meets_the_duty_when_the_gold_expires() -> None:
    member = Member({SILVER: (LONG_SILVER,), GOLD: (RUNNING,)})
    assert [duty_on(GO_CLUSTER, member, day).by for day in (LAST_DAY, NEXT_DAY)] == [GOLD, SILVER]
    assert state(GO_CLUSTER, member, NEXT_DAY) is MET


def test_silver_in_grace_is_in_grace_and_lapsed_it_is_not_met() -> None:
    member = Member({SILVER: (RUNNING,)})
    days = (LAST_DAY, NEXT_DAY, LAST_OF_GRACE, LAST_OF_GRACE + timedelta(days=1))
    assert [state(GO_CLUSTER, member, day) for day in days] == [MET, IN_GRACE, IN_GRACE, NOT_MET]


def test_a_renewal_that_is_pending_behind_grace_is_in_grace_still() -> None:
    member, day = Member({SILVER: (RUNNING,)}, frozenset({SILVER})), LAST_OF_GRACE + timedelta(days=1)
    assert state(GO_CLUSTER, member, day) is IN_GRACE


def test_no_bronze_meets_a_duty_of_silver() -> None:
    assert state(GO_CLUSTER, Member({Level.BRONZE: (RUNNING,)}), LAST_DAY) is NOT_MET


def test_a_member_without_any_label_does_not_meet_it() -> None:
    assert state(GO_CLUSTER, Member({}), LAST_DAY) is NOT_MET


@pytest.mark.parametrize(
    "term",
    [
        suspended_term(RUNNING, date(2025, 2, 1)),
        ended_term(RUNNING, Ending(on=date(2025, 2, 1), how="withdrawn", revives=False)),
    ],
    ids=["suspended", "withdrawn"],
)
def test_a_label_that_is_suspended_or_withdrawn_meets_nothing(term: Term) -> None:
    member = Member({GOLD: (term,)})
    days = (date(2025, 1, 31), date(2025, 2, 1))
    assert [state(NORWAY, member, day) for day in days] == [MET, NOT_MET]


# Innovationskraft: Gold, or an action plan


def test_a_member_without_gold_but_with_a_plan_complies_and_owes_it_until_the_plan_s_day() -> None:
    member = Member({}, plans=(PLAN,))
    assert duty_on(INNOVATIONSKRAFT, member, PLAN.due_on) == Duty(
        state=MET,
        by=None,
        obligation_until=PLAN.due_on,
        why="gold none; an action plan filed on 2021-03-01 runs until 2022-12-31",
    )
    assert duty_on(INNOVATIONSKRAFT, member, PLAN.due_on + timedelta(days=1)) == Duty(
        state=NOT_MET, by=None, obligation_until=None, why="gold none; the action plan ended on 2022-12-31"
    )


def test_a_plan_counts_from_the_day_it_was_filed() -> None:
    member, before = Member({}, plans=(PLAN,)), PLAN.filed_on - timedelta(days=1)
    assert [state(INNOVATIONSKRAFT, member, day) for day in (before, PLAN.filed_on)] == [NOT_MET, MET]


def test_with_gold_a_plan_leaves_no_obligation() -> None:
    plan = Plan(filed_on=DECIDED, due_on=LAST_OF_GRACE)
    member = Member({GOLD: (RUNNING,)}, plans=(plan,))
    assert duty_on(INNOVATIONSKRAFT, member, LAST_DAY).obligation_until is None
    assert duty_on(INNOVATIONSKRAFT, member, NEXT_DAY).obligation_until == plan.due_on


def test_where_a_programme_takes_no_plan_one_changes_nothing() -> None:
    assert state(NORWAY, Member({}, plans=(PLAN,)), PLAN.due_on) is NOT_MET


# Days that are not exactly known (R39)


def test_where_readings_differ_the_duty_is_unknown_and_says_what_to_confirm() -> None:
    member = Member({GOLD: (stated(Interval.exactly(date(2018, 1, 24))),)})
    assert duty_on(NORWAY, member, date(2019, 1, 1)) == Duty(
        state=UNKNOWN,
        by=None,
        obligation_until=None,
        why="gold unknown",
        confirm=(Confirmation(level=GOLD, term=1, fact="valid_until"),),
    )


def test_where_every_reading_says_the_same_nothing_needs_to_be_confirmed() -> None:
    # It is in grace or lapsed, and go-cluster counts neither of a Gold.
    ends = between(date(2020, 1, 31), date(2020, 3, 31))
    member = Member({GOLD: (stated(Interval.exactly(date(2018, 1, 24)), ends),)})
    assert duty_on(GO_CLUSTER, member, date(2021, 2, 15)) == Duty(
        state=NOT_MET, by=None, obligation_until=None, why="silver none; gold unknown"
    )
    assert state(NORWAY, member, date(2021, 2, 15)) is UNKNOWN


def test_a_silver_under_a_gold_of_unknown_end_meets_the_duty_in_every_reading() -> None:
    gold = stated(Interval.exactly(date(2018, 1, 24)))
    duty = duty_on(GO_CLUSTER, Member({SILVER: (LONG_SILVER,), GOLD: (gold,)}), date(2026, 5, 1))
    assert (duty.state, duty.by) == (MET, None)
    assert duty.confirm == (Confirmation(level=GOLD, term=1, fact="valid_until"),)


def test_with_a_plan_an_unconfirmed_gold_leaves_the_obligation_open() -> None:
    member = Member({GOLD: (stated(Interval.exactly(date(2018, 1, 24))),)}, plans=(PLAN,))
    duty = duty_on(INNOVATIONSKRAFT, member, PLAN.due_on)
    assert (duty.state, duty.obligation_until, len(duty.confirm)) == (MET, PLAN.due_on, 1)


# How it goes on


def test_it_is_said_until_when_a_duty_is_met_and_from_when_it_is_not_if_nobody_renews() -> None:
    member = Member({GOLD: (RUNNING,)})
    assert outlook(NORWAY, member, DECIDED) == Outlook(
        until=LAST_DAY, then=IN_GRACE, not_met_from=LAST_OF_GRACE + timedelta(days=1)
    )
    assert outlook(GO_CLUSTER, member, DECIDED) == Outlook(
        until=LAST_DAY, then=NOT_MET, not_met_from=NEXT_DAY
    )
    assert outlook(NORWAY, Member({}), DECIDED) == Outlook()


def test_a_plan_that_runs_out_is_an_end_too() -> None:
    assert outlook(INNOVATIONSKRAFT, Member({}, plans=(PLAN,)), PLAN.filed_on) == Outlook(
        until=PLAN.due_on, then=NOT_MET, not_met_from=PLAN.due_on + timedelta(days=1)
    )


def test_a_renewal_that_is_pending_counts_as_refused_from_the_next_day_on() -> None:
    member, day = Member({GOLD: (RUNNING,)}, frozenset({GOLD})), LAST_OF_GRACE + timedelta(days=5)
    tomorrow = day + timedelta(days=1)
    assert outlook(NORWAY, member, day) == Outlook(until=day, then=NOT_MET, not_met_from=tomorrow)


@pytest.mark.parametrize(("months", "risk"), [(11, False), (12, False), (13, True)])
def test_who_is_met_today_and_not_within_the_months_asked_about_is_at_risk(months: int, risk: bool) -> None:  # noqa: FBT001 - a row of examples
    member, day = Member({GOLD: (RUNNING,)}), date(2025, 10, 31)
    duty, ahead = duty_on(GO_CLUSTER, member, day), outlook(GO_CLUSTER, member, day)
    assert at_risk(duty, ahead, day, months) is risk


def test_who_does_not_meet_it_is_not_at_risk_nor_who_gains_by_time() -> None:
    later = Member({GOLD: (RUNNING,)})
    day = DECIDED - timedelta(days=1)
    duty, ahead = duty_on(NORWAY, later, day), outlook(NORWAY, later, day)
    assert (duty.state, ahead.then, at_risk(duty, ahead, day, 12)) == (NOT_MET, MET, False)


def test_without_its_gold_a_member_is_left_with_what_slept_below() -> None:
    member = Member({SILVER: (LONG_SILVER,), GOLD: (RUNNING,)})
    assert state(GO_CLUSTER, member.without(GOLD), date(2026, 5, 1)) is MET
    assert state(GO_CLUSTER, member.without(GOLD).without(SILVER), date(2026, 5, 1)) is NOT_MET


# Laws


@settings(max_examples=40, deadline=None)
@given(any_labels(), DAYS, st.sampled_from((GO_CLUSTER, NORWAY, INNOVATIONSKRAFT)))
def test_a_state_lasts_exactly_as_long_as_its_outlook_says(
    labels: dict[Level, tuple[Term, ...]], day: date, duty: DutyRule
) -> None:
    plan = Plan(filed_on=day + timedelta(days=3), due_on=day + timedelta(days=9))
    member = Member(labels, plans=(plan,))
    states = [state(duty, member, day + timedelta(days=ahead)) for ahead in range(40)]
    lasts = next((ahead - 1 for ahead, each in enumerate(states) if each is not states[0]), None)
    behind = enumerate(states[lasts + 1 :], start=lasts + 1) if lasts is not None else ()
    missed = next((ahead for ahead, each in behind if each is NOT_MET), None)
    found = outlook(duty, member, day)
    assert _within(found.until, day) == lasts
    if lasts is not None:
        assert (found.then, _within(found.not_met_from, day)) == (states[lasts + 1], missed)


def _within(found: date | None, day: date) -> int | None:
    """How many days ahead, as far as the law looks."""
    ahead = (found - day).days if found else 40
    return ahead if ahead < 39 else None


@settings(max_examples=60, deadline=None)
@given(any_labels(), DAYS, st.sampled_from((GO_CLUSTER, NORWAY, INNOVATIONSKRAFT)))
def test_a_duty_is_unknown_only_where_something_has_to_be_confirmed(
    labels: dict[Level, tuple[Term, ...]], day: date, duty: DutyRule
) -> None:
    found = duty_on(duty, Member(labels), day)
    assert found.state is not UNKNOWN or found.confirm != ()
