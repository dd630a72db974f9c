"""Ways to tamper with a record as superuser, triggers off, and what a verification must say of each."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.connection import Connection
from ledger.findings import Finding
from ledger.verifying import LogVerdict

Said = tuple[str, str, int, int]
"""Where, what, from which position to which."""


@dataclass(frozen=True)
class Bounds:
    """Two positions `p` < `q` of one stream, under a checkpoint of `n` of the record's `m` events.

    `outcomes`: how many outcomes the other checkpoint covers; as many as events where nothing is said.
    """

    p: int
    q: int
    n: int
    m: int
    outcomes: int | None = None

    @property
    def covered_outcomes(self) -> int:
        return self.n if self.outcomes is None else self.outcomes


@dataclass(frozen=True)
class Tampering:
    """What is done, in SQL that may name p, q, n and m, and all that must be found at or below position n."""

    name: str
    sql: str
    found: Callable[[Bounds], list[Said]]


_REHASH = """
update ledger.events set hash = ledger.event_hash(
    previous_hash, position, stream, version, event_id, type, schema_version, recorded_at, payload, metadata
)
"""
_REWRITE_STREAM = """
do $$
declare
    row record;
    link bytea;
begin
    update ledger.events set payload = '{{"points":0}}' where position = {p};
    for row in
        select * from ledger.events
        where stream = (select stream from ledger.events where position = {p}) and position >= {p}
        order by version
    loop
        update ledger.events event set
            previous_hash = coalesce(link, event.previous_hash),
            hash = ledger.event_hash(
                coalesce(link, event.previous_hash), event.position, event.stream, event.version, event.event_id,
                event.type, event.schema_version, event.recorded_at, event.payload, event.metadata
            )
        where event.position = row.position
        returning event.hash into link;
    end loop;
end
$$
"""
_SWAP = """
update ledger.events set position = {m} + 100 where position = {p};
update ledger.events set position = {p} where position = {q};
update ledger.events set position = {q} where position = {m} + 100;
"""
_INSERT = """
update ledger.events set position = position + {m} + 100 where position >= {p};
insert into ledger.events
select {p}, 'trial-9', 1, gen_random_uuid(), type, 1, payload, metadata, recorded_at, ''::bytea, sha256('')
from ledger.events where position = {p} - 1;
update ledger.events set position = position - {m} - 99 where position > {m} + 100;
"""
_CLOSE_GAP = """
delete from ledger.events where position = {p};
update ledger.events set position = position + {m} where position > {p};
update ledger.events set position = position - {m} - 1 where position > {m};
"""


def _one(where: str, kind: str) -> Callable[[Bounds], list[Said]]:
    return lambda at: [(where, kind, at.p, at.p)]


TAMPERINGS = [
    Tampering(
        "a byte of a payload",
        "update ledger.events set payload = overlay(payload placing 'P' from 3 for 1) where position = {p}",
        _one("events", "changed"),
    ),
    Tampering(
        "a byte of metadata",
        "update ledger.events set metadata = overlay(metadata placing 'A' from 3 for 1) where position = {p}",
        _one("events", "changed"),
    ),
    Tampering(
        "when it was recorded",
        "update ledger.events set recorded_at = recorded_at + interval '1 microsecond' where position = {p}",
        _one("events", "changed"),
    ),
    Tampering(
        "whose event it is",
        "update ledger.events set stream = 'trial-8', version = 1 where position = {p}",
        _one("events", "changed"),
    ),
    Tampering(
        "the hash stored with it",
        "update ledger.events set hash = sha256('') where position = {p}",
        _one("events", "changed"),
    ),
    Tampering(
        "a byte of an outcome",
        "update ledger.outcomes set outcome = overlay(outcome placing 'P' from 3 for 1) where number = {p}",
        _one("outcomes", "changed"),
    ),
    Tampering(
        "the hash of a request",
        "update ledger.outcomes set request_mac = '' where number = {p}",
        _one("outcomes", "changed"),
    ),
    Tampering("a row deleted", "delete from ledger.events where position = {p}", _one("events", "missing")),
    Tampering(
        "an outcome deleted", "delete from ledger.outcomes where number = {p}", _one("outcomes", "missing")
    ),
    Tampering(
        "a row deleted and the gap closed",
        _CLOSE_GAP,
        lambda at: [
            ("events", "missing", at.p, at.p),
            ("events", "moved", at.p, at.n - 1),
            ("events", "inserted", at.n, at.n),
        ],
    ),
    Tampering(
        "a row inserted",
        _INSERT,
        lambda at: [("events", "inserted", at.p, at.p), ("events", "moved", at.p + 1, at.n + 1)],
    ),
    Tampering(
        "two rows in each other's place",
        _SWAP,
        lambda at: [("events", "moved", at.p, at.p), ("events", "moved", at.q, at.q)],
    ),
    Tampering(
        "two rows in each other's place, with new hashes",
        f"{_SWAP}; {_REHASH} where position in ({{p}}, {{q}})",
        lambda at: [("events", "rewritten", at.p, at.p), ("events", "rewritten", at.q, at.q)],
    ),
    Tampering(
        "the tail cut, under the checkpoint",
        "delete from ledger.events where position > {q}",
        lambda at: [("events", "missing", at.q + 1, at.n)],
    ),
    Tampering(
        "the outcomes' tail cut",
        "delete from ledger.outcomes where number > {q}",
        lambda at: [("outcomes", "missing", at.q + 1, at.covered_outcomes)],
    ),
    Tampering(
        "a stream rewritten with new hashes",
        _REWRITE_STREAM,
        lambda at: [("events", "rewritten", number, number) for number in range(at.p, at.n + 1, 3)],
    ),
    Tampering("nothing", "select 1", lambda _: []),
    Tampering(
        "every event deleted", "delete from ledger.events", lambda at: [("events", "missing", 1, at.n)]
    ),
]


async def tampered(superuser: Connection, tampering: Tampering, at: Bounds) -> None:
    """Do it, with all that guards the tables taken away."""
    await superuser.execute("alter table ledger.events disable trigger all")
    await superuser.execute("alter table ledger.outcomes disable trigger all")
    await superuser.execute(tampering.sql.format(p=at.p, q=at.q, n=at.n, m=at.m))


def said(verdicts: list[LogVerdict], up_to: int | None = None) -> list[Said]:
    """What was found, as far as it begins at that position."""
    found: list[Finding] = [finding for verdict in verdicts for finding in verdict.findings]
    return [
        (finding.where, finding.kind.value, finding.first, finding.last)
        for finding in found
        if up_to is None or finding.first <= up_to
    ]
