"""What may be asked about agenda, recusal, votes and decision."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.committee import Outcome, Vote
from domain.cluster.events.shared import RoundId
from domain.edition import RuleKey
from domain.frozen import Flag, Whole
from domain.person.commands import PersonId
from domain.sealed import FreeText


class PlaceOnAgenda(CaseCommand):
    """Places a case with a final report on a round's agenda; members tied to it are recused at once.

    Where too few members may take part, the case is adjourned instead (R30).
    """

    type: Literal["PlaceOnAgenda"] = "PlaceOnAgenda"
    round_id: RoundId


class RecuseMember(CaseCommand):
    """Records that a member steps aside."""

    type: Literal["RecuseMember"] = "RecuseMember"
    member: PersonId
    reason: FreeText


class CastVote(CaseCommand):
    """A member's vote on the dossier version the member has read."""

    type: Literal["CastVote"] = "CastVote"
    vote: Vote
    report_version: Whole
    reason: FreeText | None = None


class TakeDecision(CaseCommand):
    """States the certification decision the votes carry, with reasons; a deferral's reason is its question."""

    type: Literal["TakeDecision"] = "TakeDecision"
    outcome: Outcome
    rule: RuleKey | None = Field(default=None, description="the rule a refusal rests on")
    reason: FreeText
    new_audit: Flag = Field(default=False, description="with a deferral: the case is audited again (R31)")
    audit_stands: Flag | None = Field(
        default=None, description="asked when an expert was replaced after the audit: it counts nevertheless"
    )


class AdjournDecision(CaseCommand):
    """Puts the case off because too few members can take part."""

    type: Literal["AdjournDecision"] = "AdjournDecision"
    reason: FreeText


class AnswerDeferral(CaseCommand):
    """The lead answers the committee's question; the report has a new version."""

    type: Literal["AnswerDeferral"] = "AnswerDeferral"
    answer: FreeText


CommitteeCommand = PlaceOnAgenda | RecuseMember | CastVote | TakeDecision | AdjournDecision | AnswerDeferral
