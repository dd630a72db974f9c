"""`--file`: what a document is evidence of, and sentences for what is not understood or not taken."""

import errno
import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from console.cli.answers import Usage
from console.cli.evidence import examined, examined_alone, field_for_documents, item_of
from domain.cluster.events.shared import EvidenceItem
from domain.commands import COMMAND_TYPES
from ledger.documents import Documents

DOCUMENTS = Documents("memory:///", limit_bytes=1000)


@pytest.mark.parametrize(
    ("given", "fields", "path"),
    [
        ("questionnaire=q.pdf", {"item": "questionnaire"}, "q.pdf"),
        ("success-story=s.pdf", {"item": "success-story"}, "s.pdf"),
        ("1.1.1=a.pdf", {"item": "indicator", "subject": "1.1.1"}, "a.pdf"),
        ("2.3@2026-03-01=a.pdf", {"item": "indicator", "subject": "2.3", "speaks_of": "2026-03-01"}, "a.pdf"),
        ("area-1=b@c=d.pdf", {"item": "improvement-area", "subject": "area-1"}, "b@c=d.pdf"),
    ],
)
def test_an_item_is_a_kind_an_indicator_or_an_area_and_may_have_a_day(
    given: str, fields: dict[str, str], path: str
) -> None:
    assert item_of(given) == (fields, Path(path))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("questionnaire", "--file: 'questionnaire' is not of the form ITEM=PATH or ITEM@DAY=PATH."),
        ("questionnaire=", "--file: 'questionnaire=' is not of the form ITEM=PATH or ITEM@DAY=PATH."),
        ("=a.pdf", "--file: '=a.pdf' is not of the form ITEM=PATH or ITEM@DAY=PATH."),
        (
            "report=a.pdf",
            "--file: 'report' is none of questionnaire, success-story, an indicator's code such as 1.1.1, or area-1.",
        ),
        ("1.1.1@March=a.pdf", "--file: 'March' is no day; write it as 2026-03-01."),
        ("1.1.1@=a.pdf", "--file: '' is no day; write it as 2026-03-01."),
    ],
)
def test_an_option_that_is_not_understood_is_answered_by_a_sentence(given: str, sentence: str) -> None:
    with pytest.raises(Usage) as usage:
        item_of(given)
    assert str(usage.value) == sentence


async def test_a_file_becomes_an_item_of_the_command(tmp_path: Path) -> None:
    path = tmp_path / "Members.csv"
    path.write_bytes(b"name\nAurora\n")
    evidence = await examined(DOCUMENTS, f"1.1.1@2026-03-01={path}")
    assert EvidenceItem.model_validate(evidence.entry) == EvidenceItem(
        item="indicator",
        subject="1.1.1",
        document=sha256(b"name\nAurora\n").hexdigest(),
        speaks_of=date(2026, 3, 1),
        title="Members.csv",
    )
    assert not await DOCUMENTS.holds(evidence.received.id.sha256)


async def test_the_extension_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "report\x1b.pdf"
    path.write_bytes(b"MZ\x90\x00" + bytes(100))
    with pytest.raises(Usage) as usage:
        await examined(DOCUMENTS, f"area-1={path}")
    assert str(usage.value) == "--file: area-1: report .pdf is a program. (program)"


async def test_a_file_too_large_is_refused_though_it_has_no_end() -> None:
    with pytest.raises(Usage) as usage:
        await examined(DOCUMENTS, "questionnaire=/dev/zero")
    assert str(usage.value) == "--file: questionnaire: zero is larger than 1000 bytes. (too-large)"


@pytest.mark.parametrize(("name", "number"), [("none", errno.ENOENT), ("", errno.EISDIR)])
async def test_a_file_that_cannot_be_read_is_named_with_the_option(
    name: str, number: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    sentence = f"--file: {path} cannot be read: {os.strerror(number)}."
    for reading in (examined(DOCUMENTS, f"questionnaire={path}"), examined_alone(DOCUMENTS, str(path))):
        with pytest.raises(Usage) as unreadable:
            await reading
        assert str(unreadable.value) == sentence


async def test_a_file_without_an_item_is_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "minutes=2.txt"
    path.write_bytes(b"They met.")
    evidence = await examined_alone(DOCUMENTS, str(path))
    assert evidence.entry == sha256(b"They met.").hexdigest()
    assert not await DOCUMENTS.holds(evidence.entry)


def test_documents_go_into_the_field_that_names_them() -> None:
    taking = {name: field for name in COMMAND_TYPES if (field := field_for_documents(name))}
    assert taking == {
        "SubmitEvidence": "items",
        "ProposeCorrection": "documents",
        "ProposeCorrectiveAction": "documents",
        "CloseFinding": "evidence",
        "SettleCause": "documents",
        "ConfirmFact": "document",
        "CorrectTerm": "document",
    }
