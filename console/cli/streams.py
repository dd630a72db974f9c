"""One stream: `laurel show` and `laurel trail`."""

import re
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
from domain.status import status_on
from domain.streams import tasks
from domain.terms import Interval
from ledger.reading import StoredEvent, read_stream
from readmodel.history import folded

Stream = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="A cluster's id, or round-… or person-… in full.")
]
# Told by --json; a person reads past them.
_FOR_MACHINES = frozenset({"message_id", "notice_id", "profile_version", "row_key", "moments"})
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
        console.print_json(state.model_dump_json())
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
    """The payload in a line: plain values only, sealed texts opened or called erased."""
    plain = {
        name: value
        for name, value in entry.payload.items()
        if isinstance(value, str | int | bool) and name not in _FOR_MACHINES
    }
    opened = {name: _opened(value, entry.texts) for name, value in plain.items()}
    return escape("; ".join(f"{name}: {value}" for name, value in opened.items()))


def _opened(value: str | int, texts: dict[str, str]) -> str | int:
    sealed = isinstance(value, str) and _COMMITMENT.fullmatch(value)
    return texts.get(str(value), "(erased)") if sealed else value


def _show_cluster(cluster: Cluster) -> None:
    today = datetime.now(UTC).date()
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
        ("case", "kind", "edition", "stage", "since", "limits"),
        [
            (
                case.case_id,
                case.kind,
                case.edition,
                case.closed_as or case.stage,
                when(case.since),
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
