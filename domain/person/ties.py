"""Ties of a person: declared, ended, and what a declared one means for the cases it touches (R31, R32)."""

from dataclasses import replace
from datetime import date, datetime

from domain.cluster.rules.asked import Asked
from domain.cluster.rules.learned import Learning, tie_learned
from domain.elsewhere import Elsewhere
from domain.facts import Facts
from domain.person.commands import DeclareTie, EndTie
from domain.person.events import TieDeclared, TieEnded
from domain.person.state import Person, Tie
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.secretariat import secretariat_day

Declaring = TieDeclared | Learning | Elsewhere[Learning]


def declare_tie(  # noqa: PLR0913 - all that a decision may depend on
    command: DeclareTie, person: Person, scheme: Scheme, facts: Facts, *, at: datetime, actor: str
) -> list[Declaring]:
    """The tie, and in the same append what it does to the cases of each cluster of that name."""
    if command.until_on is not None:
        ends_after_start(command.from_on, command.until_on)
    told = command.model_dump(exclude={"type"})
    declared = TieDeclared(tie_id=f"tie-{len(person.ties) + 1}", **told, declared_by=actor)
    tie = Tie(**declared.model_dump(exclude={"type"}))
    after = person.model_copy(update={"ties": (*person.ties, tie)})
    known = _knowing(after, facts)
    return [
        declared,
        *(
            event if isinstance(event, Elsewhere) else Elsewhere(f"cluster-{cluster.cluster_id}", event)
            for cluster in facts.clusters.values()
            for event in tie_learned(tie, after, Asked(cluster, scheme, known, at, actor))
        ),
    ]


def end_tie(command: EndTie, person: Person, *, at: datetime, actor: str) -> TieEnded:
    tie = next((tie for tie in person.ties if tie.tie_id == command.tie_id), None)
    if tie is None:
        raise Rejected("tie-unknown", f"{person.person_id} declared no tie {command.tie_id}.")
    if tie.until_on is not None:
        raise Rejected("tie-ended", f"The tie {tie.tie_id} ended on {tie.until_on} already.")
    ends_after_start(tie.from_on, command.until_on)
    # R32: nobody removes a conflict of their own by saying afterwards that it was over.
    if actor == person.person_id and command.until_on < secretariat_day(at):
        raise Rejected(
            "end-backdated",
            f"until_on {command.until_on} is past: the secretariat records an end that lies in the past.",
        )
    return TieEnded(tie_id=command.tie_id, until_on=command.until_on)


def ends_after_start(from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise Rejected("end-before-start", f"until_on {until_on} is before the start on {from_on}.")


def _knowing(person: Person, facts: Facts) -> Facts:
    """The facts with the person as they are from now on."""
    committee = tuple(person if each.person_id == person.person_id else each for each in facts.committee)
    return replace(facts, persons={**facts.persons, person.person_id: person}, committee=committee)
