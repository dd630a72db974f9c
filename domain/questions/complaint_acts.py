"""Acts about a complaint: whether who looked into it, and who answered it, was free of it and entitled to (§7)."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.cluster.decided import Entry
from domain.complaint import evolve as complaint_fold
from domain.complaint.events import ComplaintClosed, ComplaintInvestigated
from domain.complaint.secrecy import concerned
from domain.complaint.state import Complaint
from domain.conflicts import Conflict
from domain.person.state import Person
from domain.questions.beside_cases import ActBeside
from domain.questions.irregularity import Irregularity, Question, of_days
from domain.questions.timeline import Known

_RULE = "§7"


def irregular_complaint(
    complaint_id: str, history: Sequence[Entry], known: Known, days: tuple[date, date]
) -> tuple[Irregularity, ...]:
    """Every act of the days, both included, by somebody concerned or not entitled. Nothing says by what they are."""
    return of_days(_found(complaint_id, history, known), *days)


def _found(complaint_id: str, history: Sequence[Entry], known: Known) -> Iterator[Irregularity]:
    complaint = Complaint(complaint_id=complaint_id)
    for entry in history:
        if isinstance(entry.happened.event, ComplaintInvestigated | ComplaintClosed):
            yield from _judged(ActBeside(entry, of=complaint_id), complaint, known)
        complaint = complaint_fold.evolve(complaint, entry.happened)


def _judged(act: ActBeside, complaint: Complaint, known: Known) -> Iterator[Irregularity]:
    actor = act.entry.actor
    if not complaint.looks_into(act.then(actor, known)):
        sentence = f"{actor} did not hold the office that looks into it."
        yield act.irregular(Question.FOUR_EYES, _RULE, (actor,), sentence)

    def conflicts(person: Person) -> tuple[Conflict, ...]:
        sentence = f"{person.person_id} was concerned by the complaint."
        return (Conflict(rule=_RULE, sentence=sentence),) if concerned(person, complaint) else ()

    yield from act.conflicted((actor,), conflicts, known)
