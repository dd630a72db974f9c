"""Erasures carried out: listed outside first, then event and deletion in one transaction, and once however often."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from activities.interface import NoticeRequest, NoticeResult
from activities.notification.addressbook import SealedAddressBook
from activities.notification.message import message_id
from activities.notification.sending import Notification
from activities.storage.record import Record
from domain.schemes import scheme
from ledger.chain import broken_links
from ledger.erasing import reapply
from ledger.erasures import Erasure, Erasures
from ledger.reading import read_stream
from ledger.sealing import Sealer
from tests.recorder import KEY, Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres
DORA, EMIL = "dora-officer", "emil-expert"
YEARS = timedelta(days=4 * 365)
ERASE: dict[str, Any] = {"ground": "no-longer-necessary"}


class Unreachable(Erasures):
    """A place for the list that does not answer."""

    async def note(self, erasure: Erasure) -> None:
        raise ConnectionRefusedError(erasure.event_id)


def listing(office: Recorder, erasures: Erasures | None) -> Record:
    return Record(office.pool, Sealer(KEY), office.documents, scheme(), erasures)


@pytest.fixture
def erasures(tmp_path: Path) -> Erasures:
    return Erasures((tmp_path / "erasures").as_uri())


@pytest.fixture
async def office(database: Database, erasures: Erasures) -> AsyncIterator[Recorder]:
    """Emil assessed a cluster four years ago; Dora sees to data protection."""
    async with recorder(database) as office:
        office.record = listing(office, erasures)
        await office.person(DORA, offices=["data-protection-officer"])
        await office.cluster("aurora")
        await office.done(
            "cluster-aurora", "clara-manager", "SubmitApplication", level="bronze", kind="first"
        )
        await office.done("cluster-aurora", "clara-manager", "WithdrawApplication", reason="Clara and Emil.")
        office.at += YEARS
        yield office


async def texts(office: Recorder, stream: str) -> dict[str, str]:
    """What the subject's texts still say."""
    async with office.pool.acquire() as connection:
        kept = await connection.fetch("select commitment from sealed.texts where subject = $1", stream)
        return await Sealer(KEY).unseal(connection, [row["commitment"] for row in kept])


async def types(office: Recorder, stream: str) -> list[str]:
    async with office.pool.acquire() as connection:
        return [event.type for event in await read_stream(connection, stream)]


async def test_with_the_person_goes_every_text_of_theirs_and_nobody_else_s(
    office: Recorder, erasures: Erasures
) -> None:
    before = await texts(office, "person-clara-manager")
    assert sorted((await texts(office, f"person-{EMIL}")).values()) == [
        "Emil-Expert",
        "course",
        f"{EMIL}@people.example",
    ]
    recorded = await office.done(f"person-{EMIL}", DORA, "ErasePerson", **ERASE)
    assert recorded.receipt is not None
    assert recorded.receipt.events == ("PersonErased",)
    assert (await texts(office, f"person-{EMIL}"), await texts(office, "person-clara-manager")) == (
        {},
        before,
    )
    async with office.pool.acquire() as connection:
        assert await broken_links(connection) == []
    assert [(each.kind, each.name) for each in await erasures.listed()] == [("subject", f"person-{EMIL}")]


async def test_who_took_part_lately_is_kept(office: Recorder) -> None:
    office.at -= YEARS
    refused = await office.give("person-clara-manager", DORA, "ErasePerson", **ERASE)
    assert refused.refusal is not None
    assert refused.refusal.sentence == (
        "clara-manager acts for aurora: name somebody else first (ChangeManager)."
    )
    await office.person("nora-new")
    await office.done("cluster-aurora", "olga-operator", "ChangeManager", managers=["nora-new"])
    refused = await office.give("person-clara-manager", DORA, "ErasePerson", **ERASE)
    assert refused.refusal is not None
    assert (refused.refusal.code, len(await texts(office, "person-clara-manager"))) == (
        "retention-not-over",
        2,
    )


async def test_a_redaction_takes_one_text_and_leaves_the_others_of_the_stream(
    office: Recorder, erasures: Erasures
) -> None:
    ((commitment, _),) = (await texts(office, "cluster-aurora")).items()
    asked: dict[str, Any] = {"commitment": commitment, "ground": "unlawful", "note": "It named two persons."}
    await office.done("cluster-aurora", DORA, "RedactText", **asked)
    assert list((await texts(office, "cluster-aurora")).values()) == ["It named two persons."]
    assert [(each.kind, each.name) for each in await erasures.listed()] == [("text", commitment)]
    again = await office.give("cluster-aurora", DORA, "RedactText", **asked)
    assert again.refusal is not None
    assert again.refusal.code == "text-not-kept"


async def test_what_a_restore_has_erased_again_is_redacted_again_so_that_the_record_says_so(
    office: Recorder,
) -> None:
    ((commitment, _),) = (await texts(office, "cluster-aurora")).items()
    async with office.pool.acquire() as connection:
        assert await reapply(connection, [Erasure(uuid4(), "text", commitment, office.at)]) == 1
    await office.done("cluster-aurora", DORA, "RedactText", commitment=commitment, ground="unlawful")
    assert (await types(office, "cluster-aurora"))[-1] == "TextRedacted"


async def test_the_officers_note_can_be_redacted_too(office: Recorder) -> None:
    ((commitment, _),) = (await texts(office, "cluster-aurora")).items()
    noted: dict[str, Any] = {"commitment": commitment, "ground": "unlawful", "note": "Clara's."}
    await office.done("cluster-aurora", DORA, "RedactText", **noted)
    ((note, _),) = (await texts(office, "cluster-aurora")).items()
    await office.done("cluster-aurora", DORA, "RedactText", commitment=note, ground="objection")
    assert await texts(office, "cluster-aurora") == {}


async def test_with_an_erased_person_no_text_is_left_to_redact(office: Recorder) -> None:
    training = next(
        token for token, text in (await texts(office, f"person-{EMIL}")).items() if text == "course"
    )
    await office.done(f"person-{EMIL}", DORA, "ErasePerson", **ERASE)
    asked: dict[str, Any] = {"commitment": training, "ground": "unlawful"}
    refused = await office.give(f"person-{EMIL}", DORA, "RedactText", **asked)
    assert refused.refusal is not None
    assert refused.refusal.code == "text-not-kept"


async def test_a_command_repeated_under_its_id_erases_once(office: Recorder, erasures: Erasures) -> None:
    command_id = uuid4()
    answers = [
        await office.give(f"person-{EMIL}", DORA, "ErasePerson", command_id=command_id, **ERASE)
        for _ in range(3)
    ]
    assert [answer.receipt for answer in answers] == [answers[0].receipt] * 3
    assert await types(office, f"person-{EMIL}") == ["PersonRegistered", "ExpertQualified", "PersonErased"]
    assert len(await erasures.listed()) == 1


async def test_many_who_erase_at_once_erase_once(office: Recorder, erasures: Erasures) -> None:
    asked = (office.give(f"person-{EMIL}", DORA, "ErasePerson", **ERASE) for _ in range(4))
    answers = await asyncio.gather(*asked)
    refused = [answer.refusal.code for answer in answers if answer.refusal]
    assert refused == ["person-erased"] * 3
    assert (await types(office, f"person-{EMIL}"))[-1] == "PersonErased"
    # Whoever came second may have been listed before it was refused; what it would have erased is erased.
    assert {each.name for each in await erasures.listed()} == {f"person-{EMIL}"}


async def test_while_the_list_is_out_of_reach_nothing_is_erased(office: Recorder) -> None:
    office.record = listing(office, Unreachable("memory:///"))
    with pytest.raises(ConnectionRefusedError):
        await office.give(f"person-{EMIL}", DORA, "ErasePerson", **ERASE)
    assert await types(office, f"person-{EMIL}") == ["PersonRegistered", "ExpertQualified"]
    assert len(await texts(office, f"person-{EMIL}")) == 3


async def test_without_a_place_for_the_list_nothing_is_erased(office: Recorder) -> None:
    office.record = listing(office, None)
    refused = await office.give(f"person-{EMIL}", DORA, "ErasePerson", **ERASE)
    assert refused.refusal is not None
    assert refused.refusal.code == "erasures-not-listed"
    assert len(await texts(office, f"person-{EMIL}")) == 3


async def test_an_erasure_that_fails_was_listed_before(office: Recorder, erasures: Erasures) -> None:
    """As after a crash between the two: the list is never behind the record."""
    office.record = listing(office, erasures)
    async with office.pool.acquire() as connection, connection.transaction():
        # Whoever appends waits for this lock and gives up: the deletion is rolled back with the event.
        await connection.execute("select pg_advisory_xact_lock(x'6c617572656c'::bigint)")
        async with asyncio.timeout(20):
            erasing = asyncio.create_task(office.give(f"person-{EMIL}", DORA, "ErasePerson", **ERASE))
            while not await erasures.listed():
                await asyncio.sleep(0.01)
        erasing.cancel()
        await asyncio.gather(erasing, return_exceptions=True)
    assert len(await erasures.listed()) == 1
    assert (len(await texts(office, f"person-{EMIL}")), len(await types(office, f"person-{EMIL}"))) == (3, 2)


async def test_a_letter_to_an_erased_person_is_not_sent_and_noted_undeliverable(office: Recorder) -> None:
    book = SealedAddressBook(office.pool, Sealer(KEY))
    known = await book.recipient(EMIL)
    assert known is not None
    assert known.name == "Emil-Expert"
    await office.done(f"person-{EMIL}", DORA, "ErasePerson", **ERASE)
    assert await book.recipient(EMIL) is None
    # Nobody listens at that port: a letter that was tried would be another answer.
    post = Notification(
        office.pool,
        book,
        smtp_url="smtp://127.0.0.1:1",
        public_url="https://laurel.example",
        secretariat_address="office@laurel.example",
    )
    request = NoticeRequest(
        stream="cluster-aurora",
        notice_id=uuid4(),
        notice="audit-due",
        recipient=EMIL,
        details={"due_on": "2030-01-01", "level": "bronze"},
        at=office.at,
    )
    assert await post.send_notice(request) == NoticeResult(
        outcome="undeliverable",
        message_id=message_id(request, "https://laurel.example"),
        reason="No mail address is known.",
    )
