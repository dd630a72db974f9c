"""Tables for people: what is copied into a command stays in one line, however narrow the terminal."""

import pytest
from rich.console import Console

from console.cli import output

CASE = "demo-enzian/gold-1"


def test_an_id_is_not_folded_where_a_sentence_beside_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "console", Console(highlight=False, width=30))
    output.print_table("Inbox", ("case", "what"), [(CASE, "a sentence that is long")], empty="")
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [CASE, "a"] in [line[:2] for line in printed]
