"""One mail on its way to the server: noted before its data is sent, and again once it was taken."""

from dataclasses import dataclass

from activities.interface import NoticeRequest
from activities.notification.attempts import note_accepted, note_attempt
from activities.notification.delivery import connected, hand_over, name_recipient
from activities.notification.message import Envelope
from activities.notification.server import MailServer
from ledger.connection import Pool


@dataclass(frozen=True)
class Post:
    """The way of the secretariat's mails. `domain` is how it introduces itself, `office` its own address."""

    pool: Pool
    server: MailServer
    domain: str
    office: str

    async def send(self, request: NoticeRequest, envelope: Envelope, message: bytes) -> None:
        """Hands the mail over, once for each call; holds no database connection while it speaks."""
        async with connected(self.server, self.domain) as smtp:
            await name_recipient(smtp, self.office, envelope.to)
            await note_attempt(self.pool, envelope.letter_id, request)
            await hand_over(smtp, message)
            # Nothing may come between: dying here is the one way to a second mail.
            await note_accepted(self.pool, envelope.letter_id, request.at)
