"""What changed in a stream between two moments of the record, each change with the events that made it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import orjson
from pydantic import JsonValue

from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD
from domain.frozen import Frozen
from domain.particulars import particulars
from domain.person.state import Person
from domain.secretariat import secretariat_day
from domain.streams import blank, evolve, fold
from ledger.reading import StoredEvent
from readmodel.past import Past, visible_payloads


class Deed(Frozen):
    """An event as the cause of a change. `reason`: its commitment or `withheld`; None where none was given."""

    position: int
    recorded_at: datetime
    on: date
    type: str
    actor: str
    authority: str
    reason: str | None = None


class Change(Frozen):
    """One particular, before and after; None: there was, or is, none. `by`: what changed it, the last one last."""

    what: str
    before: JsonValue
    after: JsonValue
    by: tuple[Deed, ...]


class Differences(Frozen):
    """All that differs. `withheld`: events in between of which the viewer may not see what they changed."""

    changes: tuple[Change, ...]
    withheld: tuple[Deed, ...]


def differences(past: Past, after: int, viewer: Person | None) -> Differences:
    """What the stream's events behind position `after` changed, as the viewer may see it by today's rights."""
    events = list(zip(past.stored, past.history, visible_payloads(past, viewer), strict=True))
    before = [happened for stored, happened, _ in events if stored.position <= after]
    state = fold(blank(past.stored[0].stream), before)
    shown = first = particulars(visible_state(state, viewer, past.now)) if before else {}
    made_by: dict[str, list[Deed]] = {}
    withheld = []
    for stored, happened, payload in events[len(before) :]:
        state = evolve(state, happened)
        deed, was = _deed(stored, payload), shown
        shown = particulars(visible_state(state, viewer, past.now))
        touched = [what for what in {**was, **shown} if was.get(what) != shown.get(what)]
        for what in touched:
            made_by.setdefault(what, []).append(deed)
        if not touched and WITHHELD in payload.values():
            withheld.append(deed)
    return Differences(changes=tuple(_changes(first, shown, made_by)), withheld=tuple(withheld))


def _changes(
    first: Mapping[str, JsonValue], last: Mapping[str, JsonValue], made_by: Mapping[str, Sequence[Deed]]
) -> Iterator[Change]:
    for what in {**first, **last}:
        before, after = first.get(what), last.get(what)
        # A part that is new begins with no and nought, and one that goes ends with them: that is no change.
        if before != after and (before or after):
            yield Change(what=what, before=before, after=after, by=tuple(made_by[what]))


def _deed(stored: StoredEvent, payload: Mapping[str, JsonValue]) -> Deed:
    metadata, reason = orjson.loads(stored.metadata), payload.get("reason")
    return Deed(
        position=stored.position,
        recorded_at=stored.recorded_at,
        on=secretariat_day(stored.recorded_at),
        type=stored.type,
        actor=metadata["actor"],
        authority=metadata["authority"],
        reason=None if reason is None else str(reason),
    )
