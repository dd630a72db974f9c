"""The rules of the record as a whole."""

from domain.ledger.commands import RestoreLedger
from domain.ledger.events import LedgerRestored


def decide(command: RestoreLedger) -> list[LedgerRestored]:
    """A restore is a fact: there is nothing to refuse."""
    return [LedgerRestored(**command.model_dump(exclude={"type"}))]
