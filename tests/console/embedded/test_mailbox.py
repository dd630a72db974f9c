"""The mailbox keeps every mail it has acknowledged."""

from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from console.embedded.mailbox import Mailbox, read_mails
from console.embedded.ports import free_port


def _mail(subject: str, text: str = "Grüße æøå") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "secretariat@laurel.example"
    mail["To"] = "cluster@example.dk"
    mail["Subject"] = subject
    mail.set_content(text)
    return mail


async def test_a_mail_is_kept_as_it_came_with_its_envelope(mail_sink: Mailbox) -> None:
    sender, recipients = "bounce@laurel.example", ["a@example.dk", "b@example.dk"]
    sent = _mail("Blåbær")
    await aiosmtplib.send(
        sent, sender=sender, recipients=recipients, port=mail_sink.port, hostname="127.0.0.1"
    )
    (kept,) = mail_sink.mails()
    assert (kept["Return-Path"], kept.get_all("Delivered-To")) == (f"<{sender}>", recipients)
    assert (kept["Subject"], kept.get_content()) == ("Blåbær", "Grüße æøå\r\n")


async def test_mails_are_read_in_the_order_of_arrival(mail_sink: Mailbox) -> None:
    for number in range(12):
        await aiosmtplib.send(_mail(f"Notice {number}"), port=mail_sink.port, hostname="127.0.0.1")
    assert [mail["Subject"] for mail in mail_sink.mails()] == [f"Notice {number}" for number in range(12)]


async def test_a_stopped_mailbox_refuses_and_a_started_one_has_its_mails(mail_sink: Mailbox) -> None:
    await aiosmtplib.send(_mail("Before"), port=mail_sink.port, hostname="127.0.0.1")
    mail_sink.stop()
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await aiosmtplib.send(_mail("Refused"), port=mail_sink.port, hostname="127.0.0.1")
    mail_sink.start()
    await aiosmtplib.send(_mail("After"), port=mail_sink.port, hostname="127.0.0.1")
    assert [mail["Subject"] for mail in mail_sink.mails()] == ["Before", "After"]


async def test_a_mail_it_cannot_keep_is_not_acknowledged(tmp_path: Path) -> None:
    sink = Mailbox(tmp_path / "mails", port=free_port())
    sink.start()
    (tmp_path / "mails").rmdir()
    with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
        await aiosmtplib.send(_mail("Lost"), port=sink.port, hostname="127.0.0.1")
    sink.stop()
    assert refused.value.code == 451


def test_a_mail_written_by_half_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"Subject: Whole\r\n\r\n")
    (tmp_path / "2.part").write_bytes(b"Subject: Ha")
    assert [mail["Subject"] for mail in read_mails(tmp_path)] == ["Whole"]
