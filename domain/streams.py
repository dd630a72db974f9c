"""The streams by name, and what each kind of stream folds, decides, needs and stands at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, assert_never

from domain.cluster import decide as cluster_rules
from domain.cluster import evolve as cluster_fold
from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.clock import ClockCommand, PassDeadline
from domain.cluster.commands.effects import EffectCommand, NoticeCommand
from domain.cluster.needs import needs as cluster_needs
from domain.cluster.rules.asked import Asked
from domain.cluster.standing import standing as cluster_standing
from domain.cluster.state import Cluster
from domain.cluster.tasks import tasks_of as cluster_tasks
from domain.commands import Command
from domain.elsewhere import Elsewhere
from domain.erasure import RedactText, redacted
from domain.facts import Facts, Needs
from domain.frozen import Frozen
from domain.happened import Happened
from domain.ledger import decide as ledger_rules
from domain.ledger import evolve as ledger_fold
from domain.ledger.commands import LedgerCommand
from domain.ledger.state import Ledger
from domain.permissions import State
from domain.person import decide as person_rules
from domain.person import evolve as person_fold
from domain.person.commands import ErasePerson, PersonStreamCommand, SeatMember
from domain.person.state import Person
from domain.rejected import Rejected
from domain.round import decide as round_rules
from domain.round import evolve as round_fold
from domain.round.commands import RoundCommand
from domain.round.standing import standing as round_standing
from domain.round.standing import tasks_of as round_tasks
from domain.round.state import Round
from domain.scheme import Scheme
from domain.standing import Standing, Task

CLUSTER, ROUND, PERSON, LEDGER = "cluster-", "round-", "person-", "ledger"
WITH_A_CLOCK = (CLUSTER, ROUND)

Decided = Sequence[Frozen | Elsewhere[Any]]


class UnknownStream(LookupError):
    """The name is none of a stream's."""


def blank(stream: str) -> State:
    """The state of a stream before its first event."""
    if stream.startswith(CLUSTER):
        return Cluster(cluster_id=stream.removeprefix(CLUSTER))
    if stream.startswith(ROUND):
        return Round(round_id=stream)
    if stream.startswith(PERSON):
        return Person(person_id=stream.removeprefix(PERSON))
    if stream == LEDGER:
        return Ledger()
    raise UnknownStream(stream)


def fold(state: State, history: Iterable[Happened[Any]]) -> State:
    """The state after the events. Total: an event of the record is never refused."""
    for happened in history:
        state = evolve(state, happened)
    return state


def evolve(state: State, happened: Happened[Any]) -> State:
    """The state after one event of its own stream."""
    match state:
        case Cluster():
            return cluster_fold.evolve(state, happened)
        case Round():
            return round_fold.evolve(state, happened)
        case Person():
            after = person_fold.evolve(state, happened.event)
            return after.model_copy(update={"version": state.version + 1})
        case Ledger():
            return ledger_fold.evolve(state, happened.event)
        case _:
            assert_never(state)


def needs(command: Command, state: State, actor: str | None) -> Needs:
    """Which facts the command's rules ask for. `actor` is None for the engine."""
    acting = frozenset({actor} if actor else ())
    if isinstance(command, RedactText):
        return Needs(persons=acting, texts=frozenset({command.commitment}))
    match state:
        case Cluster() if isinstance(command, ClusterCommand | ClockCommand | EffectCommand):
            return cluster_needs(command, state, actor)
        case Round():
            return Needs(persons=acting, committee=isinstance(command, RoundCommand))
        case Person() if isinstance(command, SeatMember):
            nominators = frozenset({command.nominator} if command.nominator else ())
            ad_hoc = command.ad_hoc_for is not None
            return Needs(persons=acting, committee=ad_hoc, labels_of=nominators, case=command.ad_hoc_for)
        case Person() if isinstance(command, ErasePerson):
            return Needs(persons=acting, part_of=state.person_id)
        case _:
            return Needs(persons=acting)


def decide(  # noqa: PLR0913 - all that a decision may depend on
    command: Command, state: State, scheme: Scheme, facts: Facts, *, at: datetime, actor: str
) -> Decided:
    """The events that follow from a permitted command, or `Rejected`."""
    if isinstance(command, RedactText):
        personal = {state.name, state.email} if isinstance(state, Person) else set()
        # With an erased person every text of the stream went.
        gone = isinstance(state, Person) and state.erased
        kept = frozenset[str]() if gone else facts.texts_kept
        return redacted(command, standing(state).stream, kept, personal)
    match state:
        case Cluster() if isinstance(command, ClusterCommand | ClockCommand | EffectCommand):
            asked = Asked(cluster=state, scheme=scheme, facts=facts, at=at, actor=actor)
            return cluster_rules.decide(command, asked)
        case Round() if isinstance(command, RoundCommand | PassDeadline | NoticeCommand):
            return round_rules.decide(command, state, scheme, facts, at=at)
        case Person() if isinstance(command, PersonStreamCommand):
            return person_rules.decide(command, state, scheme, facts, at=at, actor=actor)
        case Ledger() if isinstance(command, LedgerCommand):
            return ledger_rules.decide(command)
        case _:
            raise Rejected("wrong-stream", f"{command.type} is not a command of this kind of stream.")


def standing(state: State) -> Standing:
    """What the stream stands at. A person's stream and the ledger's have no clock and owe nothing."""
    match state:
        case Cluster():
            return cluster_standing(state)
        case Round():
            return round_standing(state)
        case Person(person_id=person_id, version=version):
            return Standing(stream=f"{PERSON}{person_id}", version=version, stage="")
        case Ledger(version=version):
            return Standing(stream=LEDGER, version=version, stage="")
        case _:
            assert_never(state)


def tasks(state: State) -> tuple[Task, ...]:
    """Every human task open in the stream."""
    match state:
        case Cluster():
            return cluster_tasks(state)
        case Round():
            return round_tasks(state)
        case Person() | Ledger():
            return ()
        case _:
            assert_never(state)
