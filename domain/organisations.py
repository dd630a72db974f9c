"""The key an organisation is known by, whatever language its name is written in."""

import re
from functools import lru_cache
from unicodedata import category, normalize

# One scheme for all languages, so that two spellings of a name are not two organisations: å is written aa, as Danish
# does, ä, ö and ü with an e, as German does, and every other accent is dropped.
_RINGED = "a\u030a"
_UMLAUT = re.compile("([aou])\u0308")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPELT_OUT = str.maketrans(
    {"æ": "ae", "ø": "oe", "œ": "oe", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "n"}
    | {"þ": "th", "ŧ": "t", "ʼ": " "}
)


# Rows are made anew at every event, under the same name.
@lru_cache
def organisation_slug(name: str) -> str:
    """The name in lower case, letters and digits joined by hyphens; empty for a name that has neither.

    Latin letters become those of ASCII; those of other scripts stay as they are. A slug is its own slug.
    """
    folded = normalize("NFKD", normalize("NFKD", name).casefold())
    spelt_out = _UMLAUT.sub(r"\1e", folded.replace(_RINGED, "aa"))
    bare = _ACCENTS.sub("", spelt_out).translate(_SPELT_OUT)
    words = "".join(letter if _in_a_word(letter) else " " for letter in bare)
    return normalize("NFC", "-".join(words.split()))


def _in_a_word(letter: str) -> bool:
    # Vowel signs of many scripts are marks, and no end of a word.
    return letter.isalnum() or category(letter).startswith("M")
