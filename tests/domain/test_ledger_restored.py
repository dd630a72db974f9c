"""The record as a whole: that it was restored is on it."""

from datetime import UTC, datetime
from functools import reduce
from typing import Any

import pytest

from domain.ledger.commands import RestoreLedger
from domain.ledger.events import CitedCheckpoint, LedgerRestored
from domain.ledger.evolve import evolve
from domain.ledger.state import Ledger
from domain.streams import LEDGER
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, OLGA, SVEN, stage_set
from tests.domain.specification import given, sealed

LOST = "The disk of the database was lost."
CITED = (CitedCheckpoint(origin="laurel.example/events", size=1200, root="ab" * 32),)
RESTORED: dict[str, Any] = {
    "position": 1188,
    "made_at": datetime(2030, 3, 4, 2, tzinfo=UTC),
    "checkpoints": CITED,
    "lost": 12,
    "erasures": 1,
}


def test_an_operator_says_what_the_record_was_restored_to_and_why() -> None:
    given(stage_set()).when(RestoreLedger(**RESTORED, reason=LOST), by=OLGA, on=LEDGER).then(
        LedgerRestored(**RESTORED, reason=sealed(LOST))
    )


@pytest.mark.parametrize("actor", [SVEN, CLARA, EMIL, CARL, "nobody-at-all"])
def test_only_an_operator_says_that_the_record_was_restored(actor: str) -> None:
    given(stage_set()).when(RestoreLedger(position=1, reason=LOST), by=actor, on=LEDGER).then_rejected(
        "not-permitted"
    )


def test_a_restore_is_said_of_the_record_and_of_nothing_in_it() -> None:
    given(stage_set()).when(RestoreLedger(position=1, reason=LOST), by=OLGA, on=AURORA).then_rejected(
        "wrong-stream"
    )


def test_each_restore_begins_another_log() -> None:
    restores = [LedgerRestored(position=position, reason=sealed(LOST)) for position in (1188, 900)]
    assert Ledger().generation == 1
    ledger = reduce(evolve, restores, Ledger())
    assert (ledger.generation, ledger.restored_to, ledger.version) == (3, (1188, 900), 2)
