"""Notes open under the keys that signed them, and under no others."""

import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.notes import NoteRefused, Signer, Verifier, opened

# The note and key in the documentation of the format's first implementation, golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANNS_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
NEUMANNS_NOTE = (
    f"{NEUMANNS_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngo"
    "tpRZb6KE6RyyBwJnAM=\n"
)

SIGNER = Signer.from_seed("laurel.example/record/events", bytes(range(32)))
OTHER = Signer.from_seed("laurel.example/record/events", bytes(32))
TEXT = "laurel.example/record/events\n3\n\nan empty line may stand within\n"
NOTE = SIGNER.sign(TEXT)


def _with_spare_bit(note: str) -> str:
    """The same signature to a lenient reader: the last character of its base64 has two bits that say nothing."""
    return f"{note[:-3]}{chr(ord(note[-3]) + 1)}=\n"


def test_a_note_of_the_formats_first_implementation_opens() -> None:
    assert opened(NEUMANNS_NOTE, [Verifier.from_vkey(NEUMANN)]) == NEUMANNS_TEXT


def test_a_key_is_written_as_it_was_read() -> None:
    assert Verifier.from_vkey(NEUMANN).vkey == NEUMANN
    assert Verifier.from_vkey(SIGNER.vkey).vkey == SIGNER.vkey


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        NEUMANN.replace("PeterNeumann", "Peter Neumann"),
        NEUMANN.replace("PeterNeumann", ""),
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN[:-4],
        NEUMANN.replace("+AR", "+BR"),
        NEUMANN.replace("10TW", "10T?"),
    ],
)
def test_a_key_of_another_form_is_refused(vkey: str) -> None:
    with pytest.raises(ValueError, match=r"is no public key|does not have the id"):
        Verifier.from_vkey(vkey)


def test_a_signed_text_comes_back() -> None:
    assert opened(NOTE, [OTHER.verifier, SIGNER.verifier]) == TEXT


def test_one_trusted_signature_among_others_is_enough() -> None:
    both = NOTE + OTHER.sign(TEXT).removeprefix(f"{TEXT}\n")
    assert [opened(both, [signer.verifier]) for signer in (SIGNER, OTHER)] == [TEXT, TEXT]


def test_a_key_of_the_same_name_does_not_open_it() -> None:
    with pytest.raises(NoteRefused, match=r"No trusted key has signed, but laurel.example/record/events\+"):
        opened(NOTE, [OTHER.verifier])


def test_a_false_signature_in_a_trusted_name_refuses_the_note_whatever_else_is_signed() -> None:
    false = OTHER.sign(TEXT) + SIGNER.sign("another\n").removeprefix("another\n\n")
    with pytest.raises(NoteRefused, match=r"The signature of laurel\.example/record/events is not"):
        opened(false, [OTHER.verifier, SIGNER.verifier])


@given(st.data())
def test_no_byte_of_a_note_can_be_changed(data: st.DataObject) -> None:
    content = bytearray(NOTE.encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    with pytest.raises((NoteRefused, UnicodeDecodeError)):
        opened(content.decode(), [SIGNER.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        NOTE.removesuffix("\n"),
        f"{NOTE}\n",
        f"{NOTE}— key\n",
        f"{NOTE}— key AAAA\n",
        f"{NOTE}— key AAAAAA==A\n",
        _with_spare_bit(NOTE),
        NOTE.replace("3", "3\t"),
        NOTE + 64 * "— key AAAAAAA=\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(NoteRefused, match="This is no signed note"):
        opened(note, [SIGNER.verifier])


@pytest.mark.parametrize("text", ["", "no end", "a\ttab\n", "a\0\n"])
def test_what_can_be_no_notes_text_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="The text of a note"):
        SIGNER.sign(text)


def test_openssl_verifies_the_signature(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(SIGNER.verifier.pem, encoding="ascii")
    (tmp_path / "text").write_text(TEXT, encoding="utf-8")
    (tmp_path / "signature").write_bytes(b64decode(NOTE.rpartition(" ")[2])[4:])
    assert _verified_by_openssl(tmp_path) == 0
    (tmp_path / "text").write_text(f"{TEXT}\n", encoding="utf-8")
    assert _verified_by_openssl(tmp_path) == 1


def _verified_by_openssl(folder: Path) -> int:
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "text"]
    return subprocess.run(
        [*command, "-sigfile", "signature"], cwd=folder, check=False, capture_output=True
    ).returncode
