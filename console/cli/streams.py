"""One stream: `laurel show` and `laurel trail`."""

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.output import console, print_json, print_table, time_left, when
from console.cli.session import Session, run, stream_of
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from domain.permissions import State
from domain.secretariat import secretariat_day
from domain.status import status_on
from domain.streams import tasks
from domain.terms import Interval
from ledger.reading import StoredEvent, read_stream
from readmodel.history import folded

Stream = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="A cluster's id, or round-… or person-… in full.")
]
# Told by --json; a person reads past them.
_FOR_MACHINES = frozenset(
    {"clock", "limits", "message_id", "moments", "notice_id", "notices", "profile_version", "row_key"}
)
_HASH = re.compile(r"[0-9a-f]{64}")
_COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")


class TrailEntry(Frozen):
    """One event as people read it. `texts` opens the sealed values it holds; an erased one is missing there."""

    position: int
    version: int
    recorded_at: datetime
    type: str
    actor: str
    authority: str
    seen: int | None
    payload: dict[str, Any]
    texts: dict[str, str]


def show(cluster: Stream, as_json: Json = False) -> None:
    """Show what is so now: organisation, labels, cases, who acts next, letters owed."""
    stream = stream_of(cluster)
    state = run(lambda session: _state(session, stream), as_json=as_json)
    if as_json:
        print_json({**state.model_dump(mode="json"), "tasks": tasks(state)})
        return
    if isinstance(state, Cluster):
        _show_cluster(state)
    else:
        _show_facts(state, run(lambda session: _texts(session, state), as_json=as_json))
    _show_tasks(state)


def trail(cluster: Stream, as_json: Json = False) -> None:
    """Print everything that happened, in order: when, who, by which authority."""
    stream = stream_of(cluster)
    entries = run(lambda session: _entries(session, stream), as_json=as_json)
    if as_json:
        print_json(entries)
        return
    print_table(
        f"Trail of {stream}",
        ("#", "recorded", "event", "by", "what"),
        [
            (
                str(entry.version),
                when(entry.recorded_at),
                entry.type,
                f"{entry.actor} ({entry.authority})",
                _said(entry),
            )
            for entry in entries
        ],
        empty="Nothing happened.",
    )


async def _events(session: Session, stream: str) -> list[StoredEvent]:
    async with session.pool.acquire() as connection:
        events = await read_stream(connection, stream)
    if not events:
        raise NotFound(f"Nothing is known under {stream}.")
    return events


async def _state(session: Session, stream: str) -> State:
    return folded(stream, await _events(session, stream))


async def _texts(session: Session, state: State) -> dict[str, str]:
    tokens = _COMMITMENT.findall(state.model_dump_json())
    async with session.pool.acquire() as connection:
        return await session.sealer.unseal(connection, tokens)


async def _entries(session: Session, stream: str) -> list[TrailEntry]:
    events = await _events(session, stream)
    tokens = {token for event in events for token in _COMMITMENT.findall(event.payload)}
    async with session.pool.acquire() as connection:
        texts = await session.sealer.unseal(connection, sorted(tokens))
    return [_entry(event, texts) for event in events]


def _entry(event: StoredEvent, texts: dict[str, str]) -> TrailEntry:
    metadata = orjson.loads(event.metadata)
    own = {token: texts[token] for token in _COMMITMENT.findall(event.payload) if token in texts}
    return TrailEntry(
        position=event.position,
        version=event.version,
        recorded_at=event.recorded_at,
        type=event.type,
        actor=metadata["actor"],
        authority=metadata["authority"],
        seen=metadata.get("seen"),
        payload=orjson.loads(event.payload),
        texts=own,
    )


def _said(entry: TrailEntry) -> str:
    """The payload in a line, sealed texts opened or called erased; what only the engine reads is left out."""
    told = {name: value for name, value in entry.payload.items() if name not in _FOR_MACHINES}
    return escape("; ".join(f"{name}: {_plain(value, entry.texts)}" for name, value in told.items()))


def _plain(value: object, texts: dict[str, str]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each, texts)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(each, texts) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and _COMMITMENT.fullmatch(value):
        return texts.get(value, "(erased)")
    # A document's hash is read by machines; its beginning is enough to tell it from another.
    return f"{value[:12]}…" if isinstance(value, str) and _HASH.fullmatch(value) else str(value)


def _show_cluster(cluster: Cluster) -> None:
    today = secretariat_day(datetime.now(UTC))
    console.print(
        f"[bold]{escape(cluster.name)}[/bold] ({cluster.cluster_id}), {cluster.country} {cluster.region}"
    )
    facts = {"sector": cluster.sector, "carrier": cluster.carrier, "managers": ", ".join(cluster.managers)}
    for name, value in facts.items():
        console.print(f"  {name}: {escape(value) or '–'}")
    print_table(
        "Labels",
        ("level", "status today", "term", "first day", "last day", "grace until"),
        [
            (
                level,
                status_on(cluster.labels, level, today, pending=cluster.pending(level)).state,
                str(term.number),
                _interval(term.first_day),
                _interval(term.last_day),
                when(term.grace_until),
            )
            for level, terms in cluster.labels.items()
            for term in terms
        ],
        empty="  no label",
    )
    print_table(
        "Cases",
        ("case", "kind", "edition", "stage", "since", "handed in", "report", "limits"),
        [
            (
                case.case_id,
                case.kind,
                case.edition,
                case.closed_as or case.stage,
                when(case.since),
                ", ".join(f"{times} {item}" for item, times in Counter(e.item for e in case.evidence).items())
                or "–",
                f"version {case.report_version}" if case.report_version else "–",
                ", ".join(f"{limit.name} until {limit.last_day}" for limit in case.limits) or "–",
            )
            for case in cluster.cases
        ],
        empty="  no case",
    )
    if cluster.debts:
        console.print(f"  {len(cluster.debts)} effects are owed")
    for failure in cluster.failed:
        console.print(f"  letter {failure.debt.debt_id} failed: {failure.cause}")


def _show_facts(state: State, texts: dict[str, str]) -> None:
    """A person or a round: its facts, one a line."""
    for name, value in state.model_dump(mode="json", exclude={"debts", "failed", "limits"}).items():
        if value not in ("", None, [], False):
            console.print(f"  {name.replace('_', ' ')}: {escape(_plain(value, texts))}")


def _show_tasks(state: State) -> None:
    now = datetime.now(UTC)
    print_table(
        "Who acts next",
        ("task", "who", "until", "time left"),
        [
            (task.task, ", ".join(task.persons) or task.party, when(task.due_at), time_left(task.due_at, now))
            for task in tasks(state)
        ],
        empty="  nobody has to act",
    )


def _interval(interval: Interval) -> str:
    if interval.exact:
        return str(interval.day)
    if interval.open:
        return "unknown"
    return f"{interval.earliest or '…'} to {interval.latest or '…'}"
