"""Where a log differs from what was signed: each position told apart by what stands there and where it stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger.checkpoints import LogName
from ledger.findings import Finding, Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as it stands. `leaf`: what its columns hash to; `stored`: the leaf of the hash stored with it."""

    number: int
    stream: str
    leaf: bytes
    stored: bytes


def differences(log: LogName, rows: Sequence[Standing], signed: Sequence[bytes], start: int) -> list[Finding]:
    """Every row that is not what was signed at its number, and every number whose entry is gone.

    `signed`: the leaf hashes of the numbers that follow `start`; `rows`: all rows of the log from there on.
    """
    found = _Differences(rows, signed, start)
    singles = [(number, kind, stream, origin) for number, kind, stream, origin in found.all()]
    return _runs(log, sorted(singles, key=lambda single: single[0]))


class _Differences:
    def __init__(self, rows: Sequence[Standing], signed: Sequence[bytes], start: int) -> None:
        self._signed, self._start = signed, start
        self._rows: dict[int, Standing] = {}
        self._surplus: list[Standing] = []
        for row in rows:
            if row.number > start and self._rows.setdefault(row.number, row) is row:
                continue
            self._surplus.append(row)
        self._number_of = {leaf: start + 1 + at for at, leaf in enumerate(signed)}
        # What still stands somewhere, if not in its place.
        self._standing = {leaf for row in rows for leaf in (row.leaf, row.stored)}

    def all(self) -> Iterable[tuple[int, Kind, str, int]]:
        for at, leaf in enumerate(self._signed):
            number = self._start + 1 + at
            row = self._rows.get(number)
            if row is None:
                if leaf not in self._standing:
                    yield number, Kind.MISSING, "", number
            elif row.leaf != leaf:
                yield from self._in_place_of(leaf, row)
        for row in self._rows.values():
            if row.number > self._start + len(self._signed) and (origin := self._number_of.get(row.stored)):
                yield row.number, Kind.MOVED, row.stream, origin
        for row in self._surplus:
            yield row.number, Kind.INSERTED, row.stream, row.number

    def _in_place_of(self, leaf: bytes, row: Standing) -> Iterable[tuple[int, Kind, str, int]]:
        """What to say of a row that is not the entry signed at its number."""
        if row.stored == leaf:
            yield row.number, Kind.CHANGED, row.stream, row.number
        elif origin := self._number_of.get(row.stored):
            yield row.number, Kind.MOVED, row.stream, origin
            if leaf not in self._standing:
                yield row.number, Kind.MISSING, "", row.number
        elif leaf in self._standing:
            yield row.number, Kind.INSERTED, row.stream, row.number
        else:
            kind = Kind.REWRITTEN if row.leaf == row.stored else Kind.CHANGED
            yield row.number, kind, row.stream, row.number


def _runs(log: LogName, singles: Sequence[tuple[int, Kind, str, int]]) -> list[Finding]:
    """Neighbours of one kind, moved equally far, as one finding."""
    by_kind = sorted(singles, key=lambda single: (single[1], single[3] - single[0], single[0]))
    found = []
    for _, run in groupby(
        enumerate(by_kind), lambda one: (one[1][1], one[1][3] - one[1][0], one[1][0] - one[0])
    ):
        members = [single for _, single in run]
        (first, kind, stream, origin), last = members[0], members[-1][0]
        streams = {member[2] for member in members}
        stood = f"It was signed at {origin}." if first == last else f"They were signed from {origin} on."
        detail = stood if kind == Kind.MOVED else ""
        found.append(Finding(log, kind, first, last, stream if len(streams) == 1 else "", detail))
    return sorted(found, key=lambda finding: (finding.first, finding.kind))
