"""A bag (RFC 8493) in a zip file that is the same, byte for byte, for the same contents."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from console.bundle.verify import (
    BAGIT,
    DECLARATION,
    MANIFEST,
    SIGNATURE,
    TAGMANIFEST,
    central_header,
    end_record,
    local_header,
)
from ledger.notes import Signer

# A large file may lie on disk until it is written: one at a time is held in memory.
Content = bytes | Path

# What the headers of a zip file can count without the extension that few readers check.
_LARGEST = 2**32 - 1
_MOST_FILES = 2**16 - 1


class BundleTooLarge(Exception):
    """A bundle beyond what a plain zip file holds."""

    def __init__(self) -> None:
        super().__init__("The bundle would be larger than 4 GiB, more than a plain zip file holds.")


def bagged(
    payload: Mapping[str, Content], tags: Mapping[str, bytes], info: Mapping[str, str], signer: Signer
) -> dict[str, Content]:
    """Every file of the bag by its name in it. `payload` names begin with data/; a signature covers all the others."""
    size = sum(map(_size, payload.values()))
    told = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    files: dict[str, Content] = {
        **tags,
        BAGIT: DECLARATION,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in sorted(told.items())).encode(),
        MANIFEST: _manifest(payload),
    }
    tagmanifest = _manifest(files)
    files |= {**payload, TAGMANIFEST: tagmanifest}
    signed = f"{signer.name}\n{sha256(tagmanifest).hexdigest()}\n"
    return files | {SIGNATURE: signer.sign(signed).encode()}


def write_archive(path: Path, base: str, files: Mapping[str, Content]) -> None:
    """Write the files under the folder `base`, uncompressed, in order, of no time.

    Raises `BundleTooLarge`, or `FileExistsError`: nothing is ever overwritten. What breaks off is not left there.
    """
    names = sorted(f"{base}/{name}" for name in files)
    headers = sum(76 + 2 * len(name) for name in names)
    if sum(map(_size, files.values())) + headers > _LARGEST or len(names) > _MOST_FILES:
        raise BundleTooLarge
    with path.open("xb") as archive:
        try:
            _write(archive, names, lambda name: _read(files[name.removeprefix(f"{base}/")]))
        except BaseException:
            path.unlink()
            raise


def _write(archive: BinaryIO, names: Sequence[str], content_of: Callable[[str], bytes]) -> None:
    directory = b""
    for name in names:
        content = content_of(name)
        crc, offset = zlib.crc32(content), archive.tell()
        archive.writelines((local_header(name, crc, len(content)), content))
        directory += central_header(name, crc, len(content), offset)
    archive.writelines((directory, end_record(len(names), len(directory), archive.tell())))


def _manifest(files: Mapping[str, Content]) -> bytes:
    return "".join(f"{sha256(_read(files[name])).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _size(content: Content) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _read(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()
