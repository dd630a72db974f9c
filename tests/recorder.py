"""Commands carried out on a real database without Temporal, as the workflow's local activity carries them out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.servers import Database

KEY = bytes(32)
CRITERIA = ("eccp_listing", "fte_hundredths", "english_website", "committed_members", "member_types")
PROFILE = {
    "eccp_address": "https://clusters.example/page",
    "staff_fte_hundredths": 100,
    "english_website": True,
    "committed_members": 15,
    "member_types": 2,
}


class Recorder:
    """A ledger with `olga-operator` and `emil-expert` in it. `at` is the clock of every command, set by the test."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.pool = pool
        self.documents = Documents("memory:///", limit_bytes=1_000_000)
        self.record = Record(pool, Sealer(KEY), self.documents, scheme())
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    async def give(
        self, stream: str, by: str | None, type_: str, *, command_id: UUID | None = None, **fields: Any
    ) -> Recorded:
        """The outcome of one command; `by` None is the engine."""
        command = {"type": type_, **fields}
        return await self.record(
            Recording(stream=stream, command_id=command_id or uuid4(), actor=by, command=command, at=self.at)
        )

    async def done(self, stream: str, by: str | None, type_: str, **fields: Any) -> Recorded:
        """As `give`, for a command that must be accepted."""
        recorded = await self.give(stream, by, type_, **fields)
        assert recorded.refusal is None, recorded.refusal
        return recorded

    async def person(self, person_id: str, *, by: str = "olga-operator", **fields: Any) -> None:
        known = {
            "name": person_id.title(),
            "email": f"{person_id}@people.example",
            "language": "en",
            "country": "DE",
        }
        await self.done(f"person-{person_id}", by, "RegisterPerson", **(known | fields))

    async def cluster(self, cluster_id: str, **fields: Any) -> None:
        known = {
            "name": f"{cluster_id} demo",
            "country": "DE",
            "carrier": f"{cluster_id} e. V.",
            "language": "de",
            "managers": ["clara-manager"],
            "profile": PROFILE,
        }
        await self.done(f"cluster-{cluster_id}", "olga-operator", "RegisterCluster", **(known | fields))

    async def interviewed(self, cluster_id: str, values: dict[str, int | None]) -> Recorded:
        """Walk a registered cluster to its benchmark interview, held today."""
        stream = f"cluster-{cluster_id}"
        await self.done(stream, "clara-manager", "SubmitApplication", level="bronze", kind="first")
        await self.done(stream, "olga-operator", "AcceptApplication", criteria=dict.fromkeys(CRITERIA, True))
        await self.done(stream, "olga-operator", "OfferAgreement")
        await self.done(stream, "clara-manager", "SignAgreement")
        await self.done(stream, "olga-operator", "ProposeTeam", experts=["emil-expert"])
        await self.done(stream, "emil-expert", "AcceptAssignment", free_of_conflicts=True)
        await self.done(stream, "clara-manager", "AgreeTeam")
        names = ("questionnaire", "success-story", "success-story", "success-story")
        stored = [await self.documents.put(f"{cluster_id} {n}".encode()) for n in range(4)]
        items = [{"item": item, "document": each.sha256} for item, each in zip(names, stored, strict=True)]
        await self.done(stream, "clara-manager", "SubmitEvidence", items=items)
        day = self.at.date().isoformat()
        return await self.done(
            stream, "emil-expert", "RecordBenchmark", interview_on=day, remote=True, values=values
        )


@asynccontextmanager
async def recorder(database: Database) -> AsyncIterator[Recorder]:
    """A recorder with its first persons registered."""
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=10) as pool:
        office = Recorder(pool)
        await office.person("olga-operator", by="olga-operator", offices=["operator", "scheme-owner"])
        await office.person("clara-manager")
        await office.person("emil-expert")
        qualified = {"level": "bronze", "edition": "ecei-2019", "from_on": "2020-01-01", "training": "course"}
        await office.done("person-emil-expert", "olga-operator", "QualifyExpert", **qualified)
        yield office
