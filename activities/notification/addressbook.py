"""The address book over rows and sealed values: names and addresses are opened only to write a letter."""

from activities.notification.addressing import ClusterContact, Recipient
from ledger.connection import Pool
from ledger.sealing import Sealer

_PERSON = "select name, email, language from rows.persons where person_id = $1"
_CLUSTER = "select name, language, managers from rows.clusters where stream = $1"


class SealedAddressBook:
    """Looks recipients up in the rows and opens their sealed name and address."""

    def __init__(self, pool: Pool, sealer: Sealer) -> None:
        self._pool = pool
        self._sealer = sealer

    async def recipient(self, person_id: str) -> Recipient | None:
        """The person; None when unknown or erased."""
        async with self._pool.acquire() as connection:
            person = await connection.fetchrow(_PERSON, person_id)
            if person is None:
                return None
            opened = await self._sealer.unseal(connection, [person["name"], person["email"]])
        name, address = opened.get(person["name"]), opened.get(person["email"])
        if name is None or address is None:
            return None
        return Recipient(name=name, address=address, language=person["language"])

    async def cluster(self, stream: str) -> ClusterContact:
        """The cluster whose stream owes the letter."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_CLUSTER, stream)
        if row is None:
            raise LookupError(f"{stream} has no row.")
        return ClusterContact(name=row["name"], language=row["language"], managers=frozenset(row["managers"]))
