"""Whom a complaint is about, and who belongs to them."""

from typing import NamedTuple, assert_never

from domain.complaint.commands import LodgeComplaint
from domain.conflicts import organisations_ever
from domain.facts import Facts
from domain.rejected import Rejected


class SubjectKnown(NamedTuple):
    """The persons complained of, or who act for the cluster that is; the slugs by which a tie to it is known."""

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def subject_of(command: LodgeComplaint, facts: Facts) -> SubjectKnown:
    """`Rejected` where nobody is known by that id."""
    if command.subject is None:
        if command.about != "secretariat":
            raise Rejected("subject-missing", f"subject: say which {command.about} the complaint is about.")
        return SubjectKnown()
    match command.about:
        case "holder":
            return _holder(command.subject, facts)
        case "expert" | "secretariat":
            person = facts.persons.get(command.subject)
            if person is None or not person.registered:
                raise Rejected("subject-unknown", f"subject: no person is registered as {command.subject}.")
            return SubjectKnown(persons=(command.subject,))
        case _:
            assert_never(command.about)


def _holder(cluster_id: str, facts: Facts) -> SubjectKnown:
    cluster = facts.clusters.get(cluster_id)
    if cluster is None or not cluster.registered:
        raise Rejected("subject-unknown", f"subject: no cluster is registered as {cluster_id}.")
    return SubjectKnown(
        persons=tuple(sorted(cluster.managers)), organisations=tuple(sorted(organisations_ever(cluster)))
    )
