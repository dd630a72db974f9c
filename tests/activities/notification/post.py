"""What letter tests share: a mail server that answers as told, an address book in memory, a request."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.interface import NoticeRequest
from activities.notification.addressing import ClusterContact, Recipient
from activities.notification.sending import Notification
from ledger.connection import Pool

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
OFFICE = "office@labels.example"
PUBLIC_URL = "https://labels.example"
REQUEST = NoticeRequest(
    stream="cluster-aurora",
    notice_id=UUID("5a5bb1f0-4d5f-4a35-9f0c-0e7c1cf3d7f1"),
    notice="agreement-offered",
    recipient="person-aase",
    details={"level": "bronze", "due_on": "2026-05-04"},
    at=AT,
)


@dataclass(frozen=True)
class Contacts:
    """Aase runs the cluster; Bob is an expert."""

    persons: Mapping[str, Recipient] = field(
        default_factory=lambda: {
            "person-aase": Recipient(name="Åse Holm", address="aase@aurora.example", language="en"),
            "person-bob": Recipient(name="Bob Kerr", address="bob@experts.example", language="de"),
            "person-eva": Recipient(name="Eva Roux", address="eva@experts.example", language="fr"),
            "person-odd": Recipient(name="Odd", address="odd one@aurora.example", language="en"),
        }
    )

    async def recipient(self, person_id: str) -> Recipient | None:
        return self.persons.get(person_id)

    async def cluster(self, stream: str) -> ClusterContact:
        assert stream == "cluster-aurora"
        managers = frozenset({"person-aase", "person-odd", "person-gone"})
        return ClusterContact(name="Aurora", language="da", managers=managers)


@dataclass
class PostRoom:
    """A mail server's will: refuses what `answers` names, keeps the rest, runs `on_data` before its 250."""

    answers: dict[str, str] = field(default_factory=dict)
    on_data: Callable[[], Awaitable[object]] | None = None
    envelopes: list[Envelope] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        parser = BytesParser(EmailMessage, policy=SMTP_POLICY)
        return [parser.parsebytes(envelope.original_content or b"") for envelope in self.envelopes]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.envelopes.append(envelope)
        if self.on_data is not None:
            await self.on_data()
        return "250 OK"


@dataclass(frozen=True)
class Office:
    """The secretariat's post: what sends, what receives, and what the database keeps of it."""

    notification: Notification
    room: PostRoom
    pool: Pool

    async def attempts(self) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.pool.fetch("select * from operations.mail_attempts")]

    async def incidents(self) -> list[tuple[Any, ...]]:
        """Each incident's cause, stream, subject, detail, attempts, resolved_at, resolved_by."""
        return [tuple(row) for row in await self.pool.fetch(_INCIDENTS)]


def open_office(pool: Pool, room: PostRoom, smtp_url: str) -> Office:
    notification = Notification(
        pool, Contacts(), smtp_url=smtp_url, public_url=PUBLIC_URL, secretariat_address=OFFICE
    )
    return Office(notification, room, pool)


_INCIDENTS = """
select cause, stream, subject, detail, attempts, resolved_at, resolved_by
from operations.incidents order by first_seen, cause
"""
