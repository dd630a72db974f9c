"""Rules of the desk check: each subject's documents are judged; what stays open has one more round (R48)."""

from domain.cluster.case import Case
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.evidence import AcceptEvidence, QueryEvidence, RejectEvidence
from domain.cluster.events.evidence import (
    DeskCheckClosed,
    EvidenceAccepted,
    EvidenceEvent,
    EvidenceQueried,
    EvidenceRejected,
    EvidenceRoundClosed,
    EvidenceRoundOpened,
)
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.each_expert import letters_to_each, limits_of_each
from domain.cluster.rules.independence import require_independence
from domain.cluster.rules.scope import subjects_open
from domain.rejected import Rejected
from domain.standing import letters


def round_closed(
    case: Case, asked: Asked, *, to_check: bool, by_silence: bool = False
) -> list[EvidenceEvent]:
    """The round is over. With nothing `to_check` the desk check is over at once, too."""
    closed = EvidenceRoundClosed(case_id=case.case_id, round=case.evidence_round, by_silence=by_silence)
    if not to_check:
        return [closed, _desk_check_over(case, asked)]
    limits = limits_of_each("desk_check", case.experts, case, asked)
    told = letters_to_each(limits, "desk-check-due", case)
    return [closed.model_copy(update={"limits": limits, "notices": told})]


def accept_evidence(command: AcceptEvidence, case: Case, asked: Asked) -> list[EvidenceEvent]:
    subjects = tuple(dict.fromkeys(command.subjects))
    _not_judged_already(subjects, case)
    accepted = EvidenceAccepted(case_id=case.case_id, expert=asked.actor, subjects=subjects)
    return [accepted, *_judged(subjects, Verdict.ACCEPTED, case, asked)]


def _not_judged_already(subjects: tuple[str, ...], case: Case) -> None:
    """A list changes no verdict on the way: whoever means to accept what was rejected names it alone."""
    judged = {
        key: each.verdict
        for key, each in case.dossier_items.items()
        if key in subjects
        and each.round == case.evidence_round
        and each.verdict in {Verdict.QUERIED, Verdict.REJECTED}
    }
    if judged and len(subjects) > 1:
        told = ", ".join(f"{subject} ({verdict})" for subject, verdict in judged.items())
        raise Rejected(
            "judged-already",
            f"subjects: {told}: judge each of these by itself to change its verdict.",
        )


def query_evidence(command: QueryEvidence, case: Case, asked: Asked) -> list[EvidenceEvent]:
    _answerable_by(command, case, asked)
    queried = EvidenceQueried(
        case_id=case.case_id,
        expert=asked.actor,
        subject=command.subject,
        due_on=command.due_on,
        question=command.question,
    )
    return [queried, *_judged((command.subject,), Verdict.QUERIED, case, asked)]


def reject_evidence(command: RejectEvidence, case: Case, asked: Asked) -> list[EvidenceEvent]:
    rejected = EvidenceRejected(
        case_id=case.case_id, expert=asked.actor, subject=command.subject, reason=command.reason
    )
    return [rejected, *_judged((command.subject,), Verdict.REJECTED, case, asked)]


def _answerable_by(command: QueryEvidence, case: Case, asked: Asked) -> None:
    if not _another_round(case, asked):
        raise Rejected("no-further-round", "No round follows in which this could be answered (R28).")
    if command.due_on <= asked.today:
        raise Rejected("due-on-past", f"due_on {command.due_on} does not lie in the future.")
    latest = asked.limit("evidence_round", asked.edition(case)).last_day
    if command.due_on > latest:
        raise Rejected(
            "due-on-late",
            f"due_on {command.due_on}: the next round is over by {latest}, the latest day (R28).",
        )


def _judged(
    subjects: tuple[str, ...], verdict: Verdict, case: Case, asked: Asked
) -> list[EvidenceRoundOpened | DeskCheckClosed]:
    """What follows from the verdict: nothing before the last subject is judged."""
    require_independence(asked.actor, case, asked)
    items = dict(case.dossier_items)
    for subject in subjects:
        if subject not in items:
            raise Rejected("nothing-to-judge", f"Nothing was handed in about {subject}.")
        if items[subject].round != case.evidence_round:
            raise Rejected("nothing-to-judge", f"Nothing new was handed in about {subject} in this round.")
        items[subject] = items[subject].model_copy(update={"verdict": verdict})
    if any(each.verdict is Verdict.HANDED_IN for each in items.values()):
        return []
    return [_desk_check_over(case.model_copy(update={"dossier_items": items}), asked)]


def _desk_check_over(case: Case, asked: Asked) -> EvidenceRoundOpened | DeskCheckClosed:
    """What is open has another round; behind the last one it is not evidenced, and the visit is due."""
    edition, still_open = asked.edition(case), subjects_open(case, asked)
    if still_open and _another_round(case, asked):
        limit, number = asked.limit("evidence_round", edition), case.evidence_round + 1
        return EvidenceRoundOpened(
            case_id=case.case_id,
            round=number,
            open_subjects=still_open,
            limits=(limit, asked.abandonment(edition)),
            notices=asked.to_managers(
                "evidence-round-opened",
                level=case.level,
                due_on=limit.last_day.isoformat(),
                round=str(number),
            ),
        )
    audit = asked.limit("audit", edition, expert=case.lead)
    due_on = audit.last_day.isoformat()
    return DeskCheckClosed(
        case_id=case.case_id,
        not_evidenced=still_open,
        limits=(audit,),
        notices=letters(case.experts[:1], "audit-due", level=case.level, due_on=due_on),
    )


def _another_round(case: Case, asked: Asked) -> bool:
    at_most = asked.edition(case).limits["evidence_round"].at_most
    return at_most is None or case.evidence_round < at_most.value
