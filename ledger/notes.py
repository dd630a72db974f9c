"""Signed notes (C2SP signed-note): a text with Ed25519 signatures below it, and the text forms of public keys."""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_MOST_SIGNATURES = 64
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteRefused(Exception):
    """The note has no form of a note, or no signature by a key that is trusted."""


class Verifier:
    """A public key under the name it signs with."""

    def __init__(self, name: str, public_key: Ed25519PublicKey) -> None:
        if not re.fullmatch(r"[^\s+]+", name):
            raise ValueError(f"{name!r} is no name of a key: it is empty, or holds a space or a plus sign.")
        self.name = name
        self._public_key = public_key
        self._encoded = _ED25519 + public_key.public_bytes_raw()
        self.key_id = sha256(name.encode() + b"\n" + self._encoded).digest()[:_KEY_ID_BYTES]

    @classmethod
    def from_vkey(cls, vkey: str) -> "Verifier":
        """The key `name+id+base64` stands for; raises `ValueError` when it has another form."""
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            algorithm_and_key = b64decode(encoded, validate=True)
            verifier = cls(name, Ed25519PublicKey.from_public_bytes(algorithm_and_key[1:]))
        except (ValueError, binascii.Error) as error:
            raise ValueError(f"{vkey!r} is no public key of the form name+id+base64.") from error
        if algorithm_and_key[:1] != _ED25519 or verifier.key_id.hex() != key_id:
            raise ValueError(f"{vkey!r} does not have the id its name and its key give.")
        return verifier

    def named(self, name: str) -> "Verifier":
        """The same key under another name, and so with another id."""
        return Verifier(name, self._public_key)

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self._encoded).decode()}"

    @property
    def pem(self) -> str:
        """The key as openssl reads it."""
        # RFC 8410: what stands before the 32 bytes of every Ed25519 key.
        der = bytes.fromhex("302a300506032b6570032100") + self._encoded[1:]
        return f"-----BEGIN PUBLIC KEY-----\n{b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            self._public_key.verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer:
    """A private key under the name it signs with."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self.verifier = Verifier(name, private_key.public_key())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "Signer":
        """The key of RFC 8032 that grows from these 32 bytes."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def name(self) -> str:
        return self.verifier.name

    @property
    def vkey(self) -> str:
        return self.verifier.vkey

    def sign(self, text: str) -> str:
        """The note of this text, whose last line must end; the same text gives the same note."""
        if not text.endswith("\n") or _CONTROL.search(text):
            raise ValueError("The text of a note ends with its last line and holds no control character.")
        signature = self.verifier.key_id + self._private_key.sign(text.encode())
        return f"{text}\n— {self.name} {b64encode(signature).decode()}\n"


def opened(note: str, verifiers: Iterable[Verifier]) -> str:
    """The text of a note that one of these keys has signed.

    Raises `NoteRefused` when none has, or when a signature that names one of them is not its own. Signatures of
    other keys are passed over.
    """
    text, signatures = _parts(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    trusted = False
    for name, key_id, signature in signatures:
        verifier = known.get((name, key_id))
        if verifier is not None and not verifier.signed(text, signature):
            raise NoteRefused(f"The signature of {name} is not of this text.")
        trusted = trusted or verifier is not None
    if not trusted:
        signers = ", ".join(f"{name}+{key_id.hex()}" for name, key_id, _ in signatures)
        raise NoteRefused(f"No trusted key has signed, but {signers}.")
    return text


def _parts(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    text, blank, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or lines.pop() or not 0 < len(lines) <= _MOST_SIGNATURES or _CONTROL.search(note):
        raise NoteRefused("This is no signed note.")
    return f"{text}\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    matched = _SIGNATURE.fullmatch(line)
    try:
        signature = b64decode(matched[2], validate=True) if matched else b""
    except binascii.Error:
        signature = b""
    # One signature has one text: the last character's spare bits are not free.
    if matched is None or len(signature) <= _KEY_ID_BYTES or b64encode(signature).decode() != matched[2]:
        raise NoteRefused("This is no signed note: a line below its text is no signature.")
    return matched[1], signature[:_KEY_ID_BYTES], signature[_KEY_ID_BYTES:]
