"""How values of events and states are worded: sealed texts opened or called erased, hashes by their beginning."""

import re
from collections.abc import Mapping

from console.cli.reading import COMMITMENT, ERASED, KEPT_BACK
from domain.confidential import WITHHELD

_HASH = re.compile(r"[0-9a-f]{64}")


def in_words(value: object, texts: Mapping[str, str]) -> str:
    """A value of JSON as people read it. `texts`: the sealed ones that can be opened, by commitment."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_words(each, texts)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(in_words(each, texts) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == WITHHELD:
        return KEPT_BACK
    if isinstance(value, str) and COMMITMENT.fullmatch(value):
        return texts.get(value, ERASED)
    # A document's hash is read by machines; its beginning is enough to tell it from another.
    return f"{value[:12]}…" if isinstance(value, str) and _HASH.fullmatch(value) else str(value)
