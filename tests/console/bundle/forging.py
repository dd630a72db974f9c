"""What somebody who knows how a bundle is made could do to it: change it, and make everything fit again."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from console.bundle.bag import Content, bagged
from console.bundle.verify import BAGIT, MANIFEST, SIGNATURE, TAGMANIFEST
from ledger.notes import Signer
from tests.console.bundle.evidence import ORIGIN, SIGNER

MALLORY = Signer.from_seed(f"{ORIGIN}/bundles", bytes(32))
_MADE = {BAGIT, MANIFEST, TAGMANIFEST, SIGNATURE, "bag-info.txt"}


def forged(
    files: Mapping[str, Content], changed: Mapping[str, bytes | None], signer: Signer = SIGNER
) -> dict[str, Content]:
    """The bundle with files changed, added or, for None, dropped, and with manifests that fit, signed anew.

    Signed by the installation's own key, all that is left to be found is what does not follow from the record.
    """
    after = {name: content for name, content in {**files, **changed}.items() if content is not None}
    payload = {name: content for name, content in after.items() if name.startswith("data/")}
    tags = {
        name: content
        for name, content in after.items()
        if name not in payload.keys() | _MADE and isinstance(content, bytes)
    }
    return bagged(payload, tags, {"Source-Organization": ORIGIN}, signer)


def lines_of(files: Mapping[str, Content], name: str) -> list[dict[str, Any]]:
    content = files[name]
    assert isinstance(content, bytes)
    return [json.loads(line) for line in content.splitlines()]


def as_lines(values: list[dict[str, Any]]) -> bytes:
    texts = (json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for each in values)
    return "".join(f"{text}\n" for text in texts).encode()


def with_line(
    files: Mapping[str, Content], name: str, change: Callable[[dict[str, Any]], object], place: int = -1
) -> dict[str, bytes | None]:
    """The file with one of its lines changed."""
    values = lines_of(files, name)
    change(values[place])
    return {name: as_lines(values)}


def replaced(files: Mapping[str, Content], name: str, pattern: str, by: str) -> dict[str, bytes | None]:
    content = files[name]
    assert isinstance(content, bytes)
    changed, times = re.subn(pattern, by, content.decode(), count=1)
    assert times == 1
    return {name: changed.encode()}
