"""The instant of an append under way: only the ledger knows it, and rows are made before it says so."""

from datetime import datetime, timedelta, timezone

# UTC under another name: such an instant computes and prints as any other, and can be told from those on record.
_UNDER_WAY = timezone(timedelta(0), "under way")


def under_way(at: datetime) -> datetime:
    """`at` as the instant of events that are about to be appended: the ledger may record them later than that."""
    return at.astimezone(_UNDER_WAY)


def since(instant: datetime) -> datetime | None:
    """The instant as a row has it: None where it is that of the append under way, which fills it in."""
    return None if instant.tzinfo is _UNDER_WAY else instant
