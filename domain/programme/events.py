"""What happened to a programme's stream."""

from datetime import date
from typing import Literal

from domain.erasure import TextRedacted
from domain.frozen import Frozen
from domain.levels import Level
from domain.programmes.rules import Among


class OwnersNamed(Frozen):
    """These persons act for the programme, and nobody else any more."""

    type: Literal["OwnersNamed"] = "OwnersNamed"
    owners: tuple[str, ...]


class ClusterEnrolled(Frozen):
    type: Literal["ClusterEnrolled"] = "ClusterEnrolled"
    cluster_id: str
    from_on: date
    until_on: date | None = None


class MembershipEnded(Frozen):
    """`until_on`: the last day of the membership that was running then, or still to come."""

    type: Literal["MembershipEnded"] = "MembershipEnded"
    cluster_id: str
    until_on: date


class PlanFiled(Frozen):
    """From `filed_on` to `due_on` the plan stands in a label's place."""

    type: Literal["PlanFiled"] = "PlanFiled"
    cluster_id: str
    filed_on: date
    due_on: date


class TargetSet(Frozen):
    """It takes the place of a target for the same level and day."""

    type: Literal["TargetSet"] = "TargetSet"
    level: Level
    at_least: int
    by_on: date
    among: Among


ProgrammeEvent = OwnersNamed | ClusterEnrolled | MembershipEnded | PlanFiled | TargetSet | TextRedacted
