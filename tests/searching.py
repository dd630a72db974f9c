"""Looking for a value in bytes: in every form in which programs write a text down."""

import json
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from quopri import encodestring
from urllib.parse import quote


def forms(value: str) -> dict[str, bytes]:
    """How the value may stand in bytes, by the form's name. Letters of the alphabet in small, but for base64."""
    utf8 = value.encode()
    written = {
        "utf-8": utf8,
        "latin-1": value.encode("latin-1", errors="replace"),
        "utf-16-le": value.encode("utf-16-le"),
        "utf-16-be": value.encode("utf-16-be"),
        "hex": utf8.hex().encode(),
        "json": json.dumps(value)[1:-1].encode(),
        "percent": quote(value).encode(),
        "quoted-printable": encodestring(utf8),
    }
    return {name: content.lower() for name, content in written.items()} | _base64(utf8)


def _base64(content: bytes) -> dict[str, bytes]:
    """Of what stands within a longer text, by how many bytes stand before it: what depends on neighbours left out."""
    found = {}
    for before in range(3):
        encoded = b64encode(b"\0" * before + content).rstrip(b"=")
        found[f"base64 at {before}"] = encoded[-(-before * 4 // 3) : -1]
    return found


def occurrences(values: Iterable[str], content: bytes) -> list[tuple[str, str]]:
    """Each value with each form in which it occurs in the content, in capitals or not."""
    small = content.lower()
    return [
        (value, name)
        for value in values
        for name in forms(value)
        if any(
            forms(variant)[name] in (content if name.startswith("base64") else small)
            for variant in {value, value.lower(), value.upper()}
        )
    ]


def occurrences_in(values: Iterable[str], folder: Path) -> list[tuple[str, str, str]]:
    """The same for every file below the folder, with the file's path in it."""
    values = tuple(values)
    return [
        (str(path.relative_to(folder)), *found)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
        for found in occurrences(values, path.read_bytes())
    ]
