"""Who may take part in a case: never with a hard conflict, with a soft one by two persons and a reason (R31 to R33)."""

from datetime import date
from uuid import UUID

from domain.cluster.case import Case, Stage
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.team import IndependenceCheck
from domain.cluster.rules.asked import Asked
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
    if person in case.experts:
        _require_qualified(known, case, day)
    if conflicts := hard_conflicts(known, asked.cluster, day, asked.edition(case).ties):
        raise Rejected("hard-conflict", " ".join(str(each) for each in conflicts))


def decider_free(case: Case, asked: Asked) -> None:
    """R32, R33: whoever is tied to the cluster, coached it or acts for it does not judge it at the secretariat."""
    actor = asked.facts.person(asked.actor)
    if conflicts := hard_conflicts(actor, asked.cluster, asked.today, asked.edition(case).ties):
        raise Rejected("decider-tied", f"{conflicts[0]} Another operator decides this.")


def _require_qualified(person: Person, case: Case, day: date) -> None:
    if not person.qualified(case.level, case.edition, day):
        raise Rejected(
            "not-qualified",
            f"{person.person_id} is not qualified for {case.level} under {case.edition} on {day} (R32).",
        )


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
    wanted = asked.edition(case).procedure(case.level, case.kind).foreign_experts.value
    if sum(_foreign(asked.facts.person(expert), asked) for expert in experts) < wanted:
        raise Rejected(
            "no-foreign-expert",
            f"experts: at least {wanted} works in another country than {asked.cluster.country} (R32).",
        )


def checked(
    expert: str, others: tuple[str, ...], case: Case, asked: Asked, *, reason: str | None
) -> IndependenceCheck:
    """What was known when the expert was found fit to join `others` on the team; `Rejected` when unfit."""
    person = asked.facts.person(expert)
    _require_qualified(person, case, asked.today)
    require_independence(expert, case, asked)
    _require_free(person, case, asked)
    return IndependenceCheck(
        person=expert,
        person_version=person.version,
        country=person.country,
        endorsed_by=_endorsed_by(expert, soft_conflicts(person, others, case, asked), reason, case, asked),
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


def unaccepted_conflict(member: Person, case: Case, asked: Asked) -> Conflict | None:
    """A member's soft conflict nobody accepted but who acts or placed the case; None when nothing stands against it."""
    placing = case.placed_by if case.stage is Stage.ON_AGENDA and case.placed_by else asked.actor
    first = frozenset({placing, asked.actor})
    return next(
        (
            conflict
            for conflict in soft_conflicts_of_member(member, case, asked)
            if case.accepting(conflict.key, member.person_id, not_by=first) is None
        ),
        None,
    )


def _foreign(person: Person, asked: Asked) -> bool:
    return person.country != asked.cluster.country


def _require_free(person: Person, case: Case, asked: Asked) -> None:
    reference = case_reference(asked.cluster, case)
    if taken := person.booked_on(days_to_come(case), except_for=reference):
        raise Rejected(
            "expert-booked", f"{person.person_id} is booked for another visit on {taken[0]} (R32)."
        )


def _endorsed_by(
    expert: str, conflicts: tuple[Conflict, ...], reason: str | None, case: Case, asked: Asked
) -> tuple[UUID, ...]:
    if not conflicts:
        return ()
    if asked.actor == expert:
        raise Rejected("own-conflict", f"{conflicts[0]} Nobody accepts a conflict of their own.")
    endorsements = []
    for conflict in conflicts:
        endorsement = case.accepting(conflict.key, expert, not_by=frozenset({asked.actor}))
        if endorsement is None:
            raise Rejected(
                "soft-conflict", f"{conflict} Another operator must endorse it first (soft-conflict)."
            )
        endorsements.append(endorsement.event_id)
    if reason is None:
        raise Rejected("reason-missing", f"reason: {conflicts[0]} It is accepted with a reason only.")
    return tuple(dict.fromkeys(endorsements))


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
    if not _foreign(person, asked):
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
