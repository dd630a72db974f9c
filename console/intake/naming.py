"""The name somebody gave a file: shown to people, saved under at most, and never a path."""

import re
import unicodedata

LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w.-]+")
_SEPARATORS = re.compile(r"[/\\]")
# Control, invisible and direction-turning characters, halves of characters, and line ends.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def file_name(given: str) -> str:
    """The shown name as one to save under: letters, digits, dots, hyphens and underscores; never a hidden file."""
    return _UNSAFE.sub("-", shown_name(given)).strip(".-") or "unnamed"


def shown_name(given: str) -> str:
    """The last part of the name on one line, without characters nobody sees; "unnamed" if none is left."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", given))[-1]
    seen = "".join(" " if unicodedata.category(each) in _UNSHOWN else each for each in last)
    return " ".join(seen.split())[:LONGEST_NAME].rstrip() or "unnamed"
