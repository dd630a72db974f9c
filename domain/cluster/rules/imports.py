"""Rules of cases begun elsewhere: carried on from where they stood, as if they had come so far here (R18, R19, R22)."""

from dataclasses import replace
from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.commands.imports import ConfirmFact, ImportCase, ImportCommand
from domain.cluster.events.imports import CaseImported
from domain.cluster.events.organisation import CarrierChanged, ClusterRegistered, ManagerChanged
from domain.cluster.rules.application import no_case_in_the_way, out_of_time
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.benchmark_test import test_ahead
from domain.cluster.rules.confirming import confirm_fact
from domain.cluster.rules.entitlement import earlier_steps_taken, kind_fits_the_label
from domain.cluster.rules.organisation import name_is_free, registered_persons
from domain.edition import Edition
from domain.rejected import Rejected
from domain.running import Limit
from domain.scheme import NoEditionInForce

Organisation = ClusterRegistered | CarrierChanged | ManagerChanged


def decide(command: ImportCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    match command:
        case ImportCase():
            return import_case(command, asked)
        case ConfirmFact():
            return confirm_fact(command, asked)
        case _:
            assert_never(command)


def import_case(command: ImportCase, asked: Asked) -> list[Organisation | CaseImported]:
    """Nothing when the row was imported before."""
    if command.row_key in asked.cluster.imported_rows:
        return []
    name_is_free(command.name, asked)
    registered_persons(command.managers, asked)
    organisation = _organisation(command, asked)
    asked.not_in_future("applied_on", command.applied_on)
    no_case_in_the_way(command.level, command.kind, asked)
    kind_fits_the_label(command.level, command.kind, asked)
    earlier_steps_taken(command.level, command.kind, asked)
    return [*organisation, _imported(command, _edition_of(command, asked), _as_registered(command, asked))]


def _as_registered(command: ImportCase, asked: Asked) -> Asked:
    """The surroundings with the organisation as it is known from here on: whose calendar counts, who gets letters."""
    cluster = asked.cluster
    known = {
        "country": command.country,
        "managers": cluster.managers or tuple(dict.fromkeys(command.managers)),
    }
    return replace(asked, cluster=cluster.model_copy(update=known))


def _organisation(command: ImportCase, asked: Asked) -> list[Organisation]:
    """What the row tells of the organisation where the record knows nothing; what it knows, the row does not change."""
    cluster = asked.cluster
    if cluster.registered and cluster.country != command.country:
        raise Rejected("other-country", f"country: {cluster.name} is registered in {cluster.country}.")
    if not (command.carrier or cluster.carrier):
        raise Rejected("profile-incomplete", "carrier: the cluster has no legal carrier yet: name it.")
    if not (command.managers or cluster.managers):
        raise Rejected("profile-incomplete", "managers: nobody acts for the cluster yet: name who does.")
    managers = tuple(dict.fromkeys(command.managers))
    if not cluster.registered:
        facts = {name: getattr(command, name) for name in ("name", "country", "region", "sector", "carrier")}
        return [ClusterRegistered(**facts, language=command.language, managers=managers)]
    learned: list[Organisation] = []
    if not cluster.carrier:
        learned.append(CarrierChanged(carrier=command.carrier, former_carrier=""))
    if not cluster.managers:
        learned.append(ManagerChanged(managers=managers))
    return learned


def _edition_of(command: ImportCase, asked: Asked) -> Edition:
    """R19: procedure, indicators and limits follow the day the case was opened."""
    try:
        return asked.scheme.on(command.applied_on)
    except NoEditionInForce:
        raise Rejected(
            "before-the-scheme",
            f"applied_on: no edition of the scheme was in force on {command.applied_on}.",
        ) from None


def _imported(command: ImportCase, edition: Edition, asked: Asked) -> CaseImported:
    number = 1 + sum(case.level is command.level for case in asked.cluster.cases)
    case = Case(
        case_id=f"{command.level}-{number}",
        level=command.level,
        kind=command.kind,
        edition=edition.key,
        opened_on=command.applied_on,
        since=asked.at,
    )
    gated = edition.procedure(command.level, command.kind).test_gate.value
    if command.stage == "test-passed" and not gated:
        raise Rejected(
            "no-test", f"stage: a {command.level} has no benchmark test before its agreement (R2)."
        )
    test_due = gated and command.stage == "accepted"
    return CaseImported(
        case_id=case.case_id,
        level=case.level,
        kind=case.kind,
        edition=case.edition,
        opened_on=case.opened_on,
        stage=command.stage,
        test_due=test_due,
        marks=command.marks,
        source=command.source,
        row_key=command.row_key,
        limits=(
            *(test_ahead(case, asked)[0] if test_due else _limits(command, edition, asked)),
            *out_of_time(command.level, command.kind, edition, asked),
        ),
        notices=asked.to_managers("case-imported", level=command.level),
    )


def _limits(command: ImportCase, edition: Edition, asked: Asked) -> tuple[Limit, ...]:
    """What runs at the stage, from today: nobody here was late before the case came in."""
    match command.stage:
        case "applied":
            return (asked.limit("eligibility", edition),)
        case "accepted" | "test-passed":
            return (asked.limit("agreement", edition),)
        case "signed":
            return (asked.limit("team", edition),)
