"""How each event changes what is known of the record as a whole."""

from typing import assert_never

from domain.erasure import TextRedacted
from domain.ledger.events import LedgerEvent, LedgerRestored
from domain.ledger.state import Ledger


def evolve(ledger: Ledger, event: LedgerEvent) -> Ledger:
    """The ledger after the event; never refuses."""
    after = ledger.model_copy(update={"version": ledger.version + 1})
    match event:
        case LedgerRestored(position=position):
            return after.model_copy(update={"restored_to": (*ledger.restored_to, position)})
        case TextRedacted():
            return after
        case _:
            assert_never(event)
