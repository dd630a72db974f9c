"""The embedded stack of one data directory: its servers in the order they need each other."""

import asyncio
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from console.embedded import postgres, temporal, worker
from console.embedded.child import StartFailed
from console.embedded.database import prepare
from console.embedded.kept import kept, write_private
from console.embedded.mailbox import Mailbox
from console.embedded.ports import Ports
from console.embedded.postgres import Postgres
from console.embedded.temporal import NAMESPACE, Temporal
from console.embedded.worker import Worker

DATABASE = "laurel"
_ENV_FILE, _MAILS = "laurel.env", "mails"
_LOOKS_EVERY = 0.5
_LONGEST_PAUSE = 30.0


class Stack:
    """PostgreSQL, Temporal, mailbox and worker; `env_file` holds what a command needs to find them."""

    def __init__(self, data: Path, ports: Ports, *, task_queue: str) -> None:
        self.data = data
        self.env_file = env_file(data)
        self.postgres = Postgres(data / "postgres", port=ports.postgres)
        self.temporal = Temporal(data / "temporal", port=ports.temporal, ui_port=ports.temporal_ui)
        self.mailbox = Mailbox(data / _MAILS, port=ports.smtp)
        log = data / "worker.log"
        self.settings = self._settings(task_queue)
        self.worker = Worker(self.env_file, temporal=self.temporal, task_queue=task_queue, log=log)

    async def start(self) -> None:
        """Start one after the other, each once the one before is ready; raise `StartFailed` otherwise."""
        await to_end(self.postgres.start)
        await prepare(self.postgres, DATABASE)
        await to_end(self.temporal.start)
        await to_end(self.mailbox.start)
        self.write_settings()
        await to_end(self.worker.start)

    def write_settings(self) -> None:
        """Leave where everything is, for whoever is to reach it."""
        write_private(self.env_file, "".join(f"{name}={value}\n" for name, value in self.settings.items()))

    async def stop(self) -> None:
        """Stop what runs, whoever needs others first."""
        for part in (self.worker, self.mailbox, self.temporal, self.postgres):
            await to_end(part.stop)

    async def destroy(self) -> None:
        """Stop, and delete all data: that of PostgreSQL may lie outside the data directory."""
        await self.stop()
        await to_end(self.postgres.destroy)
        await asyncio.to_thread(shutil.rmtree, self.data)

    async def keep_running(self, say: Callable[[str], None]) -> None:
        """Start anew whatever ends by itself, at growing intervals if it keeps ending; return when the data is gone."""
        pause = _LOOKS_EVERY
        while True:
            await asyncio.sleep(pause)
            if not self.env_file.exists():
                say(f"The data directory {self.data} is gone.")
                return
            ended = [part for part in (self.postgres, self.temporal, self.worker) if not part.alive]
            pause = min(2 * pause, _LONGEST_PAUSE) if ended else _LOOKS_EVERY
            for part in ended:
                say(f"{part.name} ended unexpectedly and is started again.")
                try:
                    await to_end(part.start)
                except StartFailed as failure:
                    say(str(failure))
                    break

    def _settings(self, task_queue: str) -> dict[str, str]:
        keys = kept(self.data / "keys.json", _new_keys)
        return {
            "LAUREL_DATABASE_URL": self.postgres.app_url(DATABASE),
            "LAUREL_OWNER_URL": self.postgres.owner_url(DATABASE),
            "LAUREL_SMTP_URL": self.mailbox.url,
            "LAUREL_DOCUMENTS_URL": (self.data / "documents").as_uri(),
            "LAUREL_ERASURES_URL": (self.data / "erasures").as_uri(),
            "LAUREL_CHECKPOINTS_URL": (self.data / "checkpoints").as_uri(),
            "LAUREL_CHECKPOINT_KEY": keys["checkpoint"],
            "LAUREL_PAYLOAD_KEY": keys["payload"],
            "LAUREL_SEALING_KEY": keys["sealing"],
            "LAUREL_TASK_QUEUE": task_queue,
            "TEMPORAL_ADDRESS": self.temporal.address,
            "TEMPORAL_NAMESPACE": NAMESPACE,
        }


def env_file(data: Path) -> Path:
    return data / _ENV_FILE


def mails_beside(file: Path) -> Path | None:
    """The folder of the mailbox whose stack left this settings file; None where no stack did."""
    folder = file.parent / _MAILS
    return folder if file.name == _ENV_FILE and folder.is_dir() else None


def stop_orphans(data: Path) -> None:
    """End what a killed `laurel up` on the same data left running, and nothing else."""
    worker.stop_orphans(env_file(data))
    temporal.stop_orphans(data / "temporal")
    postgres.stop_orphans(data / "postgres")


async def to_end(act: Callable[[], None]) -> None:
    """Run a blocking act in a thread; if cancelled meanwhile, wait for it first: nothing is half started."""
    running = asyncio.ensure_future(asyncio.to_thread(act))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.gather(running, return_exceptions=True)
        raise


def _new_keys() -> dict[str, str]:
    return {name: secrets.token_urlsafe(32) for name in ("payload", "sealing", "checkpoint")}
