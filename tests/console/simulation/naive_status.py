"""The status of every label on a day, reckoned from raw events by a second hand: no code of the domain is asked."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.console.simulation.ledgers import Entry

RANKS = {"bronze": 1, "silver": 2, "gold": 3}
# Since then a term ends with its month (R9b).
MONTH_ENDS_SINCE = date(2019, 11, 15)
_CLOSING = {
    "ApplicationDeclined",
    "TestRetryEnded",
    "OfferLapsed",
    "ApplicationWithdrawn",
    "CaseAbandoned",
    "RenewalOutOfTime",
    "RenewalOvertaken",
    "BenchmarkOutdated",
    "CaseEnded",
    "CaseOvertaken",
}


@dataclass
class Spell:
    """A first term and what renewed it; `ended`: since when not any more, and whether lower ones wake."""

    begins: date
    ends: list[date]
    decided: list[date]
    ended: tuple[date, bool] | None = None
    counts_on_until: date = date.min
    suspended: list[list[date | None]] = field(default_factory=list)

    @property
    def last_day(self) -> date:
        return self.ends[-1]

    def over(self, day: date) -> bool:
        """Whether it ended before its time, and counts no longer by a decision that continued it."""
        return self.ended is not None and self.ended[0] <= day and self.counts_on_until < day


@dataclass
class Renewal:
    """An application to renew a label, as far as it came."""

    level: str
    kind: str
    assessed: list[date] = field(default_factory=list)
    term_from: date | None = None
    open: bool = True


@dataclass
class Told:
    """What a cluster's events say of its labels."""

    spells: dict[str, list[Spell]] = field(default_factory=dict)
    cases: dict[str, Renewal] = field(default_factory=dict)


def statuses(events: list[Entry], day: date) -> dict[str, str]:
    """The status of each level the cluster ever held."""
    told = Told()
    for event in events:
        _hear(told, event)
    return {level: _status(told, level, day) for level in told.spells}


def _hear(told: Told, event: Entry) -> None:
    said, today = event.payload, event.at.astimezone(ZoneInfo("Europe/Berlin")).date()
    match event.type:
        case "ApplicationSubmitted":
            told.cases[said["case_id"]] = Renewal(said["level"], said["kind"])
        case "BenchmarkRecorded" if said["case_id"].startswith("bronze"):
            told.cases[said["case_id"]].assessed.append(_day(said["interview_on"]))
        case "AuditDayConducted":
            told.cases[said["case_id"]].assessed.append(_day(said["day"]))
        case "CaseRemitted":
            case = told.cases[said["case_id"]]
            case.open, case.term_from = True, said.get("term_from") and _day(said["term_from"])
        case "DecisionTaken" if said["outcome"] != "defer":
            told.cases[said["case_id"]].open = False
        case closing if closing in _CLOSING:
            told.cases[said["case_id"]].open = False
        case _:
            _hear_of_label(told, event.type, said, today)


def _hear_of_label(told: Told, what: str, said: dict[str, Any], today: date) -> None:
    spells = told.spells.setdefault(said["level"], []) if what.startswith("Label") else []
    match what:
        case "LabelImported":
            begins, ends = said["awarded"]["latest"], said["term"]["last_day"]["latest"]
            spells.append(Spell(_day(begins), [_day(ends)], [_day(begins)]))
        case "LabelAwarded":
            case = told.cases[said["case_id"]]
            assessed = case.term_from or case.assessed[-1]
            spells.append(Spell(today, [_months_on(assessed, 24, today)], [today]))
        case "LabelRenewed":
            spells[-1].ends.append(_months_on(spells[-1].last_day, 36, today))
            spells[-1].decided.append(today)
        case "LabelAnnulled":
            spells[-1].ends.pop()
            spells[-1].decided.pop()
            if not spells[-1].ends:
                spells.pop()
        case "LabelSuspended":
            spells[-1].suspended.append([_day(said["suspended_on"]), None])
        case "LabelRestored":
            spells[-1].suspended[-1][1] = _day(said["restored_on"]) - timedelta(days=1)
        case "LabelWithdrawn":
            spells[-1].ended = (_day(said["withdrawn_on"]), said["revives"])
        case "LabelRelinquished":
            spells[-1].ended = (_day(said["relinquished_on"]), True)
        case "LabelEnded":
            spells[-1].ended = (_day(said["effective_on"]), False)
        case "LabelContinued":
            spells[-1].counts_on_until = _day(said["until_on"])
        case "LabelLapsed" if spells[-1].suspended and spells[-1].suspended[-1][1] is None:
            # Behind its grace there is nothing left that could be suspended.
            spells[-1].suspended[-1][1] = _grace(spells[-1])
        case "LabelExpired" | "LabelLapsed" | "LabelSuperseded":
            return
        case _:
            assert not what.startswith(("Label", "Term")), f"{what} is not reckoned with"


def _status(told: Told, level: str, day: date) -> str:
    begun = [spell for spell in told.spells[level] if spell.begins <= day]
    if not begun:
        return "none"
    spell = begun[-1]
    if spell.over(day):
        return "ended"
    if _suspended(spell, day):
        return "suspended"
    if day <= spell.last_day:
        return "dormant" if _sleeps(told, level, spell, day) else _valid_or_due(spell, day)
    grace = _grace(spell)
    if day <= grace:
        return "expired"
    pending = any(
        case.open
        and case.level == level
        and case.kind == "renewal"
        and case.assessed
        and case.assessed[0] <= grace
        for case in told.cases.values()
    )
    return "pending" if pending else "lapsed"


def _sleeps(told: Told, level: str, own: Spell, day: date) -> bool:
    """Whether a higher label's term covers the day, or it ended without waking what slept under it."""
    for higher in (each for each in told.spells if RANKS[each] > RANKS[level]):
        begun = [spell for spell in told.spells[higher] if spell.begins <= day]
        if not begun:
            continue
        spell = begun[-1]
        if spell.ended and spell.over(day):
            decided = own.decided[next(n for n, end in enumerate(own.ends) if day <= end)]
            if not spell.ended[1] and decided <= spell.ended[0]:
                return True
        elif day <= spell.last_day:
            return True
    return False


def _suspended(spell: Spell, day: date) -> bool:
    return any(
        first is not None and first <= day and (last is None or day <= last)
        for first, last in spell.suspended
    )


def _valid_or_due(spell: Spell, day: date) -> str:
    return "due" if day >= _months_on(spell.last_day, -12, spell.decided[-1]) else "valid"


def _grace(spell: Spell) -> date:
    return _months_on(spell.last_day, 12, spell.decided[-1])


def _months_on(day: date, months: int, decided_on: date) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    to_the_end = decided_on >= MONTH_ENDS_SINCE
    return date(year, month + 1, length if to_the_end else min(day.day, length))


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
