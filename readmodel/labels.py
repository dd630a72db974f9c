"""Labels and their terms, as rows keep them."""

import orjson

from domain.levels import Level
from domain.terms import Term


def labels_of(stored: str) -> dict[Level, tuple[Term, ...]]:
    """Levels in order of rank, each with its terms in order of time."""
    terms = orjson.loads(stored)
    return {level: tuple(map(Term.model_validate, terms[level])) for level in Level if level in terms}
