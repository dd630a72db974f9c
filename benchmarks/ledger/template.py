"""The history every cluster of the large record has: a Bronze label, and what it told of itself in the years after."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from activities.interface import ComparisonRequest
from activities.scoring.comparing import Scoring
from benchmarks.journey import steps
from benchmarks.ledger.site import LedgerSite
from benchmarks.portfolio import OPERATOR, profile, settle
from domain.schemes import scheme
from domain.standing import Debt
from domain.streams import CLUSTER, ROUND
from ledger.reading import StoredEvent, read_stream

CLUSTER_ID = "template"
_BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)
_BETWEEN_STEPS = timedelta(hours=2)
_BETWEEN_PROFILES = timedelta(days=1)


async def template(site: LedgerSite, events: int) -> list[StoredEvent]:
    """A cluster's first events, so many, recorded under the rules."""
    past = _Past(site, _BEGUN)
    await settle(past)
    stream, round_ = f"{CLUSTER}{CLUSTER_ID}", f"{ROUND}{CLUSTER_ID}"
    for step in await steps(site.documents, CLUSTER_ID, round_, past.at.date()):
        past.at += _BETWEEN_STEPS
        await past.submit(round_ if step.to_round else stream, step.by, step.type, **step.fields)
    for staff in range(events):
        past.at += _BETWEEN_PROFILES
        await past.submit(stream, OPERATOR, "UpdateProfile", **profile(staff))
    async with site.pool.acquire() as connection:
        return (await read_stream(connection, stream))[:events]


@dataclass
class _Past:
    """A record to which commands are given as of `at`, and where what they let the engine owe is paid at once."""

    site: LedgerSite
    at: datetime

    async def put_on_record(self, stream: str, by: str, type_: str, **fields: Any) -> None:
        await self.submit(stream, by, type_, **fields)

    async def submit(self, stream: str, by: str, type_: str, **fields: Any) -> None:
        recorded = await self.site.give(stream, by, {"type": type_, **fields}, self.at)
        while debts := recorded.standing.debts:
            recorded = await self.site.give(stream, None, await self._payment(stream, debts[0]), self.at)

    async def _payment(self, stream: str, debt: Debt) -> dict[str, Any]:
        match debt.effect:
            case "send-notice":
                message_id = f"<{debt.debt_id}@laurel.example>"
                return {"type": "SendNotice", "notice_id": str(debt.debt_id), "message_id": message_id}
            case "make-comparison":
                request = ComparisonRequest(stream=stream, case_id=debt.case_id or "", at=self.at)
                result = await Scoring(self.site.pool, scheme()).score_benchmark(request)
                return {"type": "MakeComparison", "case_id": debt.case_id, **result.model_dump(mode="json")}
            case "issue-document":
                document = (await self.site.documents.put(str(debt.debt_id).encode())).sha256
                return {"type": "IssueDocument", "debt_id": str(debt.debt_id), "document": document}
