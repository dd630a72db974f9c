"""A PDF is read in a process of its own, which may not take long."""

import os
from pathlib import Path

import pytest

from console.intake.confined import inspect_confined
from tests.console.intake.refusing import refusal
from tests.console.intake.samples import compressed_pdf, pdf


def test_a_pdf_is_taken_and_refused_as_it_is_in_this_process() -> None:
    inspect_confined(pdf())
    assert refusal(compressed_pdf(b"<</S/Launch>>"), inspect_confined) == (
        "pdf-script",
        "has scripts or actions that run a program: print it to a new PDF.",
    )


def test_a_pdf_that_takes_too_long_to_read_is_refused() -> None:
    bomb = compressed_pdf(b"<<>>" + b" " * 60_000_000)
    assert len(bomb) < 100_000
    assert refusal(bomb, lambda content: inspect_confined(content, seconds=1)) == (
        "pdf-costly",
        "takes more time or memory to read than a document does: print it to a new PDF.",
    )


def test_nothing_of_the_folder_one_is_in_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orjson.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    inspect_confined(pdf())
    assert os.listdir(tmp_path) == ["orjson.py"]  # noqa: PTH208 - names alone
