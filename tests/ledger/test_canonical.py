"""Canonical text: the bytes of RFC 8785, or a refusal."""

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import Json, NotCanonical, canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0", max_codepoint=0xFFFF))
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


class Level(StrEnum):
    BRONZE = "bronze"


class Points(IntEnum):
    ONE = 1


@given(VALUES)
def test_the_text_is_the_one_of_rfc_8785(value: Json) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical({"b": [1, None], "a": {"é": True, "e": "\n\x1f\x7f/"}}) == (
        '{"a":{"e":"\\n\\u001f\x7f/","é":true},"b":[1,null]}'
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"a": [1.0]}, "$.a[0]: float is not plain JSON."),
        (2**53, "$: 9007199254740992 lies beyond 2**53 - 1."),
        ([-(2**53)], "$[0]: -9007199254740992 lies beyond 2**53 - 1."),
        (datetime(2026, 3, 2, tzinfo=UTC), "$: datetime is not plain JSON."),
        (UUID(int=0), "$: UUID is not plain JSON."),
        (Level.BRONZE, "$: Level is not plain JSON."),
        (Points.ONE, "$: Points is not plain JSON."),
        (b"", "$: bytes is not plain JSON."),
        ({1: 2}, "$: the key 1 is not a str."),
        ({Level.BRONZE: 2}, "$: the key <Level.BRONZE: 'bronze'> is not a str."),
        ({"🌿": 2}, "$: the key '🌿' reaches beyond the basic plane."),
        ({"a\0": 2}, "$: a text holds the character NUL."),
        ({"a": "\0"}, "$.a: a text holds the character NUL."),
        (["\ud800"], "$: str is not valid UTF-8: surrogates not allowed"),
        ({"\udfff": 1}, "$: str is not valid UTF-8: surrogates not allowed"),
    ],
)
def test_what_has_no_canonical_text_is_refused_by_its_place(value: Json, sentence: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(value)
    assert str(refused.value) == sentence
