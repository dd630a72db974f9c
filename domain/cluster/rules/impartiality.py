"""Who may judge an appeal: nobody who had part in what it is about, and nobody tied to who appeals (R34, R35)."""

from domain.cluster.appeal import Appeal
from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.conflicts import Conflict, hard_conflicts, soft_ties
from domain.person.state import Person


def part_in(appeal: Appeal, person: str, cluster: Cluster) -> str | None:
    """The part the person had in the decision contested, as a sentence; None without one. Deeds count, not roles."""
    for case in _cases_behind(appeal, cluster):
        if person in case.assessors:
            return f"{person} took part in the assessment of {case.case_id}."
        if person in voters(case):
            return f"{person} took part in deciding {case.case_id}."
        if person in case.acted:
            return f"{person} acted in {case.case_id}."
    contested = [each for each in cluster.contestable if each.decision == appeal.decision]
    if any(person in each.by for each in contested):
        return f"{person} took the decision appealed against."
    return None


def voters(case: Case) -> frozenset[str]:
    """Members whose votes decided the case, also what an appeal undid."""
    return frozenset(ballot.member for ballot in case.ballots) | case.decided_before


def ties_to_appellant(person: Person, appeal: Appeal, asked: Asked) -> Conflict | None:
    """What ties the person to the cluster, a tie included that two persons might accept elsewhere."""
    return next(iter(every_tie_to_appellant(person, appeal, asked)), None)


def every_tie_to_appellant(person: Person, appeal: Appeal, asked: Asked) -> tuple[Conflict, ...]:
    ties = asked.scheme.edition(appeal.edition).ties
    return (
        *hard_conflicts(person, asked.cluster, asked.today, ties),
        *soft_ties(person, asked.cluster, asked.today, ties),
    )


def _cases_behind(appeal: Appeal, cluster: Cluster) -> tuple[Case, ...]:
    """The case the decision was taken in, or the one in which the term it is about was awarded."""
    return tuple(
        case
        for case in cluster.cases
        if case.case_id == appeal.case_id
        or (
            appeal.term is not None
            and case.level is appeal.level
            and case.decision is not None
            and case.decision.term == appeal.term
        )
    )
