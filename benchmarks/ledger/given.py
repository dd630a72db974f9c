"""What is appended: events as large as a profile's change, and the table they are compared with."""

from uuid import uuid4

from ledger.appending import Append, NewEvent, Outcome, StreamAppend
from ledger.connection import Connection

TYPE = "ProfileUpdated"
PAYLOAD = (
    '{"carrier":"Benchmark e.V.","profile":{"committed_members":20,"eccp_address":"https://clusters.example",'
    '"english_website":true,"member_types":3,"staff_fte_hundredths":250},"website":"https://benchmark.example"}'
)
METADATA = (
    '{"actor":"olga","authority":"operator","command":"UpdateProfile",'
    '"command_id":"5f2b1f0e-6c1c-4a57-9a0b-2f6d6c1d9b11"}'
)
OUTCOME = '{"events":["ProfileUpdated"],"version":1}'
HASH = bytes(range(32))

# Like the record's own in every column, constraint and index; only that a sequence gives the positions.
_TABLE = """
create schema bench;
create table bench.events (like ledger.events including constraints including indexes);
create sequence bench.positions;
alter table bench.events alter column position set default nextval('bench.positions');
"""


def append_of(events: int) -> Append:
    """A new stream with so many events, and the outcome of the command that led to them."""
    stream = f"cluster-{uuid4()}"
    new = tuple(NewEvent(uuid4(), TYPE, 1, PAYLOAD, METADATA) for _ in range(events))
    return Append((StreamAppend(stream, 0, new),), Outcome(stream, uuid4(), HASH, OUTCOME))


async def make_table(superuser: Connection) -> None:
    """The table beside the record's, in the same database."""
    await superuser.execute(_TABLE)
