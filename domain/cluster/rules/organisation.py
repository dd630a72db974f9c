"""Rules of the organisation's facts, and of labels awarded elsewhere."""

from domain.cluster.commands.organisation import ChangeManager, ImportLabel, RegisterCluster, UpdateProfile
from domain.cluster.events.organisation import (
    ClusterRegistered,
    LabelImported,
    ManagerChanged,
    ProfileUpdated,
)
from domain.cluster.rules.asked import Asked
from domain.edition import Edition
from domain.levels import Level
from domain.rejected import Rejected
from domain.scheme import NoEditionInForce
from domain.term_clock import term_clock
from domain.terms import Interval, Term, imported_term


def register_cluster(command: RegisterCluster, asked: Asked) -> list[ClusterRegistered]:
    if asked.cluster.registered:
        raise Rejected("cluster-exists", f"A cluster is registered as {asked.cluster.cluster_id} already.")
    _name_is_free(command.name, asked)
    _registered_persons(command.managers, asked)
    return [ClusterRegistered(**command.model_dump(exclude={"type"}))]


def _name_is_free(name: str, asked: Asked) -> None:
    if asked.facts.namesake not in (None, asked.cluster.cluster_id):
        raise Rejected(
            "same-name", f"{name} is registered in this country already, as {asked.facts.namesake}."
        )


def _registered_persons(persons: tuple[str, ...], asked: Asked) -> None:
    for person in persons:
        asked.facts.person(person)


def update_profile(command: UpdateProfile, asked: Asked) -> list[ProfileUpdated]:
    cluster = asked.cluster
    carrier = cluster.carrier if command.carrier is None else command.carrier
    website = cluster.website if command.website is None else command.website
    if (command.profile, carrier, website) == (cluster.profile, cluster.carrier, cluster.website):
        raise Rejected("nothing-changed", "The profile says this already.")
    return [ProfileUpdated(profile=command.profile, carrier=carrier, website=website)]


def change_manager(command: ChangeManager, asked: Asked) -> list[ManagerChanged]:
    if set(command.managers) == set(asked.cluster.managers):
        raise Rejected("nothing-changed", "These persons act for the cluster already.")
    _registered_persons(command.managers, asked)
    return [ManagerChanged(managers=command.managers)]


def import_label(command: ImportLabel, asked: Asked) -> list[ClusterRegistered | LabelImported]:
    """Nothing when the row was imported before."""
    if command.row_key in asked.cluster.imported_rows:
        return []
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
    _no_overlap(command.level, term, terms)
    imported = LabelImported(
        level=command.level,
        kind=command.kind,
        assessed=command.assessed,
        awarded=command.awarded,
        term=term,
        clock=term_clock(term, asked.facts.calendars[command.country]),
        marks=command.marks,
        source=command.source,
        row_key=command.row_key,
    )
    return [*_registration(command, asked), imported]


def _registration(command: ImportLabel, asked: Asked) -> list[ClusterRegistered]:
    if asked.cluster.registered:
        return []
    _name_is_free(command.name, asked)
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


def _no_overlap(level: Level, term: Term, others: tuple[Term, ...]) -> None:
    for other in others:
        if _certainly_before(other.last_day, term.first_day) or not _exact(other, term):
            continue
        if not _certainly_before(term.last_day, other.first_day):
            raise Rejected("terms-overlap", f"This term overlaps term {other.number} of the {level} label.")


def _exact(*terms: Term) -> bool:
    # R39: only when every reading gives the same answer.
    return all(term.first_day.exact and term.last_day.exact for term in terms)


def _certainly_before(end: Interval, start: Interval) -> bool:
    return end.latest is not None and start.earliest is not None and end.latest < start.earliest
