"""Payloads under a ring of keys: the current one encrypts, older ones open, and one that is missing is named."""

import pytest
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload

from console.payloads import EncryptingCodec, PayloadKeyMissing, key_id
from console.settings import Settings

FIRST, SECOND, THIRD = (bytes([number] * 32) for number in (1, 2, 3))
WORDS = Payload(metadata={"encoding": b"json/plain"}, data=b'"Jane of Odense"')


async def test_what_was_encrypted_is_opened_by_the_same_key() -> None:
    (encrypted,) = await EncryptingCodec(FIRST).encode([WORDS])
    assert b"Jane" not in encrypted.SerializeToString()
    assert await EncryptingCodec(FIRST).decode([encrypted]) == [WORDS]


async def test_a_payload_names_its_key_and_tells_nothing_of_it() -> None:
    (encrypted,) = await EncryptingCodec(SECOND, [FIRST]).encode([WORDS])
    assert dict(encrypted.metadata) == {
        "encoding": b"binary/encrypted",
        "encryption-key-id": key_id(SECOND).encode(),
    }
    assert len({key_id(FIRST), key_id(SECOND), FIRST.hex()[:16], SECOND.hex()[:16]}) == 4


async def test_a_ring_opens_what_each_of_its_keys_encrypted() -> None:
    under = [(await EncryptingCodec(key).encode([WORDS]))[0] for key in (FIRST, SECOND, THIRD)]
    assert await EncryptingCodec(THIRD, [SECOND, FIRST]).decode(under) == [WORDS] * 3


async def test_a_payload_from_before_keys_had_ids_is_opened_by_whichever_key_fits() -> None:
    (encrypted,) = await EncryptingCodec(FIRST).encode([WORDS])
    before = Payload(metadata={"encoding": b"binary/encrypted"}, data=encrypted.data)
    assert await EncryptingCodec(SECOND, [FIRST]).decode([before]) == [WORDS]
    with pytest.raises(PayloadKeyMissing, match=r"^A payload under a key without an id cannot be"):
        await EncryptingCodec(SECOND).decode([before])


async def test_a_key_that_is_not_in_the_ring_any_more_is_named() -> None:
    encrypted = await EncryptingCodec(FIRST).encode([WORDS])
    with pytest.raises(PayloadKeyMissing) as missing:
        await EncryptingCodec(SECOND, [THIRD]).decode(encrypted)
    assert missing.value.key_id == key_id(FIRST)


async def test_a_changed_payload_is_not_opened() -> None:
    (encrypted,) = await EncryptingCodec(FIRST).encode([WORDS])
    changed = Payload(metadata=dict(encrypted.metadata), data=encrypted.data[:-1] + b"\0")
    with pytest.raises(PayloadKeyMissing):
        await EncryptingCodec(FIRST).decode([changed])


async def test_what_was_never_encrypted_passes() -> None:
    assert await EncryptingCodec(FIRST).decode([WORDS]) == [WORDS]


def test_older_keys_stand_in_one_setting_separated_by_commas() -> None:
    key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    settings = Settings.model_construct(payload_keys_old=SecretStr(f"{key}, {key}="))
    assert settings.older_payload_keys == (FIRST, FIRST)
    assert settings.model_copy(update={"payload_keys_old": None}).older_payload_keys == ()
