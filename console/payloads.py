"""What passes through Temporal is encrypted: a history holds commands, and commands hold people's words."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)

_ENCODING = b"binary/encrypted"
_NONCE_BYTES = 12


class EncryptingCodec(PayloadCodec):
    """AES-256-GCM under one key; payloads that are not encrypted pass unchanged, so a key can be introduced late."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        data = nonce + self._cipher.encrypt(nonce, payload.SerializeToString(), _ENCODING)
        return Payload(metadata={"encoding": _ENCODING}, data=data)

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        return Payload.FromString(self._cipher.decrypt(nonce, sealed, _ENCODING))


def data_converter(key: bytes) -> DataConverter:
    """Pydantic models as JSON, encrypted; failures' messages and details too."""
    return replace(
        pydantic_data_converter,
        payload_codec=EncryptingCodec(key),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
