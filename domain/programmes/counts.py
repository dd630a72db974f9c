"""How many labels there were on a day: at least so many and at most so many, where days are not exactly known (R39)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from domain.facts import Labels
from domain.frozen import Frozen
from domain.levels import Level
from domain.programmes.rules import StatedCount
from domain.readings import readings_of
from domain.status import IN_TERM, StatusState


class CountRule(StrEnum):
    """Which labels count on a day: those valid, those in grace too, or every one ever held by then.

    A label that sleeps, or is suspended, is neither valid nor in grace (R23, R24).
    """

    VALID = "valid"
    IN_GRACE = "in-grace"
    EVER_HELD = "ever-held"


_COUNTED: Mapping[CountRule, frozenset[StatusState]] = {
    CountRule.VALID: IN_TERM,
    CountRule.IN_GRACE: IN_TERM | {StatusState.EXPIRED, StatusState.PENDING},
    CountRule.EVER_HELD: frozenset(StatusState) - {StatusState.NONE, StatusState.UNKNOWN},
}


class Held(Frozen):
    """Whether a label counts: in every reading, or in some. `end_unknown`: its last day is not known exactly."""

    certain: bool
    possible: bool
    end_unknown: bool = False


class Count(Frozen):
    """Labels that count: at least `certain`, at most `possible`, of which so many have an end not exactly known."""

    certain: int = 0
    possible: int = 0
    unknown_ends: int = 0

    def reaches(self, number: int) -> bool | None:
        """Whether there are at least so many; None where that is not known."""
        if self.certain >= number:
            return True
        return None if self.possible >= number else False


class Agreement(StrEnum):
    """What a count on record says of one a source states."""

    SAME = "the record says the same"
    POSSIBLE = "the record cannot tell: the days of some labels are not known"
    MISSING = "the record cannot tell: some of those labels are not in it"
    MORE = "the record holds more"


def held(
    labels: Labels, levels: Collection[Level], day: date, rule: CountRule, *, pending: Collection[Level] = ()
) -> Held:
    """Whether a cluster's label of one of the levels counts on a day."""
    held_at = {level: labels[level] for level in levels if labels.get(level)}
    if not held_at:
        return Held(certain=False, possible=False)
    counted = {
        any(reading[level] in _COUNTED[rule] for level in held_at)
        for reading in readings_of(labels, tuple(held_at), day, pending=pending)
    }
    return Held(
        certain=counted == {True},
        possible=True in counted,
        end_unknown=True in counted and any(not terms[-1].last_day.exact for terms in held_at.values()),
    )


def tally(found: Iterable[Held]) -> Count:
    """The labels counted."""
    possible = [each for each in found if each.possible]
    return Count(
        certain=sum(each.certain for each in possible),
        possible=len(possible),
        unknown_ends=sum(each.end_unknown for each in possible),
    )


def agreement(count: Count, stated: StatedCount) -> Agreement:
    """What the count says of the stated one: nothing is inferred where what is on record cannot tell."""
    number = stated.count.value
    if count.possible < number:
        return Agreement.MISSING
    if count.certain > number:
        return Agreement.MORE
    return Agreement.SAME if count.certain == count.possible else Agreement.POSSIBLE
