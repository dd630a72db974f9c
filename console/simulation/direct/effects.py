"""Paying what a stream owes: the worker's own effects, each carried out here and now."""

from datetime import datetime
from typing import Any

from activities.interface import ComparisonRequest, IssueRequest, NoticeRequest
from activities.issuing.issuing import Issuing
from activities.notification.addressbook import SealedAddressBook
from activities.notification.addressing import SECRETARIAT
from activities.notification.sending import Notification
from activities.scoring.comparing import Scoring
from console.settings import Settings
from domain.schemes import scheme
from domain.standing import Debt, Standing
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.sealing import Sealer


class Effects:
    """Letters, documents and comparisons on the servers of the settings."""

    def __init__(self, settings: Settings, pool: Pool, sealer: Sealer, documents: Documents) -> None:
        self._notification = Notification(
            pool,
            SealedAddressBook(pool, sealer),
            smtp_url=settings.smtp_url.get_secret_value(),
            public_url=settings.public_url,
            secretariat_address=settings.secretariat_address,
        )
        self._scoring = Scoring(pool, scheme())
        self._issuing = Issuing(
            pool, sealer, documents, scheme(), public_url=settings.public_url, secretariat=SECRETARIAT
        )

    async def pay(self, stands: Standing, debt: Debt, at: datetime) -> dict[str, Any]:
        """Carry the effect out; the engine command that pays it."""
        stream = stands.stream
        if debt.notice is not None:
            letter = NoticeRequest(
                stream=stream,
                notice_id=debt.debt_id,
                at=at,
                known=stands.last_event,
                **debt.notice.model_dump(),
            )
            sent = await self._notification.send_notice(letter)
            if sent.outcome == "sent":
                return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": sent.message_id}
            return {"type": "FailNotice", "notice_id": str(debt.debt_id), "cause": sent.reason}
        if debt.document is not None:
            request = IssueRequest(stream=stream, case_id=debt.case_id, document=debt.document, at=at)
            issued = await self._issuing.issue_document(request)
            return {"type": "IssueDocument", "debt_id": str(debt.debt_id), "document": issued.document}
        comparison = ComparisonRequest(stream=stream, case_id=debt.case_id or "", at=at)
        compared = await self._scoring.score_benchmark(comparison)
        return {"type": "MakeComparison", "case_id": debt.case_id, **compared.model_dump(mode="json")}
