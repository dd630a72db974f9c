"""The record as lines: the canonical form others compute, and every column of the database in it."""

import json
from datetime import UTC, datetime

import pytest
import rfc8785

from console.bundle.bag import Content
from console.bundle.lines import canonical_line, sealed_lines
from tests.console.bundle.evidence import Case, committed
from tests.console.bundle.forging import lines_of

LINES = (
    "data/events.jsonl",
    "data/outcomes.jsonl",
    "data/sealed.jsonl",
    "data/proofs/events.jsonl",
    "data/proofs/outcomes.jsonl",
    "data/bundle.json",
    "data/documents.json",
)


@pytest.mark.parametrize("name", LINES)
def test_every_line_is_in_the_canonical_form_of_rfc_8785(name: str, files: dict[str, Content]) -> None:
    content = files[name]
    assert isinstance(content, bytes)
    lines = content.splitlines(keepends=True)
    assert lines == [rfc8785.dumps(json.loads(line)) + b"\n" for line in lines]


def test_a_text_of_any_character_is_canonical_too() -> None:
    text = "".join(map(chr, (*range(0x80), 0x2028, 0xFFFF, 0x1F333)))
    assert canonical_line({"text": text}) == rfc8785.dumps({"text": text}) + b"\n"


def test_an_event_line_holds_every_column(files: dict[str, Content], gold: Case) -> None:
    line, event = lines_of(files, "data/events.jsonl")[0], gold.evidence.events[0]
    at = datetime(2026, 2, 3, 8, tzinfo=UTC)
    assert event.recorded_at == at
    assert line == {
        "position": 1,
        "stream": "person-olga-operator",
        "version": 1,
        "event_id": str(event.event_id),
        "type": "PersonRegistered",
        "schema_version": 1,
        "payload": event.payload,
        "metadata": event.metadata,
        "recorded_at": "2026-02-03T08:00:00.000000Z",
        "previous_hash": "",
        "hash": event.hash.hex(),
    }


def test_an_erased_text_is_named_as_erased_and_another_opened_with_its_salt() -> None:
    kept, gone = committed("kept"), committed("gone")
    lines = sealed_lines([kept.token, gone.token], {kept.token: kept}).splitlines()
    assert list(map(json.loads, lines)) == [
        {"commitment": kept.token, "salt": kept.salt.hex(), "text": "kept"},
        {"commitment": gone.token, "erased": True},
    ]
