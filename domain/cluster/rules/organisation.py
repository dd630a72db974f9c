"""Rules of the organisation's facts, and of labels awarded elsewhere."""

from datetime import timedelta
from typing import assert_never

from domain.cluster.commands.organisation import (
    ChangeCarrier,
    ChangeManager,
    ImportLabel,
    OrganisationCommand,
    RegisterCluster,
    RenameCluster,
    UpdateProfile,
)
from domain.cluster.events.organisation import (
    CarrierChanged,
    ClusterRegistered,
    ClusterRenamed,
    LabelImported,
    ManagerChanged,
    ProfileUpdated,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.changes import review_due_of_carrier
from domain.cluster.state import Cluster
from domain.edition import Edition
from domain.levels import Level
from domain.rejected import Rejected
from domain.scheme import NoEditionInForce
from domain.term_clock import TermClock
from domain.terms import Term, imported_term


def decide(command: OrganisationCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    match command:
        case RegisterCluster():
            return register_cluster(command, asked)
        case ImportLabel():
            return import_label(command, asked)
        case UpdateProfile():
            return update_profile(command, asked)
        case RenameCluster():
            return rename_cluster(command, asked)
        case ChangeCarrier():
            return change_carrier(command, asked)
        case ChangeManager():
            return change_manager(command, asked)
        case _:
            assert_never(command)


def register_cluster(command: RegisterCluster, asked: Asked) -> list[ClusterRegistered]:
    if asked.cluster.registered:
        raise Rejected("cluster-exists", f"A cluster is registered as {asked.cluster.cluster_id} already.")
    name_is_free(command.name, asked)
    registered_persons(command.managers, asked)
    facts = command.model_dump(exclude={"type"}) | {"managers": tuple(dict.fromkeys(command.managers))}
    return [ClusterRegistered(**facts)]


def name_is_free(name: str, asked: Asked) -> None:
    """`Rejected` where another cluster of the country has the name."""
    if asked.facts.namesake not in (None, asked.cluster.cluster_id):
        raise Rejected(
            "same-name", f"{name} is registered in this country already, as {asked.facts.namesake}."
        )


def registered_persons(persons: tuple[str, ...], asked: Asked) -> None:
    """`Rejected` for one who is not registered."""
    for person in persons:
        asked.facts.person(person)


def update_profile(command: UpdateProfile, asked: Asked) -> list[ProfileUpdated]:
    cluster = _registered(asked)
    carrier = cluster.carrier if command.carrier is None else command.carrier
    website = cluster.website if command.website is None else command.website
    if (command.profile, carrier, website) == (cluster.profile, cluster.carrier, cluster.website):
        raise Rejected("nothing-changed", "The profile says this already.")
    limits, told = review_due_of_carrier(asked) if carrier != cluster.carrier else ((), ())
    return [
        ProfileUpdated(profile=command.profile, carrier=carrier, website=website, limits=limits, notices=told)
    ]


def rename_cluster(command: RenameCluster, asked: Asked) -> list[ClusterRenamed]:
    """The id stays, and with it the trail; former names are kept."""
    former = _registered(asked).name
    if command.name == former:
        raise Rejected("nothing-changed", f"The cluster's name is {former} already.")
    name_is_free(command.name, asked)
    return [ClusterRenamed(name=command.name, former_name=former)]


def change_carrier(command: ChangeCarrier, asked: Asked) -> list[CarrierChanged]:
    former = _registered(asked).carrier
    if command.carrier == former:
        raise Rejected("nothing-changed", f"The legal carrier is {former} already.")
    limits, told = review_due_of_carrier(asked)
    return [CarrierChanged(carrier=command.carrier, former_carrier=former, limits=limits, notices=told)]


def change_manager(command: ChangeManager, asked: Asked) -> list[ManagerChanged]:
    if set(command.managers) == set(_registered(asked).managers):
        raise Rejected("nothing-changed", "These persons act for the cluster already.")
    registered_persons(command.managers, asked)
    return [ManagerChanged(managers=tuple(dict.fromkeys(command.managers)))]


def _registered(asked: Asked) -> Cluster:
    if not asked.cluster.registered:
        raise Rejected("cluster-unknown", f"No cluster is registered as {asked.cluster.cluster_id}.")
    return asked.cluster


def import_label(command: ImportLabel, asked: Asked) -> list[ClusterRegistered | LabelImported]:
    """Nothing when the row was imported before."""
    if command.row_key in asked.cluster.imported_rows:
        return []
    _is_about_this_cluster(command, asked)
    _dates_possible(command, asked)
    terms = asked.cluster.labels.get(command.level, ())
    edition = _edition_of(command, asked)
    term = imported_term(
        edition,
        number=len(terms) + 1,
        kind=command.kind,
        last_assessment=command.assessed,
        decided=command.awarded,
        last_day=command.valid_until,
    )
    in_order(command.level, term, terms)
    imported = LabelImported(
        level=command.level,
        kind=command.kind,
        assessed=command.assessed,
        awarded=command.awarded,
        term=term,
        clock=clock_announced(term, edition, command.country, asked),
        marks=command.marks,
        source=command.source,
        row_key=command.row_key,
    )
    return [*_registration(command, asked), imported]


def _is_about_this_cluster(command: ImportLabel, asked: Asked) -> None:
    # Identity on import: country and normalised name.
    name_is_free(command.name, asked)
    cluster = asked.cluster
    if cluster.registered and cluster.country != command.country:
        raise Rejected("other-country", f"country: {cluster.name} is registered in {cluster.country}.")
    # A case under way rests on the terms as they are known.
    for case in cluster.open_cases:
        if case.level is command.level:
            raise Rejected("case-open", f"Case {case.case_id} about the {command.level} label is open.")


def _dates_possible(command: ImportLabel, asked: Asked) -> None:
    for field, day in (("assessed", command.assessed), ("awarded", command.awarded)):
        if day.earliest is not None:
            asked.not_in_future(field, day.earliest)
    if command.valid_until.certainly_before(command.awarded):
        raise Rejected("dates-reversed", "valid_until lies before awarded.")


def clock_announced(term: Term, edition: Edition, country: str, asked: Asked) -> TermClock | None:
    """R26: moments long past on the day a term is brought in are not announced any more."""
    clock = asked.term_clock(term, country)
    announced_from = asked.at - timedelta(days=edition.ladder.past_after_days.value)
    if clock is None or clock.lapses_at < announced_from:
        return None
    return clock.model_copy(update={"expired": clock.expires_at < announced_from})


def _registration(command: ImportLabel, asked: Asked) -> list[ClusterRegistered]:
    if asked.cluster.registered:
        return []
    facts = {
        name: getattr(command, name)
        for name in ClusterRegistered.model_fields
        if name in ImportLabel.model_fields
    }
    return [ClusterRegistered(**{**facts, "type": "ClusterRegistered"})]


def _edition_of(command: ImportLabel, asked: Asked) -> Edition:
    # R19: validity and grace follow the day of the decision, as far as it is known.
    day = command.awarded.latest or command.assessed.latest or asked.today
    try:
        return asked.scheme.on(min(day, asked.today))
    except NoEditionInForce:
        raise Rejected(
            "before-the-scheme", f"awarded: no edition of the scheme was in force on {day}."
        ) from None


def in_order(level: Level, term: Term, others: tuple[Term, ...]) -> None:
    """`Rejected` unless the term may lie behind those with lower numbers, and before those with higher ones."""
    for other in others:
        earlier, later = sorted((term, other), key=lambda each: each.number)
        # The latest term is the last one: an earlier one cannot be told from a renewal afterwards.
        if later.last_day.certainly_before(earlier.first_day) or later.decided.certainly_before(
            earlier.decided
        ):
            raise Rejected(
                "terms-out-of-order",
                f"Term {earlier.number} of the {level} label is a later one than term {later.number}.",
            )
        if earlier.last_day.certainly_before(later.first_day) or not _exact(other, term):
            continue
        raise Rejected("terms-overlap", f"This term overlaps term {other.number} of the {level} label.")


def _exact(*terms: Term) -> bool:
    # R39: only when every reading gives the same answer.
    return all(term.first_day.exact and term.last_day.exact for term in terms)
