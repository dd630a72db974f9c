"""Ed25519 in the verifier's own Python: the RFC's examples, and agreement with a library it does not have."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from console.bundle.verify import ed25519_holds

# RFC 8032, 7.1: public key, message, signature.
EXAMPLES = {
    "an empty message": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "one byte": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "two bytes": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
}
ORDER = 2**252 + 27742317777372353535851937790883648493
SEEDS, MESSAGES = st.binary(min_size=32, max_size=32), st.binary(max_size=100)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_signatures_of_the_rfc_hold(example: tuple[str, str, str]) -> None:
    key, message, signature = map(bytes.fromhex, example)
    assert ed25519_holds(key, signature, message)
    assert not ed25519_holds(key, signature, message + b"!")


@settings(max_examples=25)
@given(SEEDS, MESSAGES)
def test_what_the_library_signs_holds(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert ed25519_holds(key.public_key().public_bytes_raw(), key.sign(message), message)


@settings(max_examples=25)
@given(SEEDS, MESSAGES, st.integers(0, 511))
def test_no_flipped_bit_of_a_signature_holds(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = bytearray(key.sign(message))
    signature[bit // 8] ^= 1 << bit % 8
    assert not ed25519_holds(key.public_key().public_bytes_raw(), bytes(signature), message)


def test_a_signature_has_one_form_only() -> None:
    key, message, signature = map(bytes.fromhex, EXAMPLES["one byte"])
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    assert not ed25519_holds(key, signature[:32] + scalar.to_bytes(32, "little"), message)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_signs_nothing(length: int) -> None:
    _, message, signature = map(bytes.fromhex, EXAMPLES["one byte"])
    assert not ed25519_holds(bytes(length), signature, message)
