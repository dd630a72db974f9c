"""What every document's sheet holds: the data a template lays out, in which all words are already chosen."""

from datetime import date

import segno
from pydantic import JsonValue

from activities.issuing.fonts import FONTS
from activities.notification.wording import Language
from domain.levels import Level


def frame(*, title: str, author: str, language: Language, level: Level, dated: date) -> dict[str, JsonValue]:
    """Metadata and look: title, author and day are those of the document, never those of its rendering."""
    return {
        "title": title,
        "author": author,
        "language": language,
        "level": level.value,
        "dated": {"year": dated.year, "month": dated.month, "day": dated.day},
        "fonts": list(FONTS),
    }


def check_code(address: str, alt: str) -> dict[str, JsonValue]:
    """The address as link, and as QR code in SVG with its words for readers who do not see it."""
    return {"address": address, "qr": segno.make_qr(address, error="m").svg_inline(border=0), "alt": alt}
