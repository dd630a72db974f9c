"""One stream: `laurel show` and `laurel trail`."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Annotated

import orjson
import typer
from pydantic import JsonValue
from rich.markup import escape

from console.cli.asking import Json
from console.cli.output import console, print_json, print_table, when
from console.cli.reading import COMMITMENT, ERASED, KEPT_BACK, Viewer, looking, opened_texts, stored_events
from console.cli.session import Session, run, stream_of
from console.cli.task_lines import TASK_COLUMNS, task_row
from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD, Reserve, may_see, visible_payload
from domain.frozen import Frozen
from domain.permissions import State
from domain.person.state import Person
from domain.round.state import Round
from domain.secretariat import secretariat_day
from domain.status import status_on
from domain.streams import tasks
from domain.task_commands import by_command
from domain.terms import Interval
from ledger.reading import StoredEvent
from readmodel.history import folded

Stream = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="A cluster's id, or round-… or person-… in full.")
]
# Told by --json; a person reads past them.
_FOR_MACHINES = frozenset(
    {"clock", "limits", "message_id", "moments", "notice_id", "notices", "profile_version", "row_key"}
)
_HASH = re.compile(r"[0-9a-f]{64}")


class TrailEntry(Frozen):
    """One event as people read it. `texts` opens the sealed values it holds; an erased one is missing there."""

    position: int
    version: int
    recorded_at: datetime
    type: str
    actor: str
    authority: str
    seen: int | None
    payload: dict[str, JsonValue]
    texts: dict[str, str]


def show(cluster: Stream, viewer: Viewer = "", as_json: Json = False) -> None:
    """Show what is so now: organisation, labels, cases, who acts next, letters owed."""
    stream = stream_of(cluster)
    state, person = run(lambda session: _state(session, stream, viewer), as_json=as_json)
    if as_json:
        print_json({**visible_state(state, person), "tasks": [by_command(task) for task in tasks(state)]})
        return
    if isinstance(state, Cluster):
        _show_cluster(state, person)
    else:
        facts = state.model_dump_json()
        _show_facts(state, run(lambda session: opened_texts(session, [facts]), as_json=as_json))
    _show_tasks(state)


def trail(cluster: Stream, viewer: Viewer = "", as_json: Json = False) -> None:
    """Print everything that happened, in order: when, who, by which authority."""
    stream = stream_of(cluster)
    entries = run(lambda session: _entries(session, stream, viewer), as_json=as_json)
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


async def _state(session: Session, stream: str, viewer: str) -> tuple[State, Person | None]:
    return folded(stream, await stored_events(session, stream)), await looking(session, viewer)


async def _entries(session: Session, stream: str, viewer: str) -> list[TrailEntry]:
    events = await stored_events(session, stream)
    state, person = folded(stream, events), await looking(session, viewer)
    cluster = state if isinstance(state, Cluster) else None
    payloads = [
        visible_payload(event.type, orjson.loads(event.payload), viewer=person, cluster=cluster)
        for event in events
    ]
    # Texts are looked for in what may be seen: a withheld one is not opened.
    texts = await opened_texts(session, [orjson.dumps(each).decode() for each in payloads])
    return [_entry(event, payload, texts) for event, payload in zip(events, payloads, strict=True)]


def _entry(event: StoredEvent, payload: dict[str, JsonValue], texts: dict[str, str]) -> TrailEntry:
    metadata = orjson.loads(event.metadata)
    sealed = COMMITMENT.findall(orjson.dumps(payload).decode())
    return TrailEntry(
        position=event.position,
        version=event.version,
        recorded_at=event.recorded_at,
        type=event.type,
        actor=metadata["actor"],
        authority=metadata["authority"],
        seen=metadata.get("seen"),
        payload=payload,
        texts={token: texts[token] for token in sealed if token in texts},
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
    if value == WITHHELD:
        return KEPT_BACK
    if isinstance(value, str) and COMMITMENT.fullmatch(value):
        return texts.get(value, ERASED)
    # A document's hash is read by machines; its beginning is enough to tell it from another.
    return f"{value[:12]}…" if isinstance(value, str) and _HASH.fullmatch(value) else str(value)


def _show_cluster(cluster: Cluster, viewer: Person | None) -> None:
    today = secretariat_day(datetime.now(UTC))
    console.print(
        f"[bold]{escape(cluster.name)}[/bold] ({cluster.cluster_id}), {cluster.country} {cluster.region}"
    )
    facts = {"sector": cluster.sector, "carrier": cluster.carrier, "managers": ", ".join(cluster.managers)}
    for name, value in facts.items():
        console.print(f"  {name}: {escape(value) or '–'}")
    _show_labels(cluster, today)
    _show_cases(cluster, viewer)
    if cluster.debts:
        console.print(f"  {len(cluster.debts)} effects are owed")
    for failure in cluster.failed:
        console.print(f"  letter {failure.debt.debt_id} failed: {failure.cause}")


def _show_labels(cluster: Cluster, today: date) -> None:
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


def _show_cases(cluster: Cluster, viewer: Person | None) -> None:
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
                _handed_in(case) if may_see(Reserve.DOSSIER, viewer, cluster, case) else KEPT_BACK,
                f"version {case.report_version}" if case.report_version else "–",
                ", ".join(f"{limit.name} until {limit.last_day}" for limit in case.limits) or "–",
            )
            for case in cluster.cases
        ],
        empty="  no case",
    )


def _handed_in(case: Case) -> str:
    """What kinds of documents came in; on site each version counts."""
    filed = [item for each in case.dossier_items.values() for item in each.versions]
    times = Counter(item.item for item in (*case.evidence, *filed))
    return ", ".join(f"{number} {item}" for item, number in times.items()) or "–"


def _show_agenda(committee_round: Round) -> None:
    print_table(
        "Agenda",
        ("case", "stands"),
        [
            (f"{item.cluster_id}/{item.case_id}", "concluded" if item.concluded else "waits")
            for item in committee_round.agenda
        ],
        empty="  no case",
    )


def _show_facts(state: State, texts: dict[str, str]) -> None:
    """A person or a round: its facts, one a line."""
    for name, value in state.model_dump(mode="json", exclude={"debts", "failed", "limits", "agenda"}).items():
        if value not in ("", None, [], False):
            console.print(f"  {name.replace('_', ' ')}: {escape(_plain(value, texts))}")
    if isinstance(state, Round):
        _show_agenda(state)


def _show_tasks(state: State) -> None:
    now = datetime.now(UTC)
    print_table(
        "Who acts next",
        TASK_COLUMNS,
        [task_row(task, now) for task in tasks(state)],
        empty="  nobody has to act",
    )


def _interval(interval: Interval) -> str:
    if interval.exact:
        return str(interval.day)
    if interval.open:
        return "unknown"
    return f"{interval.earliest or '…'} to {interval.latest or '…'}"
