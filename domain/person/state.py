"""A person as the rules see them: never a name, only what they may do and what they are tied to."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from domain.frozen import Frozen
from domain.levels import Level


class Office(StrEnum):
    """A standing office in the scheme, held besides being an expert, a member or a cluster's manager."""

    OPERATOR = "operator"
    SCHEME_OWNER = "scheme-owner"
    AUDIT_READER = "audit-reader"
    DATA_PROTECTION = "data-protection-officer"


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
    OFFICER = "officer"
    PARTNER = "partner"


class Span(Frozen):
    """A span of days, both ends included; an open end is not over."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def reaches(self, day: date) -> bool:
        """Whether it is not over before that day: an open span from there on would overlap it."""
        return self.until_on is None or day <= self.until_on


class Qualification(Span):
    """A level and edition a person may assess."""

    level: Level
    edition: str


class Tie(Span):
    """A declared tie. For how long an ended one still binds, the edition says (R32, R33)."""

    tie_id: str
    organisation: str
    kind: TieKind
    declared_by: str


class Absence(Span):
    """Days on which a person is away; why is nobody's business."""


class Booking(Frozen):
    """Days kept for one case's visit, named CLUSTER/CASE; without a case, for something of the person's own."""

    days: tuple[date, ...]
    case: str | None = None


class Seat(Span):
    """A seat on the label committee, personal to its holder (R30)."""

    role: SeatRole
    nominator: str | None = None
    ad_hoc_for: str | None = None

    def entitles(self, day: date, case: str) -> bool:
        """Whether its holder may take part in deciding `case` (CLUSTER/CASE) on that day."""
        return self.covers(day) and self.ad_hoc_for in (None, case)

    @property
    def rests_on(self) -> str | None:
        """The cluster on whose Gold the seat rests; an ad hoc one, which the scheme owner gives, on none."""
        return None if self.ad_hoc_for else self.nominator


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
    bookings: tuple[Booking, ...] = ()
    absences: tuple[Absence, ...] = ()
    employers: tuple[str, ...] = Field(default=(), description="the accredited offices this person works at")
    erased: bool = False

    @property
    def registered(self) -> bool:
        """Whether there is a person to speak of: one who was erased is known by the id alone."""
        return bool(self.name) and not self.erased

    @property
    def chairs(self) -> tuple[Seat, ...]:
        """The seats by which this person is chair of the committee itself, not of one case."""
        return tuple(seat for seat in self.seats if seat.role == "chair" and seat.ad_hoc_for is None)

    def qualified(self, level: Level, edition: str, day: date) -> bool:
        return any(q.level == level and q.edition == edition and q.covers(day) for q in self.qualifications)

    def booked_on(self, days: tuple[date, ...], *, except_for: str = "") -> tuple[date, ...]:
        """Which of the days are kept for anything but the case `except_for`."""
        taken = {day for booking in self.bookings if booking.case != except_for for day in booking.days}
        return tuple(day for day in days if day in taken)

    @property
    def kept_days(self) -> tuple[date, ...]:
        """The days kept for something of their own."""
        return tuple(day for booking in self.bookings if booking.case is None for day in booking.days)

    def away_on(self, days: tuple[date, ...]) -> tuple[date, ...]:
        """Which of the days they are away on."""
        return tuple(day for day in days if any(absence.covers(day) for absence in self.absences))

    def seats_for(self, day: date, case: str) -> tuple[Seat, ...]:
        """The seats in which this person may take part in deciding `case` that day, as far as days go."""
        return tuple(seat for seat in self.seats if seat.entitles(day, case))
