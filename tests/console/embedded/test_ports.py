"""A stack takes the ports it was given, or those it had, or free ones."""

import socket
from pathlib import Path

import pytest

from console.embedded.ports import Ports, PortTaken, choose, is_free
from tests.servers import four_free


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", port))
    listening.listen()
    return listening


def test_ports_asked_for_are_taken_and_remembered(tmp_path: Path) -> None:
    first = four_free()
    asked = choose(tmp_path / "ports.json", first)
    assert asked == Ports(temporal=first, postgres=first + 1, smtp=first + 2, temporal_ui=first + 3)
    assert choose(tmp_path / "ports.json", None) == asked


def test_a_taken_port_that_was_asked_for_is_refused_by_its_number(tmp_path: Path) -> None:
    first = four_free()
    with _listening(first + 2), pytest.raises(PortTaken) as refused:
        choose(tmp_path / "ports.json", first)
    assert str(refused.value) == f"Another program listens on port {first + 2}. Give another --port, or none."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("first", [-1, 0, 65_533])
def test_ports_that_do_not_exist_are_refused(tmp_path: Path, first: int) -> None:
    with pytest.raises(PortTaken) as refused:
        choose(tmp_path / "ports.json", first)
    assert str(refused.value) == f"Port {first} and the three after it are not all ports: give 1 to 65532."


def test_a_remembered_port_that_was_taken_gives_way_to_a_free_one(tmp_path: Path) -> None:
    before = choose(tmp_path / "ports.json", four_free())
    with _listening(before.postgres):
        after = choose(tmp_path / "ports.json", None)
    assert after.postgres != before.postgres
    assert after == before.model_copy(update={"postgres": after.postgres})


def test_without_any_wish_the_default_ports_or_free_ones_are_taken(tmp_path: Path) -> None:
    chosen = [port for _, port in choose(tmp_path / "ports.json", None)]
    assert (len(set(chosen)), [port for port in chosen if not is_free(port)]) == (4, [])
