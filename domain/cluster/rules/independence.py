"""Who may take part in a case: never with a hard conflict, with a soft one by two persons and a reason (R31 to R33)."""

from datetime import date

from domain.cluster.case import Case
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.team import IndependenceCheck
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bars import (
    Bar,
    decided_before,
    foreign,
    none_foreign,
    refuse_for,
    tied,
    unavailable,
    unqualified,
)
from domain.cluster.rules.bookings import days_to_come
from domain.committee import case_reference, standing_seats
from domain.conflicts import Conflict, hard_conflicts, soft_ties
from domain.organisations import organisation_slug
from domain.person.state import Person
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import letters


def require_independence(person: str, case: Case, asked: Asked, on: date | None = None) -> None:
    """R31, R32: no hard conflict on that day, today unless said; never overridden.

    Of an expert of the team, being qualified for level and edition is a part of it.
    """
    day, known = on or asked.today, asked.facts.person(person)
    assessing = unqualified(known, case, day) if person in case.experts else ()
    refuse_for((*assessing, *tied(known, case, day, asked)))


def decider_free(case: Case, asked: Asked) -> None:
    """R32, R33: whoever is tied to the cluster, coached it or acts for it does not judge it at the secretariat."""
    actor = asked.facts.person(asked.actor)
    if conflicts := hard_conflicts(actor, asked.cluster, asked.today, asked.edition(case).ties):
        raise Rejected("decider-tied", f"{conflicts[0]} Another operator decides this.")


def tied_experts(case: Case, asked: Asked) -> tuple[str, ...]:
    """Experts of the team whom a hard conflict keeps from acting at this moment."""
    ties = asked.edition(case).ties
    return tuple(
        expert
        for expert in case.experts
        if hard_conflicts(asked.facts.person(expert), asked.cluster, asked.today, ties)
    )


def ties_reported(case: Case, asked: Asked) -> list[ConflictReported]:
    """Silence cannot look for ties. One declared meanwhile is reported: whoever has it may not act (R31)."""
    told = letters((SECRETARIAT,), "conflict-reported", level=case.level)
    return [
        ConflictReported(case_id=case.case_id, person=expert, notices=told)
        for expert in tied_experts(case, asked)
        if not case.reported(expert)
    ]


def require_foreign(experts: tuple[str, ...], case: Case, asked: Asked) -> None:
    """R32: so many experts work in another country than the cluster's."""
    refuse_for(none_foreign(experts, case, asked))


def bars_of_expert(
    expert: str,
    others: tuple[str, ...],
    case: Case,
    asked: Asked,
    days: tuple[date, ...] | None = None,
) -> tuple[Bar, ...]:
    """Whatever keeps the person from joining `others` on the team today, hard before soft.

    They must be free on `days`: those to come of the planned visit, unless others are asked about.
    """
    person = asked.facts.person(expert)
    wanted = days_to_come(case) if days is None else days
    return (
        *decided_before(expert, case),
        *unqualified(person, case, asked.today),
        *tied(person, case, asked.today, asked),
        *unavailable(person, wanted, case, asked),
        *_to_be_accepted(expert, soft_conflicts(person, others, case, asked), case, asked),
    )


def checked(
    expert: str, others: tuple[str, ...], case: Case, asked: Asked, *, reason: str | None
) -> IndependenceCheck:
    """What was known when the expert was found fit to join `others` on the team; `Rejected` when unfit."""
    person, bars = asked.facts.person(expert), bars_of_expert(expert, others, case, asked)
    refuse_for(bars)
    if bars and reason is None:
        raise Rejected("reason-missing", f"reason: {bars[0]} It is accepted with a reason only.")
    first = frozenset({asked.actor})
    endorsements = (case.accepting(bar.key, expert, not_by=first) for bar in bars)
    return IndependenceCheck(
        person=expert,
        person_version=person.version,
        country=person.country,
        endorsed_by=tuple(dict.fromkeys(each.event_id for each in endorsements if each)),
    )


def soft_conflicts(person: Person, others: tuple[str, ...], case: Case, asked: Asked) -> tuple[Conflict, ...]:
    """What two persons may accept: assessed last time, a soft tie, both from one foreign country (R32)."""
    return (
        *_assessed_last_time(person, case, asked),
        *soft_ties(person, asked.cluster, asked.today, asked.edition(case).ties),
        *_from_one_country(person, others, asked),
    )


def soft_conflicts_of_member(member: Person, case: Case, asked: Asked) -> tuple[Conflict, ...]:
    """What two persons may accept of a member: a soft tie, a seat given by a neighbour (R32)."""
    ties = soft_ties(member, asked.cluster, asked.today, asked.edition(case).ties)
    return (*ties, *_nominated_by_a_neighbour(member, case, asked))


def _to_be_accepted(
    expert: str, conflicts: tuple[Conflict, ...], case: Case, asked: Asked
) -> tuple[Bar, ...]:
    """Soft conflicts as bars: each until another operator than who acts has endorsed it; one's own for ever."""
    if asked.actor == expert:
        return tuple(_own(conflict) for conflict in conflicts)
    first = frozenset({asked.actor})
    return tuple(
        Bar(
            code="soft-conflict",
            remedy="Another operator must endorse it first (soft-conflict).",
            soft=True,
            accepted=case.accepting(conflict.key, expert, not_by=first) is not None,
            **conflict.model_dump(),
        )
        for conflict in conflicts
    )


def _own(conflict: Conflict) -> Bar:
    return Bar(code="own-conflict", remedy="Nobody accepts a conflict of their own.", **conflict.model_dump())


def _assessed_last_time(person: Person, case: Case, asked: Asked) -> tuple[Conflict, ...]:
    # An interview compares values and scores nothing: it needs nobody who was not there before.
    if not case.on_site:
        return ()
    concluded = [
        (other.assessment_day, other)
        for other in asked.cluster.cases
        if not other.open and other.case_id != case.case_id and other.assessment_day
    ]
    if not concluded:
        return ()
    _, last = max(concluded, key=lambda each: each[0])
    if person.person_id not in last.assessors:
        return ()
    sentence = f"{person.person_id} assessed {asked.cluster.name} last time."
    return (Conflict(rule="R32", sentence=sentence, key=f"assessed {last.case_id}"),)


def _from_one_country(person: Person, others: tuple[str, ...], asked: Asked) -> tuple[Conflict, ...]:
    if not foreign(person, asked):
        return ()
    return tuple(
        Conflict(
            rule="R32",
            sentence=f"{person.person_id} and {other} both work in {person.country}.",
            key=f"beside {other}",
        )
        for other in others
        if asked.facts.person(other).country == person.country
    )


def _nominated_by_a_neighbour(member: Person, case: Case, asked: Asked) -> tuple[Conflict, ...]:
    """A seat given by a cluster of the applicant's own sector and country."""
    own = asked.cluster
    seats = member.seats_for(asked.today, case_reference(own, case))
    return tuple(
        Conflict(
            rule="R32",
            sentence=f"{member.person_id} was nominated by {seat.rests_on}, of the same sector and country.",
            key=f"seat of {seat.rests_on}",
        )
        for seat in standing_seats(seats, asked.facts.labels, asked.today)
        if (nominator := asked.facts.organisations.get(seat.rests_on or ""))
        and organisation_slug(own.sector)
        and nominator.country == own.country
        and organisation_slug(nominator.sector) == organisation_slug(own.sector)
    )
