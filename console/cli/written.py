"""A file that a command writes where it was told to: it never replaces one."""

import os
from pathlib import Path

from console.cli.answers import NotFound, Usage


def write_new(path: Path, content: bytes, *, option: str, private: bool = False) -> None:
    """Write a file that is not there yet, `private` for its owner alone to read; `Usage` or `NotFound` otherwise."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with os.fdopen(made, "wb") as file:
            file.write(content)
    except FileExistsError as there:
        raise Usage(f"{option}: {path} exists already.") from there
    except OSError as unwritable:
        raise NotFound(f"{option}: {path} cannot be written: {unwritable.strerror}.") from unwritable
