"""One mail over SMTP: refused for good, not taken for now, or accepted."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiosmtplib import SMTP, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.errors import SMTPException

from activities.notification.server import MailServer

# Seconds per step; together they stay under the minute an attempt may take. The server's answer to the data
# gets the most: given up too early, an accepted mail would be sent again (RFC 1047).
_CONNECT, _SENDER, _RECIPIENT, _DATA, _GOODBYE = 15, 5, 10, 25, 2
# RFC 5321, 4.2.1: 5 for good, the second 5 about the mail itself; 50x, 52x and 53x are about us.
_ABOUT_THE_MAIL = 55
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class MailServerUnavailable(Exception):
    """The mail was not taken, but may be later. Its sentence holds no name, no address, no server's text."""


class LetterRefused(Exception):
    """The server will never take this mail for this recipient. Its sentence is as discreet."""


@asynccontextmanager
async def connected(server: MailServer, introduced_as: str) -> AsyncIterator[SMTP]:
    """A session with the mail server, encrypted and logged in as its address asks."""
    smtp = SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.encryption == "implicit",
        start_tls={"required": True, "auto": None}.get(server.encryption, False),
        local_hostname=introduced_as,
        timeout=_CONNECT,
    )
    try:
        async with _step("connection", _CONNECT):
            await smtp.connect()
        yield smtp
    finally:
        with suppress(SMTPException, OSError):
            await smtp.quit(timeout=_GOODBYE)
        smtp.close()


async def name_recipient(smtp: SMTP, sender: str, recipient: str) -> None:
    """Opens the envelope. Refusing the sender means us, not this letter: that may be mended."""
    async with _step("sender", _SENDER):
        await smtp.mail(sender)
    async with _step("recipient", _RECIPIENT, final=True):
        await smtp.rcpt(recipient)


async def hand_over(smtp: SMTP, message: bytes) -> None:
    """Sends the data; returns when the server has answered 250 and answers for the mail from then on."""
    async with _step("message", _DATA, final=True):
        await smtp.data(message, timeout=_DATA)


@asynccontextmanager
async def _step(step: str, seconds: float, *, final: bool = False) -> AsyncIterator[None]:
    """Bounds a step in time and tells its failures apart; `final`: a 55x is the answer to this letter itself.

    The library's errors quote addresses, and a failed activity keeps its error's causes: none is passed on.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except SMTPResponseException as answer:
        sentence = f"{answer.code}{_enhanced(answer)}: {step} refused"
        if final and answer.code // 10 == _ABOUT_THE_MAIL:
            raise LetterRefused(sentence) from None
        raise MailServerUnavailable(sentence) from None
    except (SMTPException, OSError) as fault:
        raise MailServerUnavailable(f"{step}: {_plainly(fault)}") from None


def _enhanced(answer: SMTPResponseException) -> str:
    """The enhanced status code of RFC 3463, such as 5.1.1, where the server gives one."""
    code = _ENHANCED.match(answer.message)
    return f" {code[0]}" if code else ""


def _plainly(fault: Exception) -> str:
    match fault:
        case TimeoutError():
            return "no answer in time"
        case SMTPServerDisconnected():
            return "connection lost"
        case _ if isinstance(fault, ssl.SSLError) or isinstance(fault.__cause__, ssl.SSLError):
            return "encryption failed"
        case OSError():
            return "mail server out of reach"
        case _:
            return "encryption or login not offered"
