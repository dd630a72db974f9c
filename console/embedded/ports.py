"""Ports of the loopback interface: which are free, and the four consecutive ones of a stack."""

import secrets
import socket
from pathlib import Path

from console.embedded.kept import write_private
from domain.frozen import Frozen

DEFAULT_FIRST = 7400
_LAST = 65_535
_CHOSEN_FROM = range(10_000, 32_000)


class PortTaken(Exception):
    """Another program listens where the stack was told to."""


class Ports(Frozen):
    """Where the servers of one stack listen."""

    temporal: int
    postgres: int
    smtp: int
    temporal_ui: int

    @classmethod
    def following(cls, first: int) -> "Ports":
        return cls(temporal=first, postgres=first + 1, smtp=first + 2, temporal_ui=first + 3)


def choose(file: Path, first: int | None) -> Ports:
    """The ports from `first` on, or those remembered in `file`, or the default ones; remembers the choice.

    Ports asked for are taken or refused (`PortTaken`); remembered and default ones give way to free ones.
    """
    if first is not None:
        ports = _asked(first)
    else:
        before = (
            Ports.model_validate_json(file.read_bytes()) if file.exists() else Ports.following(DEFAULT_FIRST)
        )
        ports = Ports(**{name: port if is_free(port) else free_port() for name, port in before})
    write_private(file, ports.model_dump_json(indent=2) + "\n")
    return ports


def _asked(first: int) -> Ports:
    if not 1 <= first <= _LAST - 3:
        raise PortTaken(f"Port {first} and the three after it are not all ports: give 1 to {_LAST - 3}.")
    ports = Ports.following(first)
    if taken := [str(port) for _, port in ports if not is_free(port)]:
        raise PortTaken(f"Another program listens on port {', '.join(taken)}. Give another --port, or none.")
    return ports


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers themselves do: a connection that lingers after a restart does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port nobody listens on now; another program may still come first.

    It is none of those the system gives to outgoing connections: a server finds it free after a restart.
    """
    while not is_free(port := secrets.choice(_CHOSEN_FROM)):
        continue
    return port
