"""What follows for the cases of a cluster when somebody's tie to it comes on record (R31)."""

from collections.abc import Sequence
from datetime import date

from domain.cluster.case import Case, Stage
from domain.cluster.events.review import ConflictReported, ConflictResolved
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.review import learned_of
from domain.cluster.rules.stepping_aside import Striking
from domain.committee import entitled
from domain.conflicts import SOFT, binding_ties
from domain.person.state import Person, Tie

Learning = ConflictReported | ConflictResolved | Striking


def tie_learned(tie: Tie, person: Person, asked: Asked) -> Sequence[Learning]:
    """Each case in which the person acts, or acted on a day on which the tie bound, has it to be resolved.

    A member who tells a hard one of their own steps aside at once, or has their vote struck. What one operator put
    on record waits for two, as what anybody reports does; so does a soft one, which two persons may accept.
    `asked` knows the person with the tie.
    """
    alone = person.model_copy(update={"ties": (tie,)})
    told_by_them = tie.declared_by == person.person_id and tie.kind not in SOFT
    return [
        event
        for case in asked.cluster.cases
        if not case.reported(person.person_id) and _bound(alone, case, asked)
        for event in learned_of(person.person_id, case, asked, at_once=told_by_them)
    ]


def _bound(person: Person, case: Case, asked: Asked) -> bool:
    """Whether the tie bound on a day on which the person acted, or binds while they still do."""
    ties = asked.edition(case).ties
    days = _days_of_acts(person.person_id, case) | ({asked.today} if _acts(person, case, asked) else set())
    return any(binding_ties(person, asked.cluster, day, ties) for day in days)


def _acts(person: Person, case: Case, asked: Asked) -> bool:
    """Whether the person may still act: assesses, goes along with the visit, votes, or judges an appeal about it."""
    if any(
        appeal.open and appeal.case_id == case.case_id and person.person_id in appeal.panel
        for appeal in asked.cluster.appeals
    ):
        return True
    if not case.open:
        return False
    observes = case.audit is not None and not case.audit.held and person.person_id in case.audit.observers
    return person.person_id in case.experts or observes or _votes(person, case, asked)


def _votes(person: Person, case: Case, asked: Asked) -> bool:
    if case.stage is not Stage.ON_AGENDA:
        return False
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    return person.person_id in {member.person_id for member in members}


def _days_of_acts(person: str, case: Case) -> set[date]:
    """The days on which they assessed, signed or decided; none of a case that ended without a decision."""
    decision = case.decision
    if not case.open and (decision is None or decision.annulled):
        return set()
    days = {interview.held_on for interview in case.interviews if interview.expert == person}
    if person in case.took_part and case.audit is not None:
        days.update(case.audit.conducted)
    if person in case.experts and case.reported_on is not None:
        days.add(case.reported_on)
    if decision is not None and not decision.annulled and person in {each.member for each in case.ballots}:
        days.add(decision.decided_on)
    return days
