"""Verifies an evidence bundle of Laurel with Python's standard library alone: no package, no network, no clock.

    python3 -I -S verify.py [BUNDLE.zip | FOLDER] [--key KEY]...

Without BUNDLE it verifies the folder it lies in. KEY is the installation's public key as its owner gave it to you;
without one the bundle's own keys are used, which proves that it is whole, not whose it is. Exit code 0: nothing was
changed; 1: something was, and the file is named; 2: it was called wrongly.

It is one file on purpose: it is shipped alone, and read by whoever wants to know what is checked.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = "laurel evidence bundle 1"
_WHOLE = "whole"
BAGIT = "bagit.txt"
MANIFEST, TAGMANIFEST, SIGNATURE = "manifest-sha256.txt", "tagmanifest-sha256.txt", "signature.txt"
KEYS, KEY_CHANGES, ABOUT = "data/keys.txt", "data/key-changes/", "data/bundle.json"
EVENTS, OUTCOMES, SEALED = "data/events.jsonl", "data/outcomes.jsonl", "data/sealed.jsonl"
INDEX, DOCUMENTS = "data/documents.json", "data/documents/"
LOGS = {EVENTS: "events", OUTCOMES: "outcomes"}
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HASH_BEFORE = re.compile(r"([0-9a-f]{64})?")
_HEX = re.compile(r"([0-9a-f]{2})*")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEXT = re.compile(r".*", re.DOTALL)
_COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
# Every column, a number or a text of this form: what a hash covers can be written in one way only.
_EVENT = {
    "position": int,
    "stream": _TEXT,
    "version": int,
    "event_id": _UUID,
    "type": _TEXT,
    "schema_version": int,
    "payload": _TEXT,
    "metadata": _TEXT,
    "recorded_at": _MOMENT,
    "previous_hash": _HASH_BEFORE,
    "hash": _SHA256,
}
_OUTCOME = {
    "number": int,
    "stream": _TEXT,
    "command_id": _UUID,
    "request_mac": _HEX,
    "outcome": _TEXT,
    "recorded_at": _MOMENT,
    "previous_hash": _HASH_BEFORE,
    "hash": _SHA256,
}
_OPENED = {"commitment": _COMMITMENT, "salt": _HEX, "text": _TEXT}
_ERASED = {"commitment": _COMMITMENT, "erased": bool}
_PROOF = {"leaf": int, "proof": list}
_ABOUT = {"format": _TEXT, "cluster": _TEXT, "stream": _TEXT, "position": int, "streams": dict}
_NAMING_DOCUMENTS = frozenset({"document", "documents", "evidence", "replaces"})
_EPOCH, _MICROSECOND = datetime.fromisoformat("1970-01-01T00:00:00+00:00"), timedelta(microseconds=1)


class Wrong(Exception):
    """What is wrong, and the file it is wrong in."""

    def __init__(self, file: str, sentence: str) -> None:
        super().__init__(f"{file}: {sentence}")
        self.file = file
        self.sentence = sentence


@dataclass
class Report:
    """What was found. Nothing was changed if `problems` is empty; `remarks` say what is not proven all the same."""

    bundle: str
    cluster: str = ""
    position: int = 0
    checked: dict[str, int] = field(default_factory=dict)
    signed_by: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)

    def add(self, wrong: Wrong) -> None:
        self.problems.append({"file": wrong.file, "sentence": wrong.sentence})


def verify(path: Path, keys: Sequence[str] = ()) -> Report:
    """Check everything that can be checked. What cannot be read at all is a problem too, never an exception."""
    report = Report(path.name)
    try:
        files = _archived(path) if path.is_file() else _unpacked(path)
        for wrong in _broken_manifests(files):
            report.add(wrong)
        if not report.problems:
            _check_contents(files, _Trust(files, keys, report), report)
    except Wrong as wrong:
        report.add(wrong)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as fault:
        # Only who made the manifests fit can have written this: it is no bundle of ours.
        report.add(Wrong(path.name, f"cannot be understood ({type(fault).__name__}: {fault})."))
    return report


def misasked(path: Path, keys: Sequence[str]) -> str:
    """What is wrong with the question, before anything is with the bundle; empty if nothing is."""
    if not path.exists():
        return f"{path} is not there."
    for key in keys:
        try:
            _parsed_key(key.strip())
        except Wrong:
            return f"--key: {key!r} is no public key of the form NAME+ID+KEY."
    return ""


# The archive: a zip file in the one form that every byte of it follows from names and contents.


def local_header(name: str, crc: int, size: int) -> bytes:
    return (
        struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 10, 0, 0, 0, 33, crc, size, size, len(name), 0)
        + name.encode()
    )


def central_header(name: str, crc: int, size: int, offset: int) -> bytes:
    """Unix, a plain file that its owner may write and all may read, of 1 January 1980."""
    version, mode = 3 << 8 | 10, 0o100644 << 16
    fixed = (b"PK\1\2", version, 10, 0, 0, 0, 33, crc, size, size, len(name), 0, 0, 0, 0, mode, offset)
    return struct.pack("<4sHHHHHHIIIHHHHHII", *fixed) + name.encode()


def end_record(entries: int, size: int, offset: int) -> bytes:
    return struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, entries, entries, size, offset, 0)


class _Files:
    """The files of a bag by their names in it. Contents stay on disk."""

    def __init__(self, places: dict[str, tuple[Path, int, int]]) -> None:
        self._places = places

    @property
    def names(self) -> list[str]:
        return sorted(self._places)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def read(self, name: str) -> bytes:
        if name not in self._places:
            raise Wrong(name, "is missing.")
        path, offset, size = self._places[name]
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(size)

    def text(self, name: str) -> str:
        try:
            return self.read(name).decode()
        except UnicodeDecodeError:
            raise Wrong(name, "is not UTF-8.") from None


def _archived(path: Path) -> _Files:
    places: dict[str, tuple[Path, int, int]] = {}
    directory, base, last = b"", "", ""
    with path.open("rb") as file:
        while (head := file.read(30))[:4] == b"PK\3\4":
            offset = file.tell() - len(head)
            name, size = _member(file, head, last or path.name)
            crc = zlib.crc32(content := file.read(size))
            if len(content) != size or head + name.encode() != local_header(name, crc, size):
                raise Wrong(name, "was changed, or its place in the archive was.")
            if name <= last or not _NAME.fullmatch(name) or "/" not in name:
                raise Wrong(name, "is no name for a file of a bundle, or stands there twice or out of order.")
            folder, _, inner = name.partition("/")
            if base not in ("", folder):
                raise Wrong(name, f"lies outside of {base}.")
            places[inner] = path, offset + len(head) + len(name), size
            directory += central_header(name, crc, size, offset)
            base, last = folder, name
        if not places:
            raise Wrong(path.name, "is no bundle: it does not begin as a zip file does.")
        offset = file.tell() - len(head)
        rest = head + file.read(len(directory) + 23)
    if rest != directory + end_record(len(places), len(directory), offset):
        raise Wrong(path.name, f"after {last}, the list of the archive's files was changed.")
    return _Files(places)


def _member(file: BinaryIO, head: bytes, after: str) -> tuple[str, int]:
    if len(head) != 30:  # noqa: PLR2004 - the fixed part of a local header
        raise Wrong(after, "is the last file before the archive breaks off.")
    size, length = struct.unpack("<I", head[22:26])[0], struct.unpack("<H", head[26:28])[0]
    try:
        return file.read(length).decode("ascii"), size
    except UnicodeDecodeError:
        raise Wrong(after, "is followed by a file with an impossible name.") from None


def _unpacked(folder: Path) -> _Files:
    if not folder.is_dir():
        raise Wrong(folder.name, "is not there.")
    places = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Wrong(name, "is neither a file nor a folder.")
        if path.is_file():
            places[name] = path, 0, path.stat().st_size
    return _Files(places)


# The bag: RFC 8493. Every file but the tag manifest and its signature stands in one manifest.


def _broken_manifests(files: _Files) -> Iterator[Wrong]:
    if files.read(BAGIT) != DECLARATION:
        yield Wrong(BAGIT, "does not declare a bag as bundles do.")
    listed: set[str] = set()
    for manifest in (TAGMANIFEST, MANIFEST):
        for name, digest in _manifest(files, manifest).items():
            listed.add(name)
            if name.startswith("data/") != (manifest == MANIFEST) or name in (TAGMANIFEST, SIGNATURE):
                yield Wrong(name, f"does not belong into {manifest}.")
            elif name not in files:
                yield Wrong(name, f"is missing, though {manifest} names it.")
            elif hashlib.sha256(files.read(name)).hexdigest() != digest:
                yield Wrong(name, f"was changed: its SHA-256 is not that of {manifest}.")
    for name in set(files.names) - listed - {TAGMANIFEST, SIGNATURE}:
        yield Wrong(name, "was added: no manifest names it.")


def _manifest(files: _Files, manifest: str) -> dict[str, str]:
    text = files.text(manifest)
    found = [(name, digest) for digest, name in _MANIFEST_LINE.findall(text)]
    if "".join(f"{digest}  {name}\n" for name, digest in found) != text or found != sorted(
        dict(found).items()
    ):
        raise Wrong(
            manifest, "was changed: its lines do not have the form of a manifest, each name once, in order."
        )
    return dict(found)


# Signatures: C2SP signed notes under Ed25519 keys.


class _Trust:
    """The keys that count: those given by whoever asks, else the bundle's own.

    A key counts under every name of its installation: `ORIGIN/events` for the events' log, and so on. So does one that
    a key that counts has announced as its successor.
    """

    def __init__(self, files: _Files, given: Sequence[str], report: Report) -> None:
        own = files.text(KEYS).splitlines() if KEYS in files else []
        self._keys = [_parsed_key(each.strip()) for each in given or own]
        self._report = report
        for note in (name for name in files.names if name.startswith(KEY_CHANGES)):
            self._keys += self._announced(files, note)
        if not given:
            report.remarks.append("No key was given: signatures were checked against the bundle's own keys.")

    def opened(self, files: _Files, name: str) -> list[str]:
        """The lines of a note's text, signed by a key that counts."""
        text, separator, signatures = files.text(name).rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise Wrong(name, "is no signed note.")
        for line in signatures.splitlines():
            dash, _, rest = line.partition(" ")
            signer, _, encoded = rest.partition(" ")
            signature = _unbase64(encoded, name)
            if dash == "—" and self._signed(signer, signature, f"{text}\n".encode()):
                self._report.signed_by[name] = signer
                return text.splitlines()
        raise Wrong(name, "is not signed by a key that counts, or was changed.")

    def _announced(self, files: _Files, note: str) -> list[tuple[str, bytes]]:
        """The successor a note names; none where it is of a time before the keys that count."""
        try:
            _, what, _, successor = self.opened(files, note)
        except Wrong:
            return []
        return [_parsed_key(successor)] if what == "key change" else []

    def _signed(self, signer: str, signature: bytes, text: bytes) -> bool:
        return any(
            signer.rpartition("/")[0] == origin
            and signature[:4] == _key_id(signer, key)
            and ed25519_holds(key, signature[4:], text)
            for origin, key in self._keys
        )


def _parsed_key(text: str) -> tuple[str, bytes]:
    """The installation's origin and its public key."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    blob = _unbase64(encoded, KEYS)
    if blob[:1] != b"\1" or len(blob) != 33 or key_id != _key_id(name, blob[1:]).hex():  # noqa: PLR2004 - a byte and the key
        raise Wrong(KEYS, f"{text!r} is no public key.")
    return name.rpartition("/")[0], blob[1:]


def _key_id(name: str, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\1" + key).digest()[:4]


def _unbase64(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Wrong(where, "is not in base64 where it should be.") from None


_P, _Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_Point = tuple[int, int, int, int]
_IDENTITY = (0, 1, 1, 0)


def ed25519_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """RFC 8032, 5.1.7. Nothing here is secret, so nothing needs to take constant time."""
    key_point, nonce_point = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key_point is None or nonce_point is None or scalar >= _Q:  # noqa: PLR2004
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _Q
    left, right = _times(scalar, _BASE), _plus(nonce_point, _times(challenge, key_point))
    return (
        (left[0] * right[2] - right[0] * left[2]) % _P == (left[1] * right[2] - right[1] * left[2]) % _P == 0
    )


def _point(encoded: bytes) -> _Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = _x_of(y, sign) if len(encoded) == 32 and y < _P else None  # noqa: PLR2004
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    root = pow(square, (_P + 3) // 8, _P)
    if (root * root - square) % _P:
        root = root * pow(2, (_P - 1) // 4, _P) % _P
    if (root * root - square) % _P or (root == 0 and sign):
        return None
    return root if root & 1 == sign else _P - root


def _plus(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    product: _Point = _IDENTITY
    while scalar:
        if scalar & 1:
            product = _plus(product, point)
        point, scalar = _plus(point, point), scalar >> 1
    return product


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


# The contents: events, outcomes, their proofs, sealed texts, documents.


def _check_contents(files: _Files, trust: _Trust, report: Report) -> None:
    about = _object(files, ABOUT)
    if about["format"] != FORMAT:
        raise Wrong(ABOUT, f"names the format {about['format']!r}; this verifier knows {FORMAT!r}.")
    streams = about.get("streams", {})
    if (
        not _formed(about, _ABOUT)
        or about["stream"] != f"cluster-{about['cluster']}"
        or streams[about["stream"]] != _WHOLE
    ):
        raise Wrong(ABOUT, "does not say which cluster this is, or not that its stream is whole.")
    report.cluster, report.position = about["cluster"], about["position"]
    _check_signature(files, trust)
    events, outcomes = _lines(files, EVENTS, _EVENT), _lines(files, OUTCOMES, _OUTCOME)
    proven = {EVENTS: [(each["position"], each["hash"]) for each in events]}
    proven[OUTCOMES] = [(each["number"], each["hash"]) for each in outcomes]
    checks: list[Callable[[], None]] = [
        lambda: _check_events(events, streams, about["position"]),
        lambda: _check_outcomes(outcomes, streams),
        lambda: _check_proofs(files, trust, EVENTS, proven[EVENTS], report),
        lambda: _check_proofs(files, trust, OUTCOMES, proven[OUTCOMES], report),
        lambda: _check_sealed(files, events, report),
        lambda: _check_documents(files, [e for e in events if e["stream"] == about["stream"]], report),
    ]
    for check in checks:
        try:
            check()
        except Wrong as wrong:
            report.add(wrong)
    report.checked |= {"events": len(events), "outcomes": len(outcomes), "files": len(files.names)}


def _check_signature(files: _Files, trust: _Trust) -> None:
    """The signature of the tag manifest, and by it of every file: pages and process logs have no other."""
    if trust.opened(files, SIGNATURE)[-1] != hashlib.sha256(files.read(TAGMANIFEST)).hexdigest():
        raise Wrong(TAGMANIFEST, f"was changed: {SIGNATURE} signs another.")


def _object(files: _Files, name: str) -> Any:  # noqa: ANN401 - the JSON edge
    return _json(files.text(name).removesuffix("\n"), name)


def _lines(files: _Files, name: str, form: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The values of a file, one a line; with `form` each has exactly these members, of these forms."""
    text = files.text(name)
    if text and not text.endswith("\n"):
        raise Wrong(name, "breaks off within a line.")
    values = [_json(line, f"{name}, line {number}") for number, line in enumerate(text.split("\n")[:-1], 1)]
    for number, value in enumerate(values, 1):
        if form is not None and not _formed(value, form):
            raise Wrong(f"{name}, line {number}", "does not have the form of such a line.")
    return values


def _formed(value: object, form: dict[str, Any]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == form.keys()
        and all(
            type(value[name]) is kind
            if isinstance(kind, type)
            else isinstance(value[name], str) and kind.fullmatch(value[name])
            for name, kind in form.items()
        )
    )


def _json(text: str, where: str) -> Any:  # noqa: ANN401 - the JSON edge
    value = json.loads(text)
    if json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != text:
        raise Wrong(where, "is not in canonical form.")
    return value


def _check_events(events: list[dict[str, Any]], streams: dict[str, str], last: int) -> None:
    if {event["stream"] for event in events} != streams.keys():
        raise Wrong(EVENTS, f"does not hold events of exactly the streams that {ABOUT} names.")
    position, heads = 0, dict.fromkeys(streams, (0, ""))
    for event in events:
        where, stream, before = (
            f"{EVENTS}, position {event['position']}",
            event["stream"],
            heads[event["stream"]],
        )
        if not position < event["position"] <= last:
            raise Wrong(where, "is out of order.")
        if event["hash"] != event_hash(event):
            raise Wrong(where, "was changed: its hash is another.")
        if streams[stream] == _WHOLE and (event["version"] - 1, event["previous_hash"]) != before:
            raise Wrong(where, f"does not follow version {before[0]} of {stream}.")
        position, heads[stream] = event["position"], (event["version"], event["hash"])


def _check_outcomes(outcomes: list[dict[str, Any]], streams: dict[str, str]) -> None:
    number = 0
    for outcome in outcomes:
        where = f"{OUTCOMES}, number {outcome['number']}"
        if outcome["number"] <= number or streams.get(outcome["stream"]) != _WHOLE:
            raise Wrong(where, "is out of order, or of a stream that does not belong here.")
        if outcome["hash"] != outcome_hash(outcome):
            raise Wrong(where, "was changed: its hash is another.")
        number = outcome["number"]


def event_hash(event: dict[str, Any]) -> str:
    parts = (
        _framed(b"laurel event 1"),
        _framed(bytes.fromhex(event["previous_hash"])),
        event["position"].to_bytes(8, "big"),
        _framed(event["stream"].encode()),
        event["version"].to_bytes(4, "big"),
        bytes.fromhex(event["event_id"].replace("-", "")),
        _framed(event["type"].encode()),
        event["schema_version"].to_bytes(4, "big"),
        _microseconds(event["recorded_at"]),
        _framed(event["payload"].encode()),
        _framed(event["metadata"].encode()),
    )
    return hashlib.sha256(b"".join(parts)).hexdigest()


def outcome_hash(outcome: dict[str, Any]) -> str:
    parts = (
        _framed(b"laurel outcome 1"),
        _framed(bytes.fromhex(outcome["previous_hash"])),
        outcome["number"].to_bytes(8, "big"),
        _framed(outcome["stream"].encode()),
        bytes.fromhex(outcome["command_id"].replace("-", "")),
        _framed(bytes.fromhex(outcome["request_mac"])),
        _microseconds(outcome["recorded_at"]),
        _framed(outcome["outcome"].encode()),
    )
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _microseconds(moment: str) -> bytes:
    return ((datetime.fromisoformat(moment) - _EPOCH) // _MICROSECOND).to_bytes(8, "big", signed=True)


# The tree: RFC 9162. An entry's number, less one, is its leaf; the entry is its 32-byte hash.


def _check_proofs(
    files: _Files, trust: _Trust, name: str, entries: list[tuple[int, str]], report: Report
) -> None:
    log = LOGS[name]
    checkpoint, proofs = f"data/checkpoints/{log}.txt", f"data/proofs/{log}.jsonl"
    size, root = 0, b""
    if checkpoint in files:
        lines = trust.opened(files, checkpoint)
        if not lines[0].endswith(f"/{log}"):
            raise Wrong(checkpoint, f"is of the log {lines[0]}, not of {log}.")
        size, root = int(lines[1]), _unbase64(lines[2], checkpoint)
        report.checked[f"{log} under the checkpoint"] = sum(number <= size for number, _ in entries)
    proven = {
        each["leaf"]: [bytes.fromhex(node) for node in each["proof"]]
        for each in _lines(files, proofs, _PROOF)
    }
    if list(proven) != [number - 1 for number, _ in entries if number <= size]:
        raise Wrong(proofs, f"does not prove exactly the {log} that stand under the checkpoint.")
    for number, digest in entries:
        if number <= size and not _holds_leaf(
            bytes.fromhex(digest), number - 1, size, proven[number - 1], root
        ):
            raise Wrong(proofs, f"does not lead from {log} {number} to the checkpoint's root.")
    if above := sum(number > size for number, _ in entries):
        report.remarks.append(
            f"{above} of {len(entries)} {log} are younger than the checkpoint: no root covers them."
        )


def _holds_leaf(entry: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    node, last = hashlib.sha256(b"\0" + entry).digest(), size - 1
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def _check_sealed(files: _Files, events: list[dict[str, Any]], report: Report) -> None:
    lines = _lines(files, SEALED)
    named = sorted({token for event in events for token in _COMMITMENT.findall(event["payload"])})
    if [line["commitment"] for line in lines] != named:
        raise Wrong(SEALED, "does not tell of exactly the sealed texts that the events name.")
    for number, line in enumerate(lines, 1):
        if _formed(line, _ERASED) and line["erased"]:
            continue
        if not _formed(line, _OPENED):
            raise Wrong(f"{SEALED}, line {number}", "does not have the form of such a line.")
        committed = hashlib.sha256(bytes.fromhex(line["salt"]) + line["text"].encode()).hexdigest()
        if line["commitment"] != f"sealed:{committed}":
            raise Wrong(f"{SEALED}, line {number}", "was changed: it is not the text that was committed to.")
    erased = sum("erased" in line for line in lines)
    report.checked |= {"sealed texts opened": len(lines) - erased, "sealed texts erased": erased}


def _check_documents(files: _Files, events: list[dict[str, Any]], report: Report) -> None:
    index = _object(files, INDEX)
    named = {digest for event in events for digest in _documents_of(json.loads(event["payload"]))}
    if {each["sha256"] for each in index} != named:
        raise Wrong(INDEX, "does not tell of exactly the documents that the events name.")
    present = {each["sha256"] for each in index if each["present"]}
    for name in (name for name in files.names if name.startswith(DOCUMENTS)):
        digest = name.removeprefix(DOCUMENTS)
        if digest not in present or hashlib.sha256(files.read(name)).hexdigest() != digest:
            raise Wrong(name, "is not the document that an event names by this hash.")
    if lost := [digest for digest in sorted(present) if DOCUMENTS + digest not in files]:
        raise Wrong(DOCUMENTS + lost[0], "is missing, though the index says that it is here.")
    if absent := sorted(named - present):
        report.remarks.append(f"{len(absent)} documents were no longer stored when the bundle was made.")
    report.checked["documents"] = len(present)


def _documents_of(value: object, under: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _documents_of(member, key)
    elif isinstance(value, list):
        for member in value:
            yield from _documents_of(member, under)
    elif under in _NAMING_DOCUMENTS and isinstance(value, str) and _SHA256.fullmatch(value):
        yield value


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify an evidence bundle.")
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument(
        "--key", action="append", default=[], help="a public key that counts, instead of its own"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    given = parser.parse_args(arguments)
    if wrong := misasked(given.bundle, given.key):
        parser.error(wrong)
    report = verify(given.bundle, given.key)
    if given.json:
        sys.stdout.write(json.dumps(asdict(report), indent=2, sort_keys=True) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in told(report))
    return 1 if report.problems else 0


def told(report: Report) -> list[str]:
    """The report in sentences."""
    if report.problems:
        refused = [f"CHANGED {each['file']}: {each['sentence']}" for each in report.problems]
        return [*refused, f"{report.bundle} is refused."]
    checked = ", ".join(f"{what} {number}" for what, number in sorted(report.checked.items()))
    return [
        f"{report.bundle}: {report.cluster} as known at position {report.position}.",
        f"Checked: {checked}.",
        f"Signed by: {', '.join(sorted(set(report.signed_by.values()))) or 'nobody'}.",
        *(f"Note: {remark}" for remark in report.remarks),
        "Nothing was changed.",
    ]


if __name__ == "__main__":
    sys.exit(main())
