"""The status of a label told again, day by day and reading by reading, for exact and for inexact terms.

It knows nothing of how the rules go about it: where a day is known as an interval, it tries every day of the
interval in turn, and says *unknown* where two of them disagree.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.levels import Kind, Level
from domain.terms import Interval, Term

Labels = Mapping[Level, tuple[Term, ...]]
ORDER = (Level.BRONZE, Level.SILVER, Level.GOLD)


def naive_status(labels: Labels, level: Level, day: date, *, pending: bool) -> str:
    """One word as the rules name it; `suspended expired` and `valid by continuation` say the rest."""
    own = spell_of(labels.get(level, ()), day)
    if not own:
        return "none"
    if over(own, day):
        return "ended"
    if own[-1].last_day.earliest is None and own[-1].last_day.latest is None:
        return "unknown"
    begins = readings(own[0].first_day, own[-1].last_day.latest, day)
    if begins == {True, False}:
        return "unknown"
    if begins == {False}:
        return "none"
    if suspended(own, day):
        latest = own[-1].last_day.latest
        return "suspended expired" if latest is not None and latest < day else "suspended"
    said = {within(day, end) for end in ends(own[-1])}
    if len(said) > 1 and said != {"valid", "due"}:
        return "unknown"
    word = "valid" if "valid" in said else said.pop()
    if word in ("valid", "due"):
        return sleeping(labels, level, day) or continued(own, day, word)
    is_pending = word == "lapsed" and pending and own[-1] is labels[level][-1]
    return "pending" if is_pending else word


def spell_of(terms: Sequence[Term], day: date) -> list[Term]:
    """The latest award that may have begun, with its renewals; before the first, that one."""
    spells: list[list[Term]] = []
    for term in terms:
        if not spells or term.kind is Kind.FIRST:
            spells.append([])
        spells[-1].append(term)
    for spell in reversed(spells):
        if True in readings(spell[0].first_day, spell[-1].last_day.latest, day, of_first=spell[0]):
            return spell
    return spells[0] if spells else []


def readings(first: Interval, last: date | None, day: date, *, of_first: Term | None = None) -> set[bool]:
    """Whether the label has begun by the day, for each day on which it may have begun."""
    latest = first.latest or (of_first.last_day.latest if of_first else last)
    sooner = first.earliest is None or first.earliest <= day
    later = latest is not None and latest <= day
    return {sooner, later} if sooner else {False}


def over(spell: Sequence[Term], day: date) -> bool:
    endings = [term.ended for term in spell if term.ended]
    if not endings:
        return False
    ending = endings[-1]
    last_day = max(ending.on - timedelta(days=1), ending.continued_until or date.min)
    return day > last_day and day >= ending.on


def suspended(spell: Sequence[Term], day: date) -> bool:
    return any(
        each.from_on <= day <= (each.until_on or date.max) for term in spell for each in term.suspensions
    )


def ends(term: Term) -> list[tuple[date, date, date]]:
    """Every reading of the three days that counts for the day asked: the bounds, since nothing jumps between."""
    window, last, grace = (
        ((each.earliest or date.min), (each.latest or date.max))
        for each in (term.renewable_from, term.last_day, term.grace)
    )
    return list(zip(window, last, grace, strict=True))


def within(day: date, end: tuple[date, date, date]) -> str:
    window, last, grace = end
    for word, until in (("valid", window - timedelta(days=1) if window > date.min else None), ("due", last)):
        if until is not None and day <= until:
            return word
    return "expired" if day <= grace else "lapsed"


def continued(spell: Sequence[Term], day: date, word: str) -> str:
    endings = [term.ended for term in spell if term.ended]
    if endings and endings[-1].continued_until and endings[-1].on <= day <= endings[-1].continued_until:
        return f"{word} by continuation"
    return word


def sleeping(labels: Labels, level: Level, day: date) -> str | None:
    """Why a label that is in its term does not count: a higher one counts, might count, or left it asleep."""
    higher = ORDER[ORDER.index(level) + 1 :]
    if any(left_asleep(labels, level, each, day) for each in higher):
        return "dormant"
    said = [covering(labels, each, day) for each in higher if labels.get(each)]
    if any(word is True for word in said):
        return "dormant"
    return "unknown" if None in said else None


def covering(labels: Labels, level: Level, day: date) -> bool | None:
    higher = ORDER[ORDER.index(level) + 1 :]
    if any(left_asleep(labels, level, each, day) for each in higher):
        return False
    word = naive_status({level: labels[level]}, level, day, pending=False)
    if word.startswith("suspended"):
        last = spell_of(labels[level], day)[-1].last_day
        sooner, later = day <= (last.earliest or date.min), day <= (last.latest or date.max)
        return sooner if sooner == later else None
    return (
        None
        if word == "unknown" and not not_begun(labels[level], day)
        else word.split()[0] in ("valid", "due")
    )


def not_begun(terms: Sequence[Term], day: date) -> bool:
    spell = spell_of(terms, day)
    return readings(spell[0].first_day, spell[0].last_day.latest, day) == {False}


def left_asleep(labels: Labels, lower: Level, higher: Level, day: date) -> bool:
    """Whether the higher label ended without waking the lower one, which it had put to sleep."""
    above, own = spell_of(labels.get(higher, ()), day), spell_of(labels.get(lower, ()), day)
    if not above or not own or not over(above, day):
        return False
    ending = [term.ended for term in above if term.ended][-1]
    current = [each for each in own if day <= (each.last_day.latest or date.max)] or own[-1:]
    decided = current[0].decided.latest
    return not ending.revives and (decided is None or decided <= ending.on)
