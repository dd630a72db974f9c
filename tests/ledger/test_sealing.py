"""Sealed texts: a roundtrip, an erasure, and what is noticed."""

import asyncio
from hashlib import sha256

import asyncpg
import pytest

from ledger.connection import Connection
from ledger.sealing import SealBroken, Sealed, Sealer
from tests.servers import Database

SEALER = Sealer(bytes(range(32)))
OTHER_SEALER = Sealer(bytes(32))


def test_a_token_is_the_hash_of_salt_and_text() -> None:
    sealed = SEALER.commit("Ærø Maritime")
    assert sealed.token == "sealed:" + sha256(sealed.salt + "Ærø Maritime".encode()).hexdigest()


def test_the_same_text_has_another_token_each_time() -> None:
    assert len({SEALER.commit("Jane").token for _ in range(100)}) == 100


def test_a_sealed_text_does_not_show_when_printed() -> None:
    sealed = SEALER.commit("Jane")
    assert repr(sealed) == f"Sealed(token={sealed.token!r})"


@pytest.mark.postgres
async def test_a_request_mac_depends_on_the_request_and_the_record_s_first_master_key(
    app: Connection,
) -> None:
    mac = await Sealer(bytes(range(32))).request_mac(app, "{}")
    assert mac == await Sealer(bytes(range(32))).request_mac(app, "{}")
    other = await Sealer(bytes(range(32))).request_mac(app, "[]")
    await app.execute("delete from sealed.keys")
    assert len({mac, other, await Sealer(bytes(32)).request_mac(app, "{}")}) == 3


def test_a_master_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The sealing key has 5 bytes, not 32\.$"):
        Sealer(b"short")


@pytest.mark.postgres
async def test_sealed_texts_are_unsealed(app: Connection) -> None:
    jane, anna, empty = (SEALER.commit(name) for name in ("Jane 🌿", "Anna", ""))
    await SEALER.seal(app, "person-1", [jane, empty])
    await SEALER.seal(app, "person-2", [anna])
    await SEALER.seal(app, "person-3", [])
    assert await SEALER.unseal(
        app, [jane.token, anna.token, empty.token, SEALER.commit("never stored").token]
    ) == {
        jane.token: "Jane 🌿",
        anna.token: "Anna",
        empty.token: "",
    }


@pytest.mark.postgres
async def test_no_sealed_text_lies_in_the_database_in_clear(app: Connection) -> None:
    jane = SEALER.commit("Jane Smith of Odense")
    await SEALER.seal(app, "person-1", [jane])
    ciphertext: bytes = await app.fetchval("select ciphertext from sealed.texts")
    assert b"Jane" not in ciphertext
    assert jane.salt not in ciphertext


@pytest.mark.postgres
async def test_deleting_a_subjects_key_erases_all_its_texts_and_no_other(app: Connection) -> None:
    jane, address, anna = (SEALER.commit(text) for text in ("Jane", "Odense", "Anna"))
    await SEALER.seal(app, "person-1", [jane, address])
    await SEALER.seal(app, "person-2", [anna])
    await app.execute("delete from sealed.keys where subject = 'person-1'")
    assert await SEALER.unseal(app, [jane.token, address.token, anna.token]) == {anna.token: "Anna"}
    assert await app.fetchval("select count(*) from sealed.texts where subject = 'person-1'") == 0


@pytest.mark.postgres
async def test_a_subject_sealed_for_at_once_by_many_has_one_key(database: Database, app: Connection) -> None:
    texts = [SEALER.commit(f"text {n}") for n in range(8)]

    async def seal(text: Sealed) -> None:
        connection = await asyncpg.connect(database.app_url)
        async with connection.transaction():
            await SEALER.seal(connection, "person-1", [text])
        await connection.close()

    await asyncio.gather(*(seal(text) for text in texts))
    assert await app.fetchval("select count(*) from sealed.keys") == 1
    assert await SEALER.unseal(app, [text.token for text in texts]) == {
        text.token: text.value for text in texts
    }


@pytest.mark.postgres
async def test_a_key_in_use_is_not_erased_before_its_texts_are_stored(
    app: Connection, superuser: Connection
) -> None:
    await SEALER.seal(app, "person-1", [SEALER.commit("Jane")])
    await superuser.execute("set lock_timeout = '50ms'")
    async with app.transaction():
        await SEALER._data_key(app, "person-1")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await superuser.execute("delete from sealed.keys where subject = 'person-1'")


@pytest.mark.postgres
async def test_a_text_that_is_not_the_one_committed_to_is_noticed(app: Connection) -> None:
    forged = Sealed(SEALER.commit("Jane").token, bytes(32), "Anna")
    await SEALER.seal(app, "person-1", [forged])
    with pytest.raises(SealBroken) as broken:
        await SEALER.unseal(app, [forged.token])
    assert str(broken.value) == f"The text of {forged.token} is not the one committed to."


@pytest.mark.postgres
async def test_texts_exchanged_between_two_tokens_are_noticed(app: Connection) -> None:
    one, two = SEALER.commit("one"), SEALER.commit("two")
    await SEALER.seal(app, "person-1", [one, two])
    await app.execute(
        "update sealed.texts t set nonce = o.nonce, ciphertext = o.ciphertext from sealed.texts o"
        " where o.commitment <> t.commitment"
    )
    with pytest.raises(SealBroken) as broken:
        await SEALER.unseal(app, [one.token])
    assert str(broken.value) == f"The text of {one.token} was changed."


@pytest.mark.postgres
async def test_another_master_key_opens_nothing_and_seals_nothing_beside(app: Connection) -> None:
    jane = SEALER.commit("Jane")
    await SEALER.seal(app, "person-1", [jane])
    sentence = "The key of person-1 was changed, or wrapped under another sealing key."
    with pytest.raises(SealBroken) as unsealing:
        await OTHER_SEALER.unseal(app, [jane.token])
    with pytest.raises(SealBroken) as sealing:
        await OTHER_SEALER.seal(app, "person-1", [OTHER_SEALER.commit("Anna")])
    assert [str(unsealing.value), str(sealing.value)] == [sentence, sentence]
