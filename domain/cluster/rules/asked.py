"""What a rule looks at besides command and state: the scheme, the facts, who asks, and when; and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.calendar import Calendar
from domain.cluster.case import Case
from domain.cluster.events.shared import ClusterEvent
from domain.cluster.state import Cluster
from domain.edition import Edition
from domain.elsewhere import Elsewhere
from domain.facts import Facts
from domain.levels import Party
from domain.limits import LimitName
from domain.rejected import Rejected
from domain.rungs import rungs_of
from domain.running import Limit, abandonment, after, opened, until
from domain.scheme import Scheme
from domain.secretariat import SECRETARIAT_COUNTRY, secretariat_day
from domain.standing import Notice, letters
from domain.term_clock import TermClock, term_clock
from domain.terms import Term

Following = Sequence[ClusterEvent | Elsewhere[Any]]


@dataclass(frozen=True)
class Asked:
    """One command's surroundings. `at` is the workflow's clock; the host's decides nothing."""

    cluster: Cluster
    scheme: Scheme
    facts: Facts
    at: datetime
    actor: str

    @property
    def today(self) -> date:
        """The secretariat's day."""
        return secretariat_day(self.at)

    @property
    def edition_today(self) -> Edition:
        """The edition that binds eligibility, validity and grace (R19)."""
        return self.scheme.on(self.today)

    def edition(self, case: Case) -> Edition:
        """The edition that binds the case's procedure, indicators and limits (R19)."""
        return self.scheme.edition(case.edition)

    def calendar(self, party: Party, expert: str | None = None) -> Calendar:
        """The calendar of the party who must act (R27). Committee and scheme owner keep the secretariat's."""
        if party is Party.APPLICANT:
            return self.facts.calendars[self.cluster.country]
        if party is Party.EXPERT and expert is not None:
            return self.facts.calendars[self.facts.person(expert).country]
        return self.facts.calendars[SECRETARIAT_COUNTRY]

    def limit(self, name: LimitName, edition: Edition, *, expert: str | None = None) -> Limit:
        """A limit that runs from now."""
        return opened(name, edition, self.at, self.calendar(edition.limits[name].party, expert))

    def limit_after(
        self, name: LimitName, edition: Edition, day: date, *, expert: str | None = None
    ) -> Limit:
        """A limit that runs from a given day."""
        return after(name, edition, day, self.calendar(edition.limits[name].party, expert))

    def limit_until(
        self, name: LimitName, edition: Edition, last: date, *, expert: str | None = None
    ) -> Limit:
        """A limit whose last day is given."""
        return until(name, edition, last, self.at, self.calendar(edition.limits[name].party, expert))

    def abandonment(self, edition: Edition) -> Limit:
        return abandonment(edition, self.at, self.calendar(Party.APPLICANT))

    def term_clock(self, term: Term, country: str | None = None) -> TermClock | None:
        """The instants of a term that comes to be now, its reminders among them; None for an inexact end (R26, R39).

        `country`: of the cluster, where that is not registered yet.
        """
        calendar = self.facts.calendars[country or self.cluster.country]
        clock = term_clock(term, calendar)
        if clock is None:
            return None
        ladder = self.scheme.edition(term.edition).ladder
        rungs = rungs_of(clock.last_day, clock.grace_until, ladder, calendar, self.at)
        return clock.model_copy(update={"rungs": rungs})

    def not_in_future(self, field: str, day: date) -> None:
        """Nothing takes effect after the day it is recorded."""
        if day > self.today:
            raise Rejected("date-in-future", f"{field} {day} lies in the future.")

    def not_over(self, case: Case, name: LimitName, code: str, subject: str = "") -> None:
        """The limit's end counts from its instant on, even before the clock has noted it."""
        limit = case.limit(name, subject)
        if limit is not None and limit.due_at <= self.at:
            raise Rejected(code, f"The time for this was over with {limit.last_day}.")

    def to_managers(self, notice: str, **details: str) -> tuple[Notice, ...]:
        """The same letter to each person who acts for the cluster."""
        return letters(self.cluster.managers, notice, **details)
