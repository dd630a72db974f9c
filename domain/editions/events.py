"""What happened to the scheme as a whole."""

from datetime import date
from typing import Literal

from domain.edition import Edition
from domain.erasure import TextRedacted
from domain.frozen import Frozen


class EditionActivated(Frozen):
    """An edition is in force from a day on; the one before it until the day before.

    `content` is the edition whole, every value with its source, so that the record alone says which rules held.
    `digest` is the SHA-256 of it by which a file can be told to be the same.
    """

    type: Literal["EditionActivated"] = "EditionActivated"
    key: str
    in_force_from: date
    digest: str
    content: Edition


SchemeEvent = EditionActivated | TextRedacted
