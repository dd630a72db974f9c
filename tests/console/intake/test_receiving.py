"""A document is examined as it comes, in whatever chunks, and nothing of a refused one is left."""

from collections.abc import AsyncIterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.intake.media import MediaType
from console.intake.receiving import examine
from console.intake.refused import DocumentRefused
from ledger.documents import Documents
from tests.console.intake.samples import PROGRAM, TEXT, WHOLE

LIMIT = 4096


def store(folder: Path, limit_bytes: int = LIMIT) -> Documents:
    return Documents(folder.as_uri(), limit_bytes=limit_bytes)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def chunks(content: bytes, cuts: list[int]) -> AsyncIterator[bytes]:
    places = [0, *sorted(cut % (len(content) + 1) for cut in cuts), len(content)]
    for start, end in pairwise(places):
        yield content[start:end]


async def refusal(documents: Documents, content: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        await examine(documents, chunks(content, []))
    return str(refused.value)


@settings(deadline=None, max_examples=50)
@given(kind=st.sampled_from(list(MediaType)), cuts=st.lists(st.integers(0, LIMIT), max_size=9))
async def test_any_chunking_gives_the_same_hash_and_kind(kind: MediaType, cuts: list[int]) -> None:
    examined = await examine(Documents("memory:///", limit_bytes=LIMIT), chunks(WHOLE[kind], cuts))
    assert examined.media_type == kind
    assert examined.received.id.sha256 == sha256(WHOLE[kind]).hexdigest()
    assert examined.received.content == WHOLE[kind]


@given(cuts=st.lists(st.integers(0, LIMIT), max_size=9))
async def test_any_chunking_of_a_refused_document_is_refused_alike(cuts: list[int]) -> None:
    documents = Documents("memory:///", limit_bytes=LIMIT)
    for content, code in ((PROGRAM, "program"), (bytes(LIMIT + 1), "too-large")):
        with pytest.raises(DocumentRefused) as refused:
            await examine(documents, chunks(content, cuts))
        assert refused.value.code == code


async def test_examined_documents_are_kept_once_and_earlier_versions_with_them(tmp_path: Path) -> None:
    documents = store(tmp_path)
    for content in (TEXT, TEXT + b"2027;3\n", TEXT):
        await documents.keep((await examine(documents, chunks(content, []))).received)
    assert sorted(path.name for path in files(tmp_path)) == sorted(
        sha256(content).hexdigest() for content in (TEXT, TEXT + b"2027;3\n")
    )
    assert await documents.get(sha256(TEXT).hexdigest()) == TEXT


async def test_examining_stores_nothing_whatever_the_answer(tmp_path: Path) -> None:
    documents = store(tmp_path)
    await examine(documents, chunks(TEXT, []))
    assert await refusal(documents, PROGRAM) == "is a program."
    assert await refusal(documents, b"") == "is empty."
    assert await refusal(documents, bytes(LIMIT + 1)) == "is larger than 4096 bytes."
    assert files(tmp_path) == []


async def test_a_document_of_exactly_the_limit_is_taken_and_one_byte_more_refused(tmp_path: Path) -> None:
    mebibyte = 1024 * 1024
    documents = store(tmp_path, mebibyte)
    examined = await examine(documents, chunks(b"x" * mebibyte, [7]))
    assert examined.received.id.size == mebibyte
    assert await refusal(documents, b"x" * (mebibyte + 1)) == "is larger than 1 MiB."


async def test_what_is_too_large_is_refused_before_the_rest_is_read(tmp_path: Path) -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(LIMIT)
            yield bytes(LIMIT)

    with pytest.raises(DocumentRefused):
        await examine(store(tmp_path), endless())
    assert read == [LIMIT, LIMIT]
