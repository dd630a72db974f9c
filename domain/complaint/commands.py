"""What may be asked of a complaint."""

from typing import Literal

from pydantic import Field

from domain.complaint.events import About, Verdict
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.commands import ClusterId
from domain.sealed import FreeText, PersonalText


class LodgeComplaint(Frozen):
    """Complains about a label's holder, an expert, or the secretariat; anybody who is registered may.

    For somebody who is not, an operator records it and says who complains; the name is sealed.
    """

    type: Literal["LodgeComplaint"] = "LodgeComplaint"
    about: About
    subject: ClusterId | None = Field(
        default=None,
        description="the cluster's or the person's id; left out for the secretariat as a whole",
    )
    complaint: FreeText
    complainant_name: PersonalText | None = Field(
        default=None, description="who complains, where that is nobody registered"
    )


class InvestigateComplaint(Frozen):
    """Takes the complaint up; by who is neither complained of, nor tied to who is."""

    type: Literal["InvestigateComplaint"] = "InvestigateComplaint"


class CloseComplaint(Frozen):
    """Says what was found. What is founded may name the label about which a measure is to be announced."""

    type: Literal["CloseComplaint"] = "CloseComplaint"
    finding: Verdict
    measure: Level | None = None
    reason: FreeText


ComplaintCommand = LodgeComplaint | InvestigateComplaint | CloseComplaint
