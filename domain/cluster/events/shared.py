"""What every event of a cluster's stream may carry, and values several of them share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.frozen import Flag, Frozen, Whole
from domain.running import Limit
from domain.sealed import Commitment, FreeText
from domain.standing import Notice

CaseId = Annotated[str, StringConstraints(pattern=r"^(bronze|silver|gold)-[1-9][0-9]*$")]
DocumentHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RecommendationKey = Annotated[
    str, StringConstraints(pattern=r"^(bronze|silver|gold)-[1-9][0-9]*/[1-9][0-9]*$")
]
AreaKey = Annotated[str, StringConstraints(pattern=r"^area-[1-9]$")]
FindingKey = Annotated[str, StringConstraints(pattern=r"^finding-[1-9][0-9]*$")]
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
    staff_fte_hundredths: Whole = Field(ge=0)
    english_website: Flag
    committed_members: Whole = Field(ge=0)
    member_types: Whole = Field(
        ge=0, description="how many kinds of members: firms, universities, municipalities …"
    )
    nationally_recognised: Flag = False


class EvidenceItem(Frozen):
    """A document handed in, named by the hash of its content, and what it is evidence of.

    `subject` is an indicator's code or an improvement area such as `area-1`; `speaks_of` the day the document
    speaks of, which is rarely the day it was received.
    """

    item: Literal["questionnaire", "success-story", "indicator", "improvement-area"]
    subject: str | None = Field(default=None, max_length=20)
    document: DocumentHash
    speaks_of: date | None = None
    title: FreeText | None = Field(
        default=None, description="what the document is called; sealed, as it may name people"
    )
    from_predecessor: str | None = Field(
        default=None, max_length=127, description="the merged cluster in whose dossier it was handed in"
    )


class Recommendation(Frozen):
    """One recommendation of a report. `key` names it across reports: CASE/NUMBER, such as `bronze-1/2`."""

    key: RecommendationKey
    indicator: str
    text: Commitment


class Area(Frozen):
    """An improvement area: the recommendation it follows and the indicator it is about (R21).

    `recommendation` is None where the earlier report is not in the record, as behind an imported label.
    """

    key: AreaKey
    indicator: str
    recommendation: RecommendationKey | None
    statement: Commitment
