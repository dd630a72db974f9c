"""What a journey leaves: trail, register, mails, calendar files and the texts of its documents, as text files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from email.message import EmailMessage

import orjson

from domain.cluster.state import Cluster
from domain.secretariat import secretariat_day
from ledger.reading import StoredEvent
from readmodel.register import register
from tests.activities.issuing.reading import text_of
from tests.e2e.reading import TOLD_ELSEWHERE, line_of, mail_of, register_of
from tests.engine import Engine

_DOCUMENTS = {
    "ReportDraftIssued": "{case_id}-draft-{version}",
    "ReportReleased": "{case_id}-report-{version}",
    "CertificateIssued": "{level}-certificate-{term}",
}
_STAMP = re.compile(r"^DTSTAMP:.*$", re.MULTILINE)


async def told(engine: Engine, cluster: str, streams: Sequence[str], on: date) -> Mapping[str, str]:
    """By file name, all that a cluster's journey left by a day. `streams` are those whose letters are its own."""
    events, mails = await engine.events(cluster), await _mails(engine, streams)
    state: Cluster = await engine.state(cluster)
    left = {
        "trail.txt": _lines([*trail(events), *(f"= {line}" for line in _cases(state))]),
        "register.txt": _lines(await _registered(engine, state.name, on)),
        "mails.txt": _lines(sorted(map(_told, mails))),
        "visits.ics": "".join(_calendars(mails)),
        **await documents(engine, events),
    }
    return {name: text for name, text in left.items() if text}


def trail(events: Sequence[StoredEvent]) -> list[str]:
    """What happened on which day, but for letters sent and documents issued: they are told by themselves."""
    return [
        f"{secretariat_day(event.recorded_at)} {line_of(event)}"
        for event in events
        if event.type not in TOLD_ELSEWHERE
    ]


async def documents(engine: Engine, events: Sequence[StoredEvent]) -> dict[str, str]:
    """The text of every document issued, those issued anew numbered."""
    texts: dict[str, str] = {}
    for event in events:
        if event.type in _DOCUMENTS:
            payload = orjson.loads(event.payload)
            name = _DOCUMENTS[event.type].format_map(payload)
            issued = sum(each.startswith(name) for each in texts)
            text = text_of(await engine.documents.get(payload["document"]))
            texts[f"{name}{f'-issue-{issued + 1}' if issued else ''}.txt"] = _anywhere(text, events)
    return texts


def _anywhere(text: str, events: Sequence[StoredEvent]) -> str:
    """The text with `#` for positions of this one record."""
    for event in events:
        if event.type == "ComparisonMade":
            position = orjson.loads(event.payload)["portfolio_position"]
            text = re.sub(rf"(?<=osition\s){position}\b", "#", text)
    return text


def _cases(cluster: Cluster) -> list[str]:
    return [f"{case.case_id} {case.closed_as or case.stage}" for case in cluster.cases]


async def _registered(engine: Engine, name: str, on: date) -> tuple[str, ...]:
    async with engine.pool.acquire() as connection:
        return register_of([row for row in await register(connection, on) if row.name == name])


async def _mails(engine: Engine, streams: Sequence[str]) -> list[EmailMessage]:
    async with engine.pool.acquire() as connection:
        rows = await connection.fetch(
            "select message_id from operations.mail_attempts where stream = any($1)", list(streams)
        )
    own = {row["message_id"] for row in rows}
    return [mail for mail in engine.stack.mailbox.mails() if mail["Message-ID"] in own]


def _told(received: EmailMessage) -> str:
    mail = mail_of(received)
    sent_on = secretariat_day(received["Date"].datetime)
    return f"{sent_on} {mail.to} [{mail.language}] {mail.subject}"


def _calendars(mails: Iterable[EmailMessage]) -> list[str]:
    """The calendar files sent, each once a recipient, without the second they were written in."""
    files = [
        part.get_content().replace("\r\n", "\n")
        for mail in mails
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    return sorted(_STAMP.sub("DTSTAMP:{sent}", file) for file in files)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
