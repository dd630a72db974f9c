"""Plain text: UTF-8 that no program would take for anything else."""

import re

from console.intake.media import TAKEN
from console.intake.refused import DocumentRefused

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(
    r"<(?:!doctype|!entity|html|head|body|script|style|svg|iframe|object|embed|img|meta|link)[\s/>]"
    r"|<\?|^\s*(?:#!|\{\\rtf|%!PS)",
    re.IGNORECASE,
)


def inspect_text(content: bytes) -> None:
    """`DocumentRefused` unless the content is UTF-8 without control characters, markup and scripts."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # It holds the whole content.
        raise DocumentRefused("form-unknown", f"is none of {TAKEN}.") from None
    if not text.strip():
        raise DocumentRefused("empty", "is empty.")
    if found := _CONTROL.search(text):
        raise DocumentRefused(
            "text-control", f"is no plain text: it has the control character U+{ord(found[0]):04X}."
        )
    if _MARKUP.search(text):
        raise DocumentRefused("text-markup", "is markup or a script, not plain text.")
