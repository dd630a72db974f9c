"""What may be asked of a programme's stream."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.frozen import Frozen
from domain.levels import Level
from domain.person.commands import ClusterId, PersonId
from domain.programmes.rules import Among, Count


class NameOwners(Frozen):
    """Names all persons who act for the programme from now on, in the place of those before."""

    type: Literal["NameOwners"] = "NameOwners"
    owners: tuple[PersonId, ...] = Field(min_length=1)


class EnrolCluster(Frozen):
    """Makes a cluster a member of the programme, from a day on."""

    type: Literal["EnrolCluster"] = "EnrolCluster"
    cluster_id: ClusterId
    from_on: date
    until_on: date | None = Field(default=None, description="the last day, where it is known already")


class EndMembership(Frozen):
    """Ends a cluster's membership, on its last day."""

    type: Literal["EndMembership"] = "EndMembership"
    cluster_id: ClusterId
    until_on: date


class FilePlan(Frozen):
    """Files a member's action plan, by which it owes the label on a day to come."""

    type: Literal["FilePlan"] = "FilePlan"
    cluster_id: ClusterId
    filed_on: date = Field(description="the day the plan was received")
    due_on: date = Field(description="the day by which the label is to be held; the plan runs until then")


class SetTarget(Frozen):
    """Sets a target: at least so many valid labels of a level by a day, in the place of one set for both before."""

    type: Literal["SetTarget"] = "SetTarget"
    level: Level
    at_least: Count
    by_on: date
    among: Among = Field(
        default="members", description="the programme's members, or all clusters of its country"
    )


ProgrammeCommand = NameOwners | EnrolCluster | EndMembership | FilePlan | SetTarget
