"""JPEG: the segments of ITU-T T.81 from the start to the end of each image."""

import re
import struct

from console.intake.media import JPEG_HEADER
from console.intake.pixels import check_pixels
from console.intake.refused import DocumentRefused

_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
# In coded data FF is followed by 00, by a restart marker, or by another FF; anything else is the next segment.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILL = re.compile(rb"\xff*")
_ZEROS = re.compile(rb"\x00*")
_SMALLEST_FRAME = 8


def inspect_jpeg(content: bytes) -> None:
    """`DocumentRefused` unless the content is one or several whole images.

    Several, because cameras append smaller or brighter versions of a photograph to it as images of their own
    (CIPA DC-007), with zeros between.
    """
    position = 0
    while position < len(content):
        if not content.startswith(JPEG_HEADER, position):
            raise DocumentRefused("image-tail", "has something after the end of the image.")
        position = _run(_ZEROS, content, _end_of_image(content, position + 2))


def _end_of_image(content: bytes, position: int) -> int:
    """Where the image ends whose segments begin at `position`."""
    seen: set[int] = set()
    while True:
        marker, body = _marker(content, position)
        if marker == _END_OF_IMAGE:
            if _START_OF_SCAN in seen and seen & _FRAMES:
                return body
            raise _damaged()
        if marker in _BARE:
            raise _damaged()
        position = _segment_end(content, body)
        if marker in _FRAMES:
            if position - body < _SMALLEST_FRAME:
                raise _damaged()
            height, width = struct.unpack_from(">HH", content, body + 3)
            check_pixels(width, height)
        if marker == _START_OF_SCAN:
            position = _scan_end(content, position)
        seen.add(marker)


def _marker(content: bytes, position: int) -> tuple[int, int]:
    """The marker at `position`, and where what belongs to it begins. FF may be repeated before it."""
    after = _run(_FILL, content, position)
    if after == position or after == len(content):
        raise _damaged()
    return content[after], after + 1


def _segment_end(content: bytes, body: int) -> int:
    if body + 2 > len(content):
        raise _damaged()
    (length,) = struct.unpack_from(">H", content, body)
    if length < 2 or body + length > len(content):  # noqa: PLR2004 - the length counts its own two bytes
        raise _damaged()
    return body + int(length)


def _scan_end(content: bytes, position: int) -> int:
    found = _AFTER_SCAN.search(content, position)
    if found is None:
        raise _damaged()
    return found.start()


def _run(pattern: re.Pattern[bytes], content: bytes, position: int) -> int:
    """Where the run that begins at `position`, possibly an empty one, ends."""
    found = pattern.match(content, position)
    return found.end() if found else position


def _damaged() -> DocumentRefused:
    return DocumentRefused("image-damaged", "is a damaged JPEG image.")
