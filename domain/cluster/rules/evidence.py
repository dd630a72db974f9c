"""Rules of evidence: what may be handed in, in which round, and how a round closes (R48)."""

from collections import Counter
from datetime import date
from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    AnswerRecommendations,
    DeclareImprovementAreas,
    EvidenceCommand,
    QueryEvidence,
    RejectEvidence,
    SubmitEvidence,
)
from domain.cluster.events.evidence import EvidenceEvent, EvidenceSubmitted
from domain.cluster.events.shared import EvidenceItem
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.citation import cited
from domain.cluster.rules.desk_check import accept_evidence, query_evidence, reject_evidence, round_closed
from domain.cluster.rules.improvement import answer_recommendations, declare_improvement_areas
from domain.cluster.rules.scope import codes_in_scope
from domain.cluster.rules.work_ahead import interview_ahead
from domain.rejected import Rejected

_HASH_SHOWN = 12


def decide(command: EvidenceCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    match command:
        case DeclareImprovementAreas():
            return declare_improvement_areas(command, case, asked)
        case AnswerRecommendations():
            return answer_recommendations(command, case, asked)
        case SubmitEvidence():
            return submit_evidence(command, case, asked)
        case AcceptEvidence():
            return accept_evidence(command, case, asked)
        case QueryEvidence():
            return query_evidence(command, case, asked)
        case RejectEvidence():
            return reject_evidence(command, case, asked)
        case _:
            assert_never(command)


def submit_evidence(command: SubmitEvidence, case: Case, asked: Asked) -> list[EvidenceEvent]:
    asked.not_over(case, "evidence_round", "round-closed")
    if not command.items and not (command.last and case.on_site):
        raise Rejected("nothing-handed-in", "items: no document is named.")
    for item in command.items:
        _in_scope(item, case, asked)
        _dated(item, case, asked)
    _stored_once(command.items, case, asked)
    days = cited(command.items, asked)
    if case.on_site:
        return _in_round(command, days, case, asked)
    return [_for_interview(command, days, case, asked)]


def closed_as_it_stands(case: Case, asked: Asked) -> list[EvidenceEvent]:
    """The round is over by silence: what came in is checked, what did not is open (R28, R48)."""
    return round_closed(case, asked, to_check=_to_check(case), by_silence=True)


def _in_scope(item: EvidenceItem, case: Case, asked: Asked) -> None:
    match item.item:
        case "indicator":
            fits = item.subject in codes_in_scope(case, asked)
        case "improvement-area":
            fits = item.subject in {area.key for area in case.areas}
        case "questionnaire" | "success-story":
            fits = not case.on_site
        case _:
            assert_never(item.item)
    if not fits:
        named = item.subject or item.item
        raise Rejected("out-of-scope", f"items: {named} is not in the scope of {case.case_id}.")
    before = case.dossier_items.get(item.subject or "")
    if before is not None and before.verdict is Verdict.ACCEPTED:
        raise Rejected(
            "accepted-already", f"items: {item.subject} is evidenced; a round is for what is open."
        )


def _dated(item: EvidenceItem, case: Case, asked: Asked) -> None:
    if item.speaks_of is not None:
        asked.not_in_future("speaks_of", item.speaks_of)
    elif case.on_site:
        raise Rejected("day-missing", f"speaks_of: which day the document about {item.subject} speaks of.")


def _stored_once(new: tuple[EvidenceItem, ...], case: Case, asked: Asked) -> None:
    if unknown := {item.document for item in new} - asked.facts.documents:
        raise Rejected("document-unknown", f"No document is stored under {', '.join(sorted(unknown))}.")
    filed = (item for each in case.dossier_items.values() for item in each.versions)
    lying = set()
    for item in (*case.evidence, *filed, *new):
        # What speaks of many indicators is evidence of each; Bronze asks for as many documents as it says (R2).
        shown = (item.document, item.subject, item.speaks_of) if case.on_site else (item.document,)
        if shown in lying:
            raise Rejected("document-repeated", _repeated(item))
        lying.add(shown)


def _repeated(item: EvidenceItem) -> str:
    named = f"items: the document {item.document[:_HASH_SHOWN]}…"
    if item.subject is None:
        return f"{named} is handed in already; each counts once."
    return f"{named} lies under {item.subject} already, as of {item.speaks_of}."


def _in_round(
    command: SubmitEvidence, days: dict[str, date], case: Case, asked: Asked
) -> list[EvidenceEvent]:
    submitted = EvidenceSubmitted(
        case_id=case.case_id,
        items=command.items,
        complete=command.last,
        round=case.evidence_round,
        received_on=asked.today,
        cited=days,
        # R29: each act of the applicant's restarts the clock.
        limits=(asked.abandonment(asked.edition(case)),),
    )
    if not command.last:
        return [submitted]
    closing = round_closed(case, asked, to_check=bool(command.items) or _to_check(case))
    return [submitted, *closing] if command.items else closing


def _to_check(case: Case) -> bool:
    """Whether documents are there that the desk check has not judged."""
    return any(each.verdict is Verdict.HANDED_IN for each in case.dossier_items.values())


def _for_interview(
    command: SubmitEvidence, days: dict[str, date], case: Case, asked: Asked
) -> EvidenceSubmitted:
    """Bronze: once all its procedure asks for is there, the interview is due."""
    complete = _complete((*case.evidence, *command.items), case, asked)
    limits, notices = (
        interview_ahead(case, asked) if complete else ((asked.abandonment(asked.edition(case)),), ())
    )
    return EvidenceSubmitted(
        case_id=case.case_id,
        items=command.items,
        complete=complete,
        cited=days,
        limits=limits,
        notices=notices,
    )


def _complete(items: tuple[EvidenceItem, ...], case: Case, asked: Asked) -> bool:
    handed_in = Counter(str(item.item) for item in items)
    asked_for = asked.edition(case).procedure(case.level, case.kind).evidence.value
    return all(handed_in[required.name] >= required.count for required in asked_for)
