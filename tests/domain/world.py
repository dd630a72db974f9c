"""A world of streams in memory, with its clock and its post, over the pure functions alone.

A `World` does what the transaction around a command does: folds, reads exactly the facts that are asked for,
asks for authority, seals free text, decides, and appends to every stream concerned or to none. After every
command two laws hold: its events read back from their stored form, and no open case stalls.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, Self, assert_never, cast
from uuid import UUID, uuid5

from holidays import country_holidays

from domain.calendar import Calendar
from domain.cluster.case import Case
from domain.cluster.commands.effects import IssueDocument, MakeComparison, SendNotice
from domain.cluster.state import Cluster
from domain.commands import Command, EngineCommand, PersonCommand, engine_commands
from domain.conflicts import organisations_ever
from domain.editions.state import Editions, in_force
from domain.elsewhere import Elsewhere
from domain.erasure import TextRedacted
from domain.europe import EUROPE
from domain.events import Event, event_of, payload_of
from domain.facts import Facts, Needs, Organisation, Part
from domain.happened import Happened
from domain.office.cases import open_cases_of
from domain.office.state import AccreditedOffice
from domain.organisations import organisation_slug
from domain.permissions import State, authority
from domain.person.erasing import part_of
from domain.person.naming import named_in
from domain.person.state import Person
from domain.round.state import Round
from domain.scheme import Scheme
from domain.schemes import scheme
from domain.scoring import Group, PeerBenchmark, compare, results
from domain.sealed import seal
from domain.secretariat import secretariat_day
from domain.standing import Debt, Due, Standing
from domain.streams import (
    CLUSTER,
    OFFICE,
    PERSON,
    SCHEME,
    WITH_A_CLOCK,
    blank,
    decide,
    evolve,
    fold,
    needs,
    standing,
)
from domain.upcasting import schema_version
from ledger.canonical import canonical

ENGINE = "engine"
_IDS = UUID("5b7e1c0a-8a55-5e0b-9f6e-2d1f6c3a7b90")
_ZONES = {"DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "IS": "Atlantic/Reykjavik"}


class Calendars(Mapping[str, Calendar]):
    """Germany, Denmark and Iceland with their real holidays."""

    def __getitem__(self, country: str) -> Calendar:
        return calendar(country)

    def __iter__(self) -> Iterator[str]:
        return iter(_ZONES)

    def __len__(self) -> int:
        return len(_ZONES)


@cache
def calendar(country: str) -> Calendar:
    days = frozenset(country_holidays(country, years=range(2012, 2041)))
    return Calendar(country=country, zone=_ZONES[country], holidays=days)


def sealed(text: str) -> str:
    """What stands in an event in the text's place."""
    return f"sealed:{sha256(text.encode()).hexdigest()}"


def document(name: str) -> str:
    """The hash under which a document is stored."""
    return sha256(name.encode()).hexdigest()


def at_nine(day: date, zone: str = "DE") -> datetime:
    return calendar(zone).opening_on(day)


def at_midnight_ending(day: date, zone: str = "DE") -> datetime:
    return calendar(zone).midnight_ending(day)


class Mail(NamedTuple):
    """One letter the engine sent, and the day it went out, as the secretariat counts days."""

    on: date
    recipient: str
    notice: str
    details: dict[str, str]


class OnRecord(NamedTuple):
    """One event as it went on record, and who gave the command it followed from; None: the engine, or nobody."""

    stream: str
    happened: Happened[Any]
    actor: str | None


@dataclass
class World:
    """All streams, the clock, and the letters sent so far. Every document is stored but those `lost`.

    `trail` has the events of all streams in the order in which they went on record.
    """

    now: datetime
    histories: dict[str, tuple[Happened[Any], ...]] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    stands: dict[str, Standing] = field(default_factory=dict)
    mails: tuple[Mail, ...] = ()
    lost: frozenset[str] = frozenset()
    commands: int = 0
    trail: list[OnRecord] = field(default_factory=list)

    def copy(self) -> "World":
        """The same world, to live on by itself."""
        return replace(
            self,
            histories=dict(self.histories),
            states=dict(self.states),
            stands=dict(self.stands),
            trail=list(self.trail),
        )

    # What the world holds

    def state(self, stream: str) -> State:
        return self.states.get(stream) or blank(stream)

    def cluster(self, cluster_id: str) -> Cluster:
        state = self.state(CLUSTER + cluster_id)
        assert isinstance(state, Cluster)
        return state

    def person(self, person_id: str) -> Person:
        state = self.state(PERSON + person_id)
        assert isinstance(state, Person)
        return state

    def office(self, office_id: str) -> AccreditedOffice:
        state = self.state(OFFICE + office_id)
        assert isinstance(state, AccreditedOffice)
        return state

    @property
    def scheme(self) -> Scheme:
        """The scheme with every edition activated in this world."""
        editions = self.state(SCHEME)
        assert isinstance(editions, Editions)
        return in_force(scheme(), editions)

    def round(self, round_id: str) -> Round:
        state = self.state(round_id)
        assert isinstance(state, Round)
        return state

    def case(self, cluster_id: str, case_id: str = "bronze-1") -> Case:
        case = self.cluster(cluster_id).find_case(case_id)
        assert case is not None
        return case

    def events(self, stream: str) -> list[Event]:
        return [happened.event for happened in self.histories.get(stream, ())]

    @property
    def today(self) -> date:
        return secretariat_day(self.now)

    # What happens in it

    def does(self, by: str, *commands: PersonCommand, on: str) -> Self:
        """A person gives commands, which must be accepted."""
        for command in commands:
            self.carry_out(command, by=by, on=on)
        return self

    def happens(self, on: str, *events: Event) -> Self:
        """Events are on record, by whatever rules: the state a sentence begins with."""
        self.commands += 1
        self._append(uuid5(_IDS, str(self.commands)), on, list(events), actor=None)
        return self

    def carry_out(self, command: Command, *, by: str | None, on: str) -> list[Event | Elsewhere[Any]]:
        """The events that followed, in order; `Rejected` leaves all as it was. `by` None: the engine."""
        self.commands += 1
        state = self.state(on)
        facts = self._facts(needs(command, state, by), state)
        if by is not None:
            authority(command, state, facts, by, secretariat_day(self.now))  # type: ignore[arg-type]
        decided = list(
            decide(seal(command, sealed), state, self.scheme, facts, at=self.now, actor=by or ENGINE)
        )
        self._append(uuid5(_IDS, str(self.commands)), on, decided, actor=by)
        return cast("list[Event | Elsewhere[Any]]", decided)

    def _append(self, command_id: UUID, own: str, decided: list[Any], *, actor: str | None) -> None:
        for number, each in enumerate(decided):
            stream, event = (each.stream, each.event) if isinstance(each, Elsewhere) else (own, each)
            stored = canonical(payload_of(event))
            assert event_of(event.type, schema_version(event.type), stored, "{}") == event
            happened = Happened(uuid5(command_id, f"{stream} {number}"), self.now, event, actor or ENGINE)
            self.trail.append(OnRecord(stream, happened, actor))
            self.histories[stream] = (*self.histories.get(stream, ()), happened)
            self.states[stream] = evolve(self.state(stream), happened)
        for stream in {own, *(each.stream for each in decided if isinstance(each, Elsewhere))}:
            self.stands[stream] = standing(self.state(stream))
            assert self.stands[stream].stalled == ()

    def _facts(self, asked: Needs, own: State) -> Facts:
        persons = {state.person_id: state for state in self.states.values() if isinstance(state, Person)}
        committee = tuple(each for each in persons.values() if each.seats) if asked.committee else ()
        nominators = {seat.nominator for member in committee for seat in member.seats if seat.nominator}
        committee_round = self.states.get(asked.round_id or "")
        clusters = [
            cluster for each in asked.labels_of | nominators if (cluster := self.cluster(each)).registered
        ]
        return Facts(
            persons={each: persons[each] for each in asked.persons | self._teams(asked) if each in persons},
            committee=committee,
            round=committee_round if isinstance(committee_round, Round) else None,
            ad_hoc=self.cluster(asked.case.partition("/")[0]).ad_hoc_due(asked.case.partition("/")[2])
            if asked.case
            else None,
            labels={each.cluster_id: each.labels for each in clusters},
            clusters=self._whole(asked),
            organisations={
                each.cluster_id: Organisation(country=each.country, sector=each.sector) for each in clusters
            },
            namesake=self._namesake(asked.namesake_of),
            calendars=Calendars(),
            documents=asked.documents - self.lost,
            part=self._part(asked.part_of) if asked.part_of else None,
            texts_kept=frozenset(text for text in asked.texts if self._keeps(standing(own).stream, text)),
            offices={each.office_id: each for each in self._offices(asked)},
            office_cases=open_cases_of(asked.cases_of_office, self._clusters())
            if asked.cases_of_office
            else (),
            nobody_registered=isinstance(own, Person) and not persons,
        )

    def _whole(self, asked: Needs) -> dict[str, Cluster]:
        return {
            state.cluster_id: state
            for state in self.states.values()
            if isinstance(state, Cluster)
            and state.registered
            and (state.cluster_id in asked.clusters or asked.clusters_named in organisations_ever(state))
        }

    def _teams(self, asked: Needs) -> set[str]:
        cases = (case for each in asked.teams_of for case in self.cluster(each).open_cases)
        return {expert for case in cases for expert in case.experts}

    def _offices(self, asked: Needs) -> list[AccreditedOffice]:
        """Those asked for by name, and those the person asked about works at."""
        employers = self.person(asked.offices_of).employers if asked.offices_of else ()
        return [self.office(each) for each in sorted({*asked.offices, *employers})]

    def _clusters(self) -> list[Cluster]:
        return [state for state in self.states.values() if isinstance(state, Cluster)]

    def _part(self, person_id: str) -> Part:
        """By every event of another stream that the person caused or is named in."""
        concerned = [
            each
            for each in self.trail
            if each.stream != PERSON + person_id
            and (each.actor == person_id or person_id in named_in(payload_of(each.happened.event)))
        ]
        clusters = {each.stream for each in concerned if each.stream.startswith(CLUSTER)}
        states = [self.cluster(stream.removeprefix(CLUSTER)) for stream in sorted(clusters)]
        return part_of(
            person_id, states, max((each.happened.recorded_at for each in concerned), default=None)
        )

    def _keeps(self, stream: str, text: str) -> bool:
        """Whether a text was sealed in the stream and not erased since."""
        events = self.events(stream)
        gone = {event.commitment for event in events if isinstance(event, TextRedacted)}
        return text not in gone and any(text in canonical(payload_of(event)) for event in events)

    def _namesake(self, wanted: tuple[str, str] | None) -> str | None:
        for state in self.states.values():
            named = isinstance(state, Cluster) and (state.country, organisation_slug(state.name))
            if wanted and isinstance(state, Cluster) and named == (wanted[0], organisation_slug(wanted[1])):
                return state.cluster_id
        return None

    # The clock

    def until(self, moment: date | datetime) -> Self:
        """Time passes to that moment, or to nine o'clock of that day: every due command is given on its instant."""
        target = moment if isinstance(moment, datetime) else at_nine(moment)
        while (due := self._next_due()) and due[1].at <= target:
            self.strike(*due)
        self.now = max(self.now, target)
        return self

    def let_pass(self, **length: int) -> Self:
        """Time passes, in days, weeks or hours."""
        return self.until(self.now + timedelta(**length))

    def next_due(self) -> datetime | None:
        due = self._next_due()
        return due[1].at if due else None

    def what_is_due(self) -> tuple[str, Due]:
        """The stream whose clock speaks next, and what it says."""
        due = self._next_due()
        assert due is not None
        return due

    def strike(self, stream: str, due: Due) -> None:
        """Gives a due command on its instant. What is due is never nothing: it would be due for ever."""
        self.now = max(self.now, due.at)
        command = engine_commands.validate_python(due.command)
        assert self.carry_out(command, by=None, on=stream) != [], f"{command} is due and does nothing"

    def _next_due(self) -> tuple[str, Due] | None:
        dues = [
            (stream, due)
            for stream, stands in self.stands.items()
            if stream.startswith(WITH_A_CLOCK) and (due := stands.due)
        ]
        return min(dues, key=lambda found: (found[1].at, found[0]), default=None)

    # The engine's debts

    def pay(self) -> Self:
        """Every letter owed is sent, every comparison made."""
        while owed := self.owed():
            for stream, debt in owed:
                self.pay_debt(stream, debt)
        return self

    def owed(self) -> list[tuple[str, Debt]]:
        return [(stream, debt) for stream, stands in self.stands.items() for debt in stands.debts]

    def pay_debt(self, stream: str, debt: Debt) -> None:
        self.carry_out(self._payment(stream, debt), by=None, on=stream)
        if notice := debt.notice:
            mail = Mail(self.today, notice.recipient, notice.notice, dict(notice.details))
            self.mails = (*self.mails, mail)

    def _payment(self, stream: str, debt: Debt) -> EngineCommand:
        match debt.effect:
            case "send-notice":
                return SendNotice(notice_id=debt.debt_id, message_id=f"<{debt.debt_id}@laurel.example>")
            case "make-comparison":
                return self.comparison(stream.removeprefix(CLUSTER), debt.case_id or "")
            case "issue-document":
                return IssueDocument(debt_id=debt.debt_id, document=document(f"{debt.debt_id}"))
            case _:
                assert_never(debt.effect)

    def comparison(self, cluster_id: str, case_id: str) -> MakeComparison:
        """The case's own values beside the latest complete benchmarks of the other clusters of this world."""
        own, case = self.cluster(cluster_id), self.case(cluster_id, case_id)
        values = case.benchmark.values if case.benchmark else _scores(case)
        edition = self.scheme.edition(case.edition)
        catalogue = self.scheme.catalogue_of(edition)
        peers, mine = self._peers(cluster_id), results(catalogue, values)
        groups: dict[Group, list[PeerBenchmark]] = {
            "sector": [peer for peer in peers if peer.sector == own.sector],
            "country": [peer for peer in peers if peer.country == own.country],
            "europe": [peer for peer in peers if peer.country in EUROPE],
        }
        smallest = edition.comparison.smallest_group.value
        return MakeComparison(
            case_id=case_id,
            dimensions=mine,
            groups=tuple(compare(catalogue, mine, name, group, smallest) for name, group in groups.items()),
            portfolio_position=sum(len(history) for history in self.histories.values()),
        )

    def _peers(self, cluster_id: str) -> list[PeerBenchmark]:
        others = [s for s in self.states.values() if isinstance(s, Cluster) and s.cluster_id != cluster_id]
        return [peer for other in others if (peer := _as_peer(other))]

    def refolded(self) -> dict[str, State]:
        """Every state folded from its history alone."""
        return {stream: fold(blank(stream), history) for stream, history in self.histories.items()}


def _scores(case: Case) -> Mapping[str, int]:
    """What a case without a benchmark has of its own."""
    assert case.result is not None
    return case.result.scores


def _as_peer(cluster: Cluster) -> PeerBenchmark | None:
    complete = [case.benchmark for case in cluster.cases if case.benchmark and case.benchmark.complete]
    if not complete:
        return None
    return PeerBenchmark(
        cluster_id=cluster.cluster_id,
        country=cluster.country,
        sector=cluster.sector,
        values=max(complete, key=lambda benchmark: benchmark.interview_on).values,
    )
