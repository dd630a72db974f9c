"""What passes through Temporal is encrypted: a history holds commands, and commands hold people's words."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)

_ENCODING = b"binary/encrypted"
_KEY_ID = "encryption-key-id"
_NONCE_BYTES = 12
_ID_BYTES = 8


class PayloadKeyMissing(Exception):
    """A payload was encrypted under a key that is not in the ring, or was changed."""

    def __init__(self, key_id: str) -> None:
        named = f"the key {key_id}" if key_id else "a key without an id"
        super().__init__(f"A payload under {named} cannot be opened by any key this program was given.")
        self.key_id = key_id


class EncryptingCodec(PayloadCodec):
    """AES-256-GCM under a ring of keys: the first encrypts, each opens what was encrypted under it.

    A payload names its key by an id that says nothing about it; one from before there were ids is tried under every
    key. Payloads that are not encrypted pass unchanged, so a key can be introduced late.
    """

    def __init__(self, key: bytes, older: Iterable[bytes] = ()) -> None:
        self._current = key_id(key)
        self._ciphers = {key_id(each): AESGCM(each) for each in (key, *older)}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """The payloads in clear. Raises `PayloadKeyMissing`."""
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = self._ciphers[self._current]
        data = nonce + cipher.encrypt(nonce, payload.SerializeToString(), _ENCODING)
        return Payload(metadata={"encoding": _ENCODING, _KEY_ID: self._current.encode()}, data=data)

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        named = payload.metadata.get(_KEY_ID, b"").decode()
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        for cipher in self._named(named):
            try:
                return Payload.FromString(cipher.decrypt(nonce, sealed, _ENCODING))
            except InvalidTag:
                continue
        raise PayloadKeyMissing(named)

    def _named(self, named: str) -> list[AESGCM]:
        if not named:
            return list(self._ciphers.values())
        return [self._ciphers[named]] if named in self._ciphers else []


def key_id(key: bytes) -> str:
    """What a payload names the key by."""
    return hmac.digest(key, b"laurel payload key", "sha256")[:_ID_BYTES].hex()


def data_converter(key: bytes, older: Iterable[bytes] = ()) -> DataConverter:
    """Pydantic models as JSON, encrypted; failures' messages and details too. `older`: keys that only open."""
    return replace(
        pydantic_data_converter,
        payload_codec=EncryptingCodec(key, older),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
