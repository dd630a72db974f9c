"""Folds kept: the same state as folding all anew, for one record only, and not without end."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from activities.storage.folds import AnotherRecord, Fold, Folds, versions
from domain.cluster.events.organisation import ClusterRegistered, ManagerChanged
from domain.events import Event, payload_of
from domain.upcasting import schema_version
from ledger.canonical import canonical
from ledger.reading import StoredEvent
from readmodel.history import folded

AURORA, BOREALIS, CORONA = "cluster-aurora", "cluster-borealis", "cluster-corona"
AT = datetime(2030, 3, 4, 9, tzinfo=UTC)
_METADATA = '{"actor":"olga-operator"}'


def history(stream: str, length: int) -> list[StoredEvent]:
    registered = ClusterRegistered(name=stream, country="DK", language="da", managers=("clara",))
    changes: list[Event] = [
        ManagerChanged(managers=(f"manager-{number}",)) for number in range(2, length + 1)
    ]
    return [stored(stream, version, event) for version, event in enumerate([registered, *changes], start=1)]


def stored(stream: str, version: int, event: Event) -> StoredEvent:
    payload = canonical(payload_of(event))
    shape = schema_version(event.type)
    return StoredEvent(version, stream, version, uuid4(), event.type, shape, payload, _METADATA, AT)


def read(folds: Folds, stream: str, events: list[StoredEvent]) -> object:
    """The state after reading `stream` as far as `events` go, from where it is known on."""
    before = folds.of([stream])
    since = versions(before)[stream]
    return folds.advanced(before, {stream: [each for each in events if each.version >= since]})[stream].state


def test_a_fold_that_goes_on_is_the_fold_of_all() -> None:
    folds, events = Folds(), history(AURORA, 5)
    for length in (2, 2, 3, 5):
        assert read(folds, AURORA, events[:length]) == folded(AURORA, events[:length])
    assert versions(folds.of([AURORA, BOREALIS])) == {AURORA: 5, BOREALIS: 0}


def test_a_stream_without_its_last_known_event_is_another_record_and_is_folded_anew() -> None:
    folds = Folds()
    read(folds, AURORA, history(AURORA, 3))
    for other in (history(AURORA, 4), []):
        with pytest.raises(AnotherRecord):
            read(folds, AURORA, other)
        assert read(folds, AURORA, other) == folded(AURORA, other)


def test_of_two_who_read_at_once_the_one_who_read_further_is_kept() -> None:
    folds, events = Folds(), history(AURORA, 3)
    slow = folds.of([AURORA])
    read(folds, AURORA, events)
    assert folds.advanced(slow, {AURORA: events[:2]})[AURORA].state == folded(AURORA, events[:2])
    assert versions(folds.of([AURORA])) == {AURORA: 3}


def test_the_streams_not_used_for_longest_are_forgotten() -> None:
    folds = Folds(most=2)
    histories = {stream: history(stream, 1) for stream in (AURORA, BOREALIS, CORONA)}
    for stream in (AURORA, BOREALIS, AURORA, CORONA):
        read(folds, stream, histories[stream])
    assert versions(folds.of(histories)) == {AURORA: 1, BOREALIS: 0, CORONA: 1}


def test_what_was_written_is_kept_as_if_it_were_read() -> None:
    folds, events = Folds(), history(AURORA, 3)
    read(folds, AURORA, events[:2])
    written = Fold(folded(AURORA, events), events[-1].event_id, AT)
    folds.keep(AURORA, written)
    assert folds.of([AURORA]) == {AURORA: written}
    assert read(folds, AURORA, events) == folded(AURORA, events)
