"""What may be asked about improvement areas, answers, evidence and the desk check."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.shared import EvidenceItem, RecommendationKey
from domain.frozen import Flag, Frozen
from domain.sealed import FreeText


class DeclaredArea(Frozen):
    """One improvement area: the recommendation it follows, and what was done."""

    indicator: str
    recommendation: RecommendationKey | None = Field(
        default=None, description="left out only where the earlier report is not in the record"
    )
    statement: FreeText


class DeclareImprovementAreas(CaseCommand):
    """Names the improvement areas of a Silver case, in order: they are called area-1, area-2, area-3."""

    type: Literal["DeclareImprovementAreas"] = "DeclareImprovementAreas"
    areas: tuple[DeclaredArea, ...]


class AnswerRecommendations(CaseCommand):
    """Answers every recommendation of the earlier report of this label, by its key."""

    type: Literal["AnswerRecommendations"] = "AnswerRecommendations"
    answers: dict[RecommendationKey, FreeText]


class SubmitEvidence(CaseCommand):
    """Hands in documents stored under their hash; `last` says that nothing more comes in this round.

    A Bronze case is complete once there is all that its procedure asks for.
    """

    type: Literal["SubmitEvidence"] = "SubmitEvidence"
    items: tuple[EvidenceItem, ...] = ()
    last: Flag = False


class AcceptEvidence(CaseCommand):
    """Finds that the latest documents show what they should, for one or several subjects.

    A subject that was queried or rejected in this desk check is named alone.
    """

    type: Literal["AcceptEvidence"] = "AcceptEvidence"
    subjects: tuple[str, ...] = Field(min_length=1, description="indicator codes and improvement areas")


class QueryEvidence(CaseCommand):
    """Asks for more about one subject, by a day."""

    type: Literal["QueryEvidence"] = "QueryEvidence"
    subject: str
    due_on: date
    question: FreeText


class RejectEvidence(CaseCommand):
    """Finds that the documents do not show what they should, and says why."""

    type: Literal["RejectEvidence"] = "RejectEvidence"
    subject: str
    reason: FreeText


EvidenceCommand = (
    DeclareImprovementAreas
    | AnswerRecommendations
    | SubmitEvidence
    | AcceptEvidence
    | QueryEvidence
    | RejectEvidence
)
