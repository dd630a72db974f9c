"""A person as the rules see them: never a name, only what they may do and what they are tied to."""

from datetime import date
from enum import StrEnum
from typing import Literal

from domain.frozen import Frozen
from domain.levels import Level


class Office(StrEnum):
    """A standing office in the scheme, held besides being an expert, a member or a cluster's manager."""

    OPERATOR = "operator"
    SCHEME_OWNER = "scheme-owner"
    AUDIT_READER = "audit-reader"


SeatRole = Literal["member", "chair", "vice-chair"]


class TieKind(StrEnum):
    """How a person is tied to an organisation (R32, R33)."""

    EMPLOYED = "employed"
    BOARD = "board"
    CONTRACTED = "contracted"
    CONSULTED = "consulted"
    COACHED = "coached"
    FAMILY = "family"
    FINANCIAL = "financial"


class Span(Frozen):
    """A span of days, both ends included; an open end is not over."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Qualification(Span):
    """A level and edition a person may assess."""

    level: Level
    edition: str


class Tie(Span):
    """A declared tie. It binds while it lasts and for two years after (R32)."""

    tie_id: str
    organisation: str
    kind: TieKind

    def binds(self, day: date) -> bool:
        # Family and financial interests bind while they last; the others two years longer.
        if self.kind in (TieKind.FAMILY, TieKind.FINANCIAL) or self.until_on is None:
            return self.covers(day)
        return self.from_on <= day <= two_years_after(self.until_on)


class Seat(Span):
    """A seat on the label committee."""

    role: SeatRole
    nominator: str | None = None
    ad_hoc_for: str | None = None

    def entitles(self, day: date, case: str) -> bool:
        """Whether its holder may take part in deciding `case` (CLUSTER/CASE) on that day."""
        return self.covers(day) and self.ad_hoc_for in (None, case)


class Person(Frozen):
    """The fold of a person's stream."""

    person_id: str
    version: int = 0
    name: str = ""
    email: str = ""
    language: str = "en"
    country: str = ""
    offices: tuple[Office, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    ties: tuple[Tie, ...] = ()
    seats: tuple[Seat, ...] = ()

    @property
    def registered(self) -> bool:
        return bool(self.name)

    def qualified(self, level: Level, edition: str, day: date) -> bool:
        return any(q.level == level and q.edition == edition and q.covers(day) for q in self.qualifications)

    def seat_for(self, day: date, case: str) -> Seat | None:
        """The seat that entitles this person to take part in deciding `case` that day."""
        return next((seat for seat in self.seats if seat.entitles(day, case)), None)


def two_years_after(day: date) -> date:
    """The same day two years on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return day.replace(year=day.year + 2, day=28)
