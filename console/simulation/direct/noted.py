"""Paying without doing: letters and documents are noted on the record, and neither written nor set."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from activities.interface import ComparisonRequest, NoticeRequest
from activities.notification.message import message_id
from activities.scoring.comparing import Scoring
from console.settings import Settings
from domain.schemes import scheme
from domain.standing import Debt, Standing
from ledger.connection import Pool


class NotedEffects:
    """The record says of letters and documents that they went out. A comparison is computed: rules go by it."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._public_url = settings.public_url
        self._scoring = Scoring(pool, scheme())

    async def pay(self, stands: Standing, debt: Debt, at: datetime) -> dict[str, Any]:
        """The engine command that pays the debt."""
        if debt.notice is not None:
            letter = NoticeRequest(
                stream=stands.stream, notice_id=debt.debt_id, at=at, **debt.notice.model_dump()
            )
            sent_as = message_id(letter, self._public_url)
            return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": sent_as}
        if debt.document is not None:
            stands_for = sha256(f"{stands.stream} {debt.model_dump_json()}".encode()).hexdigest()
            return {"type": "IssueDocument", "debt_id": str(debt.debt_id), "document": stands_for}
        comparison = ComparisonRequest(stream=stands.stream, case_id=debt.case_id or "", at=at)
        compared = await self._scoring.score_benchmark(comparison)
        return {"type": "MakeComparison", "case_id": debt.case_id, **compared.model_dump(mode="json")}
