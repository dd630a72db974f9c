"""A file's name is shown, and is never a path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.intake.naming import LONGEST_NAME, file_name, shown_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Clara\\Bericht 2026.docx", "Bericht 2026.docx"),
        ("a\x1b[2Jb\nc\x00.pdf", "a [2Jb c .pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("Bla\u030abær\u200b.pdf", "Blåbær .pdf"),
        ("caf\udce9.txt", "caf .txt"),
        ("folder/", "unnamed"),
        ("", "unnamed"),
        ("x" * 500, "x" * LONGEST_NAME),
    ],
)
def test_the_last_part_is_shown_without_characters_nobody_sees(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


@given(given_name=st.text())
def test_a_shown_name_is_printable_short_and_shown_again_as_it_is(given_name: str) -> None:
    shown = shown_name(given_name)
    assert shown.encode().decode().isprintable() or "\u3000" in shown or "\xa0" in shown
    assert 0 < len(shown) <= LONGEST_NAME
    assert shown_name(shown) == shown


@pytest.mark.parametrize(
    ("given_name", "saved"),
    [
        ("Bericht 2026 (final).docx", "Bericht-2026-final-.docx"),
        ("../../.profile", "profile"),
        ("a\x1b[2Jb.pdf", "a-2Jb.pdf"),
        ("Blåbær.csv", "Blåbær.csv"),
        ("$(rm -rf).txt", "rm--rf-.txt"),
        ("...", "unnamed"),
    ],
)
def test_a_name_to_save_under_is_plain_and_never_hidden(given_name: str, saved: str) -> None:
    assert file_name(given_name) == saved
