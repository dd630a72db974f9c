"""Who may take part in a case, best first: each rule that says no by name, and what speaks for one before another.

The rules are those the commands ask (`bars_of_expert`, `bars_of_member`): who is listed as allowed is accepted, today
and by who asks, and whoever is refused is refused with these very codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from domain.cluster.appeal import Appeal
from domain.cluster.case import Case, Stage
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bars import Bar, foreign, none_foreign
from domain.cluster.rules.bookings import days_to_come
from domain.cluster.rules.impartiality import every_tie_to_appellant, part_in
from domain.cluster.rules.independence import bars_of_expert
from domain.cluster.rules.membership import bars_of_member
from domain.cluster.state import Cluster
from domain.committee import case_reference, precedence
from domain.frozen import Frozen
from domain.person.state import Person

_NEAR = timedelta(weeks=8)


class Fitness(StrEnum):
    """Whether the rules let somebody take part."""

    ALLOWED = "allowed"
    TO_BE_ENDORSED = "to be endorsed"
    REFUSED = "refused"


class Workload(Frozen):
    """What somebody has to do: teams of open cases they are on, assessments of the last twelve months."""

    assignments: int = 0
    assessments: int = 0


class Candidate(Frozen):
    """Somebody who might take part. `bars`: every rule between them and the case, hard before soft.

    `unfree`: those of the days asked about on which they are booked or away; `unfree_soon`: how many days of the
    eight weeks from today. `assessed_last_on`: the day of their latest assessment of this very cluster.
    """

    person_id: str
    country: str
    fitness: Fitness
    bars: tuple[Bar, ...] = ()
    unfree: tuple[date, ...] = ()
    unfree_soon: int = 0
    foreign: bool = False
    assessed_last_on: date | None = None
    workload: Workload = Workload()
    speaks_their_language: bool = False


def experts(  # noqa: PLR0913 - a case, and all that a choice depends on
    persons: Iterable[Person],
    case: Case,
    asked: Asked,
    *,
    beside: tuple[str, ...] = (),
    days: tuple[date, ...] | None = None,
    workloads: Mapping[str, Workload],
) -> tuple[Candidate, ...]:
    """Who may join `beside` on the team, the first choice first; the same every time for the same record."""
    procedure = asked.edition(case).procedure(case.level, case.kind)
    wanted = days_to_come(case) if days is None else days
    found = [
        _candidate(person, _bars(person, beside, case, asked, wanted), wanted, asked, workloads)
        for person in persons
        if person.person_id not in beside
    ]
    abroad = procedure.foreign_experts.value > 0
    return tuple(sorted(found, key=lambda each: _order(each, abroad=abroad)))


def committee(
    persons: Sequence[Person], case: Case, asked: Asked, *, workloads: Mapping[str, Workload]
) -> tuple[Candidate, ...]:
    """Who is seated for the case today, in the order of precedence; who may not take part steps aside."""
    reference = case_reference(asked.cluster, case)
    seated = [(person, seats[0]) for person in persons if (seats := person.seats_for(asked.today, reference))]
    return tuple(
        _candidate(person, bars_of_member(person, case, asked), (), asked, workloads)
        for person, _ in sorted(seated, key=lambda member: precedence(*member))
    )


def panel(
    persons: Iterable[Person], appeal: Appeal, asked: Asked, *, workloads: Mapping[str, Workload]
) -> tuple[Candidate, ...]:
    """Who may be named to the panel that decides an appeal (R35): a tie bars there, whoever would accept it."""
    found = [
        _candidate(person, _bars_of_panelist(person, appeal, asked), (), asked, workloads)
        for person in persons
    ]
    return tuple(sorted(found, key=lambda each: _order(each, abroad=False)))


def _bars_of_panelist(person: Person, appeal: Appeal, asked: Asked) -> tuple[Bar, ...]:
    part = part_in(appeal, person.person_id, asked.cluster)
    return (
        *((Bar(code="panel-had-part", rule="R35", sentence=part),) if part else ()),
        *(
            Bar(code="panel-tied", **conflict.model_dump())
            for conflict in every_tie_to_appellant(person, appeal, asked)
        ),
    )


def _bars(
    person: Person, beside: tuple[str, ...], case: Case, asked: Asked, days: tuple[date, ...]
) -> tuple[Bar, ...]:
    """With the last of the team it shows whether one of them comes from abroad; who is on it is not invited again."""
    team = (*beside, person.person_id)
    whole = len(team) == asked.edition(case).procedure(case.level, case.kind).experts.value
    return (
        *_on_the_team(person, case),
        *(none_foreign(team, case, asked) if whole else ()),
        *bars_of_expert(person.person_id, beside, case, asked, days),
    )


def _on_the_team(person: Person, case: Case) -> tuple[Bar, ...]:
    if case.stage is Stage.SIGNED or person.person_id not in case.experts:
        return ()
    return (Bar(code="already-on-team", rule="R2", sentence=f"{person.person_id} is on the team already."),)


def _candidate(
    person: Person,
    bars: tuple[Bar, ...],
    days: tuple[date, ...],
    asked: Asked,
    workloads: Mapping[str, Workload],
) -> Candidate:
    return Candidate(
        person_id=person.person_id,
        country=person.country,
        fitness=_fitness(bars),
        bars=bars,
        unfree=_unfree(person, days),
        unfree_soon=len(_unfree_between(person, asked.today, asked.today + _NEAR)),
        foreign=foreign(person, asked),
        assessed_last_on=_assessed_last_on(person.person_id, asked.cluster),
        workload=workloads.get(person.person_id, Workload()),
        speaks_their_language=person.language == asked.cluster.language,
    )


def _fitness(bars: tuple[Bar, ...]) -> Fitness:
    standing = [bar for bar in bars if bar.stands]
    if not standing:
        return Fitness.ALLOWED
    return Fitness.TO_BE_ENDORSED if all(bar.soft for bar in standing) else Fitness.REFUSED


def _unfree(person: Person, days: Iterable[date]) -> tuple[date, ...]:
    days = tuple(days)
    return tuple(sorted({*person.booked_on(days), *person.away_on(days)}))


def _unfree_between(person: Person, first: date, end: date) -> set[date]:
    """The days from the first one to the one before the end."""
    booked = {day for booking in person.bookings for day in booking.days if first <= day < end}
    for absence in person.absences:
        begun, over = max(absence.from_on, first), min(absence.until_on or end, end - timedelta(days=1))
        booked.update(begun + timedelta(days=ahead) for ahead in range((over - begun).days + 1))
    return booked


def _assessed_last_on(person: str, cluster: Cluster) -> date | None:
    days = [case.assessment_day for case in cluster.cases if person in case.assessors and case.assessment_day]
    return max(days, default=None)


def _order(candidate: Candidate, *, abroad: bool) -> tuple[object, ...]:
    """Fit, free, from abroad where that is asked for; then who was here longest ago, and who has least to do."""
    return (
        list(Fitness).index(candidate.fitness),
        len(candidate.unfree),
        abroad and not candidate.foreign,
        candidate.assessed_last_on or date.min,
        candidate.workload.assignments,
        candidate.workload.assessments,
        candidate.unfree_soon,
        not candidate.speaks_their_language,
        candidate.person_id,
    )
