"""Terms of a label: the award opens one, each renewal appends one (R8)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.calendar import month_end, same_day
from domain.edition import Edition, ValidityRule
from domain.frozen import Frozen
from domain.levels import Kind


class InexactTerm(ValueError):
    """A rule needs a day of this term that is known as an interval only: it must be confirmed first (R39)."""


class Interval(Frozen):
    """R39: a day as far as it is known. Both bounds belong to it; None means unknown on that side."""

    earliest: date | None
    latest: date | None

    @classmethod
    def exactly(cls, day: date) -> Self:
        return cls(earliest=day, latest=day)

    @classmethod
    def unknown(cls) -> Self:
        return cls(earliest=None, latest=None)

    @property
    def day(self) -> date | None:
        """The day, if it is known exactly."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def exact(self) -> bool:
        return self.day is not None

    @property
    def open(self) -> bool:
        """Whether nothing at all is known."""
        return self.earliest is None and self.latest is None

    def holds(self, day: date) -> bool:
        """Whether it may have been that day."""
        return (self.earliest is None or self.earliest <= day) and (self.latest is None or day <= self.latest)

    def certainly_before(self, other: "Interval") -> bool:
        """Whether every reading of this day comes before every reading of the other."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def __str__(self) -> str:
        if self.exact:
            return str(self.day)
        return f"{self.earliest or '…'} to {self.latest or '…'}" if not self.open else "unknown"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError(f"The interval is reversed: {self.earliest} to {self.latest}.")
        return self


class TermSource(StrEnum):
    DECISION = "decision"
    IMPORT = "import"


class Suspension(Frozen):
    """R24: days on which a label counts as not valid. `until_on`: the last of them; None while it lasts.

    `decision`: the event that imposed it, by which an appeal takes back this one and no other.
    """

    from_on: date
    until_on: date | None = None
    decision: UUID | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Ending(Frozen):
    """R25: the end of a label before its time. `on`: the first day on which it counts no more.

    `revives`: whether a lower label that slept is valid again from then on (R23). `continued_until`: the last
    day on which it counts all the same, by decision (R37).
    """

    on: date
    how: Literal["withdrawn", "relinquished", "merged", "dissolved", "split"]
    revives: bool
    continued_until: date | None = None

    def over(self, day: date) -> bool:
        """Whether the label has ended on or before the day."""
        return self.on <= day and not self.continues(day)

    def continues(self, day: date) -> bool:
        """Whether it counts on the day by a decision that continues it."""
        return self.continued_until is not None and self.on <= day <= self.continued_until


class Term(Frozen):
    """One term, computed once and never again.

    `renewable_from` is the day the renewal window opens, `grace` the last day of grace. `rule` says how the
    last day came about, `inputs` from what; an imported last day has the rule "as stated". An event tells a
    term as it was computed; `suspensions` and `ended`, what became of it since, are folded.
    """

    number: Annotated[int, Field(ge=1)]
    kind: Kind
    last_assessment: Interval
    decided: Interval
    first_day: Interval
    last_day: Interval
    renewable_from: Interval
    grace: Interval
    edition: str
    rule: str
    inputs: dict[str, str]
    source: TermSource
    suspensions: tuple[Suspension, ...] = ()
    ended: Ending | None = None

    @property
    def suspended(self) -> bool:
        """Whether a suspension lasts."""
        return any(each.until_on is None for each in self.suspensions)

    @property
    def grace_until(self) -> date | None:
        """The last day of grace, if known exactly."""
        return self.grace.day


def first_term(edition: Edition, last_assessment_day: date, decided_on: date, *, number: int = 1) -> Term:
    """The term an award opens: two years from the month of the assessment (R9).

    R11: it is valid from the day of the decision. R10: `last_assessment_day` is the last day on site, for
    Bronze the day of the interview. R19: `edition` is the one in force on the day of the decision. `number`
    is above 1 when the label was held before and had lapsed.
    """
    months = edition.validity.first_months.value
    last_day = Interval.exactly(_on(edition, last_assessment_day, months))
    return Term(
        number=number,
        kind=Kind.FIRST,
        last_assessment=Interval.exactly(last_assessment_day),
        decided=Interval.exactly(decided_on),
        first_day=Interval.exactly(decided_on),
        last_day=last_day,
        renewable_from=_renewable_from(edition, last_day),
        grace=_grace(edition, last_day),
        edition=edition.key,
        rule=_rule(edition),
        inputs={"assessed_on": last_assessment_day.isoformat(), "months": str(months)},
        source=TermSource.DECISION,
    )


def renewed_term(edition: Edition, previous: Term, last_assessment_day: date, decided_on: date) -> Term:
    """The term a renewal appends: three years from the previous end (R9), however late the decision.

    R17: the days between the old end and a late decision become valid as known from then on. R15: a refused
    renewal has no term; the running one and its grace stay as they are. Raises InexactTerm when the previous
    end is not known exactly (R39).
    """
    end, months = _exact(previous.last_day), edition.validity.renewal_months.value
    last_day = Interval.exactly(_on(edition, end, months))
    return Term(
        number=previous.number + 1,
        kind=Kind.RENEWAL,
        last_assessment=Interval.exactly(last_assessment_day),
        decided=Interval.exactly(decided_on),
        first_day=Interval.exactly(end + timedelta(days=1)),
        last_day=last_day,
        renewable_from=_renewable_from(edition, last_day),
        grace=_grace(edition, last_day),
        edition=edition.key,
        rule=_rule(edition),
        inputs={"previous_last_day": end.isoformat(), "months": str(months)},
        source=TermSource.DECISION,
    )


def imported_term(  # noqa: PLR0913 - an imported row states each of these by itself
    edition: Edition,
    *,
    number: int,
    kind: Kind,
    last_assessment: Interval,
    decided: Interval,
    last_day: Interval,
) -> Term:
    """A term awarded elsewhere, as stated: nothing is inferred from what the source does not say (R39).

    `edition` gives the grace and the renewal window. A renewal begins after an end that the row does not
    state: its first day is known only not to be after its decision.
    """
    first_day = decided if kind is Kind.FIRST else Interval(earliest=None, latest=decided.latest)
    return Term(
        number=number,
        kind=kind,
        last_assessment=last_assessment,
        decided=decided,
        first_day=first_day,
        last_day=last_day,
        renewable_from=_renewable_from(edition, last_day),
        grace=_grace(edition, last_day),
        edition=edition.key,
        rule="as stated",
        inputs={},
        source=TermSource.IMPORT,
    )


def suspended_term(term: Term, from_on: date, decision: UUID | None = None) -> Term:
    """The term with a suspension that lasts, from the day given on (R24): its dates stay."""
    suspension = Suspension(from_on=from_on, decision=decision)
    return term.model_copy(update={"suspensions": (*term.suspensions, suspension)})


def restored_term(term: Term, from_on: date) -> Term:
    """The term, counting again from the day given on; one suspended no day was not suspended."""
    last = from_on - timedelta(days=1)
    over = (
        each if each.until_on else each.model_copy(update={"until_on": last}) for each in term.suspensions
    )
    kept = tuple(each for each in over if each.until_on is not None and each.from_on <= each.until_on)
    return term.model_copy(update={"suspensions": kept})


def ended_term(term: Term, ending: Ending) -> Term:
    """The term, ended before its time (R25): its dates stay, to tell what it would have been."""
    return term.model_copy(update={"ended": ending})


def continued_term(term: Term, until_on: date) -> Term:
    """The ended term, counting by decision up to and with the day given (R37); as it is where it did not end."""
    if term.ended is None:
        return term
    return ended_term(term, term.ended.model_copy(update={"continued_until": until_on}))


def corrected_term(
    edition: Edition, former: Term, first_day: date | None, last_day: date, basis: str
) -> Term:
    """The term with other days, by its own edition; `basis` says what they rest on. What became of it stays."""
    end = Interval.exactly(last_day)
    return former.model_copy(
        update={
            "first_day": former.first_day if first_day is None else Interval.exactly(first_day),
            "last_day": end,
            "renewable_from": _renewable_from(edition, end),
            "grace": _grace(edition, end),
            "rule": f"corrected: {basis}",
            "inputs": {**former.inputs, "former_last_day": str(former.last_day)},
        }
    )


def in_time(previous: Term, last_assessment_day: date) -> bool:
    """R12: whether a renewal assessed on this day is in time: not after the last day of grace.

    Opening the case does not count, and the decision may come later (R13: renewal pending meanwhile). Raises
    InexactTerm when the grace of the previous term is not known exactly (R39).
    """
    return last_assessment_day <= _exact(previous.grace)


def _renewable_from(edition: Edition, last_day: Interval) -> Interval:
    return _shifted(edition, last_day, -edition.validity.renewal_opens_months.value)


def _grace(edition: Edition, last_day: Interval) -> Interval:
    return _shifted(edition, last_day, edition.validity.grace_months.value)


def _rule(edition: Edition) -> str:
    return f"R9b {edition.validity.rule.value}"


def _on(edition: Edition, day: date, months: int) -> date:
    """R9b."""
    if edition.validity.rule.value is ValidityRule.MONTH_END:
        return month_end(day, months)
    return same_day(day, months)


def _shifted(edition: Edition, interval: Interval, months: int) -> Interval:
    return Interval(
        earliest=interval.earliest and _on(edition, interval.earliest, months),
        latest=interval.latest and _on(edition, interval.latest, months),
    )


def _exact(interval: Interval) -> date:
    if interval.day is None:
        raise InexactTerm("The day is known as an interval only.")
    return interval.day
