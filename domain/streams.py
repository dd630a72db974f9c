"""The streams by name, and what each kind of stream folds, decides, needs and stands at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
from domain.complaint import decide as complaint_rules
from domain.complaint import evolve as complaint_fold
from domain.complaint.commands import ComplaintCommand, LodgeComplaint
from domain.complaint.decide import Asking
from domain.complaint.standing import standing as complaint_standing
from domain.complaint.standing import tasks_of as complaint_tasks
from domain.complaint.state import Complaint
from domain.editions import decide as editions_rules
from domain.editions import evolve as editions_fold
from domain.editions.commands import SchemeCommand
from domain.editions.state import Editions
from domain.elsewhere import Elsewhere
from domain.erasure import RedactText, redacted
from domain.facts import Facts, Needs
from domain.frozen import Frozen
from domain.happened import Happened
from domain.ledger import decide as ledger_rules
from domain.ledger import evolve as ledger_fold
from domain.ledger.commands import LedgerCommand
from domain.ledger.state import Ledger
from domain.office import decide as office_rules
from domain.office import evolve as office_fold
from domain.office.commands import AccreditOffice, AppointStaff, EndAccreditation, OfficeCommand
from domain.office.state import AccreditedOffice
from domain.organisations import organisation_slug
from domain.permissions import PERMISSIONS, Relation, State
from domain.person import decide as person_rules
from domain.person import evolve as person_fold
from domain.person.commands import DeclareTie, ErasePerson, PersonStreamCommand, SeatMember
from domain.person.state import Person
from domain.programme import decide as programme_rules
from domain.programme import evolve as programme_fold
from domain.programme.commands import EnrolCluster, NameOwners, ProgrammeCommand
from domain.programme.state import Programme
from domain.programmes import programme as rules_of_programme
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
OFFICE, SCHEME = "office-", "scheme"
PROGRAMME, COMPLAINT = "programme-", "complaint-"
WITH_A_CLOCK = (CLUSTER, ROUND, COMPLAINT)

Decided = Sequence[Frozen | Elsewhere[Any]]


class UnknownStream(LookupError):
    """The name is none of a stream's."""


def blank(stream: str) -> State:
    """The state of a stream before its first event."""
    if stream.startswith(CLUSTER):
        return Cluster(cluster_id=stream.removeprefix(CLUSTER))
    if stream.startswith(ROUND):
        return Round(round_id=stream)
    if stream.startswith(COMPLAINT):
        return Complaint(complaint_id=stream)
    if stream.startswith(PERSON):
        return Person(person_id=stream.removeprefix(PERSON))
    if stream.startswith(OFFICE):
        return AccreditedOffice(office_id=stream.removeprefix(OFFICE))
    if stream == SCHEME:
        return Editions()
    if stream.startswith(PROGRAMME):
        return Programme(programme_id=stream.removeprefix(PROGRAMME))
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
        case Complaint():
            return complaint_fold.evolve(state, happened)
        case Person():
            after = person_fold.evolve(state, happened.event)
            return after.model_copy(update={"version": state.version + 1})
        case AccreditedOffice():
            return office_fold.evolve(state, happened.event)
        case Editions():
            return editions_fold.evolve(state, happened.event)
        case Programme():
            return programme_fold.evolve(state, happened.event)
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
            for_an_office = Relation.OFFICE in PERMISSIONS[command.type].relations if actor else False
            wanted = cluster_needs(command, state, actor)
            return replace(wanted, offices_of=actor) if for_an_office else wanted
        case Round():
            return Needs(persons=acting, committee=isinstance(command, RoundCommand))
        case Complaint() if isinstance(command, LodgeComplaint) and command.subject:
            subject = frozenset({command.subject})
            if command.about == "holder":
                return Needs(persons=acting, clusters=subject)
            return Needs(persons=acting | subject)
        case Person() if isinstance(command, SeatMember):
            nominators = frozenset({command.nominator} if command.nominator else ())
            ad_hoc = command.ad_hoc_for is not None
            return Needs(persons=acting, committee=ad_hoc, labels_of=nominators, case=command.ad_hoc_for)
        case Person() if isinstance(command, DeclareTie):
            named = organisation_slug(command.organisation)
            return Needs(persons=acting, committee=True, clusters_named=named)
        case Person() if isinstance(command, ErasePerson):
            return Needs(persons=acting, part_of=state.person_id)
        case AccreditedOffice(office_id=office_id) if isinstance(command, AccreditOffice | EndAccreditation):
            return Needs(persons=acting, cases_of_office=office_id)
        case Programme() if isinstance(command, NameOwners):
            return Needs(persons=acting | frozenset(command.owners))
        case Programme() if isinstance(command, EnrolCluster):
            return Needs(persons=acting, clusters=frozenset({command.cluster_id}))
        case AccreditedOffice() if isinstance(command, AppointStaff):
            return Needs(persons=acting | {command.person})
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
        case Complaint() if isinstance(command, ComplaintCommand | PassDeadline | NoticeCommand):
            return complaint_rules.decide(command, Asking(state, scheme, facts, at, actor))
        case Person() if isinstance(command, PersonStreamCommand):
            return person_rules.decide(command, state, scheme, facts, at=at, actor=actor)
        case AccreditedOffice() if isinstance(command, OfficeCommand):
            return office_rules.decide(command, state, facts, at=at)
        case Editions() if isinstance(command, SchemeCommand):
            return editions_rules.decide(command, scheme, at=at)
        case Programme() if isinstance(command, ProgrammeCommand):
            rules = rules_of_programme(state.programme_id)
            return programme_rules.decide(command, state, rules, facts, at=at)
        case Ledger() if isinstance(command, LedgerCommand):
            return ledger_rules.decide(command)
        case _:
            raise Rejected("wrong-stream", f"{command.type} is not a command of this kind of stream.")


def standing(state: State) -> Standing:
    """What the stream stands at. Those without a clock owe nothing."""
    match state:
        case Cluster():
            return cluster_standing(state)
        case Round():
            return round_standing(state)
        case Complaint():
            return complaint_standing(state)
        case Person(person_id=person_id, version=version):
            return Standing(stream=f"{PERSON}{person_id}", version=version, stage="")
        case AccreditedOffice(office_id=office_id, version=version):
            return Standing(stream=f"{OFFICE}{office_id}", version=version, stage="")
        case Editions(version=version):
            return Standing(stream=SCHEME, version=version, stage="")
        case Programme(programme_id=programme_id, version=version):
            return Standing(stream=f"{PROGRAMME}{programme_id}", version=version, stage="")
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
        case Complaint():
            return complaint_tasks(state)
        case Person() | AccreditedOffice() | Editions() | Programme() | Ledger():
            return ()
        case _:
            assert_never(state)
