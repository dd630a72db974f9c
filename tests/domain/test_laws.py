"""Laws that no sequence of commands may break: valid ones, wrong ones, from anybody, over clusters that share people.

A move is a name and a few small numbers, so that a counterexample reads as a story and shrinks to its point.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.cluster.commands.assessment import (
    FinaliseReport,
    RecordBenchmark,
)
from domain.cluster.commands.clock import PassDeadline, PassExpiry, PassLapse
from domain.cluster.commands.committee import (
    CastVote,
    TakeDecision,
)
from domain.cluster.commands.effects import FailNotice
from domain.cluster.commands.team import (
    AcceptAssignment,
)
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.state import Cluster, Stage
from domain.commands import EngineCommand, PersonCommand, engine_commands, person_commands
from domain.frozen import Frozen
from domain.levels import Level
from domain.permissions import PERMISSIONS, State
from domain.person.commands import (
    PersonStreamCommand,
)
from domain.rejected import Rejected
from domain.round.commands import RoundCommand
from domain.schemes import scheme
from domain.status import StatusState, status_on
from domain.streams import blank, fold, standing
from domain.terms import Interval
from tests.domain.cast import (
    CARL,
    EMIL,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    POLARIS,
    SVEN,
    VERA,
    bronze,
    gold_elsewhere,
    labelled,
    person,
    registration,
    seat,
    walk,
)
from tests.domain.moves import (
    ASKED,
    ASKS,
    DORA,
    LIMITS,
    MOVES,
    NED,
    NOBODY,
    PEOPLE,
    ROUNDS,
    STARTS,
    STORIES,
    Move,
    Start,
)
from tests.domain.specification import World


def _opened(start: Start) -> World:
    world = labelled(MONDAY) if start.stage is Stage.CLOSED else bronze(start.stage)
    world.does(OLGA, person(NED), on=f"person-{NED}")
    # Dora sits for a cluster whose Gold is in grace, and lapses while the story goes on.
    ending = Interval.exactly(world.today - timedelta(days=335))
    world.does(OLGA, gold_elsewhere("Deneb", until=ending), on="cluster-deneb")
    world.does(OLGA, person(DORA), on=f"person-{DORA}")
    world.does(SVEN, seat("member", "deneb", world.today), on=f"person-{DORA}")
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    walk(world, start.neighbour, on=POLARIS)
    world.let_pass(days=start.days)
    return walk(world, start.neighbour) if start.stage is Stage.CLOSED and start.days else world


class Teller:
    """Makes moves in a world and holds the laws against every one of them."""

    def __init__(self, world: World) -> None:
        self.world = world

    def tell(self, story: list[Move]) -> None:
        for move in story:
            self._make(move)
        self._every_history_folds_to_its_state()

    def _make(self, move: Move) -> None:
        world = self.world
        match move.what:
            case "ask":
                self._ask(move)
            case "fit":
                self._ask_what_fits(move)
            case "go":
                self._go(move.on)
            case "wait":
                self._let_pass((1, 4, 12, 40, 100, 200)[move.n])
            case "pay":
                for stream, debt in world.owed()[: 1 + move.n]:
                    world.pay_debt(stream, debt)
            case "fail":
                for stream, debt in world.owed()[: move.n]:
                    failure = FailNotice(notice_id=debt.debt_id, cause="no such mailbox")
                    assert (world.carry_out(failure, by=None, on=stream) == []) == (debt.notice is None)
            case "clock":
                self._strike_early(move)

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
        command = ASKED[move.command](self.world, move.n)
        before = dict(self.world.states)
        try:
            events = self.world.carry_out(command, by=move.who, on=move.on)
        except Rejected as rejected:
            self._was_refused(rejected, before)
            return rejected.code
        self._was_permitted(move, command, before)
        self._was_free_of_conflicts(move.who, command, before.get(move.on))
        for event in events:
            if isinstance(event, DecisionTaken) and event.outcome == "award":
                self._was_earned(event, before)
        return None

    def _go(self, stream: str) -> None:
        cluster = self.world.cluster(stream.removeprefix("cluster-"))
        case = next(iter(cluster.open_cases), None)
        stages = [stage for stage in Stage if stage is not Stage.ADJOURNED]
        after = case.stage if case else None
        if after in (Stage.ADJOURNED, Stage.CLOSED):
            return
        following = stages[stages.index(after) + 1] if after else Stage.APPLIED
        # A step that another move stands in the way of is refused, like any other.
        with suppress(Rejected):
            walk(self.world, following, on=stream, after=after)

    def _was_refused(self, rejected: Rejected, before: dict[str, State]) -> None:
        assert rejected.sentence.endswith(".")
        assert self.world.states == before

    def _let_pass(self, days: int) -> None:
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
        commands: list[EngineCommand] = [
            PassDeadline(case_id="bronze-1", limit=LIMITS[move.n]),
            PassExpiry(level=Level.BRONZE, term=1),
            PassLapse(level=Level.BRONZE, term=1),
        ]
        due = self.world.next_due()
        if due is None or due > self.world.now:
            assert [self.world.carry_out(each, by=None, on=move.on) for each in commands] == [[], [], []]

    def _was_permitted(self, move: Move, command: PersonCommand, before: dict[str, State]) -> None:
        """What was done may be done by somebody, and never by one nobody knows or nothing binds to it."""
        assert move.who != NOBODY
        there = replace(self.world.copy(), states=before)
        for stranger in (NOBODY, NED):
            if stranger in move.on or stranger in _experts(before.get(move.on)):
                continue
            with pytest.raises(Rejected):
                there.carry_out(command, by=stranger, on=move.on)

    def _was_free_of_conflicts(self, who: str, command: PersonCommand, cluster: State | None) -> None:
        acts = AcceptAssignment | RecordBenchmark | FinaliseReport | CastVote | TakeDecision
        if not isinstance(command, acts) or not isinstance(cluster, Cluster):
            return
        today = self.world.today
        binding = [
            tie
            for tie in self.world.person(who).ties
            if tie.organisation == cluster.cluster_id
            and tie.from_on <= today
            and (tie.until_on is None or today <= tie.until_on)
        ]
        assert (binding, who in cluster.managers) == ([], False)

    def _was_earned(self, decision: DecisionTaken, before: dict[str, State]) -> None:
        cluster = before[f"cluster-{decision.cluster_id}"]
        assert isinstance(cluster, Cluster)
        case = cluster.open_case(decision.case_id)
        assert case.benchmark is not None
        assert case.benchmark.complete
        assert None not in case.benchmark.values.values()
        assert case.eligibility is not None
        assert case.eligibility.met
        assert case.eligibility.profile_version == cluster.profile_version
        assert case.eligibility.edition == scheme().on(decision.decided_on).key
        votes, basis = {ballot.member: ballot.vote for ballot in case.ballots}, decision.basis
        voters = (*basis.in_favour, *basis.against)
        assert len(set(voters)) == len(voters) >= 3
        assert {votes[member] for member in basis.in_favour} == {"yes"}
        assert set(voters) & (case.assessors | case.recused | set(cluster.managers)) == set()
        assert (
            len(basis.in_favour) > len(basis.against) or basis.decided_by_casting_vote_of in basis.in_favour
        )
        for member in voters:
            ties = [
                each for each in self.world.person(member).ties if each.organisation == cluster.cluster_id
            ]
            assert [each for each in ties if each.until_on is None and each.from_on <= self.world.today] == []
            assert self._seat_stood(member, f"{cluster.cluster_id}/{case.case_id}")

    def _seat_stood(self, member: str, case: str) -> bool:
        today, seats = self.world.today, self.world.person(member).seats
        held = [seat for seat in seats if seat.covers(today) and seat.ad_hoc_for in (None, case)]
        golds = [self.world.cluster(seat.nominator or "").labels for seat in held if not seat.ad_hoc_for]
        ended = {StatusState.NONE, StatusState.LAPSED}
        return len(golds) < len(held) or any(
            status_on(gold, Level.GOLD, today).state not in ended for gold in golds
        )

    def _every_history_folds_to_its_state(self) -> None:
        assert self.world.refolded() == self.world.states
        for stream, history in self.world.histories.items():
            cut = len(history) // 2
            first = fold(blank(stream), history[:cut])
            assert fold(first, history[cut:]) == self.world.states[stream]
            assert standing(fold(blank(stream), history)) == standing(self.world.states[stream])


def _where(command: str, move: Move) -> str:
    if command in {each.model_fields["type"].default for each in get_args(PersonStreamCommand)}:
        return f"person-{(EMIL, CARL, MONA, DORA, VERA, MAX)[move.n]}"
    if command in {each.model_fields["type"].default for each in get_args(RoundCommand)}:
        return ROUNDS[move.n % 2]
    return move.on


def _experts(state: State | None) -> frozenset[str]:
    cases = state.open_cases if isinstance(state, Cluster) else ()
    return frozenset(each.person for case in cases for each in case.team)


EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@EXAMPLES
@given(STARTS, STORIES)
def test_no_story_breaks_a_law(start: Start, story: list[Move]) -> None:
    Teller(_opened(start)).tell(story)


@pytest.mark.drill
@settings(EXAMPLES, max_examples=1500)
@given(STARTS, st.lists(MOVES, min_size=10, max_size=80))
def test_no_long_story_breaks_a_law(start: Start, story: list[Move]) -> None:
    Teller(_opened(start)).tell(story)


@settings(EXAMPLES, max_examples=60)
@given(STARTS, st.integers(0, 1200))
def test_a_case_left_alone_runs_into_its_deadlines_and_never_stalls(start: Start, days: int) -> None:
    Teller(_opened(start))._let_pass(days)


def test_the_stories_know_every_command_a_person_may_give() -> None:
    assert set(ASKED) == {each.model_fields["type"].default for each in get_args(PersonCommand)}


@pytest.mark.parametrize("command", get_args(EngineCommand), ids=lambda each: str(each.__name__))
def test_an_engine_command_is_never_a_persons(command: type[Frozen]) -> None:
    with pytest.raises(ValidationError):
        person_commands.validate_python({"type": command.model_fields["type"].default})
    assert command not in get_args(PersonCommand)


@given(ASKS)
def test_a_persons_command_is_never_the_engines(move: Move) -> None:
    command = ASKED[move.command](bronze(Stage.APPLIED), move.n)
    with pytest.raises(ValidationError):
        engine_commands.validate_python(command.model_dump(mode="json"))
    assert person_commands.validate_json(command.model_dump_json()) == command
