"""How the command line ends: exit codes, and one sentence for every way a command can go wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import typer
from pydantic import ValidationError
from rich.console import Console

from console.exits import Exit
from console.gateway import BadInput, Faulted, OutcomeUnknown, OutOfReach
from domain.rejected import Rejected
from ledger.outside import PlaceOutOfReach
from ledger.sealing import SealBroken

_stderr = Console(stderr=True, highlight=False, soft_wrap=True)


class NotFound(Exception):
    """What was asked for does not exist."""


class Usage(Exception):
    """The command line cannot be understood as it stands."""


def read_file(path: Path) -> bytes:
    """The file's content; `NotFound` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as unreadable:
        raise NotFound(f"{path} cannot be read: {unreadable.strerror}.") from unreadable


@contextmanager
def answered(*, as_json: bool) -> Iterator[None]:
    """Turn every answer that is not a result into its sentence on stderr and its exit code."""
    try:
        yield
    except Rejected as refused:
        _end(Exit.REFUSED, refused.code, refused.sentence, as_json=as_json)
    except NotFound as missing:
        _end(Exit.REFUSED, "not-found", str(missing), as_json=as_json)
    except SealBroken as broken:
        _end(Exit.REFUSED, "seal-broken", str(broken), as_json=as_json)
    except Faulted as fault:
        _end(Exit.REFUSED, "fault", str(fault), as_json=as_json)
    except BadInput as bad:
        _end(Exit.USAGE, "bad-input", "\n".join(bad.fields), as_json=as_json)
    except Usage as usage:
        _end(Exit.USAGE, "usage", str(usage), as_json=as_json)
    except ValidationError as settings:
        names = ", ".join(f"LAUREL_{str(error['loc'][0]).upper()}" for error in settings.errors())
        sentence = f"These settings are missing or wrong: {names}. Is `laurel up` running in this folder?"
        _end(Exit.USAGE, "settings", sentence, as_json=as_json)
    except (OutOfReach, OutcomeUnknown, PlaceOutOfReach) as away:
        _end(Exit.OUT_OF_REACH, "out-of-reach", str(away), as_json=as_json)


def _end(code: Exit, name: str, sentence: str, *, as_json: bool) -> None:
    if as_json:
        sys.stderr.write(orjson.dumps({"error": {"code": name, "sentence": sentence}}).decode() + "\n")
    else:
        _stderr.print(f"{sentence} ({name})" if code is Exit.REFUSED else sentence, markup=False)
    raise typer.Exit(code)
