"""The status of a label on any day: a pure function of the terms known and that day, never stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.terms import Ending, Term


class StatusState(StrEnum):
    """`due`: valid, the renewal window open. `expired`: in grace. `pending`: assessed, undecided (R13).

    `suspended`: counts as not valid, whatever its term says (R24). `ended`: before its time (R25).
    """

    UNKNOWN = "unknown"
    NONE = "none"
    DORMANT = "dormant"
    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"
    PENDING = "pending"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    ENDED = "ended"


Labels = Mapping[Level, tuple[Term, ...]]
IN_TERM = frozenset({StatusState.VALID, StatusState.DUE})


class Status(Frozen):
    """`until`: the last day of the term, or of grace where expired; None where there is no exact one.

    `expired`: a suspended label is past its term in every reading. `by_continuation`: it ended, and counts all
    the same until the day a decision says (R37), which `until` names where it is not dormant.
    """

    state: StatusState
    until: date | None = None
    expired: bool = False
    by_continuation: bool = False


def status_on(labels: Labels, level: Level, day: date, *, pending: bool = False) -> Status:
    """What a label is on `day`, by the terms given; the first of these that fits.

    Unknown, ended, none before its first day, suspended, dormant, valid or due, expired, pending, lapsed. A label
    whose end is unknown has a known one from the day it ended before its time (R25).

    R17: the terms known now answer as known now, those known then as known then. Terms are in order of time.
    `pending`: a renewal of this level was assessed by the last day of grace and is not decided (R13). While a
    higher label's term covers the day, or since it ended without waking those below, the lower one is dormant
    (R23). Where the readings of an inexact day differ, the status is unknown (R39); *due* is said only when every
    reading says so.
    """
    own = _by_itself(labels.get(level, ()), day, pending=pending)
    if own.state not in IN_TERM:
        return own
    above = {_covers(labels, higher, day) for higher in level.higher if higher in labels}
    if _left_asleep(labels, level, day):
        above = {True}
    if True in above:
        return Status(state=StatusState.DORMANT, until=own.until)
    if None in above:
        return Status(state=StatusState.UNKNOWN)
    return own


def dormant_on(labels: Labels, level: Level, day: date) -> bool:
    """Whether a higher label puts it to sleep (R23); where none was ever held, nothing more is asked."""
    return any(higher in labels for higher in level.higher) and (
        status_on(labels, level, day).state is StatusState.DORMANT
    )


def unsuspended(labels: Labels) -> dict[Level, tuple[Term, ...]]:
    """The labels as they would be had none been suspended: what a renewal, and a restoration, go by (R24)."""
    return {
        level: tuple(term.model_copy(update={"suspensions": ()}) for term in terms)
        for level, terms in labels.items()
    }


def _by_itself(terms: Sequence[Term], day: date, *, pending: bool) -> Status:
    spell = _spell(terms, day)
    if not spell:
        return Status(state=StatusState.NONE)
    ending = _ending(spell)
    if ending and ending.over(day):
        return Status(state=StatusState.ENDED)
    if spell[-1].last_day.open:
        return Status(state=StatusState.UNKNOWN)
    match _begun(spell, day):
        case None:
            return Status(state=StatusState.UNKNOWN)
        case False:
            return Status(state=StatusState.NONE)
        case True:
            known = _since_begun(spell[-1], day, pending=pending and spell[-1] is terms[-1])
            return _interrupted(spell, day, known)


def _interrupted(spell: Sequence[Term], day: date, status: Status) -> Status:
    """What suspension and continuation make of what the term alone would be."""
    if any(suspension.covers(day) for term in spell for suspension in term.suspensions):
        latest = spell[-1].last_day.latest
        return Status(
            state=StatusState.SUSPENDED, until=status.until, expired=latest is not None and latest < day
        )
    ending = _ending(spell)
    if ending and ending.continues(day) and status.state in IN_TERM:
        return status.model_copy(update={"until": ending.continued_until, "by_continuation": True})
    return status


def _ending(spell: Sequence[Term]) -> Ending | None:
    """How the label ended before its time, by its latest term that did."""
    return next((term.ended for term in reversed(spell) if term.ended), None)


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


def _covers(labels: Labels, level: Level, day: date) -> bool | None:
    """Whether the label's term covers the day, valid or suspended; None when the readings differ."""
    spell = _spell(labels[level], day)
    if not spell or _begun(spell, day) is False or _left_asleep(labels, level, day):
        return False
    status = _by_itself(labels[level], day, pending=False)
    if status.state is StatusState.SUSPENDED:
        return _still_in_term(spell[-1], day)
    return None if status.state is StatusState.UNKNOWN else status.state in IN_TERM


def _left_asleep(labels: Labels, level: Level, day: date) -> bool:
    """R23: whether a higher label ended by the day, and by its end did not wake this one.

    One decided on a later day than the end did not sleep then, and owes the ended label nothing.
    """
    own = _spell(labels.get(level, ()), day)
    if not own:
        return False
    decided = _covering(own, day).decided.latest
    return any(
        not ending.revives and (decided is None or decided <= ending.on)
        for higher in level.higher
        if (ending := _ending(_spell(labels.get(higher, ()), day))) and ending.over(day)
    )


def _covering(spell: Sequence[Term], day: date) -> Term:
    """The term of the label the day lies in: the first that does not end before it."""
    ahead = (term for term in spell if term.last_day.latest is None or day <= term.last_day.latest)
    return next(ahead, spell[-1])


def _still_in_term(term: Term, day: date) -> bool | None:
    """Whether the last day is not past; None when the readings differ."""
    earliest, latest = term.last_day.earliest or date.min, term.last_day.latest or date.max
    if earliest < day <= latest:
        return None
    return day <= earliest
