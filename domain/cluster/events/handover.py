"""What happened about who handles a case."""

from typing import Literal

from domain.cluster.events.shared import CaseEvent
from domain.sealed import Commitment


class CaseHandedOver(CaseEvent):
    """Another handles the case from here on. None is the secretariat."""

    type: Literal["CaseHandedOver"] = "CaseHandedOver"
    from_office: str | None = None
    to_office: str | None = None
    reason: Commitment


HandoverEvent = CaseHandedOver
