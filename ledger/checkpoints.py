"""A checkpoint (C2SP tlog-checkpoint): what a log held when it had so many entries, in three lines to be signed."""

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Literal

LogName = Literal["events", "outcomes"]
LOGS: tuple[LogName, ...] = ("events", "outcomes")

_HASH_BYTES = 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class NotACheckpoint(ValueError):
    """A text that is no checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root over the first `size` entries of the log `origin`. `extensions`: further lines, signed with the rest."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse(text: str) -> Checkpoint:
    """The checkpoint of a note's text; raises `NotACheckpoint`."""
    origin, *lines = text.split("\n")
    # A text has one form: its last line ends, and no line is empty.
    if len(lines) <= 2 or lines.pop() or not origin or not all(lines):  # noqa: PLR2004 -- size and root
        raise NotACheckpoint("A checkpoint has an origin, a size and a root, each in a line of its own.")
    size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise NotACheckpoint(f"{size!r} is no size of a log.")
    return Checkpoint(origin, int(size), _hash(root), tuple(extensions))


def log_origin(installation: str, log: LogName) -> str:
    """The origin of one of an installation's two logs: also the name its key signs with."""
    return f"{installation}/{log}"


def _hash(encoded: str) -> bytes:
    try:
        decoded = b64decode(encoded, validate=True)
    except binascii.Error:
        decoded = b""
    if len(decoded) != _HASH_BYTES or b64encode(decoded).decode() != encoded:
        raise NotACheckpoint(f"{encoded!r} is no SHA-256 in base64.")
    return decoded
