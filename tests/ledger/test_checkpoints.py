"""A checkpoint's text: three lines or more, read back as they were written, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoints import Checkpoint, NotACheckpoint, log_origin, parse

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
# The example of the specification.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_specifications_example_is_read() -> None:
    root = bytes.fromhex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
    assert parse(EXAMPLE) == Checkpoint("example.com/behind-the-sofa", 20852163, root)


@given(
    st.builds(
        Checkpoint,
        origin=LINES,
        size=st.integers(0, 2**53),
        root=st.binary(min_size=32, max_size=32),
        extensions=st.lists(LINES, max_size=2).map(tuple),
    )
)
def test_a_checkpoint_is_read_as_it_was_written(checkpoint: Checkpoint) -> None:
    assert parse(checkpoint.text) == checkpoint


@given(st.text("laurel/09\n+=A", max_size=60))
def test_what_is_read_is_written_the_same(text: str) -> None:
    for candidate in (text, EXAMPLE + text):
        try:
            checkpoint = parse(candidate)
        except NotACheckpoint:
            continue
        assert checkpoint.text == candidate


@pytest.mark.parametrize(
    "text",
    [
        "",
        EXAMPLE.removesuffix("\n"),
        f"\n{EXAMPLE}",
        f"{EXAMPLE}\n",
        f"{EXAMPLE}\nmore\n",
        EXAMPLE.replace("20852163", "020852163"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", "٣"),
        EXAMPLE.replace("CsUY", ""),
        EXAMPLE.replace("q2I=", "q2J="),
        EXAMPLE.replace("CsUY", "CsU?"),
        EXAMPLE.replace("20852163\n", ""),
    ],
)
def test_another_text_is_none(text: str) -> None:
    with pytest.raises(NotACheckpoint):
        parse(text)


def test_an_installation_has_two_logs() -> None:
    assert [log_origin("laurel.example/record", log) for log in ("events", "outcomes")] == [
        "laurel.example/record/events",
        "laurel.example/record/outcomes",
    ]
