"""Databases and servers the suite runs on: real ones, on loopback, gone afterwards."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path

from console.embedded.ports import free_port, is_free
from console.embedded.postgres import Postgres

TEST_SERVER = Path(sysconfig.get_path("scripts")) / "temporal-test-server"


@dataclass(frozen=True)
class Database:
    """One migrated database, with an address for each role."""

    name: str
    server: Postgres

    @property
    def superuser_url(self) -> str:
        return self.server.superuser_url(self.name)

    @property
    def owner_url(self) -> str:
        return self.server.owner_url(self.name)

    @property
    def app_url(self) -> str:
        return self.server.app_url(self.name)

    @property
    def reader_url(self) -> str:
        return self.server.reader_url(self.name)


def four_free() -> int:
    """The first of four consecutive ports nobody listens on."""
    while True:
        first = free_port()
        if all(is_free(port) for port in range(first, first + 4)):
            return first
