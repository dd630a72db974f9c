"""Erasing sealed values: what goes, what stays, and that no proof of the record breaks by it."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.appending import NewEvent
from ledger.canonical import canonical
from ledger.chain import broken_links
from ledger.connection import Connection
from ledger.erasing import erase, erase_subject, erase_text, kept_of, reapply
from ledger.erasures import Erasure
from ledger.merkle import holds_leaf, inclusion_proof, leaf_hash, root
from ledger.sealing import Sealed, Sealer
from tests.ledger.appends import appended, appending
from tests.servers import Database

pytestmark = pytest.mark.postgres
SEALER = Sealer(bytes(range(32)))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def erasure(kind: str, name: str) -> Erasure:
    return Erasure(uuid4(), kind, name, NOON)  # type: ignore[arg-type]


async def test_erasing_a_subject_takes_its_key_and_all_its_texts(app: Connection) -> None:
    jane, odense, anna = (SEALER.commit(text) for text in ("Jane", "Odense", "Anna"))
    await SEALER.seal(app, "person-1", [jane, odense])
    await SEALER.seal(app, "person-2", [anna])
    assert await erase_subject(app, "person-1") is True
    assert await SEALER.unseal(app, [jane.token, odense.token, anna.token]) == {anna.token: "Anna"}
    left = await app.fetch("select subject from sealed.keys union all select subject from sealed.texts")
    assert sorted(row["subject"] for row in left) == ["person-2", "person-2"]


async def test_erasing_a_text_takes_it_and_its_salt_and_leaves_the_others(app: Connection) -> None:
    one, two = SEALER.commit("one"), SEALER.commit("two")
    await SEALER.seal(app, "cluster-a", [one, two])
    assert await erase_text(app, one.token) is True
    assert await SEALER.unseal(app, [one.token, two.token]) == {two.token: "two"}
    assert await app.fetchval("select count(*) from sealed.texts") == 1


async def test_erasing_again_finds_nothing_and_does_no_harm(app: Connection) -> None:
    one = SEALER.commit("one")
    await SEALER.seal(app, "person-1", [one])
    assert [await erase_text(app, one.token), await erase_text(app, one.token)] == [True, False]
    assert [await erase_subject(app, "person-1"), await erase_subject(app, "person-1")] == [True, False]


async def test_an_erasure_that_is_rolled_back_has_erased_nothing(app: Connection) -> None:
    one = SEALER.commit("one")
    await SEALER.seal(app, "person-1", [one])
    rolling_back = app.transaction()
    await rolling_back.start()
    await erase(app, erasure("subject", "person-1"))
    await rolling_back.rollback()
    assert await SEALER.unseal(app, [one.token]) == {one.token: "one"}


async def test_only_what_a_backup_brought_back_is_erased_again(app: Connection) -> None:
    jane, text, kept = (SEALER.commit(each) for each in ("Jane", "text", "kept"))
    await SEALER.seal(app, "person-1", [jane])
    await SEALER.seal(app, "cluster-a", [text, kept])
    listed = [
        erasure("subject", "person-1"),
        erasure("subject", "person-long-gone"),
        erasure("text", text.token),
        erasure("text", SEALER.commit("long gone").token),
    ]
    assert [await reapply(app, listed), await reapply(app, listed)] == [2, 0]
    assert await SEALER.unseal(app, [jane.token, text.token, kept.token]) == {kept.token: "kept"}


async def test_of_a_subject_only_its_own_texts_are_kept(app: Connection) -> None:
    own, other, gone = (SEALER.commit(each) for each in ("own", "other", "gone"))
    await SEALER.seal(app, "cluster-a", [own, gone])
    await SEALER.seal(app, "cluster-b", [other])
    await erase_text(app, gone.token)
    assert await kept_of(app, "cluster-a", [own.token, other.token, gone.token]) == {own.token}


async def test_an_erasure_waits_for_who_is_sealing_and_takes_those_texts_too(
    database: Database, app: Connection
) -> None:
    await SEALER.seal(app, "person-1", [SEALER.commit("first")])
    late = SEALER.commit("late")
    eraser = await asyncpg.connect(database.app_url)
    async with app.transaction():
        await SEALER.seal(app, "person-1", [late])
        erasing = asyncio.create_task(erase_subject(eraser, "person-1"))
        # Whoever waits for a lock is listed; then it is certain that the erasure is behind the sealing.
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        while await app.fetchval(waiting) == 0:
            await asyncio.sleep(0.01)
    assert await erasing is True
    await eraser.close()
    assert await SEALER.unseal(app, [late.token]) == {}


SUBJECTS = ("cluster-a", "cluster-b", "person-1", "person-2")
# What happens: a text is sealed in an event of a subject's stream, or a subject or the n-th text is erased.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(SUBJECTS), st.text(max_size=20)),
        st.tuples(st.just("subject"), st.sampled_from(SUBJECTS), st.just("")),
        st.tuples(st.just("text"), st.sampled_from(SUBJECTS), st.text(max_size=2)),
    ),
    min_size=4,
    max_size=24,
)


def test_no_erasure_breaks_a_proof_or_another_text(database: Database) -> None:
    @settings(max_examples=25, deadline=None)
    @given(steps=STEPS)
    def holds(steps: list[tuple[str, str, str]]) -> None:
        asyncio.run(_holds(database, steps))

    holds()


async def _holds(database: Database, steps: list[tuple[str, str, str]]) -> None:
    """Chain and tree over the record, and every text that was not erased, are as before; the record only grew."""
    connection = await asyncpg.connect(database.app_url)
    prefix = uuid4().hex
    try:
        texts: dict[str, list[Sealed]] = {subject: [] for subject in SUBJECTS}
        before = await _leaves(connection)
        for what, subject, value in steps:
            own = f"{subject}-{prefix}"
            if what == "write":
                texts[subject].append(await _written(connection, own, len(texts[subject]), value))
            elif what == "subject":
                await erase_subject(connection, own)
                texts[subject] = [_gone(text) for text in texts[subject]]
            elif texts[subject]:
                nth = len(value) % len(texts[subject])
                await erase_text(connection, texts[subject][nth].token)
                texts[subject][nth] = _gone(texts[subject][nth])
        assert await broken_links(connection) == []
        await _tree_holds(connection, before)
        written = [text for each in texts.values() for text in each]
        opened = await SEALER.unseal(connection, [text.token for text in written])
        assert opened == {text.token: text.value for text in written if text.salt}
    finally:
        await connection.close()


def _gone(text: Sealed) -> Sealed:
    return Sealed(text.token, b"", "")


async def _written(connection: Connection, stream: str, version: int, value: str) -> Sealed:
    text = SEALER.commit(value)
    new = NewEvent(uuid4(), "Noted", 1, canonical({"text": text.token}), "{}")
    await SEALER.seal(connection, stream, [text])
    await appended(connection, appending(stream, version, new))
    return text


async def _leaves(connection: Connection) -> list[bytes]:
    rows = await connection.fetch("select hash from ledger.events order by position")
    return [leaf_hash(row["hash"]) for row in rows]


async def _tree_holds(connection: Connection, before: list[bytes]) -> None:
    leaves = await _leaves(connection)
    assert leaves[: len(before)] == before
    for index in {0, len(leaves) // 2, len(leaves) - 1} if leaves else ():
        proof = inclusion_proof(leaves, index)
        assert holds_leaf(leaves[index], index, len(leaves), proof, root(leaves))
