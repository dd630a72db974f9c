"""What bars a person from assessing a case: every rule that says no, so that lists and commands say the same (R32)."""

from collections.abc import Sequence
from datetime import date

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.committee import case_reference
from domain.conflicts import Conflict, hard_conflicts
from domain.person.state import Person
from domain.rejected import Rejected


class Bar(Conflict):
    """One rule between a person and a part in a case, with the code a command would be refused with.

    A soft one is `accepted` once a second person endorsed it; it bars nobody then. `remedy`: what would lift it.
    """

    code: str
    remedy: str = ""
    soft: bool = False
    accepted: bool = False

    @property
    def stands(self) -> bool:
        return not self.accepted


def refuse_for(bars: Sequence[Bar]) -> None:
    """`Rejected` for the first that stands, in one breath with all others of its code."""
    standing = [bar for bar in bars if bar.stands]
    if standing:
        alike = [bar for bar in standing if bar.code == standing[0].code]
        raise Rejected(alike[0].code, " ".join((*map(str, alike), alike[0].remedy)).strip())


def decided_before(person: str, case: Case) -> tuple[Bar, ...]:
    """R36: nobody judges, or assesses, again what an appeal has undone."""
    if person not in case.decided_before:
        return ()
    sentence = f"{person} took part in what {case.remitted_by} has undone, and takes none in it again."
    return (Bar(code="decided-before", rule="R36", sentence=sentence),)


def unqualified(person: Person, case: Case, day: date) -> tuple[Bar, ...]:
    if person.qualified(case.level, case.edition, day):
        return ()
    sentence = f"{person.person_id} is not qualified for {case.level} under {case.edition} on {day}."
    return (Bar(code="not-qualified", rule="R32", sentence=sentence),)


def tied(person: Person, case: Case, day: date, asked: Asked) -> tuple[Bar, ...]:
    """R31, R32: the hard conflicts of that day, never overridden."""
    return tuple(
        Bar(code="hard-conflict", **conflict.model_dump())
        for conflict in hard_conflicts(person, asked.cluster, day, asked.edition(case).ties)
    )


def unavailable(person: Person, days: tuple[date, ...], case: Case, asked: Asked) -> tuple[Bar, ...]:
    """The person is kept for something else on some of the days, or away."""
    reference = case_reference(asked.cluster, case)
    bars = []
    if taken := person.booked_on(days, except_for=reference):
        sentence = f"{person.person_id} is booked for something else on {_told(taken)}."
        bars.append(Bar(code="expert-booked", rule="R32", sentence=sentence))
    if away := person.away_on(days):
        sentence = f"{person.person_id} is away on {_told(away)}."
        bars.append(Bar(code="expert-absent", rule="R32", sentence=sentence))
    return tuple(bars)


def none_foreign(team: tuple[str, ...], case: Case, asked: Asked) -> tuple[Bar, ...]:
    """Fewer of the team than the procedure asks for work in another country than the cluster's."""
    wanted = asked.edition(case).procedure(case.level, case.kind).foreign_experts.value
    if sum(foreign(asked.facts.person(expert), asked) for expert in team) >= wanted:
        return ()
    sentence = f"experts: at least {wanted} works in another country than {asked.cluster.country}."
    return (Bar(code="no-foreign-expert", rule="R32", sentence=sentence),)


def foreign(person: Person, asked: Asked) -> bool:
    """Whether the person works in another country than the cluster's."""
    return person.country != asked.cluster.country


def _told(days: Sequence[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
