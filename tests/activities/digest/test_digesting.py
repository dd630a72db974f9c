"""The weekly letter over real SMTP: once a week to each operator, in their language, and none in an empty week."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.digest.digesting import DIGEST, Digesting, monday_of
from activities.interface import DigestRequest, DigestResult
from activities.notification.addressbook import SealedAddressBook
from activities.notification.delivery import MailServerUnavailable
from ledger.sealing import Sealer
from tests.activities.notification.post import OFFICE, PUBLIC_URL, PostRoom
from tests.recorder import KEY, Recorder

pytestmark = pytest.mark.postgres

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
THIS_WEEK = DigestRequest(at=MONDAY)


def digesting(office: Recorder, smtp_url: str) -> Digesting:
    book = SealedAddressBook(office.pool, Sealer(KEY))
    return Digesting(office.pool, book, smtp_url=smtp_url, public_url=PUBLIC_URL, secretariat_address=OFFICE)


async def with_a_label_that_ends(office: Recorder) -> None:
    """And with an operator who reads German."""
    await office.person("otto-operator", language="de", offices=["operator"])
    await office.cluster("aurora")
    day = {"earliest": "2026-10-31", "latest": "2026-10-31"}
    await office.done(
        "cluster-aurora",
        "olga-operator",
        "ImportLabel",
        name="aurora demo",
        country="DE",
        level="gold",
        kind="first",
        valid_until=day,
        awarded={"earliest": "2024-10-01", "latest": "2024-10-01"},
        source="a page of the holder",
        row_key="a" * 64,
    )


async def test_each_operator_gets_the_week_in_their_language(
    office: Recorder, post_room: PostRoom, smtp_url: str
) -> None:
    await with_a_label_that_ends(office)
    assert await digesting(office, smtp_url).send_digest(THIS_WEEK) == DigestResult(sent=2)
    assert [(mail["To"], mail["Subject"]) for mail in post_room.mails] == [
        ("olga-operator@people.example", "Week of 2 March 2026: what is before the secretariat"),
        ("otto-operator@people.example", "Woche ab 2. März 2026: was im Sekretariat ansteht"),
    ]
    body = post_room.mails[0].get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    assert lines[4:6] == [
        "Up for renewal within twelve months: 1",
        "- aurora demo: Gold label, 31 October 2026",
    ]


async def test_a_week_is_told_once_however_often_it_is_asked_for(
    office: Recorder, post_room: PostRoom, smtp_url: str
) -> None:
    await with_a_label_that_ends(office)
    post = digesting(office, smtp_url)
    sent = [
        (await post.send_digest(DigestRequest(at=MONDAY + timedelta(days=days)))).sent
        for days in (0, 0, 6, 7)
    ]
    assert sent == [2, 0, 0, 2]
    assert len({mail["Message-ID"] for mail in post_room.mails}) == len(post_room.mails) == 4


async def test_an_empty_week_is_silent(office: Recorder, post_room: PostRoom, smtp_url: str) -> None:
    await office.cluster("aurora")
    assert await digesting(office, smtp_url).send_digest(THIS_WEEK) == DigestResult(sent=0)
    assert post_room.mails == []


async def test_a_server_that_is_away_is_tried_again_and_nobody_written_to_twice(
    office: Recorder, post_room: PostRoom, smtp_url: str
) -> None:
    await with_a_label_that_ends(office)
    post = digesting(office, smtp_url)

    async def away() -> None:
        post_room.answers["RCPT"] = "451 4.3.0 not now"

    post_room.on_data = away
    with pytest.raises(MailServerUnavailable):
        await post.send_digest(THIS_WEEK)
    post_room.answers.clear()
    assert await post.send_digest(THIS_WEEK) == DigestResult(sent=1)
    assert [mail["To"] for mail in post_room.mails] == [
        "olga-operator@people.example",
        "otto-operator@people.example",
    ]
    assert await _incidents(office) == [("mail-server-unreachable", "person-otto-operator", DIGEST, True)]


async def test_an_operator_who_cannot_be_written_to_keeps_no_other_from_it(
    office: Recorder, post_room: PostRoom, smtp_url: str
) -> None:
    await with_a_label_that_ends(office)
    post_room.answers["RCPT"] = "550 5.1.1 no such mailbox"
    assert await digesting(office, smtp_url).send_digest(THIS_WEEK) == DigestResult(sent=0)
    assert await _incidents(office) == [
        ("letter-undeliverable", "person-olga-operator", DIGEST, False),
        ("letter-undeliverable", "person-otto-operator", DIGEST, False),
    ]


async def _incidents(office: Recorder) -> list[tuple[str, str, str, bool]]:
    rows = await office.pool.fetch(
        "select cause, stream, subject, resolved_at is not null from operations.incidents order by stream"
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 3, 2, 7, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 8, 22, 59, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 8, 23, 0, tzinfo=UTC), "2026-03-09"),
    ],
)
def test_a_week_begins_on_monday_where_the_secretariat_is(at: datetime, monday: str) -> None:
    assert monday_of(at).isoformat() == monday
