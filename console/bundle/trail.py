"""The trail for people: one page that says who decided what, why and by which rule, and all that happened."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined

from console.bundle.gathering import COMMITMENT, Evidence
from domain.cluster.decided import Entry, decided
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.explanation import Explanation
from domain.cluster.state import Cluster
from domain.cluster.why import explained
from domain.editions.state import Editions, in_force
from domain.schemes import scheme
from domain.streams import PERSON, SCHEME
from ledger.entries import EventEntry
from ledger.reading import StoredEvent
from readmodel.history import folded, happened_of

# What only the engine reads; events.jsonl has it.
_FOR_MACHINES = frozenset(
    {
        "clock",
        "content",
        "limits",
        "message_id",
        "moments",
        "notice_id",
        "notices",
        "profile_version",
        "row_key",
    }
)
_ENVIRONMENT = Environment(
    loader=PackageLoader("console.bundle", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def trail_page(evidence: Evidence, names: Mapping[str, str | None], above: int) -> bytes:
    """The page. `names` of persons by id, None where erased; `above`: events that no checkpoint covers."""
    events = [each.event for each in evidence.own]
    cluster = folded(evidence.stream, events)
    if not isinstance(cluster, Cluster):
        raise TypeError(f"{evidence.stream} is no cluster's stream.")
    page = _ENVIRONMENT.get_template("trail.html").render(
        evidence=evidence,
        cluster=cluster,
        names=names,
        above=above,
        decisions=_decisions(evidence, events),
        own=[_row(event) for event in evidence.own],
        elsewhere=[_row(event) for event in evidence.events if event.stream != evidence.stream],
        texts={token: text.value for token, text in evidence.texts.items()},
        is_sealed=lambda value: isinstance(value, str) and COMMITMENT.fullmatch(value) is not None,
    )
    return page.encode()


def person_names(evidence: Evidence) -> dict[str, str | None]:
    """What everybody who took part is called, by id; None where it is erased."""
    names: dict[str, str | None] = dict.fromkeys(evidence.persons)
    for event in evidence.events:
        if event.type == "PersonRegistered":
            text = evidence.texts.get(orjson.loads(event.payload)["name"])
            names[event.stream.removeprefix(PERSON)] = text.value if text else None
    return names


def _decisions(evidence: Evidence, events: Sequence[StoredEvent]) -> list[Explanation]:
    """Every certification decision in order of time."""
    entries = [_entry(event) for event in events]
    taken = [
        each.happened.event.case_id for each in entries if isinstance(each.happened.event, DecisionTaken)
    ]
    numbered = [
        decided(evidence.cluster_id, entries, f"{case}/{taken[: place + 1].count(case)}")
        for place, case in enumerate(taken)
    ]
    editions = folded(SCHEME, [each.event for each in evidence.events if each.stream == SCHEME])
    by = in_force(scheme(), editions) if isinstance(editions, Editions) else scheme()
    return [explained(each, by) for each in numbered]


def _entry(event: StoredEvent) -> Entry:
    metadata = orjson.loads(event.metadata)
    return Entry(event.position, happened_of(event), metadata["actor"], metadata.get("seen"))


def _row(event: EventEntry) -> dict[str, Any]:
    payload = orjson.loads(event.payload)
    return {
        "event": event,
        **orjson.loads(event.metadata),
        "said": {name: value for name, value in payload.items() if name not in _FOR_MACHINES},
    }
