"""Rules of eligibility: judged at the application, and again when edition or profile changed (R19, R33)."""

from domain.cluster.case import Case
from domain.cluster.commands.application import AcceptApplication, DeclineApplication, RecheckEligibility
from domain.cluster.events.application import (
    ApplicationAccepted,
    ApplicationDeclined,
    EligibilityConfirmed,
    EligibilityLost,
)
from domain.cluster.events.shared import Profile
from domain.cluster.rules.agreement import offer_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.benchmark_test import test_ahead
from domain.cluster.rules.handover import handling_office
from domain.cluster.rules.held_up import require_not_decided_before
from domain.cluster.rules.independence import decider_free
from domain.edition import Edition
from domain.rejected import Rejected


def accept_application(command: AcceptApplication, case: Case, asked: Asked) -> list[ApplicationAccepted]:
    require_not_decided_before(asked.actor, case)
    decider_free(case, asked)
    edition = asked.edition_today
    if failed := _failed(command.criteria, command.waived, edition, asked):
        raise Rejected(
            "criterion-failed", f"Not met and not waived: {', '.join(failed)}. Decline the application."
        )
    test_due = asked.edition(case).procedure(case.level, case.kind).test_gate.value
    limits, notices = test_ahead(case, asked) if test_due else offer_ahead(case, asked)
    return [
        ApplicationAccepted(
            case_id=case.case_id,
            edition=edition.key,
            profile_version=asked.cluster.profile_version,
            criteria=command.criteria,
            waived=command.waived,
            test_due=test_due,
            office=handling_office(case.level, asked, case),
            limits=limits,
            notices=notices,
        )
    ]


def decline_application(command: DeclineApplication, case: Case, asked: Asked) -> list[ApplicationDeclined]:
    require_not_decided_before(asked.actor, case)
    decider_free(case, asked)
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
    require_not_decided_before(asked.actor, case)
    decider_free(case, asked)
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
