"""Acts about a label or a cluster that take two persons: the second endorses beforehand, the first then acts."""

from dataclasses import replace
from typing import assert_never

from domain.cluster.case_parts import Endorsement
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.events.approvals import ActEndorsed, ClusterAct
from domain.cluster.rules.asked import Asked
from domain.conflicts import hard_conflicts
from domain.levels import Level
from domain.lineage import named_in, subject_of
from domain.rejected import Rejected


def require_endorsed(act: ClusterAct, subject: str, asked: Asked) -> Endorsement:
    """The endorsement by a second person that lets this one act; `Rejected` while there is none.

    The event that follows uses it up: its fold drops it by `Cluster.without_endorsements`.
    """
    endorsement = asked.cluster.endorsed(act, subject, not_by=asked.actor)
    if endorsement is None:
        raise Rejected(
            "second-person-missing", f"Another operator must endorse it first ({act} of {subject})."
        )
    return endorsement


def endorse_for_cluster(command: EndorseAct, act: ClusterAct, asked: Asked) -> list[ActEndorsed]:
    """R32: nobody endorses what is about a cluster they are tied to."""
    if command.case_id is not None:
        raise Rejected("case-needless", f"case_id: a {act} is about the cluster, not about a case.")
    require_untied(asked)
    subject = _fitting(act, command.subject, asked)
    known = [(each.act, each.subject, each.by) for each in asked.cluster.endorsements]
    if (act, subject, asked.actor) in known:
        raise Rejected("endorsed-already", f"{asked.actor} endorsed this already; another person acts on it.")
    return [ActEndorsed(act=act, subject=subject, endorsed_by=asked.actor, reason=command.reason)]


def require_untied(asked: Asked) -> None:
    """R32: whoever is tied to the cluster, or acts for it, takes no measure about it at the secretariat."""
    actor = asked.facts.person(asked.actor)
    if conflicts := hard_conflicts(actor, asked.cluster, asked.today, asked.edition_today.ties):
        raise Rejected("decider-tied", f"{conflicts[0]} Another operator decides this.")


def _fitting(act: ClusterAct, subject: str, asked: Asked) -> str:
    """What it is about, which must be there; whether the act itself is possible is judged when it is done."""
    if not subject:
        raise Rejected("subject-missing", "subject: say what this is about.")
    match act:
        case "suspension" | "restoration" | "term-correction":
            level, _, _ = subject.partition("/")
            if level not in {held.value for held in Level if asked.cluster.labels.get(held)}:
                raise Rejected("label-unknown", f"subject: the cluster has no {level} label.")
        case "merger" | "transfer" | "split":
            return _others(subject, asked)
        case "dissolution":
            if subject != asked.cluster.cluster_id:
                raise Rejected("another-cluster", f"subject: name {asked.cluster.cluster_id} itself.")
        case "fact":
            pass
        case _:
            assert_never(act)
    return subject


def _others(subject: str, asked: Asked) -> str:
    """The other clusters concerned, in order: each is registered, and who endorses it tied to none (R32)."""
    named = named_in(subject)
    if not named:
        raise Rejected("subject-missing", "subject: name the other clusters, joined by commas.")
    for each in named:
        require_untied(replace(asked, cluster=asked.facts.cluster(each)))
    return subject_of(named)
