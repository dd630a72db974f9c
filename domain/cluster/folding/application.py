"""How a case changes from the application over the benchmark test to the signed agreement."""

from typing import Any, assert_never

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.case_parts import Audit, Eligibility, SelfTest
from domain.cluster.events.application import (
    AgreementOffered,
    AgreementSigned,
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationEvent,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    BenchmarkOutdated,
    CaseAbandoned,
    CaseConverted,
    CaseMovedToEdition,
    EligibilityConfirmed,
    EligibilityLost,
    OfferLapsed,
    RenewalOutOfTime,
    RenewalOvertaken,
)
from domain.cluster.events.benchmark_test import (
    TestEvent,
    TestFailed,
    TestPassed,
    TestRetryEnded,
    TestSubmitted,
)
from domain.cluster.folding.moving import closed, entered, with_limits, without_limit
from domain.happened import Happened
from domain.levels import Kind


def evolve(case: Case, happened: Happened[Any], event: ApplicationEvent | TestEvent) -> Case:
    match event:
        case ApplicationSubmitted():
            return case
        case ApplicationAccepted(test_due=test_due):
            accepted = entered(case, Stage.TEST_DUE if test_due else Stage.ACCEPTED, happened, event.limits)
            found = _eligibility(happened, event, met=True)
            return accepted.model_copy(update={"eligibility": found, "office": event.office or case.office})
        case EligibilityConfirmed():
            return case.model_copy(update={"eligibility": _eligibility(happened, event, met=True)})
        case EligibilityLost():
            return case.model_copy(update={"eligibility": _eligibility(happened, event, met=False)})
        case TestSubmitted(submitted_on=submitted_on):
            tried = SelfTest(submitted_on=submitted_on, passed=False)
            return case.model_copy(update={"tests": (*case.tests, tried)})
        case TestPassed():
            judged = _last_try(case, passed=True)
            return entered(judged, Stage.TEST_PASSED, happened, event.limits)
        case TestFailed(retry_from=retry_from):
            judged = _last_try(case, retry_from=retry_from)
            return entered(judged, Stage.TEST_FAILED, happened, event.limits)
        case AgreementOffered():
            return entered(case, Stage.OFFERED, happened, event.limits)
        case AgreementSigned():
            return entered(case, Stage.SIGNED, happened, event.limits)
        case CaseConverted():
            return _converted(case, happened, event)
        case CaseMovedToEdition(edition=edition):
            return case.model_copy(update={"edition": edition})
        case _:
            return closed(case, _closed_as(event), happened)


def _converted(case: Case, happened: Happened[Any], event: CaseConverted) -> Case:
    """A first case answers no earlier report; a visit planned for a renewal is planned anew."""
    bound = with_limits(without_limit(case, "late_recording"), event.limits)
    first = bound.model_copy(update={"kind": Kind.FIRST, "answers_due": frozenset()})
    if not event.visit_cancelled:
        return first
    # The cancellation was the entry's next version (RFC 5546): a new plan is counted on from it.
    planned = case.audit or Audit(days=())
    audit = Audit(days=(), sequence=planned.sequence + 1, observers=planned.observers)
    if first.forming_team:
        return first.model_copy(update={"resumes_at": Stage.AUDIT_DUE, "audit": audit})
    return entered(first, Stage.AUDIT_DUE, happened, event.limits).model_copy(update={"audit": audit})


def _last_try(case: Case, **update: Any) -> Case:  # noqa: ANN401 - fields of SelfTest
    tests = (*case.tests[:-1], *(each.model_copy(update=update) for each in case.tests[-1:]))
    return case.model_copy(update={"tests": tests})


def _closed_as(
    event: ApplicationDeclined
    | OfferLapsed
    | ApplicationWithdrawn
    | CaseAbandoned
    | RenewalOutOfTime
    | RenewalOvertaken
    | BenchmarkOutdated
    | TestRetryEnded,
) -> ClosedAs:
    match event:
        case ApplicationDeclined():
            return ClosedAs.DECLINED
        case OfferLapsed():
            return ClosedAs.OFFER_LAPSED
        case ApplicationWithdrawn():
            return ClosedAs.WITHDRAWN
        case CaseAbandoned():
            return ClosedAs.ABANDONED
        case RenewalOutOfTime() | BenchmarkOutdated():
            return ClosedAs.OUT_OF_TIME
        case RenewalOvertaken():
            return ClosedAs.OVERTAKEN
        case TestRetryEnded():
            return ClosedAs.NOT_READY
        case _:
            assert_never(event)


def _eligibility(
    happened: Happened[Any], event: ApplicationAccepted | EligibilityConfirmed | EligibilityLost, *, met: bool
) -> Eligibility:
    return Eligibility(
        event_id=happened.event_id, edition=event.edition, profile_version=event.profile_version, met=met
    )
