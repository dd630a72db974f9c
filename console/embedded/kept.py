"""Values made once and kept: small JSON files only their owner may read, written whole or not at all."""

import json
import os
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The values in `file`; what `make` names and the file lacks is added and written first."""
    before: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    values = make() | before
    if values != before:
        write_private(file, json.dumps(values, indent=2) + "\n")
    return values


def write_private(file: Path, text: str) -> None:
    """Replace `file` by `text`, readable by its owner alone, durable once this returns."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    fsync_folder(file.parent)


def fsync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
