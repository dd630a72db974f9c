"""Labels and their terms, as rows keep them."""

from pydantic import TypeAdapter

from domain.levels import Level
from domain.terms import Term

# Once: to go through an enumeration anew for every row of a list takes as long as to read the row.
_LEVELS = tuple(Level)
_STORED: TypeAdapter[dict[Level, tuple[Term, ...]]] = TypeAdapter(dict[Level, tuple[Term, ...]])


def labels_of(stored: str) -> dict[Level, tuple[Term, ...]]:
    """Levels in order of rank, each with its terms in order of time."""
    terms = _STORED.validate_json(stored)
    return {level: terms[level] for level in _LEVELS if level in terms}
