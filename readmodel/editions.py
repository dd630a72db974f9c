"""The scheme as the record has it: the editions shipped, and those its owner activated."""

from domain.editions.state import Editions, in_force
from domain.scheme import Scheme
from domain.streams import SCHEME
from ledger.connection import Connection
from ledger.reading import read_stream
from readmodel.history import folded


async def scheme_on_record(connection: Connection, shipped: Scheme) -> Scheme:
    """The scheme with every edition there is by now, also those that are in force from a day to come."""
    editions = folded(SCHEME, await read_stream(connection, SCHEME))
    return in_force(shipped, editions) if isinstance(editions, Editions) else shipped
