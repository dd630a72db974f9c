"""Tells a story: makes its moves in a world, and holds the laws against every one of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import get_args

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.clock import PassDeadline, PassExpiry, PassLapse
from domain.cluster.commands.effects import FailNotice
from domain.cluster.commands.reminders import PlanLadder, RemindHolder
from domain.cluster.decided import Entry, decided
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.recheck import differences
from domain.cluster.state import Cluster
from domain.cluster.why import explained
from domain.commands import EngineCommand, PersonCommand, engine_commands
from domain.levels import Level
from domain.office.commands import OfficeCommand
from domain.permissions import PERMISSIONS, State
from domain.person.commands import PersonStreamCommand
from domain.programme.commands import ProgrammeCommand
from domain.rejected import Rejected
from domain.round.commands import RoundCommand
from domain.schemes import scheme
from domain.streams import blank, fold, standing
from tests.domain.asking import LIMITS, ROUNDS, asked
from tests.domain.cast import CARL, EMIL, MAX, MONA, VERA
from tests.domain.moves import CLUSTERS, NOBODY, PEOPLE, Move
from tests.domain.naive_awards import MOST_POINTS, awards, points, unearned
from tests.domain.naive_bookings import wrong_bookings
from tests.domain.naive_scores import faulty_consensus
from tests.domain.naive_secrecy import shown_too_early
from tests.domain.naive_ties import tied_acts
from tests.domain.setting import Setting
from tests.domain.specification import World
from tests.domain.starts import DORA, NED, going_on


def _types(commands: object) -> frozenset[str]:
    return frozenset(each.model_fields["type"].default for each in get_args(commands))


_OF_PERSONS, _OF_ROUNDS, _OF_OFFICES, _OF_PROGRAMMES = (
    _types(PersonStreamCommand),
    _types(RoundCommand),
    _types(OfficeCommand),
    _types(ProgrammeCommand),
)


@dataclass
class Told:
    """What came about in stories: stages at which cases stood, events, and codes of refusals."""

    stages: set[Stage] = field(default_factory=set)
    events: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)


class Teller:
    """Makes moves in a world. `told` collects what came about, over as many stories as share it."""

    def __init__(self, world: World, told: Told | None = None) -> None:
        self.world = world
        self.told = told or Told()
        self._begun = len(world.trail)

    def tell(self, story: Sequence[Move]) -> "Teller":
        for move in story:
            seen = len(self.world.trail)
            self._make(move)
            self._nothing_was_shown_too_early(seen)
        self._every_history_folds_to_its_state()
        self._the_histories_hold_the_laws()
        for on in CLUSTERS:
            self._every_decision_follows_from_the_record(on)
            self._no_label_is_suspended_unless_somebody_decides_on_it(on)
        return self

    def _make(self, move: Move) -> None:
        world = self.world
        match move.what:
            case "ask":
                self._ask(move)
            case "fit":
                self._ask_what_fits(move)
            case "tie":
                self._tie(move)
            case "go":
                if not going_on(world, move.on, move.n, self._refused):
                    world.pay()
            case "wait":
                self.let_pass((1, 2, 5, 12, 40, 150)[move.n])
            case "pay":
                for stream, debt in world.owed()[: 1 + move.n]:
                    world.pay_debt(stream, debt)
            case "fail":
                for stream, debt in world.owed()[: move.n]:
                    failure = FailNotice(notice_id=debt.debt_id, cause="no such mailbox")
                    assert (world.carry_out(failure, by=None, on=stream) == []) == (debt.notice is None)
            case "clock":
                self._strike_early(move)

    # Commands of persons

    def _tie(self, move: Move) -> None:
        """Somebody who takes part in the case, or is about to, becomes tied to its cluster."""
        case = Setting(self.world, move.on).case
        taking_part = [*case.experts, *case.members] if case else []
        somebody = [*taking_part, EMIL, CARL, VERA][move.pick % (len(taking_part) + 3)]
        self._ask(Move("ask", somebody, "DeclareTie", n=2 + CLUSTERS.index(move.on), on=f"person-{somebody}"))

    def _ask_what_fits(self, move: Move) -> None:
        cluster = self.world.cluster(move.on.removeprefix("cluster-"))
        stages = {case.stage for case in cluster.open_cases}
        fitting = [name for name, row in PERMISSIONS.items() if not row.stages or row.stages & stages]
        pressing = [name for name in fitting if PERMISSIONS[name].stages]
        name = (pressing * 2 + fitting)[move.pick % (2 * len(pressing) + len(fitting))]
        for who in PEOPLE:
            if self._ask(move._replace(who=who, command=name, on=_where(name, move))) != "not-permitted":
                return

    def _ask(self, move: Move) -> str | None:
        """The code of the refusal, if it was refused."""
        command = asked(move.command, Setting(self.world, move.on, nth=move.pick), move.n)
        before = dict(self.world.states)
        try:
            self.world.carry_out(command, by=move.who, on=move.on)
        except Rejected as rejected:
            return self._was_refused(rejected, before)
        self._was_permitted(move, command, before)
        return None

    def _was_refused(self, rejected: Rejected, before: dict[str, State]) -> str:
        assert rejected.sentence.endswith("."), rejected.sentence
        assert self.world.states == before
        self._refused(rejected.code)
        return rejected.code

    def _refused(self, code: str) -> None:
        self.told.refusals[code] += 1

    def _was_permitted(self, move: Move, command: PersonCommand, before: dict[str, State]) -> None:
        """What was done may be done by somebody, and never by one nobody knows or nothing binds to it."""
        assert move.who != NOBODY
        if command.type == "ReportConflict":  # anybody registered may tell of a tie
            return
        there = replace(self.world.copy(), states=before)
        for stranger in (NOBODY, NED):
            if stranger in move.on or stranger in _experts(before.get(move.on)):
                continue
            with pytest.raises(Rejected):
                there.carry_out(command, by=stranger, on=move.on)

    # The clock

    def let_pass(self, days: int) -> None:
        target = self.world.now + timedelta(days=days)
        while (due := self.world.next_due()) and due <= target:
            self._strike()
        self.world.until(target)

    def _strike(self) -> None:
        """A due command does something, and given once more it does nothing: it has been overtaken."""
        stream, due = self.world.what_is_due()
        self.world.strike(stream, due)
        again = engine_commands.validate_python(due.command)
        assert self.world.carry_out(again, by=None, on=stream) == []

    def _strike_early(self, move: Move) -> None:
        """Before its moment has come, or about nothing that runs, a clock command does nothing."""
        level = (*Level,)[move.n % 3]
        commands: list[EngineCommand] = [
            PassDeadline(case_id=f"{level}-1", limit=LIMITS[move.n]),
            PassExpiry(level=level, term=1),
            PassLapse(level=level, term=1),
            RemindHolder(level=level, term=1, rung="before-end-12"),
            PlanLadder(level=level, term=1),
        ]
        due = self.world.next_due()
        if due is None or due > self.world.now:
            assert [self.world.carry_out(each, by=None, on=move.on) for each in commands] == [[]] * 5

    # The laws

    def _nothing_was_shown_too_early(self, seen: int) -> None:
        new = self.world.trail[seen:]
        for entry in new:
            self.told.events[entry.happened.event.type] += 1
        for on in {entry.stream for entry in new if entry.stream in CLUSTERS}:
            self.told.stages |= {case.stage for case in self.world.cluster(on.removeprefix("cluster-")).cases}
            assert shown_too_early(self.world, on, PEOPLE) == []

    def _the_histories_hold_the_laws(self) -> None:
        trail = self.world.trail
        assert [reason for place in awards(trail) for reason in unearned(trail, place)] == []
        assert faulty_consensus(trail) == []
        assert wrong_bookings(trail) == []
        assert tied_acts(trail) == []

    def _no_label_is_suspended_unless_somebody_decides_on_it(self, on: str) -> None:
        """R24: it is suspended by an open measure, and by nothing else."""
        cluster = self.world.cluster(on.removeprefix("cluster-"))
        lasting = {
            level
            for level, terms in cluster.labels.items()
            if any(term.suspended for term in terms) and terms[-1].ended is None
        }
        assert lasting == {measure.level for measure in cluster.measures if measure.suspended}

    def _every_decision_follows_from_the_record(self, on: str) -> None:
        history = record_of(self.world, on)
        for case in self.world.cluster(on.removeprefix("cluster-")).cases:
            many = sum(_decides(entry, case.case_id) for entry in history)
            for number in range(1, many + 1):
                decision = decided(case.case_id, history, f"{case.case_id}/{number}")
                assert differences(decision, scheme()) == ()
                said, result = explained(decision, scheme()).total, decision.case.result
                if said is not None and result is not None:
                    assert (said.points, said.maximum) == (points(result.scores), MOST_POINTS)

    def _every_history_folds_to_its_state(self) -> None:
        for stream in {entry.stream for entry in self.world.trail[self._begun :]}:
            history, state = self.world.histories[stream], self.world.states[stream]
            first = fold(blank(stream), history[: len(history) // 2])
            assert fold(first, history[len(history) // 2 :]) == state
            assert standing(fold(blank(stream), history)) == standing(state)


def record_of(world: World, on: str) -> tuple[Entry, ...]:
    """A stream's history as the ledger would hold it: with positions, and with who acted."""
    return tuple(
        Entry(position=position, happened=each.happened, actor=each.actor or "engine")
        for position, each in enumerate(world.trail, start=1)
        if each.stream == on
    )


def _decides(entry: Entry, case_id: str) -> bool:
    event = entry.happened.event
    return isinstance(event, DecisionTaken) and event.case_id == case_id


def _where(command: str, move: Move) -> str:
    if command in _OF_OFFICES:
        return "office-nordlys"
    if command in _OF_PROGRAMMES:
        return "programme-innovationskraft"
    if command in _OF_PERSONS:
        return f"person-{(EMIL, CARL, MONA, DORA, VERA, MAX)[move.n]}"
    return ROUNDS[move.n % 2] if command in _OF_ROUNDS else move.on


def _experts(state: State | None) -> frozenset[str]:
    cases = state.open_cases if isinstance(state, Cluster) else ()
    return frozenset(each.person for case in cases for each in case.team)
