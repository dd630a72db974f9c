"""Where a person is named besides the record, and what is said to do about each."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

from console.kept_documents import KeptDocument
from console.privacy.mentions import (
    UNSEARCHED,
    Letter,
    Mention,
    by_structure,
    by_text,
    in_mails,
    letters_to,
    merged,
)
from domain.cluster.case import Stage
from ledger.documents import Documents
from tests.console.intake.samples import png
from tests.domain.cast import EMIL, ESTHER, bronze

NAME = ("Emil Expert",)
HASH = "0" * 64


def kept(sha256: str, kind: str = "questionnaire", about: str = "bronze-1") -> KeptDocument:
    return KeptDocument(
        sha256=sha256, kind=kind, about=about, version=1, title=None, received_on=date(2026, 2, 2)
    )


def test_reports_name_whoever_assessed_the_case() -> None:
    cluster = bronze(Stage.CLOSED).cluster("aurora")
    listed = [
        kept(HASH, "report draft"),
        kept("1" * 64, "report", "gold-7"),
        kept("2" * 64, "certificate"),
        kept("3" * 64),
    ]
    assert by_structure(EMIL, cluster, listed) == [
        Mention(
            what="document",
            name=HASH,
            kind="report draft",
            about="aurora: bronze-1",
            because="names the team of the case",
            to_do="Kept as long as the decision it belongs to; the applicant has a copy: tell them.",
        )
    ]
    assert by_structure(ESTHER, cluster, listed) == []


async def test_documents_are_found_by_their_text_and_near_ones_without_text_are_told_of() -> None:
    store = Documents("memory:///", limit_bytes=10_000)
    naming, other, table, near, far = [
        (await store.put(content)).sha256
        for content in (b"By Emil Expert.", b"By nobody.", b"EXPERT;EMIL\r\n", png(), png(2))
    ]
    known = {naming: ("aurora", kept(naming)), other: ("aurora", kept(other)), near: ("aurora", kept(near))}
    known |= {far: ("polaris", kept(far))}
    stored = [naming, other, table, near, far, HASH]
    found = await by_text((*NAME, "Expert Emil"), store, stored, known, frozenset({"aurora"}))
    assert [(each.name, each.kind, each.because) for each in found] == [
        (naming, "questionnaire", "found in its text"),
        (table, "unknown", "found in its text"),
        (near, "questionnaire", UNSEARCHED),
    ]
    assert [each.to_do for each in found] == [
        "Ask the cluster for a version without the name, and whether it must be kept.",
        "No event names it: an imported table, or of a command that was refused. Delete it where documents are kept.",
        "Nothing in it can be searched: look at it.",
    ]


def test_mails_a_folder_keeps_are_found_by_headers_and_text(tmp_path: Path) -> None:
    for number, (to, text) in enumerate(
        (("Emil Expert <e@x.example>", "Hi"), ("b@x.example", "Dear Emil Expert"))
    ):
        mail = EmailMessage()
        mail["To"], mail["Message-ID"] = to, f"<{number}@laurel.example>"
        mail.set_content(text)
        (tmp_path / f"{number}.eml").write_bytes(mail.as_bytes())
    (tmp_path / "2.eml").write_bytes(b"To: c@x.example\r\n\r\nDear Carl\r\n")
    assert [(each.name, each.kind, each.to_do) for each in in_mails(NAME, tmp_path)] == [
        ("0.eml", "<0@laurel.example>", "Delete the file."),
        ("1.eml", "<1@laurel.example>", "Delete the file."),
    ]


def test_a_letter_that_was_sent_is_told_of_by_its_id() -> None:
    (mention,) = letters_to([Letter(message_id="<1@x>", notice="audit-due", stream="cluster-aurora")])
    assert (mention.what, mention.name, mention.kind, mention.about) == (
        "letter",
        "<1@x>",
        "audit-due",
        "cluster-aurora",
    )


def test_each_is_told_of_once_by_the_first_reason_found() -> None:
    (mention,) = by_structure(EMIL, bronze(Stage.CLOSED).cluster("aurora"), [kept(HASH, "report")])
    again = mention.model_copy(update={"because": "found in its text"})
    assert merged([mention, again]) == (mention,)
