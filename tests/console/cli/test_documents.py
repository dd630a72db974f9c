"""A Gold case in its second evidence round: its documents, and what is asked of whom."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from activities.interface import Order
from console.cli.answers import NotFound, Usage
from console.cli.documents import default_name
from console.cli.evidence import with_documents
from console.cli.filed import named
from console.cli.session import Session
from console.connections import connect_database
from console.embedded.stack import Stack
from console.exits import Exit
from console.kept_documents import KeptDocument
from console.settings import settings_from
from domain.cluster.commands.evidence import SubmitEvidence
from ledger.documents import Documents
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.audited import GOLD_CODES, about
from tests.domain.cast import AURORA, CLARA, EMIL
from tests.domain.specification import document
from tests.domain.test_overview_asked import left_open

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

TITLE = "Members 2026.csv"
SECOND = document("2.3 version 2")


@pytest.fixture(scope="module", autouse=True)
def asked_again(stack: Stack) -> None:
    """One subject was queried and handed in anew, under a title; the other was rejected."""
    item = about("2.3", version=2).model_copy(update={"title": TITLE})
    world = left_open().does(CLARA, SubmitEvidence(items=(item,)), on=AURORA)
    record(stack, world, texts=[TITLE, "It shows another cluster."])
    asyncio.run(_documents(stack).put(b"2.3 version 2"))


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def _documents(stack: Stack) -> Documents:
    return Documents(settings_from(stack.env_file).documents_url, limit_bytes=1000)


def lines(laurel: Laurel, *arguments: str) -> list[str]:
    answer = laurel(*arguments)
    assert (answer.exit_code, answer.stderr) == (Exit.DONE, "")
    return [" ".join(line.split()) for line in answer.output.splitlines()]


def as_json(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel(*arguments, "--json").stdout)


def test_each_document_has_its_version_its_title_and_its_size(laurel: Laurel) -> None:
    first, second = (each for each in as_json(laurel, "documents", "aurora") if each["about"] == "gold-1 2.3")
    assert (first["version"], first["title"], first["size"]) == (1, None, None)
    assert (second["version"], second["title"], second["size"]) == (2, TITLE, 13)
    printed = lines(laurel, "documents", "aurora")
    assert f"{SECOND[:12]} indicator gold-1 2.3 2 {TITLE} 13 bytes 2026-02-02" in printed
    assert f"{document('2.3 version 1')[:12]} indicator gold-1 2.3 1 – missing 2026-02-02" in printed


def test_a_document_is_saved_under_its_title(
    laurel: Laurel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = laurel("documents", "aurora", "--save", SECOND[:12])
    assert saved.output == "indicator gold-1 2.3: 13 bytes in Members-2026.csv\n"
    assert (tmp_path / "Members-2026.csv").read_bytes() == b"2.3 version 2"
    again = laurel("documents", "aurora", "--save", SECOND[:12])
    assert (again.exit_code, again.stderr) == (
        Exit.USAGE,
        "--output: Members-2026.csv exists already.\n",
    )


@pytest.mark.parametrize(
    ("kind", "about_", "title", "content", "name"),
    [
        ("report", "gold-1", None, b"%PDF-1.7\n", "gold-1-report-1.pdf"),
        ("certificate", "aurora/gold/1", None, b"A text.", "aurora-gold-1-certificate-1.txt"),
        ("indicator", "gold-1 2.1", None, b"A text.", "gold-1-2.1-indicator-1.txt"),
        ("indicator", "gold-1 2.1", "../../.profile", b"A text.", "profile.txt"),
        ("indicator", "gold-1 2.1", "Plan.PDF", b"A text.", "Plan.PDF.txt"),
        ("indicator", "gold-1 2.1", "Medlemmer æøå.CSV", b"A text.", "Medlemmer-æøå.CSV"),
    ],
)
def test_the_default_name_is_plain_and_ends_as_the_content_is(
    kind: str, about_: str, title: str | None, content: bytes, name: str
) -> None:
    kept = KeptDocument(
        sha256=SECOND, kind=kind, about=about_, version=1, title=title, received_on=date(2026, 2, 2)
    )
    assert default_name(kept, content) == name


async def _completed(stack: Stack, command: dict[str, Any], *files: Path) -> dict[str, Any]:
    settings = settings_from(stack.env_file)
    order = Order(stream=AURORA, command_id=uuid4(), actor=CLARA, command=command)
    async with await connect_database(settings) as pool:
        whole, _ = await with_documents(Session(settings, pool), order, [str(file) for file in files])
    return dict(whole.command)


def correction(*hashes: str) -> dict[str, Any]:
    return {
        "type": "ProposeCorrection",
        "finding": "finding-1",
        "correction": "Done.",
        "documents": [*hashes],
    }


async def test_a_hash_may_be_given_by_its_beginning(stack: Stack) -> None:
    other = document("another")
    assert (await _completed(stack, correction(SECOND[:12], other)))["documents"] == [SECOND, other]
    with pytest.raises(NotFound, match=r"^documents: no document of this cluster begins with 0{12}\.$"):
        await _completed(stack, correction("0" * 12))


CONFIRMATION = {"type": "ConfirmFact", "level": "gold", "term": 1, "fact": "awarded", "day": "2026-02-02"}


async def test_a_fact_is_confirmed_by_a_file_or_by_the_hash_of_a_document_that_is_there(
    stack: Stack, tmp_path: Path
) -> None:
    deed = tmp_path / "deed.txt"
    deed.write_bytes(b"Gold.")
    confirmed = {**CONFIRMATION, "document": document("Gold.")}
    assert await _completed(stack, CONFIRMATION, deed) == confirmed
    named_shortly = {**CONFIRMATION, "document": SECOND[:12]}
    assert (await _completed(stack, named_shortly))["document"] == SECOND
    for command, files in ((confirmed, (deed,)), (CONFIRMATION, (deed, deed))):
        with pytest.raises(
            Usage, match=r"^--file: ConfirmFact takes one document, as document or as a file\.$"
        ):
            await _completed(stack, command, *files)


def test_a_command_that_takes_no_file_says_so(laurel: Laurel) -> None:
    answer = laurel("submit", "aurora", "SignAgreement", "--as", CLARA, "--file", "minutes.pdf")
    assert (answer.exit_code, answer.stderr) == (Exit.USAGE, "--file: SignAgreement takes no file.\n")


def test_a_file_for_a_finding_is_examined_before_anything_is_stored(
    laurel: Laurel, stack: Stack, tmp_path: Path
) -> None:
    bad, good = tmp_path / "minutes.pdf", tmp_path / "minutes.txt"
    bad.write_bytes(b"MZ\x90\x00" + bytes(100))
    good.write_bytes(b"They met, and they agreed.")
    data = json.dumps({"finding": "finding-1", "correction": "Done."})
    answer = laurel(
        *("submit", "aurora", "ProposeCorrection", "--as", CLARA, "--data", data),
        *("--file", str(good), "--file", str(bad)),
    )
    assert (answer.exit_code, answer.stderr) == (Exit.USAGE, "--file: minutes.pdf is a program. (program)\n")
    assert not asyncio.run(_documents(stack).holds(document("They met, and they agreed.")))


def test_a_case_asks_the_applicant_in_the_words_of_the_desk_check(laurel: Laurel) -> None:
    printed = lines(laurel, "case", "aurora", "--as", CLARA)
    asked = printed.index("Asked of you")
    assert printed[asked + 1].startswith("2.4 (rejected), by 2026-")
    assert printed[asked + 2] == "reason: It shows another cluster."
    assert "Asked of the applicant" in lines(laurel, "case", "aurora", "--as", EMIL)
    shown = as_json(laurel, "case", "aurora")
    assert shown["texts"] == {shown["asked"][0]["texts"]["reason"]: "It shows another cluster."}


def test_who_acts_next_is_told_with_the_command_that_does_it(laurel: Laurel) -> None:
    for asked in (("case", "aurora"), ("show", "aurora")):
        row = next(line for line in lines(laurel, *asked) if line.startswith("submit-evidence"))
        assert row.startswith(f"submit-evidence SubmitEvidence {CLARA} ")
    (task,) = as_json(laurel, "show", "aurora")["tasks"]
    assert (task["task"], task["commands"]) == ("submit-evidence", ["SubmitEvidence"])


def test_show_counts_every_version_that_was_handed_in(laurel: Laurel) -> None:
    row = next(line for line in lines(laurel, "show", "aurora") if line.startswith("gold-1 "))
    assert f" {len(GOLD_CODES) + 1} indicator " in row


def test_a_hash_too_many_documents_begin_with_asks_for_more_of_it() -> None:
    kept = [
        KeptDocument(
            sha256=f"{'a' * 12}{n:052x}",
            kind="indicator",
            about="gold-1 2.1",
            version=n,
            title=None,
            received_on=date(2026, 2, 2),
        )
        for n in (1, 2)
    ]
    with pytest.raises(Usage, match=r"^--save: 2 documents begin with a{12}: give more of the hash\.$"):
        named("a" * 12, kept, "--save")
