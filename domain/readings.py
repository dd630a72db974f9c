"""What a cluster's labels may be on a day by every reading of days that are known as intervals only (R39)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Literal

from domain.facts import Labels
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.status import StatusState, status_on
from domain.terms import Interval, Term

Reading = Mapping[Level, StatusState]


class Confirmation(Frozen):
    """A fact of a term that must be confirmed with a document before a rule may use it (`ConfirmFact`)."""

    level: Level
    term: int
    fact: Literal["awarded", "valid_until"]

    def __str__(self) -> str:
        return f"{self.fact} of {self.level}, term {self.term}"


def readings_on(labels: Labels, day: date, *, pending: Collection[Level] = ()) -> Sequence[Reading]:
    """The states all labels may have together on a day, each once; one where every reading says the same.

    Where the sources leave a day open, each reading puts it on one side of `day` or the other, and `status_on` says
    what follows. More is known so than a status *unknown* tells: a label cannot be held before its award could
    have been. *Due* is told apart from *valid* only where nothing is open.
    """
    told = _states(labels, day, pending)
    if StatusState.UNKNOWN not in told.values():
        return [told]
    choices = [[(level, terms) for terms in _exact(labels[level], day)] for level in labels]
    found = (_states(dict(choice), day, pending) for choice in product(*choices))
    return [dict(each) for each in dict.fromkeys(tuple(reading.items()) for reading in found)]


def readings_of(
    labels: Labels, levels: Collection[Level], day: date, *, pending: Collection[Level] = ()
) -> Sequence[Reading]:
    """The readings of some of the labels: only they and those above them, which may put them to sleep, are asked."""
    lowest = min(levels, key=lambda level: level.rank)
    above = {each: terms for each, terms in labels.items() if each.rank >= lowest.rank}
    return readings_on(above, day, pending=pending)


def to_confirm(labels: Labels, level: Level, day: date) -> tuple[Confirmation, ...]:
    """The days of a label's terms that leave open what it is on a day."""
    return tuple(
        Confirmation(level=level, term=term.number, fact=fact)
        for spell in _spells(labels.get(level, ()))
        for term, fact in _open_facts(spell, day)
    )


def change_days(labels: Labels) -> frozenset[date]:
    """Every day on which a state may be another than the day before, left to itself."""
    days: set[date] = set()
    for term in (term for terms in labels.values() for term in terms):
        days |= {each for each in (term.first_day.earliest, term.first_day.latest) if each}
        for end in (term.last_day, term.grace):
            days |= {_after(each) for each in (end.earliest, end.latest) if each}
        days |= {each for each in (term.renewable_from.earliest, term.renewable_from.latest) if each}
        for suspension in term.suspensions:
            days |= {suspension.from_on} | ({_after(suspension.until_on)} if suspension.until_on else set())
        if ended := term.ended:
            days |= {ended.on} | ({_after(ended.continued_until)} if ended.continued_until else set())
    return frozenset(days)


def _states(labels: Labels, day: date, pending: Collection[Level]) -> dict[Level, StatusState]:
    return {level: status_on(labels, level, day, pending=level in pending).state for level in labels}


def _exact(terms: Sequence[Term], day: date) -> list[tuple[Term, ...]]:
    """The terms by every reading that matters on the day: which award has begun last, and where its last term stands.

    It alone counts (`status_on`): those before it need no readings, so that there are no more for many awards.
    """
    spells = _spells(terms)
    found: list[tuple[Term, ...]] = []
    later: tuple[Term, ...] = ()
    while spells:
        spell, before = spells.pop(), tuple(term for earlier in spells for term in earlier)
        if not _not_begun(spell, day):
            found += [(*before, *read, *later) for read in _of_spell(spell, day, begins=day)]
        if not (_begin_open(spell, day) or _not_begun(spell, day)):
            return found
        if not spells:
            found += [(*read, *later) for read in _of_spell(spell, day, begins=_after(day))]
        later = (_begun_on(_after(day), spell[0]), *spell[1:], *later)
    return found or [()]


def _of_spell(spell: Sequence[Term], day: date, *, begins: date) -> Iterator[tuple[Term, ...]]:
    begun = (_begun_on(begins, spell[0]), *spell[1:])
    for ends in _ends(spell[-1], day):
        # The first term may be the last one too.
        yield (*begun[:-1], begun[-1].model_copy(update=ends))


def _begun_on(day: date, term: Term) -> Term:
    return term.model_copy(update={"first_day": Interval.exactly(day)})


def _ends(term: Term, day: date) -> Sequence[Mapping[str, Interval]]:
    """What the days of the term's end may be: after the day asked about, in grace on it, or all before it."""
    if not _end_open(term, day):
        return ({},)
    before, on, after = (Interval.exactly(each) for each in (day - timedelta(days=1), day, _after(day)))
    phases = ((after, after), (before, on), (before, before))
    sooner, later = _phases(term, day)
    return [
        {"renewable_from": last_day, "last_day": last_day, "grace": grace}
        for last_day, grace in phases[later : sooner + 1]
    ]


def _phases(term: Term, day: date) -> tuple[int, int]:
    """Where the term stands by the soonest and by the latest of its days: 0 running, 1 in grace, 2 lapsed."""
    sooner = (term.last_day.earliest or date.min, term.grace.earliest or date.min)
    later = (term.last_day.latest or date.max, term.grace.latest or date.max)
    return sum(end < day for end in sooner), sum(end < day for end in later)


def _open_facts(spell: Sequence[Term], day: date) -> Iterator[tuple[Term, Literal["awarded", "valid_until"]]]:
    if _begin_open(spell, day):
        yield spell[0], "awarded"
    if _end_open(spell[-1], day) and not _not_begun(spell, day):
        yield spell[-1], "valid_until"


def _begin_open(spell: Sequence[Term], day: date) -> bool:
    latest = spell[0].first_day.latest or spell[0].last_day.latest
    return not _not_begun(spell, day) and (latest is None or latest > day)


def _not_begun(spell: Sequence[Term], day: date) -> bool:
    earliest = spell[0].first_day.earliest
    return earliest is not None and day < earliest


def _end_open(term: Term, day: date) -> bool:
    sooner, later = _phases(term, day)
    return sooner != later or term.last_day.open


def _spells(terms: Sequence[Term]) -> list[Sequence[Term]]:
    """Each award with its renewals."""
    starts = [0, *(at for at, term in enumerate(terms) if at and term.kind is Kind.FIRST)]
    return [terms[start:end] for start, end in pairwise((*starts, len(terms))) if start < end]


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day
