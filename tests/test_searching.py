"""The search itself finds what is there, in whichever form: else that it finds nothing would say nothing."""

from base64 import b64encode, urlsafe_b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.searching import forms, occurrences, occurrences_in

VALUE = "Åsmund Quillfeather"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (f"Dear {VALUE.upper()},".encode(), "utf-8"),
        (f"Dear {VALUE.lower()},".encode(), "utf-8"),
        (f"<{VALUE}>".encode("utf-16-le"), "utf-16-le"),
        (f"<{VALUE}>".encode("utf-16-be"), "utf-16-be"),
        (f"({VALUE})".encode("latin-1"), "latin-1"),
        (b"\\x" + VALUE.encode().hex().upper().encode(), "hex"),
        (b'{"name": "\\u00C5smund Quillfeather"}', "json"),
        (b"?name=%C3%85smund%20Quillfeather", "percent"),
        (b64encode(VALUE.encode()), "base64 at 0"),
        (b64encode(f"x{VALUE} and more".encode()), "base64 at 1"),
        (urlsafe_b64encode(f"xy{VALUE} and more".encode()), "base64 at 2"),
        (b64encode(f"xyz{VALUE}!".encode()), "base64 at 0"),
    ],
)
def test_every_form_is_found(content: bytes, form: str) -> None:
    found = occurrences([VALUE, "somebody else"], content)
    assert form in {name for value, name in found if value == VALUE}
    assert "somebody else" not in {value for value, _ in found}


def test_it_is_found_in_a_mail_as_mails_are_written() -> None:
    mail = EmailMessage()
    mail.set_content(f"Kære {VALUE}", cte="quoted-printable")
    assert occurrences([VALUE], mail.as_bytes()) == [(VALUE, "quoted-printable")]


def test_nothing_is_found_where_it_is_not() -> None:
    assert occurrences([VALUE], bytes(range(256)) * 10) == []


def test_a_form_is_long_enough_to_be_no_coincidence() -> None:
    assert min(len(form) for form in forms(VALUE).values()) >= len(VALUE)


def test_every_file_below_a_folder_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "log").write_text(f"1 {VALUE}")
    (tmp_path / "other").write_text("nothing")
    assert occurrences_in([VALUE], tmp_path) == [("far/log", VALUE, "utf-8")]
