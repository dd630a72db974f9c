"""What bars a member of the committee from deciding a case: a seat without its Gold, ties (R30 to R33)."""

from domain.cluster.case import Case, Stage
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bars import Bar
from domain.cluster.rules.independence import soft_conflicts_of_member
from domain.committee import case_reference, require_gold, standing_seats
from domain.conflicts import Conflict, hard_conflicts
from domain.person.state import Person, Seat
from domain.rejected import Rejected


def bars_of_member(member: Person, case: Case, asked: Asked) -> tuple[Bar, ...]:
    """Whatever keeps somebody who is seated from voting in the case, hard before soft."""
    return (
        *_stepped_aside(member, case),
        *_seat_without_gold(member, case, asked),
        *ties_of_member(member, case, asked),
    )


def ties_of_member(member: Person, case: Case, asked: Asked) -> tuple[Bar, ...]:
    """Assessed, tied, or with a soft conflict; one that two persons accepted does not stand."""
    day, ties = asked.today, asked.edition(case).ties
    hard = (*_assessed(member, case), *hard_conflicts(member, asked.cluster, day, ties))
    soft = soft_conflicts_of_member(member, case, asked)
    return (
        *(_tied(conflict) for conflict in hard),
        *(_tied(conflict, soft=True, accepted=_accepted(conflict, member, case, asked)) for conflict in soft),
    )


def seat_of(member: Person, case: Case, asked: Asked) -> Seat:
    """The seat in which a member votes; `Rejected` unless the Gold it rests on is certain."""
    seats = member.seats_for(asked.today, case_reference(asked.cluster, case))
    seat = (standing_seats(seats, asked.facts.labels, asked.today) or seats)[0]
    if seat.rests_on:
        require_gold(seat.rests_on, asked.facts.labels, asked.today)
    return seat


def _stepped_aside(member: Person, case: Case) -> tuple[Bar, ...]:
    if member.person_id not in case.recused:
        return ()
    sentence = f"{member.person_id} stepped aside from this case."
    return (Bar(code="recused", rule="R30", sentence=sentence),)


def _seat_without_gold(member: Person, case: Case, asked: Asked) -> tuple[Bar, ...]:
    try:
        seat_of(member, case, asked)
    except Rejected as refused:
        return (Bar(code=refused.code, rule="R30", sentence=refused.sentence),)
    return ()


def _assessed(member: Person, case: Case) -> tuple[Conflict, ...]:
    # ISO/IEC 17065, 7.6.2: whoever evaluated does not decide.
    if member.person_id not in case.assessors:
        return ()
    return (Conflict(rule="R32", sentence=f"{member.person_id} took part in the assessment."),)


def _tied(conflict: Conflict, *, soft: bool = False, accepted: bool = False) -> Bar:
    return Bar(code="voter-tied", soft=soft, accepted=accepted, **conflict.model_dump())


def _accepted(conflict: Conflict, member: Person, case: Case, asked: Asked) -> bool:
    """Whether somebody endorsed it who neither acts nor placed the case."""
    placing = case.placed_by if case.stage is Stage.ON_AGENDA and case.placed_by else asked.actor
    first = frozenset({placing, asked.actor})
    return case.accepting(conflict.key, member.person_id, not_by=first) is not None
