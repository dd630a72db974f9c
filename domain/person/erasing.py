"""When a person may be erased: not while they are needed, and not before the time of keeping is over."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.calendar import same_day
from domain.cluster.state import Cluster
from domain.facts import Part
from domain.person.commands import ErasePerson
from domain.person.events import PersonErased
from domain.person.state import Person
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.secretariat import secretariat_day


def part_of(person_id: str, clusters: Iterable[Cluster], last_at: datetime | None) -> Part:
    """A person's part, by the clusters that name them and the last time anything beyond their own stream did."""
    clusters = tuple(clusters)
    return Part(
        acts_for=tuple(each.cluster_id for each in clusters if person_id in each.managers),
        open_cases=tuple(
            f"{each.cluster_id}/{case.case_id}"
            for each in clusters
            for case in each.open_cases
            if person_id in {*case.experts, *case.members}
        ),
        last_on=secretariat_day(last_at) if last_at else None,
    )


def erase(command: ErasePerson, person: Person, scheme: Scheme, part: Part | None, day: date) -> PersonErased:
    """The person is erased, or `Rejected`: still needed, or to be kept for longer."""
    if needed := _needed(person, part or Part(), day):
        raise Rejected("person-needed", f"{person.person_id} {needed}.")
    months = scheme.on(day).retention.after_last_part_months.value
    if part and part.last_on and day <= (until := same_day(part.last_on, months)):
        raise Rejected(
            "retention-not-over",
            f"What is kept on {person.person_id} must be kept until {until}: {months} months after their last part,"
            f" on {part.last_on}.",
        )
    return PersonErased(ground=command.ground, documents=command.documents)


def _needed(person: Person, part: Part, day: date) -> str:
    """What they are needed for, in words; nothing when nothing is left of it."""
    if part.acts_for:
        return f"acts for {', '.join(part.acts_for)}: name somebody else first (ChangeManager)"
    if part.open_cases:
        return f"takes part in {', '.join(part.open_cases)}: that must be over first"
    if person.employers:
        return f"works at {', '.join(person.employers)}: end that first (EndStaff)"
    if any(seat.reaches(day) for seat in person.seats):
        return "holds a seat on the committee: end it first (EndSeat)"
    return ""
