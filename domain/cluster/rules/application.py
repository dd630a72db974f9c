"""Rules of applying, and of withdrawing again (R22, R42); which rules the other steps to the agreement follow."""

from typing import assert_never

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.commands.application import (
    AcceptApplication,
    ApplicationCommand,
    ConvertToFirstTime,
    DeclineApplication,
    MoveCaseToEdition,
    OfferAgreement,
    RecheckEligibility,
    SignAgreement,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.events.application import ApplicationSubmitted, ApplicationWithdrawn
from domain.cluster.rules.agreement import offer_agreement, sign_agreement
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.conversion import convert_to_first_time, move_case_to_edition
from domain.cluster.rules.eligibility import accept_application, decline_application, recheck_eligibility
from domain.cluster.rules.entitlement import earlier_steps_taken, kind_fits_the_label
from domain.cluster.rules.handover import handling_office
from domain.cluster.rules.planning import cancelled
from domain.cluster.rules.second_benchmark import interval_ahead
from domain.edition import Edition
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import letters

_REFUSALS = (ClosedAs.DECLINED, ClosedAs.REFUSED)


def decide(command: ApplicationCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    if isinstance(command, SubmitApplication):
        return submit_application(command, asked)
    case = asked.cluster.open_case(command.case_id)
    match command:
        case AcceptApplication():
            return accept_application(command, case, asked)
        case DeclineApplication():
            return decline_application(command, case, asked)
        case RecheckEligibility():
            return recheck_eligibility(command, case, asked)
        case OfferAgreement():
            return offer_agreement(command, case, asked)
        case SignAgreement():
            return sign_agreement(command, case, asked)
        case WithdrawApplication():
            return withdraw_application(command, case, asked)
        case ConvertToFirstTime():
            return convert_to_first_time(command, case, asked)
        case MoveCaseToEdition():
            return move_case_to_edition(command, case, asked)
        case _:
            assert_never(command)


def submit_application(command: SubmitApplication, asked: Asked) -> list[ApplicationSubmitted]:
    cluster = asked.cluster
    if not cluster.carrier or not cluster.managers:
        raise Rejected(
            "profile-incomplete", "The cluster has no legal carrier or nobody who acts for it yet."
        )
    no_case_in_the_way(command.level, command.kind, asked)
    kind_fits_the_label(command.level, command.kind, asked)
    earlier_steps_taken(command.level, command.kind, asked)
    if _last_was_refused(command.level, asked) and command.what_changed is None:
        raise Rejected("what-changed-missing", "After a refusal the application says what has changed (R42).")
    edition = asked.edition_today
    number = 1 + sum(case.level is command.level for case in cluster.cases)
    return [
        ApplicationSubmitted(
            case_id=f"{command.level}-{number}",
            level=command.level,
            kind=command.kind,
            edition=edition.key,
            opened_on=asked.today,
            what_changed=command.what_changed,
            office=handling_office(command.level, asked),
            limits=(
                asked.limit("eligibility", edition),
                *out_of_time(command.level, command.kind, edition, asked),
            ),
            notices=asked.to_managers("application-received", level=command.level),
        )
    ]


def no_case_in_the_way(level: Level, kind: Kind, asked: Asked) -> None:
    """R22: one open first case per cluster; the renewal of another label may run beside it."""
    for case in asked.cluster.open_cases:
        if case.level is level or case.kind is kind is Kind.FIRST:
            raise Rejected("case-open", f"Case {case.case_id} is still open (R22).")


def _last_was_refused(level: Level, asked: Asked) -> bool:
    """Whether no award has followed the latest refusal: an application withdrawn since changes nothing."""
    judged = [
        case.closed_as
        for case in asked.cluster.cases
        if case.level is level and case.closed_as in (*_REFUSALS, ClosedAs.AWARDED)
    ]
    return bool(judged) and judged[-1] in _REFUSALS


def out_of_time(level: Level, kind: Kind, edition: Edition, asked: Asked) -> tuple[Limit, ...]:
    """Until when an assessment is in time: of a renewal by its label's grace, of a first Silver by its benchmark."""
    if kind is Kind.FIRST:
        return interval_ahead(edition.procedure(level, kind), edition, asked)
    term = asked.cluster.latest_term(level)
    if term is None or term.grace_until is None:
        return ()
    return (asked.limit_after("late_recording", edition, term.grace_until),)


def withdraw_application(command: WithdrawApplication, case: Case, asked: Asked) -> Following:
    """R42: possible until the decision; a visit that was planned is called off."""
    visit, told = cancelled(case, asked), (*asked.cluster.managers, *case.experts)
    withdrawn = ApplicationWithdrawn(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        reason=command.reason,
        notices=(*letters(told, "application-withdrawn", level=case.level), *visit.notices),
    )
    if case.stage is not Stage.ON_AGENDA or case.round_id is None:
        return [withdrawn, *visit.released]
    return [withdrawn, Elsewhere(case.round_id, withdrawn.model_copy(update={"notices": ()}))]
