"""PostgreSQL for one data directory: made once with passwords, on loopback, outliving kills."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from console.embedded.child import Child, StartFailed, clean_environment, end, processes
from console.embedded.kept import fsync_folder, kept, write_private
from console.embedded.programs import ROOT_HOME, postgres_programs, unprivileged

_ROLES = ("superuser", "laurel_owner", "laurel_app", "laurel_reader")
_SUPERUSER = "postgres"

# No setting here trades safety for speed: what was committed survives a power cut.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "jit": "off",
}


class Postgres:
    """A server whose data, passwords and log lie in `folder`.

    As root it runs as `nobody` and the data lies below /var/lib/laurel, where the file `location` says:
    PostgreSQL refuses root, and no folder of root's need be opened for anybody.
    """

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder = folder.resolve()
        self.port = port
        self._run_as = unprivileged()
        self._child: Child | None = None
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.passwords = kept(self.folder / "passwords.json", _new_passwords)

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.alive

    def superuser_url(self, database: str = "postgres") -> str:
        return self._url(_SUPERUSER, self.passwords["superuser"], database)

    def owner_url(self, database: str) -> str:
        return self._url("laurel_owner", self.passwords["laurel_owner"], database)

    def app_url(self, database: str) -> str:
        return self._url("laurel_app", self.passwords["laurel_app"], database)

    def reader_url(self, database: str) -> str:
        return self._url("laurel_reader", self.passwords["laurel_reader"], database)

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Return once connections are accepted, recovered from any crash; raise `StartFailed` otherwise."""
        programs = postgres_programs()
        cluster = self._cluster(programs)
        stop_orphans(self.folder)
        settings = [f"--{name}={value}" for name, value in (_SETTINGS | {"port": str(self.port)}).items()]
        self._child = Child(
            [str(programs / "postgres"), "-D", str(cluster), *settings],
            log=self.folder / "log",
            environment=clean_environment(),
            run_as=self._run_as,
            folder=Path("/"),
        )
        self._child.start()
        pid = self._child.pid
        self._child.wait_until(lambda: _accepts(cluster, pid), seconds=120)

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything is written."""
        if self._child is not None:
            self._child.stop(signal.SIGINT, seconds=30)

    def kill(self) -> None:
        """SIGKILL the postmaster; its backends end by themselves when they notice."""
        if self._child is not None:
            self._child.kill()

    def destroy(self) -> None:
        """Stop, and delete the data."""
        self.stop()
        location = self.folder / "location"
        if location.exists():
            shutil.rmtree(Path(location.read_text(encoding="utf-8").strip()))
        shutil.rmtree(self.folder)

    def _cluster(self, programs: Path) -> Path:
        """The data directory, made by initdb at the first start: whole, or not there under this name."""
        home = self._home()
        cluster = home / "cluster"
        for half in home.glob("making-*"):
            shutil.rmtree(half)
        if not cluster.exists():
            half = Path(tempfile.mkdtemp(dir=home, prefix="making-"))
            self._give(half)
            self._initdb(programs, half)
            half.rename(cluster)
            fsync_folder(home)
        return cluster

    def _home(self) -> Path:
        if not self._run_as:
            return self.folder
        location = self.folder / "location"
        # Where its data was lost or deleted it begins anew, as it does in the folder itself.
        if not location.exists() or not Path(location.read_text(encoding="utf-8").strip()).exists():
            ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
            home = Path(tempfile.mkdtemp(dir=ROOT_HOME, prefix="postgres-"))
            self._give(home)
            write_private(location, f"{home}\n")
        return Path(location.read_text(encoding="utf-8").strip())

    def _initdb(self, programs: Path, cluster: Path) -> None:
        with tempfile.NamedTemporaryFile("w", prefix="laurel-") as password:
            password.write(self.passwords["superuser"])
            password.flush()
            self._give(Path(password.name))
            command = [
                str(programs / "initdb"),
                "-D",
                str(cluster),
                "-U",
                _SUPERUSER,
                f"--pwfile={password.name}",
            ]
            options = [
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
            ]
            made = subprocess.run(
                [*command, *options],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                env=clean_environment(),
                **self._run_as,
            )
        if made.returncode != 0:
            raise StartFailed(f"initdb failed.\n{made.stdout}{made.stderr}")

    def _give(self, path: Path) -> None:
        if self._run_as:
            os.chown(path, self._run_as["user"], self._run_as["group"])


def stop_orphans(folder: Path) -> None:
    """End whatever still serves the data: the postmaster of a killed parent, backends of a killed postmaster.

    Found by their working directory, which PostgreSQL sets to its data: neither a stale postmaster.pid nor a
    reused process id misleads it. Afterwards the lock file is nobody's and goes.
    """
    location = folder / "location"
    home = Path(location.read_text(encoding="utf-8").strip()) if location.exists() else folder.resolve()
    cluster = home / "cluster"
    # A postmaster first: asked to end fast, it ends its backends.
    end(_postmasters(cluster), signal.SIGINT, seconds=30)
    end(_servers(cluster), signal.SIGQUIT, seconds=10)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _servers(cluster: Path) -> Iterator[psutil.Process]:
    return processes(lambda process: process.name() == "postgres" and Path(process.cwd()) == cluster)


def _postmasters(cluster: Path) -> Iterator[psutil.Process]:
    return (server for server in _servers(cluster) if str(cluster) in server.cmdline())


def _accepts(cluster: Path, pid: int | None) -> bool:
    """Whether the postmaster says so itself: first and eighth line of its lock file."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return lines[:1] == [str(pid)] and [line.strip() for line in lines[7:]] == ["ready"]


def _new_passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in _ROLES}
