"""What every event of a cluster's stream may carry, and values several of them share."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.frozen import Frozen
from domain.running import Limit
from domain.standing import Notice

CaseId = Annotated[str, StringConstraints(pattern=r"^(bronze|silver|gold)-[1-9][0-9]*$")]
DocumentHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RoundId = Annotated[str, StringConstraints(pattern=r"^round-[a-z0-9][a-z0-9-]{0,62}$")]


class ClusterEvent(Frozen):
    """An event of the cluster's stream. The letters it owes are recorded in it."""

    notices: tuple[Notice, ...] = ()


class CaseEvent(ClusterEvent):
    """An event of one case. The limits it opens are recorded in it, with their instants."""

    case_id: CaseId
    limits: tuple[Limit, ...] = ()


class Profile(Frozen):
    """What eligibility is judged by. Staff in hundredths of a full-time equivalent: an integer."""

    eccp_address: str | None = Field(
        default=None, description="the cluster's page on the cluster collaboration platform"
    )
    staff_fte_hundredths: int = Field(ge=0)
    english_website: bool
    committed_members: int = Field(ge=0)
    member_types: int = Field(
        ge=0, description="how many kinds of members: firms, universities, municipalities …"
    )
    nationally_recognised: bool = False


class EvidenceItem(Frozen):
    """A document handed in, named by the hash of its content."""

    item: Literal["questionnaire", "success-story"]
    document: DocumentHash
