"""The status of a label on any day: a pure function of the terms known and that day, never stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.terms import Term


class StatusState(StrEnum):
    """`due`: valid, the renewal window open. `expired`: in grace. `pending`: assessed, undecided (R13)."""

    UNKNOWN = "unknown"
    NONE = "none"
    DORMANT = "dormant"
    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"
    PENDING = "pending"
    LAPSED = "lapsed"


IN_TERM = frozenset({StatusState.VALID, StatusState.DUE})


class Status(Frozen):
    """`until`: the last day of the term, or of grace where expired; None where there is no exact one."""

    state: StatusState
    until: date | None = None


def status_on(
    labels: Mapping[Level, tuple[Term, ...]], level: Level, day: date, *, pending: bool = False
) -> Status:
    """What a label is on `day`, by the terms given.

    R17: the terms known now answer as known now, those known then as known then. Terms are in order of time.
    `pending`: a renewal of this level was assessed by the last day of grace and is not decided (R13). While a
    higher label's term covers the day the lower one is dormant (R23). Where the readings of an inexact day
    differ, the status is unknown (R39); *due* is said only when every reading says so.
    """
    own = _by_itself(labels.get(level, ()), day, pending=pending)
    if own.state not in IN_TERM:
        return own
    above = {_covers(labels[higher], day) for higher in level.higher if higher in labels}
    if True in above:
        return Status(state=StatusState.DORMANT, until=own.until)
    if None in above:
        return Status(state=StatusState.UNKNOWN)
    return own


def _by_itself(terms: Sequence[Term], day: date, *, pending: bool) -> Status:
    spell = _spell(terms, day)
    if not spell:
        return Status(state=StatusState.NONE)
    if spell[-1].last_day.open:
        return Status(state=StatusState.UNKNOWN)
    match _begun(spell, day):
        case None:
            return Status(state=StatusState.UNKNOWN)
        case False:
            return Status(state=StatusState.NONE)
        case True:
            return _since_begun(spell[-1], day, pending=pending and spell[-1] is terms[-1])


def _spell(terms: Sequence[Term], day: date) -> Sequence[Term]:
    """The award that counts on `day` with its renewals: the latest that may have begun, else the first."""
    awarded = [at for at, term in enumerate(terms) if at and term.kind is Kind.FIRST]
    if not awarded:
        return terms
    spells = [terms[start:end] for start, end in pairwise((0, *awarded, len(terms)))]
    begun = [spell for spell in spells if spell and _begun(spell, day) is not False]
    return begun[-1] if begun else spells[0]


def _begun(spell: Sequence[Term], day: date) -> bool | None:
    """Whether the first day is past or today; None when the readings differ. A term begins before it ends."""
    first = spell[0].first_day
    if first.earliest is not None and day < first.earliest:
        return False
    latest = first.latest or spell[0].last_day.latest
    return True if latest is not None and latest <= day else None


def _since_begun(term: Term, day: date, *, pending: bool) -> Status:
    days = (term.renewable_from, term.last_day, term.grace)
    sooner = _reading(day, *(each.earliest or date.min for each in days))
    later = _reading(day, *(each.latest or date.max for each in days))
    if {sooner, later} == IN_TERM:
        return Status(state=StatusState.VALID, until=term.last_day.day)
    if sooner != later:
        return Status(state=StatusState.UNKNOWN)
    if sooner is StatusState.LAPSED:
        return Status(state=StatusState.PENDING if pending else StatusState.LAPSED)
    return Status(state=sooner, until=term.last_day.day if sooner in IN_TERM else term.grace_until)


def _reading(day: date, renewable_from: date, last_day: date, grace: date) -> StatusState:
    if day <= last_day:
        return StatusState.VALID if day < renewable_from else StatusState.DUE
    return StatusState.EXPIRED if day <= grace else StatusState.LAPSED


def _covers(terms: Sequence[Term], day: date) -> bool | None:
    """Whether the term of a higher label covers the day; None when the readings differ."""
    spell = _spell(terms, day)
    if not spell or _begun(spell, day) is False:
        return False
    state = _by_itself(terms, day, pending=False).state
    return None if state is StatusState.UNKNOWN else state in IN_TERM
