"""The activity that sends the weekly letter: once a week to each operator, and not at all in an empty week."""

from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from uuid import UUID, uuid5

import structlog
from temporalio import activity

from activities.digest.rendering import render_digest
from activities.interface import SEND_DIGEST, DigestRequest, DigestResult, NoticeRequest
from activities.notification.addressing import SECRETARIAT, AddressBook
from activities.notification.attempts import was_accepted
from activities.notification.delivery import LetterRefused, MailServerUnavailable
from activities.notification.message import (
    Envelope,
    UnusableAddress,
    compose,
    mail_domain,
    message_id,
    wire_address,
)
from activities.notification.posting import Post
from activities.notification.server import MailServer
from activities.notification.wording import LANGUAGES, Language
from domain.person.state import Office
from domain.secretariat import secretariat_day
from ledger.connection import Pool
from readmodel.incidents import Cause, raise_incident, resolve_incidents
from readmodel.week import Week, week_from

DIGEST = "weekly-digest"
_WEEKS = UUID("5f5a1c0e-0a6f-5c67-8c4e-3d0b7b1f2a55")
_OPERATORS = "select person_id from rows.persons where $1 = any(offices) order by person_id"
_log = structlog.get_logger()


class Digesting:
    """Sends what the secretariat has before it to each of its operators, in their language."""

    def __init__(
        self, pool: Pool, book: AddressBook, *, smtp_url: str, public_url: str, secretariat_address: str
    ) -> None:
        """ValueError: a bad address."""
        self._pool = pool
        self._book = book
        self._public_url = public_url
        office = wire_address(secretariat_address)
        self._post = Post(pool, MailServer.from_url(smtp_url), mail_domain(public_url), office)

    @activity.defn(name=SEND_DIGEST)
    async def send_digest(self, request: DigestRequest) -> DigestResult:
        """Sends the week's letter to whoever has not had it. Raises `MailServerUnavailable`, worth repeating.

        An operator who cannot be written to is an incident, and keeps no other from being written to.
        """
        async with self._pool.acquire() as connection:
            week = await week_from(connection, request.at)
            operators = [row["person_id"] for row in await connection.fetch(_OPERATORS, Office.OPERATOR)]
        if week.empty:
            return DigestResult(sent=0)
        sent = [await self._once(operator, week, request.at) for operator in operators]
        return DigestResult(sent=sum(sent))

    async def _once(self, operator: str, week: Week, at: datetime) -> bool:
        monday = monday_of(at)
        notice = NoticeRequest(
            stream=f"person-{operator}",
            notice_id=uuid5(_WEEKS, monday.isoformat()),
            notice=DIGEST,
            recipient=operator,
            details={},
            at=at.astimezone(UTC),
        )
        letter_id = message_id(notice, self._public_url)
        if await was_accepted(self._pool, letter_id):
            return False
        try:
            await self._send(notice, letter_id, week, monday)
        except MailServerUnavailable as away:
            await self._raise(Cause.MAIL_SERVER_UNREACHABLE, notice, str(away))
            raise
        except (LetterRefused, UnusableAddress) as refusal:
            await self._raise(Cause.LETTER_UNDELIVERABLE, notice, str(refusal))
            return False
        await self._resolve(notice)
        return True

    async def _send(self, notice: NoticeRequest, letter_id: str, week: Week, monday: date) -> None:
        operator = await self._book.recipient(notice.recipient)
        if operator is None:
            raise UnusableAddress("No mail address is known.")
        language: Language = next((known for known in LANGUAGES if known == operator.language), "en")
        letter = render_digest(week, monday, language, name=operator.name, link=self._public_url)
        sender = Address(SECRETARIAT, addr_spec=self._post.office)
        envelope = Envelope(letter_id, sender, wire_address(operator.address))
        await self._post.send(notice, envelope, compose(notice, letter, envelope))
        await _log.ainfo("digest sent", stream=notice.stream, week=monday.isoformat())

    async def _raise(self, cause: Cause, notice: NoticeRequest, detail: str) -> None:
        async with self._pool.acquire() as connection:
            await raise_incident(
                connection, cause=cause, stream=notice.stream, subject=DIGEST, detail=detail, at=notice.at
            )

    async def _resolve(self, notice: NoticeRequest) -> None:
        """A week's letter that arrives ends what kept an earlier one from it."""
        causes = [Cause.MAIL_SERVER_UNREACHABLE, Cause.LETTER_UNDELIVERABLE]
        async with self._pool.acquire() as connection:
            await resolve_incidents(
                connection, causes=causes, stream=notice.stream, subject=DIGEST, at=notice.at, by="engine"
            )


def monday_of(at: datetime) -> date:
    """The Monday of the week it is at the secretariat: what tells one week's letter from another's."""
    day = secretariat_day(at)
    return day - timedelta(days=day.weekday())
