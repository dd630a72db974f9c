"""A letter as a mail message: one recipient, text and HTML, and the same bytes at every attempt."""

from dataclasses import dataclass
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from urllib.parse import urlsplit
from uuid import uuid5

from activities.interface import NoticeRequest
from activities.notification.calendar_file import CalendarFile
from activities.notification.rendering import Letter


class _Headers(HeaderRegistry):
    """The class of each header, made once for each name and not anew for each letter."""

    @cache  # noqa: B019 - there is one
    def __getitem__(self, name: str) -> type:
        return super().__getitem__(name)


_POLICY = SMTP.clone(header_factory=_Headers())


@dataclass(frozen=True, slots=True)
class Envelope:
    """What carries a letter. `sender` also receives the answers; `to` is a wire address."""

    letter_id: str
    sender: Address
    to: str


class UnusableAddress(ValueError):
    """The text is no mail address that SMTP can carry. The message does not repeat it."""


def message_id(request: NoticeRequest, public_url: str) -> str:
    """The Message-ID with its brackets, a function of debt and recipient: a repeat is seen as one."""
    return f"<{uuid5(request.notice_id, request.recipient)}@{mail_domain(public_url)}>"


def mail_domain(public_url: str) -> str:
    host = urlsplit(public_url).hostname
    if host is None:
        raise ValueError("The public address names no host.")
    return host


def wire_address(address: str) -> str:
    """The address in ASCII, an international domain in its IDNA form."""
    try:
        parsed = Address(addr_spec=address)
        local = parsed.username.encode("ascii").decode()
        domain = parsed.domain.encode("idna").decode()
    except (ValueError, IndexError, MessageError):
        raise UnusableAddress("The mail address cannot be used.") from None
    if not local or not domain:
        raise UnusableAddress("The mail address cannot be used.")
    return str(Address(username=local, domain=domain))


def compose(
    request: NoticeRequest, letter: Letter, envelope: Envelope, calendar: CalendarFile | None = None
) -> bytes:
    """The message, lines ending in CRLF."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = envelope.sender
    message["Reply-To"] = envelope.sender
    message["To"] = Address(addr_spec=envelope.to)
    # Folded by `EmailPolicy`, a blank between two encoded words is doubled.
    message.set_raw("Subject", Header(letter.subject, header_name="Subject").encode())
    message["Date"] = request.at
    message["Message-ID"] = envelope.letter_id
    # RFC 3834: no automatic answer to an automatic letter. The second header says so to older servers.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if calendar is not None:
        _enclose(message, calendar, boundary=f"=_letter-{request.notice_id.hex}")
    # Set last: a part takes the Content- headers it finds for its own.
    message["Content-Language"] = letter.language
    message.set_boundary(f"=_{request.notice_id.hex}")
    return message.as_bytes()


def _enclose(message: EmailMessage, calendar: CalendarFile, *, boundary: str) -> None:
    """Adds the calendar file twice: for programs that act on invitations (RFC 6047), and to be opened by hand.

    The second is typed otherwise, so that no program acts on it again.
    """
    message.add_alternative(
        calendar.text, subtype="calendar", cte="quoted-printable", params={"method": calendar.method}
    )
    message.set_boundary(boundary)
    message.add_attachment(
        calendar.text.encode(), maintype="application", subtype="ics", filename=calendar.filename
    )
