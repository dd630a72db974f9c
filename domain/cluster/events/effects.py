"""What became of the effects the engine owed."""

from typing import Literal
from uuid import UUID

from domain.cluster.events.shared import ClusterEvent
from domain.sealed import Commitment


class NoticeSent(ClusterEvent):
    """The mail server took the letter; it is never sent again."""

    type: Literal["NoticeSent"] = "NoticeSent"
    notice_id: UUID
    notice: str
    recipient: str
    message_id: str


class NoticeFailed(ClusterEvent):
    """The letter cannot be delivered as it stands; an operator retries or skips it."""

    type: Literal["NoticeFailed"] = "NoticeFailed"
    notice_id: UUID
    notice: str
    recipient: str
    cause: str


class EffectRetried(ClusterEvent):
    type: Literal["EffectRetried"] = "EffectRetried"
    notice_id: UUID
    reason: Commitment


class EffectSkipped(ClusterEvent):
    type: Literal["EffectSkipped"] = "EffectSkipped"
    notice_id: UUID
    reason: Commitment


EffectEvent = NoticeSent | NoticeFailed | EffectRetried | EffectSkipped
