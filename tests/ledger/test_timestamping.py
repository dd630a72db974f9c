"""Checkpoints are dated by an authority outside, whose answers openssl verifies."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.embedded.ports import free_port
from ledger.connection import Connection
from ledger.published import Place
from ledger.publishing import publish
from ledger.timestamping import StampRefused, TimestampAuthority, stamps
from ledger.verifying import verify
from tests.ledger.appends import NOON
from tests.ledger.authority import authority, openssl
from tests.ledger.records import ORIGIN, SIGNING, grow
from tests.ledger.tamperings import said

NOTE = b"laurel.example/record/events\n3\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("timestamps") / "authority"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with authority(folder) as address:
        yield address


async def test_openssl_verifies_the_time_stamp(address: str, folder: Path, tmp_path: Path) -> None:
    answer = await TimestampAuthority(address).stamp(NOTE)
    (tmp_path / "note").write_bytes(NOTE)
    (tmp_path / "note.tsr").write_bytes(answer)
    trusted = str(folder / "authority.pem")
    verifying = ["ts", "-verify", "-data", "note", "-in", "note.tsr", "-CAfile", trusted]
    assert openssl(verifying, tmp_path) == "Verification: OK\n"
    (tmp_path / "note").write_bytes(NOTE + b"!")
    with pytest.raises(subprocess.CalledProcessError):
        openssl(verifying, tmp_path)


async def test_a_time_stamp_is_of_one_content_and_one_request(address: str) -> None:
    answer = await TimestampAuthority(address).stamp(NOTE)
    assert stamps(answer, NOTE)
    assert not stamps(answer, NOTE + b"!")
    assert not stamps(answer, NOTE, nonce=1)
    assert not stamps(b"no answer", NOTE)


async def test_an_authority_that_does_not_answer_is_told() -> None:
    with pytest.raises(StampRefused, match=r"The authority cannot be reached: URLError\."):
        await TimestampAuthority(f"http://127.0.0.1:{free_port()}/").stamp(NOTE)


def test_an_authority_has_an_http_address() -> None:
    with pytest.raises(ValueError, match="is no address of an authority"):
        TimestampAuthority("file:///etc/passwd")


@pytest.mark.postgres
async def test_a_time_stamp_lies_beside_its_checkpoint_also_when_the_authority_was_away_before(
    app: Connection, address: str, tmp_path: Path
) -> None:
    place = Place(tmp_path.as_uri())
    await grow(app, 5)
    away = TimestampAuthority(f"http://127.0.0.1:{free_port()}/").stamp
    assert [bool(log.unstamped) for log in await publish(app, place, SIGNING, NOON, away)] == [True, True]
    there = TimestampAuthority(address).stamp
    assert [log.unstamped for log in await publish(app, place, SIGNING, NOON, there)] == ["", ""]
    checkpoints = tmp_path / ORIGIN / "events" / "checkpoints"
    assert stamps((checkpoints / "5.tsr").read_bytes(), (checkpoints / "5").read_bytes())
    assert said(await verify(app, place)) == []
    (checkpoints / "5.tsr").write_bytes(await there(b"something else"))
    assert said(await verify(app, place)) == [("events", "stamp-refused", 5, 5)]
