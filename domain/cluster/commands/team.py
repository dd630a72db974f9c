"""What may be asked about the team."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Flag
from domain.person.commands import PersonId
from domain.sealed import FreeText


class ProposeTeam(CaseCommand):
    """Proposes the experts. Each is invited; the applicant may object for a while."""

    type: Literal["ProposeTeam"] = "ProposeTeam"
    experts: tuple[PersonId, ...] = Field(min_length=1)
    reason: FreeText | None = Field(default=None, description="asked after the last objection")


class AcceptAssignment(CaseCommand):
    """The invited expert declares to be free of conflicts, and accepts."""

    type: Literal["AcceptAssignment"] = "AcceptAssignment"
    free_of_conflicts: Flag


class DeclineAssignment(CaseCommand):
    """The invited expert does not take the assignment."""

    type: Literal["DeclineAssignment"] = "DeclineAssignment"
    reason: FreeText | None = None


class ObjectToTeam(CaseCommand):
    """The applicant objects, with a reason, as often as the edition lets it."""

    type: Literal["ObjectToTeam"] = "ObjectToTeam"
    reason: FreeText


class AgreeTeam(CaseCommand):
    """The applicant agrees to the team; silence agrees too."""

    type: Literal["AgreeTeam"] = "AgreeTeam"


class ReplaceTeamMember(CaseCommand):
    """Exchanges an expert for another who is then invited."""

    type: Literal["ReplaceTeamMember"] = "ReplaceTeamMember"
    expert: PersonId
    successor: PersonId
    reason: FreeText


TeamCommand = (
    ProposeTeam | AcceptAssignment | DeclineAssignment | ObjectToTeam | AgreeTeam | ReplaceTeamMember
)
