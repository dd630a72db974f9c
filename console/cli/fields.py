"""The option `--data` of `laurel submit`: a command's fields as JSON, each named once."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from console.cli.answers import Usage, read_file


def fields_of(data: str) -> dict[str, Any]:
    """The fields in `data`, or in the file behind `@`. `Usage` where they cannot be understood in one way."""
    try:
        text = read_file(Path(data[1:])).decode() if data.startswith("@") else data
        fields = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeError as unreadable:
        raise Usage("--data: not UTF-8.") from unreadable
    except json.JSONDecodeError as invalid:
        raise Usage(f"--data: not JSON: {invalid}.") from invalid
    except RecursionError as deep:
        raise Usage("--data: nested too deeply.") from deep
    if not isinstance(fields, dict):
        raise Usage("--data: a JSON object is expected.")
    return fields


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in pairs:
        if key in fields:
            raise Usage(f"--data: {key} is given twice.")
        fields[key] = value
    return fields


def _no_number(constant: str) -> NoReturn:
    raise Usage(f"--data: not JSON: {constant} is no number.")
