"""The activities by name and shape: all that workflows know of them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.frozen import Frozen


class NoticeRequest(Frozen):
    """One letter owed to one recipient."""

    stream: str
    notice_id: UUID
    notice: str
    recipient: str
    details: dict[str, str]
    at: datetime


class NoticeResult(Frozen):
    """What became of a letter; `reason` is empty when it was sent and never holds an address."""

    outcome: Literal["sent", "undeliverable"]
    message_id: str
    reason: str
