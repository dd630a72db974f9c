"""A mailbox that takes every mail for everybody, so that a person can read what the engine sent."""

import os
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from console.embedded.child import StartFailed
from console.embedded.kept import fsync_folder


class Mailbox:
    """An SMTP server in a thread of its own; each mail is a file in `folder` before it is acknowledged."""

    name = "mailbox"

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder = folder.resolve()
        self.port = port
        self.url = f"smtp://127.0.0.1:{port}"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._controller: Controller | None = None

    @property
    def alive(self) -> bool:
        return self._controller is not None

    def start(self) -> None:
        controller = Controller(
            _Keeper(self.folder), hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True
        )
        try:
            controller.start()
        except (OSError, TimeoutError) as error:
            raise StartFailed(f"The mailbox cannot listen on port {self.port}: {error}") from error
        self._controller = controller

    def stop(self) -> None:
        """From now on connections are refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def mails(self) -> list[EmailMessage]:
        return read_mails(self.folder)


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            _keep(self._folder, _received(envelope) + content)
        except OSError as error:
            return f"451 this mail cannot be kept now: {error.strerror}"
        return "250 kept"


def read_mails(folder: Path) -> list[EmailMessage]:
    """Every mail in the folder, in the order of arrival; Return-Path and Delivered-To hold the envelope."""
    return [read_mail(file) for file in sorted(folder.glob("*.eml"))]


def read_mail(file: Path) -> EmailMessage:
    return BytesParser(EmailMessage, policy=SMTP_POLICY).parsebytes(file.read_bytes())


def _received(envelope: Envelope) -> bytes:
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _keep(folder: Path, mail: bytes) -> None:
    file = folder / f"{time.time_ns():020}-{uuid4().hex[:8]}.eml"
    half = file.with_suffix(".part")
    with half.open("wb") as out:
        out.write(mail)
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)
    fsync_folder(folder)
