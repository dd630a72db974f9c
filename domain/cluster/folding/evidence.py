"""How a case changes as evidence comes in, round by round, and is checked at the desk."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Evidence, Verdict
from domain.cluster.events.evidence import (
    DeskCheckClosed,
    EvidenceAccepted,
    EvidenceEvent,
    EvidenceQueried,
    EvidenceRejected,
    EvidenceRoundClosed,
    EvidenceRoundOpened,
    EvidenceSubmitted,
    ImprovementAreasDeclared,
    RecommendationsAnswered,
)
from domain.cluster.events.shared import EvidenceItem
from domain.cluster.folding.moving import entered, with_limits
from domain.happened import Happened
from domain.secretariat import secretariat_day


def evolve(case: Case, happened: Happened[Any], event: EvidenceEvent) -> Case:
    match event:
        case ImprovementAreasDeclared(areas=areas):
            return with_limits(case, event.limits).model_copy(update={"areas": areas})
        case RecommendationsAnswered(answers=answers):
            return with_limits(case, event.limits).model_copy(update={"answered": frozenset(answers)})
        case EvidenceSubmitted():
            return _submitted(case, happened, event)
        case EvidenceRoundClosed():
            day = secretariat_day(happened.recorded_at)
            return entered(case, Stage.DESK_CHECK, happened, event.limits).model_copy(
                update={"data_complete_on": day}
            )
        case EvidenceAccepted(subjects=subjects):
            return _judged(case, subjects, verdict=Verdict.ACCEPTED, due_on=None)
        case EvidenceQueried(subject=subject, due_on=due_on):
            return _judged(case, (subject,), verdict=Verdict.QUERIED, due_on=due_on)
        case EvidenceRejected(subject=subject):
            return _judged(case, (subject,), verdict=Verdict.REJECTED, due_on=None)
        case EvidenceRoundOpened(round=number):
            opened = entered(case, Stage.EVIDENCE_OPEN, happened, event.limits)
            return opened.model_copy(update={"evidence_round": number})
        case DeskCheckClosed(not_evidenced=not_evidenced):
            done = entered(case, Stage.AUDIT_DUE, happened, event.limits)
            return done.model_copy(update={"not_evidenced": frozenset(not_evidenced)})
        case _:
            assert_never(event)


def _submitted(case: Case, happened: Happened[Any], event: EvidenceSubmitted) -> Case:
    if not case.on_site:
        stage = Stage.INTERVIEW_DUE if event.complete else Stage.EVIDENCE_OPEN
        handed_in = {"evidence": (*case.evidence, *event.items), "evidence_complete": event.complete}
        return entered(case, stage, happened, event.limits).model_copy(update=handed_in)
    items = dict(case.dossier_items)
    for item in event.items:
        subject = item.subject or item.item
        items[subject] = _next_version(items.get(subject), item, happened, event)
    return with_limits(case, event.limits).model_copy(update={"dossier_items": items})


def _next_version(
    before: Evidence | None, item: EvidenceItem, happened: Happened[Any], event: EvidenceSubmitted
) -> Evidence:
    earlier = before.versions if before else ()
    return Evidence(
        subject=item.subject or item.item,
        versions=(*earlier, item),
        received_on=event.cited.get(item.document, secretariat_day(happened.recorded_at)),
        round=event.round,
    )


def _judged(case: Case, subjects: tuple[str, ...], **verdict: Any) -> Case:  # noqa: ANN401 - fields of Evidence
    items = {
        subject: each.model_copy(update=verdict) if subject in subjects else each
        for subject, each in case.dossier_items.items()
    }
    return case.model_copy(update={"dossier_items": items})
