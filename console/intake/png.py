"""PNG: the chunks of ISO/IEC 15948 from the header to the end, and nothing after it."""

import struct
from collections.abc import Iterator
from zlib import crc32

from console.intake.media import PNG_HEADER
from console.intake.pixels import check_pixels
from console.intake.refused import DocumentRefused

_FRAME = 12
_HEADER_LENGTH = 13


def inspect_png(content: bytes) -> None:
    """`DocumentRefused` unless every chunk is whole and the last byte is the image's last."""
    kinds: list[bytes] = []
    for kind, data in _chunks(content):
        if not kinds:
            if kind != b"IHDR" or len(data) != _HEADER_LENGTH:
                raise _damaged()
            check_pixels(*struct.unpack_from(">LL", data))
        kinds.append(kind)
    if b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise _damaged()


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(PNG_HEADER)
    while position < len(content):
        if position + _FRAME > len(content):
            raise _damaged()
        length, kind = struct.unpack_from(">L4s", content, position)
        data_end = position + 8 + length
        if data_end + 4 > len(content) or not kind.isalpha():
            raise _damaged()
        if crc32(content[position + 4 : data_end]) != struct.unpack_from(">L", content, data_end)[0]:
            raise _damaged()
        yield kind, content[position + 8 : data_end]
        position = data_end + 4
        if kind == b"IEND" and position < len(content):
            raise DocumentRefused("image-tail", "has something after the end of the image.")


def _damaged() -> DocumentRefused:
    return DocumentRefused("image-damaged", "is a damaged PNG image.")
