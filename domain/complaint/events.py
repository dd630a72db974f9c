"""What happened to a complaint. Who complains is told to nobody but who looks into it."""

from datetime import date
from typing import Literal

from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.effects import EffectEvent
from domain.erasure import TextRedacted
from domain.frozen import Frozen
from domain.levels import Level
from domain.running import Limit
from domain.sealed import Commitment
from domain.standing import Notice

About = Literal["holder", "expert", "secretariat"]
Verdict = Literal["founded", "partly", "unfounded"]


class ComplaintLodged(Frozen):
    """A complaint came in. `complainant` is None where an operator recorded it for somebody who is not registered.

    `concerned`: the persons complained of, or who act for the cluster that is; `organisations`: the names by which a
    tie to it is known. Both as they were on that day.
    """

    type: Literal["ComplaintLodged"] = "ComplaintLodged"
    about: About
    subject: str | None = None
    concerned: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    complainant: str | None = None
    complainant_name: Commitment | None = None
    complaint: Commitment
    lodged_on: date
    edition: str
    limits: tuple[Limit, ...] = ()
    notices: tuple[Notice, ...] = ()


class ComplaintAcknowledged(Frozen):
    """Who complains was told that the complaint came in."""

    type: Literal["ComplaintAcknowledged"] = "ComplaintAcknowledged"
    notices: tuple[Notice, ...] = ()


class ComplaintInvestigated(Frozen):
    """Somebody without part in it took the complaint up."""

    type: Literal["ComplaintInvestigated"] = "ComplaintInvestigated"
    investigator: str
    notices: tuple[Notice, ...] = ()


class ComplaintClosed(Frozen):
    """What was found. `measure`: the level of the label about which a measure is to be announced."""

    type: Literal["ComplaintClosed"] = "ComplaintClosed"
    finding: Verdict
    measure: Level | None = None
    reason: Commitment
    notices: tuple[Notice, ...] = ()


ComplaintEvent = (
    ComplaintLodged
    | ComplaintAcknowledged
    | ComplaintInvestigated
    | ComplaintClosed
    | DeadlineWarned
    | DeadlinePassed
    | DeadlineEscalated
    | EffectEvent
    | TextRedacted
)
