"""Levels, kinds and parties: the three closed lists every rule of the scheme speaks in."""

from enum import StrEnum


class Level(StrEnum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"

    @property
    def rank(self) -> int:
        """1 for Bronze to 3 for Gold: a higher label puts a lower one to sleep (R23)."""
        return _RANKS[self]

    @property
    def higher(self) -> "tuple[Level, ...]":
        return _HIGHER[self]


_RANKS = {level: rank for rank, level in enumerate(Level, start=1)}
_HIGHER = {level: tuple(other for other in Level if other.rank > level.rank) for level in Level}


class Kind(StrEnum):
    FIRST = "first"
    RENEWAL = "renewal"


class Party(StrEnum):
    """Who must act: the calendar and time zone of this party count (R27)."""

    APPLICANT = "applicant"
    SECRETARIAT = "secretariat"
    EXPERT = "expert"
    COMMITTEE = "committee"
    SCHEME_OWNER = "scheme owner"
    PANEL = "appeal panel"
