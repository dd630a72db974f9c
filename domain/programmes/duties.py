"""Whether a member meets its programme's duty on a day, by which label or plan, and until when (R40)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import same_day
from domain.facts import Labels
from domain.frozen import Frozen
from domain.levels import Level
from domain.programme.state import Plan
from domain.programmes.rules import Accepted, DutyRule
from domain.readings import Confirmation, Reading, change_days, readings_on, to_confirm
from domain.status import IN_TERM, Status, StatusState, status_on


class DutyState(StrEnum):
    """`in grace`: by a label that expired, where the programme counts its grace. `unknown`: readings differ (R39)."""

    MET = "met"
    IN_GRACE = "in grace"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


_IN_GRACE = frozenset({StatusState.EXPIRED, StatusState.PENDING})
# From the best to the worst: who moves on in this order is at risk.
_ORDER = (DutyState.MET, DutyState.IN_GRACE, DutyState.UNKNOWN, DutyState.NOT_MET)


class Duty(Frozen):
    """What a duty is on a day.

    `by`: the label that meets it. `obligation_until`: the last day of a plan without which it would not be met, and
    until which a label is still owed. `confirm`: what would have to be confirmed to know, or to know by what it is met.
    """

    state: DutyState
    by: Level | None
    obligation_until: date | None
    why: str
    confirm: tuple[Confirmation, ...] = ()


class Outlook(Frozen):
    """How a duty goes on if nobody renews.

    `until`: the last day of the state it has; None where it stays so. `then`: the state after it. `not_met_from`: the
    first day, behind `until`, on which it is not met.
    """

    until: date | None = None
    then: DutyState | None = None
    not_met_from: date | None = None


@dataclass(frozen=True)
class Member:
    """What a duty is judged by: a member's labels, those whose renewal is pending (R13), and its plans."""

    labels: Labels
    pending: frozenset[Level] = frozenset()
    plans: tuple[Plan, ...] = ()

    def plan_on(self, day: date) -> Plan | None:
        """The plan that runs on a day; the latest where several do."""
        return next((plan for plan in reversed(self.plans) if plan.runs(day)), None)

    def without(self, level: Level) -> "Member":
        """The member as if its label of a level had lapsed: what slept below it is awake (R23)."""
        kept = {each: terms for each, terms in self.labels.items() if each is not level}
        return Member(kept, self.pending - {level}, self.plans)


def duty_on(rule: DutyRule, member: Member, day: date) -> Duty:
    """The duty on a day, by what is given: labels as known now answer as known now (R17)."""
    plan = member.plan_on(day) if rule.plan_suffices.value else None
    found = _by_labels(rule, member, day)
    by_label = {level for state, level in found if state is DutyState.MET or not plan}
    by_plan = plan is not None and any(state is not DutyState.MET for state, _ in found)
    return Duty(
        state=_state(found, plan),
        by=by_label.pop() if len(by_label) == 1 and not by_plan else None,
        obligation_until=plan.due_on if plan and by_plan else None,
        why=_why(rule, member, day, plan if by_plan else None),
        confirm=_to_confirm(rule, member, day) if len(found) > 1 else (),
    )


def outlook(rule: DutyRule, member: Member, day: date) -> Outlook:
    """How the duty goes on from `day` if nobody renews; what is pending counts as not renewed from the next day on."""
    state = _state_on(rule, member, day)
    until, then = None, None
    left_alone = Member(_concerned(rule, member), frozenset(), member.plans)
    for ahead in _days_ahead(left_alone, day):
        found = _state_on(rule, left_alone, ahead)
        if then is None and found is not state:
            until, then = ahead - timedelta(days=1), found
        if then is not None and found is DutyState.NOT_MET:
            return Outlook(until=until, then=then, not_met_from=ahead)
    return Outlook(until=until, then=then)


def at_risk(duty: Duty, ahead: Outlook, day: date, months: int) -> bool:
    """Whether what is met, or in grace, becomes something worse within so many months if nobody renews."""
    if duty.state not in (DutyState.MET, DutyState.IN_GRACE) or ahead.until is None or ahead.then is None:
        return False
    worse = _ORDER.index(ahead.then) > _ORDER.index(duty.state)
    return worse and ahead.until < same_day(day, months)


def _days_ahead(member: Member, day: date) -> Sequence[date]:
    """The days behind `day` on which the duty may change; the next is among them: nothing is pending any more."""
    over = {plan.due_on + timedelta(days=1) for plan in member.plans}
    filed = {plan.filed_on for plan in member.plans}
    days = change_days(member.labels) | over | filed | {day + timedelta(days=1)}
    return sorted(each for each in days if each > day)


def _state_on(rule: DutyRule, member: Member, day: date) -> DutyState:
    plan = member.plan_on(day) if rule.plan_suffices.value else None
    return _state(_by_labels(rule, member, day), plan)


def _state(found: Collection[tuple[DutyState, Level | None]], plan: Plan | None) -> DutyState:
    states = {DutyState.MET if plan else state for state, _ in found}
    return states.pop() if len(states) == 1 else DutyState.UNKNOWN


def _by_labels(rule: DutyRule, member: Member, day: date) -> Collection[tuple[DutyState, Level | None]]:
    """What the labels make of the duty, and by which of them, in each reading of their days."""
    readings = readings_on(_concerned(rule, member), day, pending=member.pending)
    return {_judged(rule.accepts, reading) for reading in readings}


def _concerned(rule: DutyRule, member: Member) -> Labels:
    """The accepted labels, and those above them, which may put them to sleep."""
    lowest = min(each.level.value.rank for each in rule.accepts)
    return {level: terms for level, terms in member.labels.items() if level.rank >= lowest}


def _judged(accepts: Iterable[Accepted], reading: Reading) -> tuple[DutyState, Level | None]:
    """The best that one of the accepted labels makes of the duty, in one reading, and which does."""
    each = [(_by_one(accepted, reading), accepted.level.value) for accepted in accepts]
    state, level = min(each, key=lambda found: _ORDER.index(found[0]))
    return (state, None) if state is DutyState.NOT_MET else (state, level)


def _by_one(accepted: Accepted, reading: Reading) -> DutyState:
    state = reading.get(accepted.level.value, StatusState.NONE)
    if state in IN_TERM:
        return DutyState.MET
    return DutyState.IN_GRACE if state in _IN_GRACE and accepted.grace_counts.value else DutyState.NOT_MET


def _to_confirm(rule: DutyRule, member: Member, day: date) -> tuple[Confirmation, ...]:
    concerned = _concerned(rule, member)
    return tuple(each for level in concerned for each in to_confirm(concerned, level, day))


def _why(rule: DutyRule, member: Member, day: date, plan: Plan | None) -> str:
    said = [_said(each, member, day) for each in rule.accepts]
    if plan is not None:
        said.append(f"an action plan filed on {plan.filed_on} runs until {plan.due_on}")
    elif rule.plan_suffices.value and member.plans:
        said.append(f"the action plan ended on {member.plans[-1].due_on}")
    return "; ".join(said)


def _said(accepted: Accepted, member: Member, day: date) -> str:
    level = accepted.level.value
    status = status_on(member.labels, level, day, pending=level in member.pending)
    told = f"{level} {status.state}{_until(status)}"
    if status.state in _IN_GRACE and not accepted.grace_counts.value:
        return f"{told}, whose grace does not count"
    return told


def _until(status: Status) -> str:
    if status.until is None:
        return ""
    return f", renewable until {status.until}" if status.state in _IN_GRACE else f" until {status.until}"
