"""What may be asked when a tie or a new fact becomes known during a case or after its decision (R31)."""

from typing import Literal

from pydantic import Field

from domain.cluster.events.review import Resolution
from domain.cluster.events.shared import CaseId
from domain.frozen import Frozen
from domain.person.commands import PersonId
from domain.sealed import FreeText


class DecidedCaseCommand(Frozen):
    """A command about a case that may be decided already."""

    case_id: CaseId


class ReportConflict(DecidedCaseCommand):
    """Reports that a person has a tie to a case's cluster; the secretariat finds out about it.

    Whoever has nothing to do with the case is not told whether the person takes part in it.
    """

    type: Literal["ReportConflict"] = "ReportConflict"
    person: PersonId
    reason: FreeText


class ResolveConflict(DecidedCaseCommand):
    """Says what became of a reported conflict; a second operator endorses it beforehand.

    A hard conflict is never accepted: the person is replaced, steps aside, or the decision is reviewed.
    """

    type: Literal["ResolveConflict"] = "ResolveConflict"
    person: PersonId
    resolution: Resolution
    reason: FreeText


class ReviewDecision(DecidedCaseCommand):
    """Who presides, for the committee, confirms or annuls a decision in the light of one new fact."""

    type: Literal["ReviewDecision"] = "ReviewDecision"
    outcome: Literal["confirm", "annul"]
    person: PersonId | None = Field(default=None, description="whose reported tie is the new fact")
    panel_finding: FreeText | None = Field(default=None, description="or what a panel found")
    reason: FreeText


ReviewCommand = ReportConflict | ResolveConflict | ReviewDecision
