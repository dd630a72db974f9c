"""Text fit to print: what people typed, without what no page can show."""

import re
import unicodedata
from functools import lru_cache

import typst
from pydantic import JsonValue

from activities.issuing.fonts import FONTS, OWN_FONTS

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_BREAKS = ("Cc", "Zl", "Zp")
_PROBE = b"#set text(font: sys.inputs.fonts.split(`|`.text))\n#sys.inputs.text"


def printable(text: str) -> str:
    """One line of text that can be set: no control characters, no letter without a glyph.

    PDF/A admits no missing glyph. A letter that none of typst's own fonts has is printed as the
    replacement character, so that a document can always be made and the gap is seen.
    """
    if text.isascii() and text.isprintable():
        return re.sub(" {2,}", " ", text).strip()
    spaced = "".join(" " if unicodedata.category(each) in _BREAKS else each for each in text)
    visible = re.sub(" {2,}", " ", "".join(each for each in spaced if _visible(each))).strip()
    if visible.isascii():
        return visible
    letters = _letters(unicodedata.normalize("NFC", visible))
    return "".join(letter if _has_glyph(letter) else _REPLACEMENT for letter in letters)


def all_printable(sheet: JsonValue) -> JsonValue:
    """The same sheet with every text in it fit to print."""
    match sheet:
        case str():
            return printable(sheet)
        case list():
            return [all_printable(each) for each in sheet]
        case dict():
            return {name: all_printable(each) for name, each in sheet.items()}
        case _:
            return sheet


@lru_cache(maxsize=4096)
def _has_glyph(letter: str) -> bool:
    # typst names no list of the letters its fonts have: each is tried once, in about 4 ms.
    try:
        typst.compile(
            _PROBE,
            font_paths=OWN_FONTS,
            sys_inputs={"text": letter, "fonts": "|".join(FONTS)},
            pdf_standards="a-3a",
        )
    except typst.TypstError:
        return False
    return True


def _visible(character: str) -> bool:
    # Surrogates, private use, unassigned, and format characters, some of which turn a line's direction.
    return unicodedata.category(character)[0] != "C" or character in _JOINERS


def _letters(text: str) -> list[str]:
    """The text divided into letters, each with its combining marks."""
    letters: list[str] = []
    for character in text:
        if letters and (unicodedata.category(character)[0] == "M" or character in _JOINERS):
            letters[-1] += character
        else:
            letters.append(character)
    return letters
