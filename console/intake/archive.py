"""The ZIP archive that a DOCX or an ODT is: its directory, and its parts unpacked within limits."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath
from stat import S_ISLNK
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from console.intake.refused import DocumentRefused

LARGEST_UNPACKED_BYTES = 250 * 1024 * 1024
# Text in XML seldom shrinks to less than a thirtieth, what is made to burst shrinks to a thousandth.
LARGEST_RATIO = 100
# A short document of empty rows may shrink further and hurt nobody.
ALWAYS_UNPACKED_BYTES = 8 * 1024 * 1024
MOST_PARTS = 5000

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_DESCRIPTOR = 24
_DESCRIBED_AFTERWARDS = 0x08
_ENCRYPTED = 0x01
_CHUNK = 64 * 1024


class Room:
    """The bytes that may still come out of one document, archives inside its archive included."""

    def __init__(self, packed_bytes: int) -> None:
        grown = max(ALWAYS_UNPACKED_BYTES, LARGEST_RATIO * packed_bytes)
        self._left = min(LARGEST_UNPACKED_BYTES, grown)

    def take(self, size: int) -> None:
        """`DocumentRefused` once there is no room left."""
        self._left -= size
        if self._left < 0:
            raise DocumentRefused("package-bomb", "unpacks to more than a document of its size does.")


class Archive:
    """A checked directory. `DocumentRefused` where an archive is not whole, plain and without a gap or overlap."""

    def __init__(self, content: bytes, room: Room) -> None:
        self._room = room
        try:
            _check_end(content)
            self._zip = ZipFile(BytesIO(content))
            self.parts = tuple(self._zip.infolist())
            _check_names(self.parts)
            for part in self.parts:
                _check_part(part)
            _check_contiguous(content, self.parts, self._zip.start_dir)
        except (BadZipFile, struct.error, NotImplementedError, ValueError) as damaged:
            raise _irregular() from damaged

    def chunks(self, part: ZipInfo) -> Iterator[bytes]:
        """The part unpacked, at most as large as its directory says."""
        try:
            with self._zip.open(part) as opened:
                while chunk := opened.read(_CHUNK):
                    self._room.take(len(chunk))
                    yield chunk
        # A part's own header may ask for what zipfile cannot do: a RuntimeError, or a name in no encoding.
        except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as damaged:
            raise _irregular() from damaged


def _check_end(content: bytes) -> None:
    """The directory ends with the file: no comment, nothing appended, and no more parts than may be."""
    _, _, _, _, parts, size, offset, comment = _END.unpack_from(content, len(content) - _END.size)
    if not content.startswith(b"PK\x05\x06", len(content) - _END.size) or comment:
        raise DocumentRefused("package-tail", "has something after the end of its archive.")
    if offset + size + _END.size != len(content):
        raise _irregular()
    if parts > MOST_PARTS:
        raise DocumentRefused("package-parts", f"has {parts} parts; at most {MOST_PARTS} are taken.")


def _check_names(parts: tuple[ZipInfo, ...]) -> None:
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise DocumentRefused("package-names", "has two parts of one name.")
    for part in parts:
        # zipfile cuts a name at its first NUL and turns the host's separators; neither may have been needed.
        name = part.orig_filename
        steps = PurePosixPath(name).parts
        if name != part.filename or ".." in steps or name.startswith("/") or set(name) & {"\\", ":"}:
            raise DocumentRefused("package-names", "has a part whose name leads out of it.")


def _check_part(part: ZipInfo) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise DocumentRefused("package-locked", "is under a password: save it without one.")
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or S_ISLNK(part.external_attr >> 16):
        raise _irregular()


def _check_contiguous(content: bytes, parts: tuple[ZipInfo, ...], directory: int) -> None:
    """From the first byte on each part follows the one before it: no byte is hidden, and none unpacks twice."""
    by_place = sorted(parts, key=lambda part: part.header_offset)
    if not by_place or by_place[0].header_offset:
        raise _irregular()
    ends = [*(part.header_offset for part in by_place), directory]
    for part, (start, end) in zip(by_place, pairwise(ends), strict=True):
        signature, *_, name, extra = _LOCAL.unpack_from(content, start)
        gap = end - (start + _LOCAL.size + name + extra + part.compress_size)
        allowed = _LONGEST_DESCRIPTOR if part.flag_bits & _DESCRIBED_AFTERWARDS else 0
        if signature != b"PK\x03\x04" or not 0 <= gap <= allowed:
            raise _irregular()


def _irregular() -> DocumentRefused:
    return DocumentRefused("package-damaged", "is damaged, or no regular document: save it anew.")
