"""openssl alone checks a bundle's signatures, as README.txt says."""

import subprocess
from base64 import b64decode
from pathlib import Path

import pytest

from console.bundle.bag import Content

NOTES = ("signature.txt", "data/checkpoints/events.txt", "data/checkpoints/outcomes.txt")


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize(("text_of", "exit_code"), [("the note", 0), ("another", 1)])
def test_openssl_verifies_a_note_and_refuses_another_text(
    name: str, text_of: str, exit_code: int, files: dict[str, Content], tmp_path: Path
) -> None:
    note, keys = files[name], files["data/keys.txt"]
    assert isinstance(note, bytes)
    assert isinstance(keys, bytes)
    text, _, signature = note.decode().rpartition("\n\n")
    (tmp_path / "text").write_text(f"{text}\n" if text_of == "the note" else f"{text}.\n")
    (tmp_path / "signature").write_bytes(b64decode(signature.split()[-1])[4:])
    raw = b64decode(keys.decode().splitlines()[0].split("+", 2)[2])[1:]
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + raw)
    verify = "openssl pkeyutl -verify -pubin -inkey key.der -keyform DER -rawin -in text -sigfile signature"
    done = subprocess.run(verify.split(), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == exit_code
