"""What became of a decision after it was taken: told, certified, questioned, confirmed, annulled, decided anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.cluster.appealed import appeals_against, sentence_of_appeal
from domain.cluster.events.committee import DecisionTaken, DeferralAnswered, DeferralLapsed
from domain.cluster.events.documents import CertificateIssued, ReportReleased
from domain.cluster.events.effects import NoticeFailed, NoticeSent
from domain.cluster.events.label import LabelAnnulled, LabelAwarded, LabelRenewed
from domain.cluster.events.measures import (
    LabelRelinquished,
    LabelRestored,
    LabelSuspended,
    LabelWithdrawn,
    MeasureEvent,
    TermCorrected,
)
from domain.cluster.events.review import (
    ConflictReported,
    ConflictResolved,
    DecisionAnnulled,
    DecisionConfirmed,
    VoteStruck,
)
from domain.cluster.explanation import Later
from domain.happened import Happened
from domain.secretariat import secretariat_day

_OF_A_CASE = (
    DecisionTaken
    | DeferralAnswered
    | DeferralLapsed
    | ReportReleased
    | ConflictReported
    | ConflictResolved
    | VoteStruck
    | DecisionConfirmed
    | DecisionAnnulled
)
Placed = tuple[int, Happened[Any]]


def aftermath(taken: Happened[Any], decision: DecisionTaken, after: Sequence[Placed]) -> tuple[Later, ...]:
    """What happened to the decision, in order, until the case was decided anew. `after`: with its positions."""
    label = _label(after)
    letters = _letters(taken) | (_letters(label) if label else frozenset())
    term = (label.event.level, label.event.term.number) if label else None
    appeals = appeals_against(taken.event_id, after)
    told: list[Later] = []
    for position, happened in after:
        event = happened.event
        sentence = (
            _of_the_case(event, decision.case_id)
            or sentence_of_appeal(event, appeals, decision.case_id)
            or _of_the_engine(event, letters, term)
        )
        if sentence:
            told.append(
                Later(
                    position=position,
                    on=secretariat_day(happened.recorded_at),
                    type=event.type,
                    sentence=sentence,
                    reason=_reason(event),
                )
            )
        if isinstance(event, DecisionTaken) and event.case_id == decision.case_id:
            break
    return tuple(told)


def _reason(event: object) -> str | None:
    """Of what became of the label the reasons are not told: they are for fewer than a decision's."""
    if isinstance(event, MeasureEvent):
        return None
    return getattr(event, "reason", None) or getattr(event, "answer", None)


def _label(after: Sequence[Placed]) -> Happened[Any] | None:
    """The label opened in the same append."""
    first = after[0][1] if after else None
    return first if first and isinstance(first.event, LabelAwarded | LabelRenewed) else None


def _letters(happened: Happened[Any]) -> frozenset[UUID]:
    return frozenset(happened.derived_id(f"notice-{n}") for n in range(len(happened.event.notices)))


def _of_the_case(event: object, case_id: str) -> str | None:
    if not isinstance(event, _OF_A_CASE) or event.case_id != case_id:
        return None
    match event:
        case DecisionTaken(outcome=outcome, decided_on=day):
            return f"The case was decided anew on {day}: {outcome}."
        case DeferralAnswered(version=version):
            return f"The question was answered in version {version} of the report."
        case DeferralLapsed():
            return "The question was not answered in time; the case went back as it stood."
        case ReportReleased(version=version):
            return f"Version {version} of the report was released to the applicant."
        case ConflictReported(person=person, reported_by=by):
            return f"{by} reported a tie of {person}."
        case ConflictResolved(person=person, resolution=resolution):
            return f"The reported tie of {person} was resolved: {resolution}."
        case VoteStruck(member=member, carried_still=carried):
            return f"The vote of {member} was struck; the decision {'still' if carried else 'no longer'} carries."
        case DecisionConfirmed(person=person):
            return f"The committee confirmed the decision, knowing of {_new_fact(person)}."
        case DecisionAnnulled(person=person, reopened=reopened):
            again = " The case was reopened." if reopened else ""
            return f"The decision was annulled for {_new_fact(person)}.{again}"


def _new_fact(person: str | None) -> str:
    return f"the tie of {person}" if person else "a panel's finding"


def _of_the_engine(event: object, letters: frozenset[UUID], term: tuple[str, int] | None) -> str | None:
    match event:
        case NoticeSent(notice_id=letter, notice=notice, recipient=to) if letter in letters:
            return f"The letter {notice} went out to {to}."
        case NoticeFailed(notice_id=letter, notice=notice, recipient=to) if letter in letters:
            return f"The letter {notice} to {to} could not be delivered."
        case CertificateIssued(number=number, replaces=replaces) if (event.level, event.term) == term:
            return f"Certificate {number} was issued{' anew' if replaces else ''}."
        case LabelAnnulled(level=level, term=number) if (level, number) == term:
            return f"Term {number} of the {level} label fell with the decision."
        case LabelSuspended(level=level, term=number, suspended_on=day) if (level, number) == term:
            return f"Term {number} of the {level} label was suspended on {day}."
        case LabelRestored(level=level, term=number, restored_on=day) if (level, number) == term:
            return f"Term {number} of the {level} label was restored on {day}."
        case LabelWithdrawn(level=level, term=number, withdrawn_on=day) if (level, number) == term:
            return f"The {level} label was withdrawn on {day}, in term {number}."
        case LabelRelinquished(level=level, term=number, relinquished_on=day) if (level, number) == term:
            return f"The {level} label was relinquished on {day}, in term {number}."
        case TermCorrected(level=level, term=corrected) if (level, corrected.number) == term:
            return f"The term was corrected: it ends on {corrected.last_day}, not on {event.former_last_day}."
        case _:
            return None
