"""Whether nobody acted who was tied (R31 to R33): by what was known then, and by what is known now of that day."""

from collections.abc import Iterator, Sequence

from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionTaken, MemberRecused, VoteCast
from domain.cluster.events.review import ConflictResolved, DecisionAnnulled, DecisionConfirmed, VoteStruck
from domain.cluster.events.team import TeamMemberReplaced, TeamProposed
from domain.conflicts import Conflict, hard_conflicts
from domain.person.state import Person
from domain.questions.deeds import Deed, Examined
from domain.questions.irregularity import Irregularity, Question
from domain.questions.timeline import Known
from domain.scheme import Scheme
from domain.streams import PERSON


def not_independent(examined: Examined) -> Iterator[Irregularity]:
    """Every act of somebody with a hard conflict. A tie known then is not told once more as known now."""
    known, scheme = examined.known, examined.scheme
    for deed in examined.deeds:
        for person in deed.persons:
            then = (
                *_assessed_and_decides(person, deed),
                *conflicts_of(known.person(person, deed.before), deed, scheme),
            )
            for conflict in then:
                yield _irregular(Question.KNOWN_THEN, person, conflict, deed)
            for conflict in conflicts_of(known.person(person), deed, scheme):
                if conflict not in then:
                    learned = _learned_at(person, conflict, deed, known, scheme)
                    found = _irregular(Question.KNOWN_NOW, person, conflict, deed)
                    settled = settled_at(person, deed, examined.deeds)
                    yield found.model_copy(update={"learned_at": learned, "settled_at": settled})


def conflicts_of(person: Person, deed: Deed, scheme: Scheme) -> tuple[Conflict, ...]:
    """The hard conflicts of somebody who took part, on the day of the deed; of an expert, not being qualified too."""
    hard = hard_conflicts(person, deed.cluster, deed.day, scheme.edition(deed.case.edition).ties)
    return (*hard, *_unqualified(person, deed))


def settled_at(person: str, deed: Deed, deeds: Sequence[Deed]) -> int | None:
    """Where it was dealt with that the person took part: replaced, stepped aside, resolved, or reviewed (R31)."""
    for later in deeds:
        if later.entry.position <= deed.entry.position or later.case.case_id != deed.case.case_id:
            continue
        match later.event:
            case (
                MemberRecused(member=concerned)
                | VoteStruck(member=concerned)
                | TeamMemberReplaced(expert=concerned)
                | ConflictResolved(person=concerned)
                | DecisionConfirmed(person=concerned)
                | DecisionAnnulled(person=concerned)
            ) if concerned == person:
                return later.entry.position
    return None


def _unqualified(person: Person, deed: Deed) -> tuple[Conflict, ...]:
    """R32: who assesses is qualified for level and edition. An observer, or who decides, need not be."""
    match deed.event:
        case TeamProposed(experts=experts):
            assessing = person.person_id in experts
        case TeamMemberReplaced(successor=successor):
            assessing = person.person_id == successor
        case _:
            assessing = person.person_id in deed.case.experts
    level, edition = deed.case.level, deed.case.edition
    if not assessing or person.qualified(level, edition, deed.day):
        return ()
    sentence = f"{person.person_id} was not qualified for {level} under {edition}."
    return (Conflict(rule="R32", sentence=sentence),)


def _assessed_and_decides(person: str, deed: Deed) -> tuple[Conflict, ...]:
    """ISO/IEC 17065, 7.6.2: whoever evaluated does not decide."""
    match deed.event:
        case CasePlacedOnAgenda(members=members):
            decides = person in members
        case VoteCast(member=member):
            decides = person == member
        case DecisionTaken():
            decides = True
        case _:
            decides = False
    if not decides or person not in deed.case.assessors:
        return ()
    return (Conflict(rule="R32", sentence=f"{person} took part in the assessment."),)


def _irregular(question: Question, person: str, conflict: Conflict, deed: Deed) -> Irregularity:
    return Irregularity(
        question=question,
        cluster_id=deed.cluster.cluster_id,
        case_id=deed.case.case_id,
        rule=conflict.rule,
        persons=(person,),
        sentence=conflict.sentence,
        acts=(deed.act,),
    )


def _learned_at(person: str, conflict: Conflict, deed: Deed, known: Known, scheme: Scheme) -> tuple[int, ...]:
    """The position of the first event after which the conflict was known."""
    later = known.timeline(f"{PERSON}{person}").after(deed.before)
    first = (
        entry.position
        for entry, state in later
        if isinstance(state, Person) and conflict in conflicts_of(state, deed, scheme)
    )
    return (next(first),)
