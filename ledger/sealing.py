"""Sealed texts: a salted commitment for the record, the text encrypted in a table that may be erased."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.connection import Connection

_KEY_BYTES = 32
_SALT_BYTES = 32
_NONCE_BYTES = 12

# Whose key the request hashes are made under: no stream has such a name.
_REQUESTS = "requests"

# The share lock makes an erasure wait until texts written under the key are committed, and erase them too.
_SELECT_KEY = "select wrapped_key from sealed.keys where subject = $1 for key share"
_READ_KEY = "select wrapped_key from sealed.keys where subject = $1"
_INSERT_KEY = "insert into sealed.keys (subject, wrapped_key) values ($1, $2) on conflict do nothing"

_INSERT_TEXTS = """
insert into sealed.texts (commitment, subject, nonce, ciphertext)
select text.commitment, $1, text.nonce, text.ciphertext
from unnest($2::text[], $3::bytea[], $4::bytea[]) as text (commitment, nonce, ciphertext)
"""

_SELECT_TEXTS = """
select text.commitment, text.subject, text.nonce, text.ciphertext, key.wrapped_key
from sealed.texts text join sealed.keys key using (subject)
where text.commitment = any($1::text[])
"""


class SealBroken(Exception):
    """A sealed text or a data key cannot be opened, or a text does not match its commitment."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text and its commitment. The record holds `token`: without the salt no guess can be tried on it."""

    token: str
    salt: bytes = field(repr=False)
    value: str = field(repr=False)


class Sealer:
    """Seals and unseals under a master key of 32 bytes, from which every key but the data keys derives."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != _KEY_BYTES:
            raise ValueError(f"The sealing key has {len(master_key)} bytes, not {_KEY_BYTES}.")
        self._wrapping = AESGCM(_derived(master_key, b"laurel key wrapping"))
        self._first_request_key = _derived(master_key, b"laurel request mac")
        self._request_key = b""

    async def request_mac(self, connection: Connection, request: str) -> bytes:
        """The hash by which a repeated command is known as the same; keyed, as it may hold a sealed text.

        Its key is derived from the first master key a record had and kept beside the data keys: it outlives the
        master key, so that outcomes from before can still be told. Raises `SealBroken` under another master key.
        """
        if not self._request_key:
            self._request_key = await self.request_key(connection)
        return hmac.digest(self._request_key, request.encode(), "sha256")

    async def request_key(self, connection: Connection) -> bytes:
        """The key of request hashes, kept from its first use on."""
        while (wrapped := await connection.fetchval(_READ_KEY, _REQUESTS)) is None:
            derived = self.wrapped(_REQUESTS, self._first_request_key)
            await connection.execute(_INSERT_KEY, _REQUESTS, derived)
        return self.unwrapped(_REQUESTS, wrapped)

    @staticmethod
    def commit(value: str) -> Sealed:
        """Commit to `value` under a new random salt; the token is another each time."""
        salt = secrets.token_bytes(_SALT_BYTES)
        return Sealed(_token(salt, value.encode()), salt, value)

    async def seal(self, connection: Connection, subject: str, texts: Sequence[Sealed]) -> None:
        """Store `texts` under the key of `subject`, made if it has none, in the caller's transaction."""
        if not texts:
            return
        key = await self._data_key(connection, subject)
        nonces = [secrets.token_bytes(_NONCE_BYTES) for _ in texts]
        ciphertexts = [
            key.encrypt(nonce, text.salt + text.value.encode(), text.token.encode())
            for nonce, text in zip(nonces, texts, strict=True)
        ]
        await connection.execute(_INSERT_TEXTS, subject, [text.token for text in texts], nonces, ciphertexts)

    async def unseal(self, connection: Connection, tokens: Sequence[str]) -> dict[str, str]:
        """The text behind each token; an erased one is missing. Raises `SealBroken`."""
        return {token: sealed.value for token, sealed in (await self.opened(connection, tokens)).items()}

    async def opened(self, connection: Connection, tokens: Sequence[str]) -> dict[str, Sealed]:
        """As `unseal`, with the salt by which anybody can check that the record committed to this text."""
        rows = await connection.fetch(_SELECT_TEXTS, list(tokens))
        return {
            row["commitment"]: self._opened(
                row["commitment"], row["subject"], row["wrapped_key"], row["nonce"], row["ciphertext"]
            )
            for row in rows
        }

    def wrapped(self, subject: str, key: bytes) -> bytes:
        """The key of `subject` as it is kept."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, subject.encode())

    def unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        """The key of `subject`, from what is kept. Raises `SealBroken`."""
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], subject.encode())
        except InvalidTag as error:
            raise SealBroken(
                f"The key of {subject} was changed, or wrapped under another sealing key."
            ) from error

    async def _data_key(self, connection: Connection, subject: str) -> AESGCM:
        # A second turn follows an insertion only, by this transaction or by another that came first.
        while (wrapped := await connection.fetchval(_SELECT_KEY, subject)) is None:
            await connection.execute(_INSERT_KEY, subject, self.wrapped(subject, AESGCM.generate_key(256)))
        return AESGCM(self.unwrapped(subject, wrapped))

    def _opened(
        self, token: str, subject: str, wrapped_key: bytes, nonce: bytes, ciphertext: bytes
    ) -> Sealed:
        try:
            opened = AESGCM(self.unwrapped(subject, wrapped_key)).decrypt(nonce, ciphertext, token.encode())
        except InvalidTag as error:
            raise SealBroken(f"The text of {token} was changed.") from error
        salt, value = opened[:_SALT_BYTES], opened[_SALT_BYTES:]
        if _token(salt, value) != token:
            raise SealBroken(f"The text of {token} is not the one committed to.")
        return Sealed(token, salt, value.decode())


def _token(salt: bytes, value: bytes) -> str:
    return f"sealed:{sha256(salt + value).hexdigest()}"


def _derived(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(master_key)
