"""`laurel up`: everything embedded, from one command until Ctrl-C."""

import asyncio
import fcntl
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from console.embedded.child import StartFailed
from console.embedded.ports import PortTaken, choose
from console.embedded.stack import DATABASE, Stack, stop_orphans
from console.exits import Exit

Furnish = Callable[[Path], Awaitable[None]]
"""Brings in what a new data directory should hold; is given the settings file of the running stack."""


class AlreadyUp(Exception):
    """Another `laurel up` runs on the same data."""


def up(data: Path, *, first_port: int | None, task_queue: str, furnish: Furnish) -> int:
    """Run the stack of `data` until SIGINT, SIGTERM or SIGHUP; return the exit code.

    `furnish` runs at every start, before `ready` is said: it must find out by itself what is there already.
    """
    data = data.resolve()
    try:
        with held(data):
            stop_orphans(data)
            ports = choose(data / "ports.json", first_port)
            stack = Stack(data, ports, task_queue=task_queue)
            _forget_other_installations(stack)
            return asyncio.run(_run(stack, furnish))
    except (AlreadyUp, PortTaken) as refused:
        typer.echo(str(refused), err=True)
        return Exit.USAGE


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the data directory; the kernel lets go when this process ends, however it ends."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyUp(f"Laurel is already up on {data}, as process {lock.read().strip()}.") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _forget_other_installations(stack: Stack) -> None:
    """No variable of the shell may lead this worker, or the demo portfolio, to other servers."""
    for name in list(os.environ):
        if name in stack.settings or name.startswith("TEMPORAL_"):
            del os.environ[name]


async def _run(stack: Stack, furnish: Furnish) -> int:
    _cancel_at_signals()
    try:
        await _serve(stack, furnish)
    except asyncio.CancelledError:
        typer.echo("stopping")
    except StartFailed as failure:
        typer.echo(str(failure), err=True)
        return Exit.OUT_OF_REACH
    finally:
        await stack.stop()
    typer.echo("stopped")
    return Exit.DONE


def _cancel_at_signals() -> None:
    """Cancel the running task at the first signal; a second one must not interrupt the stopping."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    asked: list[signal.Signals] = []

    def stop(by: signal.Signals) -> None:
        if not asked and task is not None:
            task.cancel()
        asked.append(by)

    for by in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(by, stop, by)


async def _serve(stack: Stack, furnish: Furnish) -> None:
    await stack.start()
    watching = asyncio.create_task(stack.keep_running(typer.echo))
    try:
        await furnish(stack.env_file)
        typer.echo(_ready(stack))
        await watching
    finally:
        watching.cancel()
        await asyncio.wait([watching])


def _ready(stack: Stack) -> str:
    return "\n".join(
        [
            "ready",
            f"  Temporal    {stack.temporal.address}, pages at http://127.0.0.1:{stack.temporal.ui_port}",
            f"  PostgreSQL  127.0.0.1:{stack.postgres.port}/{DATABASE}",
            f"  mailbox     {stack.mailbox.url}, mails in {stack.mailbox.folder}",
            f"  settings    {stack.env_file}",
        ]
    )
