"""What the command line reads from the record: a stream, who looks at it, and the texts that are sealed in it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer

from console.cli.answers import NotFound
from console.cli.session import Session
from domain.cluster.state import Cluster
from domain.confidential import WITHHELD
from domain.office.scope import countries_seen, require_in_scope
from domain.permissions import State
from domain.person.state import Person
from domain.rejected import Rejected
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER, PERSON
from ledger.reading import StoredEvent, read_stream
from readmodel.history import folded
from readmodel.offices import offices_of_staff
from readmodel.past import Past, Then, read_past

Viewer = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="LAUREL_PERSON",
        help="Who looks: a person's id. Without it, scores and tests are withheld.",
    ),
]
COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
ERASED, KEPT_BACK = "(erased)", f"({WITHHELD})"


def cluster_stream(name: str) -> str:
    """The stream of the cluster meant, given its id or the stream's name."""
    return name if name.startswith(CLUSTER) else f"{CLUSTER}{name}"


async def stored_events(session: Session, stream: str) -> list[StoredEvent]:
    """All events of the stream; `NotFound` when there are none."""
    async with session.pool.acquire() as connection:
        events = await read_stream(connection, stream)
    if not events:
        raise NotFound(f"Nothing is known under {stream}.")
    return events


async def stream_then(session: Session, stream: str, then: Then) -> Past:
    """The stream as it was; `NotFound` where nothing is, or was, known of it."""
    async with session.pool.acquire() as connection:
        past = await read_past(connection, stream, then)
    if not past.now.version:
        raise NotFound(f"Nothing is known under {stream}.")
    if not past.stored:
        raise NotFound(f"Nothing was known then under {stream}.")
    return past


async def looking(session: Session, viewer: str) -> Person | None:
    """The person who looks; None for nobody in particular. `Rejected` when nobody is registered so."""
    if not viewer:
        return None
    async with session.pool.acquire() as connection:
        person = folded(f"{PERSON}{viewer}", await read_stream(connection, f"{PERSON}{viewer}"))
    if not isinstance(person, Person) or not person.registered:
        raise Rejected("person-unknown", f"No person is registered as {viewer}.")
    return person


async def looking_at(session: Session, viewer: str, state: State) -> Person | None:
    """The person who looks at the state as it stands today; `Rejected` for an office's staff outside its countries."""
    person = await looking(session, viewer)
    if person is not None and person.employers and isinstance(state, Cluster):
        async with session.pool.acquire() as connection:
            offices = await offices_of_staff(connection, person)
        require_in_scope(person, offices, state, secretariat_day(datetime.now(UTC)))
    return person


async def countries_of(session: Session, viewer: str) -> frozenset[str] | None:
    """The countries whose clusters the viewer may look at today; None for all of them."""
    person = await looking(session, viewer)
    if person is None or not person.employers:
        return None
    async with session.pool.acquire() as connection:
        offices = await offices_of_staff(connection, person)
    return countries_seen(person, offices, secretariat_day(datetime.now(UTC)))


async def opened_texts(session: Session, documents: Iterable[str]) -> dict[str, str]:
    """The sealed texts that occur in JSON documents, by commitment; an erased one is missing."""
    tokens = {token for each in documents for token in COMMITMENT.findall(each)}
    async with session.pool.acquire() as connection:
        return await session.sealer.unseal(connection, sorted(tokens))
