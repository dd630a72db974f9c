"""Issuing drafts, reports and certificates: gathered from the record, rendered, stored under their hash."""

import asyncio
import re

from temporalio import activity

from activities.faults import faults_are_incidents
from activities.interface import ISSUE_DOCUMENT, IssueRequest, IssueResult
from activities.issuing.gathered import Gathered
from activities.issuing.gathering import certificate_content, report_content, up_to_the_report
from activities.issuing.rendering import render_certificate, render_report
from domain.scheme import Scheme
from ledger.connection import Connection, Pool
from ledger.documents import Documents
from ledger.reading import StoredEvent, read_stream
from ledger.sealing import Sealer
from readmodel.editions import scheme_on_record

_COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
_NAMES = "select person_id, name from rows.persons where person_id = any($1)"


class Issuing:
    """Renders what a stream owes. The same record gives the same bytes, so a repeated attempt changes nothing."""

    def __init__(  # noqa: PLR0913 - all a document is made with
        self,
        pool: Pool,
        sealer: Sealer,
        documents: Documents,
        scheme: Scheme,
        *,
        public_url: str,
        secretariat: str,
    ) -> None:
        self._pool = pool
        self._sealer = sealer
        self._documents = documents
        self._scheme = scheme
        self._public_url = public_url
        self._secretariat = secretariat

    @activity.defn(name=ISSUE_DOCUMENT)
    async def issue_document(self, request: IssueRequest) -> IssueResult:
        """The document, stored; its hash is what the record keeps."""
        subject = f"{request.document.kind} of {request.case_id or request.document.level}"
        async with faults_are_incidents(self._pool, stream=request.stream, subject=subject, at=request.at):
            gathered = await self._gathered(request)
            # Typesetting takes a second of CPU: it holds up no other effect.
            content = await asyncio.to_thread(_rendered, request, gathered)
            stored = await self._documents.put(content)
        return IssueResult(document=stored.sha256)

    async def _gathered(self, request: IssueRequest) -> Gathered:
        async with self._pool.acquire() as connection:
            history = await read_stream(connection, request.stream)
            texts = await self._sealer.unseal(connection, _commitments(history))
            gathered = Gathered.of(
                request.stream,
                history,
                texts,
                scheme=await scheme_on_record(connection, self._scheme),
                public_url=self._public_url,
                secretariat=self._secretariat,
            )
            if request.document.kind != "certificate":
                gathered = up_to_the_report(gathered, request.case_id or "", request.document)
            return gathered.with_names(await self._names(connection, gathered.experts(request.case_id)))

    async def _names(self, connection: Connection, persons: tuple[str, ...]) -> dict[str, str]:
        """Names of persons; one erased is missing."""
        rows = await connection.fetch(_NAMES, list(persons))
        opened = await self._sealer.unseal(connection, [row["name"] for row in rows])
        return {row["person_id"]: opened[row["name"]] for row in rows if row["name"] in opened}


def _rendered(request: IssueRequest, gathered: Gathered) -> bytes:
    if request.document.kind == "certificate":
        return render_certificate(certificate_content(gathered, request.document))
    return render_report(report_content(gathered, request.case_id or "", request.document))


def _commitments(history: list[StoredEvent]) -> list[str]:
    return sorted({token for event in history for token in _COMMITMENT.findall(event.payload)})
