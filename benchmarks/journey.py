"""A case walked from registration to a Bronze label, as people give the commands."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks.portfolio import EXPERT, MANAGER, MEMBERS, OPERATOR, PROFILE
from benchmarks.site import Site
from domain.cluster.state import Cluster
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER, ROUND
from ledger.documents import Documents
from ledger.reading import StoredEvent, read_stream
from readmodel.history import folded

_PATIENCE = 60.0
_CRITERIA = ("eccp_listing", "fte_hundredths", "english_website", "committed_members", "member_types")


class Step(NamedTuple):
    """One person's command."""

    by: str
    type: str
    fields: dict[str, Any]
    to_round: bool = False


class Walked(NamedTuple):
    """A journey behind us: its stream, its events, and the seconds each of its commands took."""

    stream: str
    events: list[StoredEvent]
    seconds: list[float]


async def walk(site: Site, name: str) -> Walked:
    """Walk the whole case. Before each command all effects of those before are awaited, untimed."""
    cluster, round_ = f"{CLUSTER}{name}", f"{ROUND}{name}"
    seconds: list[float] = []
    for step in await steps(site.documents, name, round_, secretariat_day(datetime.now(UTC))):
        begun = perf_counter()
        await site.submit(round_ if step.to_round else cluster, step.by, step.type, **step.fields)
        seconds.append(perf_counter() - begun)
        await _nothing_owed(site, cluster)
    async with site.pool.acquire() as connection:
        return Walked(cluster, await read_stream(connection, cluster), seconds)


async def steps(documents: Documents, name: str, round_: str, today: date) -> list[Step]:
    """Every command of the case, from its registration on."""
    stored = [(await documents.put(f"{name} {each}".encode())).sha256 for each in range(4)]
    kinds = ("questionnaire", *["success-story"] * 3)
    evidence = [{"item": kind, "document": document} for kind, document in zip(kinds, stored, strict=True)]
    values = {indicator.code: 1 for indicator in scheme().catalogue("2013").bronze}
    registration = {
        "name": name,
        "country": "DK",
        "carrier": f"{name} e.V.",
        "language": "en",
        "managers": [MANAGER],
        "profile": PROFILE,
    }
    opening = {"opens_on": f"{today}", "closes_on": f"{today + timedelta(days=20)}"}
    return [
        Step(OPERATOR, "RegisterCluster", registration),
        Step(MANAGER, "SubmitApplication", {"level": "bronze", "kind": "first"}),
        Step(OPERATOR, "AcceptApplication", {"criteria": dict.fromkeys(_CRITERIA, True)}),
        Step(OPERATOR, "OfferAgreement", {}),
        Step(MANAGER, "SignAgreement", {}),
        Step(OPERATOR, "ProposeTeam", {"experts": [EXPERT]}),
        Step(EXPERT, "AcceptAssignment", {"free_of_conflicts": True}),
        Step(MANAGER, "AgreeTeam", {}),
        Step(MANAGER, "SubmitEvidence", {"items": evidence}),
        Step(EXPERT, "RecordBenchmark", {"interview_on": f"{today}", "remote": True, "values": values}),
        Step(EXPERT, "DraftReport", {"summary": "The cluster is well led."}),
        Step(MANAGER, "CheckFacts", {}),
        Step(EXPERT, "FinaliseReport", {}),
        Step(OPERATOR, "OpenRound", opening, to_round=True),
        Step(OPERATOR, "PlaceOnAgenda", {"round_id": round_}),
        *[Step(member, "CastVote", {"vote": "yes", "report_version": 1}) for member in MEMBERS],
        Step(MEMBERS[0], "TakeDecision", {"outcome": "award", "reason": "All three voted yes."}),
    ]


async def _nothing_owed(site: Site, stream: str) -> None:
    async with asyncio.timeout(_PATIENCE):
        while await _owes(site, stream):
            await asyncio.sleep(0.02)


async def _owes(site: Site, stream: str) -> bool:
    async with site.pool.acquire() as connection:
        state = folded(stream, await read_stream(connection, stream))
    return isinstance(state, Cluster) and bool(state.debts)
