"""An independent reader of histories: what stands between somebody and a team, or a vote, counted from events alone."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.person.state import TieKind
from tests.domain.world import OnRecord

HARD_WHILE_IT_LASTS = (TieKind.FAMILY, TieKind.FINANCIAL)
SOFT = (TieKind.OFFICER, TieKind.PARTNER)
# One rule that says no: the code a command is refused with, and whether a second person accepted it.
Told = tuple[str, bool]


@dataclass
class _Somebody:
    """What is on record of one person."""

    country: str = ""
    ties: dict[str, Any] = field(default_factory=dict)
    qualified: list[list[Any]] = field(default_factory=list)
    seats: list[list[Any]] = field(default_factory=list)
    days: dict[str | None, set[date]] = field(default_factory=lambda: defaultdict(set))
    away: tuple[Any, ...] = ()

    def learn(self, event: Any) -> None:
        match event.type:
            case "PersonRegistered":
                self.country = event.country
            case "TieDeclared":
                self.ties[event.tie_id] = event
            case "TieEnded":
                ended = {"until_on": event.until_on}
                self.ties[event.tie_id] = self.ties[event.tie_id].model_copy(update=ended)
            case "ExpertQualified":
                self.qualified.append([event.level, event.edition, event.from_on, None])
            case "QualificationEnded":
                for held in self.qualified:
                    if held[:2] == [event.level, event.edition] and held[3] is None:
                        held[3] = event.until_on
            case "MemberSeated":
                self.seats.append([event.nominator, event.from_on, None])
            case "SeatEnded":
                self.seats = [[*each[:2], each[2] or event.until_on] for each in self.seats]
            case "DaysBooked":
                self.days[event.case] = set(event.days) | (self.days[None] if event.case is None else set())
            case "DaysReleased":
                self.days[event.case] = self.days[None] - set(event.days) if event.case is None else set()
            case "AvailabilitySet":
                self.away = event.absences


class Team(NamedTuple):
    """What the procedure asks of a team: for which level and edition, how many, how many of them from abroad."""

    level: str
    edition: str
    size: int
    abroad: int


class Reader:
    """Reads a trail once and answers of Aurora's case, as of the last day of the trail."""

    def __init__(self, trail: Sequence[OnRecord], case_id: str, team: Team, today: date) -> None:
        self.case_id, self.team, self.today = case_id, team, today
        self.people: dict[str, _Somebody] = defaultdict(_Somebody)
        self.own: list[Any] = []
        for each in trail:
            kind, _, name = each.stream.partition("-")
            if kind == "person":
                self.people[name].learn(each.happened.event)
            elif each.stream == "cluster-aurora":
                self.own.append(each.happened.event)

    def refusals(
        self, person: str, beside: Collection[str], days: Collection[date], asker: str
    ) -> list[Told]:
        """Each rule that says no to the person's joining `beside`, in no order."""
        who, team = self.people[person], (*beside, person)
        told: list[Told] = []
        if (
            len(team) == self.team.size
            and sum(self.people[each].country != self._country for each in team) < self.team.abroad
        ):
            told.append(("no-foreign-expert", False))
        if not any(
            [level, edition] == [self.team.level, self.team.edition] and _lasts(first, last, self.today)
            for level, edition, first, last in who.qualified
        ):
            told.append(("not-qualified", False))
        told += [("hard-conflict", False)] * self._hard(person)
        kept = {
            day for case, booked in who.days.items() if case != f"aurora/{self.case_id}" for day in booked
        }
        if kept & set(days):
            told.append(("expert-booked", False))
        if any(_lasts(each.from_on, each.until_on, day) for each in who.away for day in days):
            told.append(("expert-absent", False))
        for key in self._soft(person, beside):
            own = asker == person
            told.append(
                ("own-conflict", False) if own else ("soft-conflict", self._endorsed(key, person, asker))
            )
        return told

    @property
    def _country(self) -> str:
        return next(str(event.country) for event in self.own if hasattr(event, "country"))

    def _names(self) -> set[str]:
        fields = ("name", "carrier")
        said = {getattr(event, each) for event in self.own for each in fields if getattr(event, each, None)}
        return {"aurora", *(str(each).casefold() for each in said)}

    def _bound(self, person: str) -> list[Any]:
        return [
            tie for tie in self.people[person].ties.values() if tie.organisation.casefold() in self._names()
        ]

    def _hard(self, person: str) -> int:
        ties = [tie for tie in self._bound(person) if tie.kind not in SOFT and self._binds(tie)]
        managers = [event.managers for event in self.own if getattr(event, "managers", None)][-1]
        seated = any(
            nominator == "aurora" and _lasts(first, last, self.today)
            for nominator, first, last in self.people[person].seats
        )
        return len(ties) + (person in managers) + seated

    def _binds(self, tie: Any) -> bool:
        last = tie.until_on
        if last is not None and tie.kind not in (*HARD_WHILE_IT_LASTS, *SOFT):
            years_on = last.replace(day=min(last.day, 28)).replace(year=last.year + 2)
            last = years_on + timedelta(days=last.day - min(last.day, 28))
            if (last.month, last.day) == (3, 1) and tie.until_on.month == 2:
                last -= timedelta(days=1)
        return _lasts(tie.from_on, last, self.today)

    def _soft(self, person: str, beside: Collection[str]) -> list[str]:
        keys = [tie.tie_id for tie in self._bound(person) if tie.kind in SOFT and self._binds(tie)]
        audits = [event for event in self.own if event.type == "AuditConducted"]
        earlier = [event for event in audits if event.case_id != self.case_id]
        if earlier and self.team.level != "bronze":
            last = max(earlier, key=lambda event: event.last_day)
            held = [event for event in self.own if event.type == "AuditDayConducted"]
            if any(person in event.experts for event in held if event.case_id == last.case_id):
                keys.append(f"assessed {last.case_id}")
        own = self.people[person].country
        if own != self._country:
            keys += [f"beside {each}" for each in beside if self.people[each].country == own]
        return keys

    def _endorsed(self, key: str, person: str, asker: str) -> bool:
        return any(
            key in event.covers and event.endorsed_by not in (asker, person)
            for event in self.own
            if event.type == "ActEndorsed"
            and (event.act, event.subject, event.case_id) == ("soft-conflict", person, self.case_id)
        )


def _lasts(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)
