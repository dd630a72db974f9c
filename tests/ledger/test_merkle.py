"""The Merkle tree is the one of RFC 9162, its proofs hold, and no others do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from tests.ledger import naive_merkle

# The entries and roots by which implementations of RFC 6962 and 9162 are commonly compared.
KNOWN_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LOGS = st.lists(st.binary(max_size=8), max_size=70)
GROWN = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def leaves_of(entries: list[bytes]) -> list[bytes]:
    return [merkle.leaf_hash(entry) for entry in entries]


@pytest.mark.parametrize("size", range(9))
def test_the_known_entries_have_the_known_roots(size: int) -> None:
    assert merkle.root(leaves_of(KNOWN_ENTRIES[:size])).hex() == KNOWN_ROOTS[size]


@given(LOGS)
def test_the_root_is_the_one_the_rfc_defines(entries: list[bytes]) -> None:
    assert (
        merkle.root(leaves_of(entries)) == merkle.Tree(leaves_of(entries)).root == naive_merkle.mth(entries)
    )


@given(GROWN, st.data())
def test_an_inclusion_proof_is_the_path_the_rfc_defines_and_holds(
    entries: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    leaves = leaves_of(entries)
    proof = merkle.inclusion_proof(leaves, index)
    assert proof == tuple(naive_merkle.path(index, entries))
    assert merkle.holds_leaf(leaves[index], index, len(entries), proof, merkle.root(leaves))


@given(GROWN, st.data())
def test_a_consistency_proof_is_the_one_the_rfc_defines_and_holds(
    entries: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(entries)))
    leaves = leaves_of(entries)
    proof = merkle.consistency_proof(leaves, old)
    assert proof == tuple(naive_merkle.proof(old, entries))
    assert merkle.extends(old, merkle.root(leaves[:old]), len(leaves), merkle.root(leaves), proof)


@given(GROWN, st.data())
def test_no_other_leaf_index_size_root_or_proof_holds(entries: list[bytes], data: st.DataObject) -> None:
    leaves = leaves_of(entries)
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root(leaves)
    other = merkle.leaf_hash(b"another entry")
    assert not merkle.holds_leaf(other, index, len(leaves), proof, root)
    assert not merkle.holds_leaf(leaves[index], index, len(leaves), proof, other)
    assert not merkle.holds_leaf(leaves[index], index, len(leaves), (*proof, other), root)
    assert not merkle.holds_leaf(leaves[index], -1, len(leaves), proof, root)
    assert not merkle.holds_leaf(leaves[index], len(leaves), len(leaves), proof, root)
    assert not any(
        merkle.holds_leaf(leaves[index], index, len(leaves), changed, root) for changed in _changed(proof)
    )


@given(GROWN, st.data())
def test_a_log_that_was_rewritten_does_not_extend_the_old_one(
    entries: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(entries)))
    position = data.draw(st.integers(0, old - 1))
    before = merkle.root(leaves_of(entries[:old]))
    entries[position] += b"!"
    leaves = leaves_of(entries)
    proof, root = merkle.consistency_proof(leaves, old), merkle.root(leaves)
    assert not merkle.extends(old, before, len(leaves), root, proof)
    assert not merkle.extends(old, merkle.root(leaves[:old]), len(leaves), before, (*proof, before))


@given(GROWN, st.data())
def test_a_consistency_proof_with_a_node_changed_left_out_or_added_does_not_hold(
    entries: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(entries)))
    leaves = leaves_of(entries)
    before, root = merkle.root(leaves[:old]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, old)
    assert not any(
        merkle.extends(old, before, len(leaves), root, changed)
        for changed in [*_changed(proof), (*proof, before)]
    )


def _changed(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    swapped = [(*proof[:at], bytes(32), *proof[at + 1 :]) for at in range(len(proof))]
    return swapped + [(*proof[:at], *proof[at + 1 :]) for at in range(len(proof))]


def test_every_log_extends_the_empty_one_and_none_a_longer_one() -> None:
    root = merkle.root(leaves_of(KNOWN_ENTRIES))
    assert merkle.extends(0, merkle.EMPTY_ROOT, 8, root, ())
    assert not merkle.extends(0, root, 8, root, ())
    assert not merkle.extends(0, merkle.EMPTY_ROOT, 8, root, (root,))
    assert not merkle.extends(9, root, 8, root, ())
    assert not merkle.extends(8, merkle.EMPTY_ROOT, 8, root, ())


def test_no_proof_is_made_of_what_the_log_does_not_have() -> None:
    tree = merkle.Tree(leaves_of(KNOWN_ENTRIES))
    with pytest.raises(ValueError, match=r"A log of 8 entries has none at index 8\."):
        tree.inclusion_proof(8)
    with pytest.raises(ValueError, match=r"A log of 8 entries never had 9\."):
        tree.consistency_proof(9)


@given(LOGS, st.lists(st.integers(1, 20)))
def test_a_compact_range_has_the_root_of_all_it_was_given_however_it_was_given(
    entries: list[bytes], runs: list[int]
) -> None:
    leaves, grown, at = leaves_of(entries), merkle.CompactRange(), 0
    for run in [*runs, len(leaves)]:
        grown.extend(leaves[at : at + run])
        at = min(at + run, len(leaves))
        assert (grown.size, grown.root) == (at, merkle.root(leaves[:at]))
