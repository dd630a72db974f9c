"""The activity that sends a letter: at least once, and never again once it is recorded as accepted."""

from email.headerregistry import Address

import structlog
from temporalio import activity

from activities.behind import raise_if_behind
from activities.faults import faults_are_incidents
from activities.interface import SEND_NOTICE, NoticeRequest, NoticeResult
from activities.notification.addressing import SECRETARIAT, AddressBook, addressed
from activities.notification.attempts import was_accepted
from activities.notification.calendar_file import calendar_file
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
from activities.notification.rendering import render
from activities.notification.server import MailServer
from ledger.connection import Pool
from readmodel.incidents import Cause, raise_incident, resolve_incidents

_log = structlog.get_logger()


class Notification:
    """Sends the secretariat's letters. Holds no database connection while it speaks with the mail server."""

    def __init__(
        self,
        pool: Pool,
        book: AddressBook,
        *,
        smtp_url: str,
        public_url: str,
        secretariat_address: str,
    ) -> None:
        """`public_url` is where people read on; its host ends each Message-ID. ValueError: a bad address."""
        self._pool = pool
        self._book = book
        self._public_url = public_url
        self._domain = mail_domain(public_url)
        self._office = wire_address(secretariat_address)
        self._post = Post(pool, MailServer.from_url(smtp_url), self._domain, self._office)

    @activity.defn(name=SEND_NOTICE)
    async def send_notice(self, request: NoticeRequest) -> NoticeResult:
        """Sends one letter to one recipient; a repeated request for a letter already accepted sends nothing.

        Raises `MailServerUnavailable`, worth repeating, and keeps an incident open until a later attempt
        succeeds. A letter that can never arrive is an answer and an incident, not an error. `RecordBehind`: the
        letter is not sent, since it may have been before the record was restored.
        """
        await raise_if_behind(self._pool, stream=request.stream, known=request.known, at=request.at)
        letter_id, subject = message_id(request, self._public_url), str(request.notice_id)
        expected = (MailServerUnavailable, LetterRefused, UnusableAddress)
        try:
            async with faults_are_incidents(
                self._pool, stream=request.stream, subject=subject, at=request.at, expected=expected
            ):
                if not await was_accepted(self._pool, letter_id):
                    await self._send(request, letter_id)
        except MailServerUnavailable as unavailable:
            await self._raise(Cause.MAIL_SERVER_UNREACHABLE, request, str(unavailable))
            raise
        except (LetterRefused, UnusableAddress) as refusal:
            await self._raise(Cause.LETTER_UNDELIVERABLE, request, str(refusal))
            await self._resolve(request, Cause.MAIL_SERVER_UNREACHABLE)
            return NoticeResult(outcome="undeliverable", message_id=letter_id, reason=str(refusal))
        await self._resolve(request, Cause.MAIL_SERVER_UNREACHABLE, Cause.LETTER_UNDELIVERABLE)
        await _log.ainfo("letter sent", stream=request.stream, notice=request.notice, notice_id=subject)
        return NoticeResult(outcome="sent", message_id=letter_id, reason="")

    async def _send(self, request: NoticeRequest, letter_id: str) -> None:
        target = await addressed(request, self._book, self._office, self._public_url)
        if target is None:
            raise UnusableAddress("No mail address is known.")
        recipient = wire_address(target.address)
        letter = render(request.notice, target.language, target.facts)
        sender = Address(SECRETARIAT, addr_spec=self._office)
        calendar = calendar_file(
            target, at=request.at, organizer=sender, attendee=recipient, domain=self._domain
        )
        envelope = Envelope(letter_id, sender, recipient)
        await self._post.send(request, envelope, compose(request, letter, envelope, calendar))

    async def _raise(self, cause: Cause, request: NoticeRequest, detail: str) -> None:
        subject = str(request.notice_id)
        async with self._pool.acquire() as connection:
            await raise_incident(
                connection, cause=cause, stream=request.stream, subject=subject, detail=detail, at=request.at
            )
        await _log.awarning(
            cause, stream=request.stream, notice=request.notice, notice_id=subject, detail=detail
        )

    async def _resolve(self, request: NoticeRequest, *causes: Cause) -> None:
        subject = str(request.notice_id)
        async with self._pool.acquire() as connection:
            await resolve_incidents(
                connection, causes=causes, stream=request.stream, subject=subject, at=request.at, by="engine"
            )
