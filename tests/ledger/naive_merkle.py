"""The Merkle tree as RFC 9162, section 2.1, defines it, word for word and without haste: what merkle.py must equal."""

from collections.abc import Sequence
from hashlib import sha256


def mth(entries: Sequence[bytes]) -> bytes:
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    k = largest_power_of_two_below(len(entries))
    return sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = largest_power_of_two_below(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m: int, entries: Sequence[bytes]) -> list[bytes]:
    return _subproof(m, entries, known=True)


def _subproof(m: int, entries: Sequence[bytes], *, known: bool) -> list[bytes]:
    if m == len(entries):
        return [] if known else [mth(entries)]
    k = largest_power_of_two_below(len(entries))
    if m <= k:
        return [*_subproof(m, entries[:k], known=known), mth(entries[k:])]
    return [*_subproof(m - k, entries[k:], known=False), mth(entries[:k])]


def largest_power_of_two_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k
