"""Whether a path and the record tell the same history of a stream."""

from enum import StrEnum

from domain.frozen import Frozen
from domain.standing import Standing


class Difference(StrEnum):
    """How path and record differ; docs/operations.md says what to do at each."""

    MISSING = "missing"
    LAGS = "lags"
    AHEAD = "ahead"
    WITHOUT_STREAM = "without-stream"
    UNBEGUN = "unbegun"
    SILENT = "silent"
    RECORD_BEHIND = "record-behind"


class LostCommand(Frozen):
    """A command a path carried out, of which the record does not hold the outcome any more."""

    command_id: str
    actor: str
    command: str
    version: int
    events: tuple[str, ...]


class Finding(Frozen):
    """A stream whose path and record differ. `mended`: they did, and agree now."""

    stream: str
    difference: Difference
    detail: str
    mended: bool = False
    lost: tuple[LostCommand, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether somebody has to look: a workflow whose first command was refused does no harm."""
        return not self.mended and self.difference is not Difference.UNBEGUN


def compared(path: Standing, record: Standing, *, held: bool) -> Difference | None:
    """None where they agree. `held`: whether the record holds the last event the path knows of.

    `path` must have been asked before `record` was read: then only a record that was restored has less.
    """
    if not record.version:
        return Difference.WITHOUT_STREAM if path.version else Difference.UNBEGUN
    if not held or path.version > record.version:
        return Difference.AHEAD
    # A path begun before standings named their last event.
    known = path if path.last_event else path.model_copy(update={"last_event": record.last_event})
    return None if known == record else Difference.LAGS
