"""Rules from the application to the signed agreement."""

from typing import assert_never

from domain.cluster.commands.application import (
    AcceptApplication,
    ApplicationCommand,
    DeclineApplication,
    OfferAgreement,
    RecheckEligibility,
    SignAgreement,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.events.application import (
    AgreementOffered,
    AgreementSigned,
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    EligibilityConfirmed,
    EligibilityLost,
)
from domain.cluster.events.shared import Profile
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.state import Case, ClosedAs, Stage
from domain.conflicts import binding_ties
from domain.edition import Edition
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.person.state import TieKind
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import letters
from domain.status import Status, StatusState, status_on

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
        case _:
            assert_never(command)


def submit_application(command: SubmitApplication, asked: Asked) -> list[ApplicationSubmitted]:
    cluster = asked.cluster
    if not cluster.carrier or not cluster.managers:
        raise Rejected(
            "profile-incomplete", "The cluster has no legal carrier or nobody who acts for it yet."
        )
    _no_case_in_the_way(command, asked)
    _kind_fits_the_label(command, asked)
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
            limits=(asked.limit("eligibility", edition), *_grace_limit(command, edition, asked)),
            notices=asked.to_managers("application-received", level=command.level),
        )
    ]


def _no_case_in_the_way(command: SubmitApplication, asked: Asked) -> None:
    # R22: one open first case per cluster; the renewal of another label may run beside it.
    for case in asked.cluster.open_cases:
        if case.level is command.level or case.kind is command.kind is Kind.FIRST:
            raise Rejected("case-open", f"Case {case.case_id} is still open (R22).")


def _kind_fits_the_label(command: SubmitApplication, asked: Asked) -> None:
    status = _status(command.level, asked)
    if status.state is StatusState.UNKNOWN:
        raise _unconfirmed(command.level)
    held = status.state in (StatusState.VALID, StatusState.DUE, StatusState.EXPIRED, StatusState.DORMANT)
    if command.kind is Kind.FIRST and held:
        raise Rejected(
            "label-held", f"The {command.level} label is held or renewable: apply for its renewal (R18)."
        )
    if command.kind is Kind.RENEWAL:
        _renewable(command.level, status, asked)


def _renewable(level: Level, status: Status, asked: Asked) -> None:
    term = asked.cluster.latest_term(level)
    match status.state:
        case _ if term is None:
            raise Rejected("nothing-to-renew", f"There is no {level} label to renew (R18).")
        case StatusState.DUE | StatusState.EXPIRED:
            # A renewed term is reckoned from the old end: without it there is nothing to extend.
            if term.last_day.day is None or term.grace_until is None:
                raise _unconfirmed(level)
        case StatusState.VALID:
            opens = term.renewable_from.day or "a day that is not known exactly"
            raise Rejected("window-closed", f"The {level} label may be renewed from {opens} on.")
        case StatusState.DORMANT:
            raise Rejected("label-dormant", f"The {level} label sleeps while a higher one is valid (R23).")
        case _:
            raise Rejected("nothing-to-renew", f"There is no {level} label valid or in grace (R18).")


def _unconfirmed(level: Level) -> Rejected:
    # R39: a rule uses an inexact date only if every reading gives the same answer.
    return Rejected("label-unconfirmed", f"How long the {level} label is valid is not known for certain.")


def _status(level: Level, asked: Asked) -> Status:
    return status_on(asked.cluster.labels, level, asked.today, pending=asked.cluster.pending(level))


def _last_was_refused(level: Level, asked: Asked) -> bool:
    """Whether no award has followed the latest refusal: an application withdrawn since changes nothing."""
    judged = [
        case.closed_as
        for case in asked.cluster.cases
        if case.level is level and case.closed_as in (*_REFUSALS, ClosedAs.AWARDED)
    ]
    return bool(judged) and judged[-1] in _REFUSALS


def _grace_limit(command: SubmitApplication, edition: Edition, asked: Asked) -> tuple[Limit, ...]:
    term = asked.cluster.latest_term(command.level)
    if command.kind is Kind.FIRST or term is None or term.grace_until is None:
        return ()
    return (asked.limit_after("late_recording", edition, term.grace_until),)


def accept_application(command: AcceptApplication, case: Case, asked: Asked) -> list[ApplicationAccepted]:
    _not_coached_by_actor(case, asked)
    edition = asked.edition_today
    if failed := _failed(command.criteria, command.waived, edition, asked):
        raise Rejected(
            "criterion-failed", f"Not met and not waived: {', '.join(failed)}. Decline the application."
        )
    return [
        ApplicationAccepted(
            case_id=case.case_id,
            edition=edition.key,
            profile_version=asked.cluster.profile_version,
            criteria=command.criteria,
            waived=command.waived,
            limits=(asked.limit("agreement", asked.edition(case)),),
            notices=asked.to_managers("application-accepted", level=case.level),
        )
    ]


def decline_application(command: DeclineApplication, case: Case, asked: Asked) -> list[ApplicationDeclined]:
    edition = asked.edition_today
    if not command.failed:
        raise Rejected("no-failed-criterion", "A decline names the criterion that is not met.")
    if unknown := set(command.failed) - {criterion.key for criterion in edition.eligibility}:
        raise Rejected("criterion-unknown", f"{edition.key} has no criterion {', '.join(sorted(unknown))}.")
    return [
        ApplicationDeclined(
            case_id=case.case_id,
            edition=edition.key,
            failed=command.failed,
            reason=command.reason,
            notices=asked.to_managers("application-declined", level=case.level),
        )
    ]


def recheck_eligibility(
    command: RecheckEligibility, case: Case, asked: Asked
) -> list[EligibilityConfirmed | EligibilityLost]:
    edition, version = asked.edition_today, asked.cluster.profile_version
    last = case.eligibility
    if last is not None and (last.edition, last.profile_version) == (edition.key, version):
        raise Rejected(
            "nothing-changed", "Neither the edition nor the profile changed since eligibility was judged."
        )
    failed = _failed(command.criteria, command.waived, edition, asked)
    if failed:
        lost = EligibilityLost(
            case_id=case.case_id,
            edition=edition.key,
            profile_version=version,
            criteria=command.criteria,
            failed=failed,
            notices=asked.to_managers("eligibility-lost", level=case.level),
        )
        return [lost]
    confirmed = EligibilityConfirmed(
        case_id=case.case_id,
        edition=edition.key,
        profile_version=version,
        criteria=command.criteria,
        waived=command.waived,
    )
    return [confirmed]


def _failed(
    criteria: dict[str, bool], waived: tuple[str, ...], edition: Edition, asked: Asked
) -> tuple[str, ...]:
    """The criteria neither met nor waived; `Rejected` when one is unanswered or a waiver is not allowed."""
    profile = _profile(asked)
    known = {criterion.key: criterion for criterion in edition.eligibility}
    if missing := known.keys() - criteria.keys():
        raise Rejected(
            "criterion-unanswered", f"These criteria are not answered: {', '.join(sorted(missing))}."
        )
    if unknown := criteria.keys() - known.keys():
        raise Rejected("criterion-unknown", f"{edition.key} has no criterion {', '.join(sorted(unknown))}.")
    for key in waived:
        if (
            key not in known
            or not known[key].waived_if_nationally_recognised.value
            or not profile.nationally_recognised
        ):
            raise Rejected("waiver-not-allowed", f"{key} cannot be waived for this cluster.")
    if criteria.get("eccp_listing") and not profile.eccp_address:
        raise Rejected(
            "eccp-address-missing", "The address of the cluster's page on the cluster platform is missing."
        )
    return tuple(key for key in known if not criteria[key] and key not in waived)


def _profile(asked: Asked) -> Profile:
    if asked.cluster.profile is None:
        raise Rejected(
            "profile-missing", "The cluster's profile, by which eligibility is judged, is missing."
        )
    return asked.cluster.profile


def _not_coached_by_actor(case: Case, asked: Asked) -> None:
    # R33: coaching is found by person.
    actor, bound_by = asked.facts.person(asked.actor), asked.edition(case).ties
    ties = binding_ties(actor, asked.cluster, asked.today, bound_by)
    if any(tie.kind is TieKind.COACHED for tie in ties):
        raise Rejected("decider-coached", f"{asked.actor} coached this cluster, and that still binds (R33).")


def offer_agreement(_: OfferAgreement, case: Case, asked: Asked) -> list[AgreementOffered]:
    limit = asked.limit("offer", asked.edition(case))
    due_on = limit.last_day.isoformat()
    notices = asked.to_managers("agreement-offered", level=case.level, due_on=due_on)
    return [AgreementOffered(case_id=case.case_id, limits=(limit,), notices=notices)]


def sign_agreement(_: SignAgreement, case: Case, asked: Asked) -> list[AgreementSigned]:
    asked.not_over(case, "offer", "offer-lapsed")
    return [
        AgreementSigned(
            case_id=case.case_id,
            signed_by=asked.actor,
            limits=(asked.limit("team", asked.edition(case)),),
            notices=asked.to_managers("agreement-signed", level=case.level),
        )
    ]


def withdraw_application(
    command: WithdrawApplication, case: Case, asked: Asked
) -> list[ApplicationWithdrawn | Elsewhere[ApplicationWithdrawn]]:
    experts = tuple(assignment.person for assignment in case.team)
    withdrawn = ApplicationWithdrawn(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        reason=command.reason,
        notices=letters((*asked.cluster.managers, *experts), "application-withdrawn", level=case.level),
    )
    if case.stage is not Stage.ON_AGENDA or case.round_id is None:
        return [withdrawn]
    return [withdrawn, Elsewhere(case.round_id, withdrawn.model_copy(update={"notices": ()}))]
