"""Documents: stored under their hash, limited in size, checked when read."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.documents import DocumentDamaged, DocumentId, DocumentMissing, Documents, DocumentTooLarge

LIMIT = 1000
REPORT = b"%PDF " + bytes(range(200))
REPORT_ID = DocumentId(sha256(REPORT).hexdigest(), len(REPORT))


@pytest.fixture(params=["folder", "memory"])
def documents(request: pytest.FixtureRequest, tmp_path: Path) -> Documents:
    url = (tmp_path / "new folder" / "documents").as_uri() if request.param == "folder" else "memory:///"
    return Documents(url, limit_bytes=LIMIT)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def chunks(*content: bytes) -> AsyncIterator[bytes]:
    for chunk in content:
        yield chunk


async def test_a_document_is_found_under_the_hash_of_its_content(documents: Documents) -> None:
    assert await documents.put(REPORT) == REPORT_ID
    assert await documents.get(REPORT_ID.sha256) == REPORT


async def test_the_size_is_told_without_reading_and_none_is_of_what_is_not_there(
    documents: Documents,
) -> None:
    stored = await documents.put(REPORT)
    assert await documents.size(stored.sha256) == len(REPORT)
    assert await documents.size("0" * 64) is None


async def test_a_document_may_come_in_chunks(documents: Documents) -> None:
    assert await documents.put(chunks(REPORT[:7], b"", REPORT[7:])) == REPORT_ID
    assert await documents.get(REPORT_ID.sha256) == REPORT


async def test_an_empty_document_is_a_document(documents: Documents) -> None:
    empty = await documents.put(b"")
    assert await documents.get(empty.sha256) == b""


async def test_the_same_content_twice_is_one_document(documents: Documents) -> None:
    assert await documents.put(REPORT) == await documents.put(REPORT)


async def test_a_document_of_exactly_the_limit_is_stored(documents: Documents) -> None:
    assert (await documents.put(bytes(LIMIT))).size == LIMIT


async def test_a_document_past_the_limit_is_refused_before_the_rest_of_it_is_read(
    documents: Documents,
) -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(400)
            yield bytes(400)

    with pytest.raises(DocumentTooLarge) as refused:
        await documents.put(endless())
    assert str(refused.value) == "The document is larger than 1000 bytes."
    assert read == [400, 400, 400]


async def test_a_refused_or_broken_off_document_leaves_nothing_behind(tmp_path: Path) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    documents = Documents((tmp_path / "documents").as_uri(), limit_bytes=LIMIT)
    with pytest.raises(DocumentTooLarge):
        await documents.put(bytes(LIMIT + 1))
    with pytest.raises(ConnectionResetError):
        await documents.put(broken_off())
    assert files(tmp_path) == []


@pytest.mark.parametrize("digest", ["0" * 64, "", "../" + "0" * 61, "0" * 65, "A" * 64])
async def test_a_document_that_is_not_there_is_missing(documents: Documents, digest: str) -> None:
    with pytest.raises(DocumentMissing) as missing:
        await documents.get(digest)
    assert missing.value.sha256 == digest


async def test_a_damaged_document_is_noticed_and_healed_by_its_original(tmp_path: Path) -> None:
    documents = Documents(tmp_path.as_uri(), limit_bytes=LIMIT)
    await documents.put(REPORT)
    (stored,) = files(tmp_path)
    stored.write_bytes(REPORT[:-1])
    with pytest.raises(DocumentDamaged) as damaged:
        await documents.get(REPORT_ID.sha256)
    assert str(damaged.value) == f"The content stored as document {REPORT_ID.sha256} was changed."
    await documents.put(REPORT)
    assert await documents.get(REPORT_ID.sha256) == REPORT
