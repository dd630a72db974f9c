"""A world's streams as the record stores them."""

from domain.events import payload_of
from domain.upcasting import schema_version
from ledger.canonical import canonical
from ledger.reading import StoredEvent
from tests.domain.specification import World


def stored(world: World, stream: str) -> list[StoredEvent]:
    """The stream's events, with the positions they have among those of all streams."""
    own = [(position, each) for position, each in enumerate(world.trail, start=1) if each.stream == stream]
    return [
        StoredEvent(
            position=position,
            stream=stream,
            version=version,
            event_id=each.happened.event_id,
            type=each.happened.event.type,
            schema_version=schema_version(each.happened.event.type),
            payload=canonical(payload_of(each.happened.event)),
            metadata=canonical({"actor": each.actor or "engine", "authority": "whoever"}),
            recorded_at=each.happened.recorded_at,
        )
        for version, (position, each) in enumerate(own, start=1)
    ]
