"""Plain text is text to every program."""

from traceback import format_exception

import pytest

from console.intake.inspecting import inspected
from console.intake.media import MediaType
from console.intake.refused import DocumentRefused
from tests.console.intake.refusing import refusal


@pytest.mark.parametrize(
    "text",
    ["æøå", "\ufeffa;b\r\n1;2\r\n", "a\tb\n\fc", "a < b and b > c", "<clara@aurora.example>", "Ελληνικά"],
)
def test_letters_of_every_script_tables_and_addresses_are_text(text: str) -> None:
    assert inspected(text.encode()) == MediaType.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>",
        "harmless <SCRIPT>alert(1)</SCRIPT>",
        "<script/src=x>",
        "<svg onload=x>",
        "<?xml version='1.0'?><x/>",
        "<?php x",
        "#!/bin/sh\nrm",
        "{\\rtf1 x}",
        "%!PS-Adobe",
    ],
)
def test_markup_and_scripts_are_no_plain_text(text: str) -> None:
    assert refusal(text.encode()) == ("text-markup", "is markup or a script, not plain text.")


@pytest.mark.parametrize(
    ("text", "named"), [("a\x00b", "U+0000"), ("\x1b[2J", "U+001B"), ("a\x9bb", "U+009B")]
)
def test_a_control_character_is_refused_and_named(text: str, named: str) -> None:
    sentence = f"is no plain text: it has the control character {named}."
    assert refusal(text.encode()) == ("text-control", sentence)


def test_nothing_of_a_document_stands_behind_an_error() -> None:
    content = bytes(range(255, 127, -1))
    with pytest.raises(DocumentRefused) as refused:
        inspected(content)
    assert repr(content)[2:-1] not in "".join(format_exception(refused.value))
