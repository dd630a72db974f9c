"""`--data`: a command's fields, each named once, or a sentence."""

from pathlib import Path

import pytest

from console.cli.answers import Usage
from console.cli.fields import fields_of


def test_the_fields_stand_in_the_option_or_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "fields.json"
    path.write_text('{"name": "Blåbær", "level": {"of": [1, null]}}', encoding="utf-8")
    fields = {"name": "Blåbær", "level": {"of": [1, None]}}
    assert fields_of(path.read_text(encoding="utf-8")) == fields_of(f"@{path}") == fields


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            "{",
            "--data: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1).",
        ),
        ("[]", "--data: a JSON object is expected."),
        ('{"vote": "no", "vote": "yes"}', "--data: vote is given twice."),
        ('{"scores": {"2.1": 4, "2.1": 5}}', "--data: 2.1 is given twice."),
        ('{"scores": {"2.1": NaN}}', "--data: not JSON: NaN is no number."),
        ('{"name": "\\ud800"}', "--data: not UTF-8."),
        ("[" * 100_000, "--data: nested too deeply."),
    ],
)
def test_what_cannot_be_understood_in_one_way_is_answered_by_a_sentence(data: str, sentence: str) -> None:
    with pytest.raises(Usage) as usage:
        fields_of(data)
    assert str(usage.value) == sentence


def test_a_file_of_another_encoding_is_answered_by_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "fields.json"
    path.write_bytes(b'{"name": "Bl\xe5b\xe6r"}')
    with pytest.raises(Usage, match=r"^--data: not UTF-8\.$"):
        fields_of(f"@{path}")
