"""Letters over real SMTP, with the attempts and incidents PostgreSQL keeps of them."""

import asyncio
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from structlog.testing import capture_logs
from temporalio.api.failure.v1 import Failure
from temporalio.converter import DefaultFailureConverter, DefaultPayloadConverter

from activities.interface import NoticeResult
from activities.notification import delivery
from activities.notification.delivery import MailServerUnavailable
from activities.notification.message import message_id
from console.embedded.ports import free_port
from ledger.connection import Pool
from tests.activities.notification.post import AT, OFFICE, PUBLIC_URL, REQUEST, Office, PostRoom, open_office

pytestmark = pytest.mark.postgres

LETTER_ID = message_id(REQUEST, PUBLIC_URL)
SENT = NoticeResult(outcome="sent", message_id=LETTER_ID, reason="")


def incident(cause: str, detail: str, count: int = 1, *, resolved: bool = False) -> tuple[Any, ...]:
    closed = (AT, "engine") if resolved else (None, None)
    return (cause, REQUEST.stream, str(REQUEST.notice_id), detail, count, *closed)


async def test_a_letter_is_sent_once_however_often_it_is_asked_for(office: Office) -> None:
    assert [await office.notification.send_notice(REQUEST) for _ in range(3)] == [SENT] * 3
    assert [(envelope.mail_from, envelope.rcpt_tos) for envelope in office.room.envelopes] == [
        (OFFICE, ["aase@aurora.example"])
    ]
    assert [(mail["Message-ID"], mail["Subject"]) for mail in office.room.mails] == [
        (LETTER_ID, "Aurora: aftale klar til underskrift senest den 4. maj 2026")
    ]
    assert await office.attempts() == [
        {
            "message_id": LETTER_ID,
            "stream": "cluster-aurora",
            "notice_id": REQUEST.notice_id,
            "notice": "agreement-offered",
            "recipient": "person-aase",
            "attempts": 1,
            "first_attempt_at": AT,
            "last_attempt_at": AT,
            "accepted_at": AT,
        }
    ]
    assert await office.incidents() == []


async def test_the_attempt_is_recorded_before_the_data_is_accepted(office: Office) -> None:
    seen: list[tuple[int, object]] = []

    async def look() -> None:
        seen.extend((row["attempts"], row["accepted_at"]) for row in await office.attempts())

    office.room.on_data = look
    await office.notification.send_notice(REQUEST)
    assert seen == [(1, None)]


async def test_a_mail_server_that_is_down_is_one_incident_until_the_letter_is_sent(pool: Pool) -> None:
    port = free_port()
    office = open_office(pool, PostRoom(), f"smtp://127.0.0.1:{port}")
    for _ in range(3):
        with pytest.raises(MailServerUnavailable, match=r"^connection: mail server out of reach$"):
            await office.notification.send_notice(REQUEST)
    detail = "connection: mail server out of reach"
    assert await office.incidents() == [incident("mail-server-unreachable", detail, 3)]
    assert await office.attempts() == []

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(office.room, hostname="sink"), "127.0.0.1", port)
    assert [await office.notification.send_notice(REQUEST) for _ in range(2)] == [SENT] * 2
    server.close()
    assert len(office.room.mails) == 1
    assert await office.incidents() == [incident("mail-server-unreachable", detail, 3, resolved=True)]


@pytest.mark.parametrize(
    ("command", "answer", "reason", "handed_over"),
    [
        ("MAIL", "450 4.7.1 greylisted", "450 4.7.1: sender refused", 0),
        ("MAIL", "553 5.7.1 <office@labels.example>: not yours", "553 5.7.1: sender refused", 0),
        ("RCPT", "451 4.7.1 <aase@aurora.example>: later", "451 4.7.1: recipient refused", 0),
        ("RCPT", "452 aase@aurora.example is full", "452: recipient refused", 0),
        ("RCPT", "530 5.7.0 authentication first", "530 5.7.0: recipient refused", 0),
        ("DATA", "421 4.3.2 shutting down", "421 4.3.2: message refused", 1),
    ],
)
async def test_a_server_that_cannot_take_a_mail_now_is_tried_again(
    office: Office,
    command: str,
    answer: str,
    reason: str,
    handed_over: int,
) -> None:
    office.room.answers[command] = answer
    with pytest.raises(MailServerUnavailable) as unavailable:
        await office.notification.send_notice(REQUEST)
    assert str(unavailable.value) == reason
    assert [row["attempts"] for row in await office.attempts()] == [1] * handed_over

    office.room.answers.clear()
    assert await office.notification.send_notice(REQUEST) == SENT
    assert [row["attempts"] for row in await office.attempts()] == [1 + handed_over]
    assert await office.incidents() == [incident("mail-server-unreachable", reason, resolved=True)]


@pytest.mark.parametrize(
    ("command", "answer", "reason"),
    [
        ("RCPT", "550 5.1.1 <aase@aurora.example>: no such user Holm", "550 5.1.1: recipient refused"),
        ("RCPT", "553 aase@aurora.example unknown", "553: recipient refused"),
        ("DATA", "554 5.6.0 content refused", "554 5.6.0: message refused"),
    ],
)
async def test_a_letter_refused_for_good_is_undeliverable_and_an_incident(
    office: Office, command: str, answer: str, reason: str
) -> None:
    office.room.answers[command] = answer
    result = await office.notification.send_notice(REQUEST)
    assert result == NoticeResult(outcome="undeliverable", message_id=LETTER_ID, reason=reason)
    assert await office.incidents() == [incident("letter-undeliverable", reason)]

    office.room.answers.clear()
    assert await office.notification.send_notice(REQUEST) == SENT
    assert await office.incidents() == [incident("letter-undeliverable", reason, resolved=True)]


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [("person-gone", "No mail address is known."), ("person-odd", "The mail address cannot be used.")],
)
async def test_a_recipient_without_a_usable_address_is_undeliverable(
    office: Office, recipient: str, reason: str
) -> None:
    result = await office.notification.send_notice(REQUEST.model_copy(update={"recipient": recipient}))
    assert (result.outcome, result.reason) == ("undeliverable", reason)
    assert await office.incidents() == [incident("letter-undeliverable", reason)]
    assert office.room.mails == []


async def test_a_server_that_never_answers_is_given_up(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_CONNECT", 0.1)
    async with await asyncio.start_server(_silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        office = open_office(pool, PostRoom(), f"smtp://127.0.0.1:{port}")
        with pytest.raises(MailServerUnavailable, match=r"^connection: no answer in time$"):
            await office.notification.send_notice(REQUEST)


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()
    await writer.wait_closed()


async def test_neither_name_nor_address_reaches_a_log_or_a_workflow_history(office: Office) -> None:
    office.room.answers["RCPT"] = "450 4.1.1 <aase@aurora.example> Holm is away"
    with capture_logs() as logs, pytest.raises(MailServerUnavailable) as unavailable:
        await office.notification.send_notice(REQUEST)
    history = Failure()
    DefaultFailureConverter().to_failure(unavailable.value, DefaultPayloadConverter(), history)
    office.room.answers["RCPT"] = "550 5.1.1 <aase@aurora.example> Holm is gone"
    with capture_logs() as more_logs:
        await office.notification.send_notice(REQUEST)
    office.room.answers.clear()
    with capture_logs() as last_logs:
        await office.notification.send_notice(REQUEST)
    told = f"{logs} {more_logs} {last_logs} {history}"
    assert [word for word in ("aase", "aurora.example", "Åse", "Holm") if word in told] == []
    assert [entry["event"] for entry in logs + more_logs + last_logs] == [
        "mail-server-unreachable",
        "letter-undeliverable",
        "letter sent",
    ]
