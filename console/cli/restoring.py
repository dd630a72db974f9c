"""`laurel restore`: a backup brought back, and said on the record."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from console.cli.answers import Usage, answered
from console.cli.asking import Json, Person
from console.cli.backing_up import place_url
from console.cli.output import console, print_json, when
from console.cli.session import settings_here
from console.embedded.child import StartFailed
from console.embedded.database import make, open_to_roles
from console.embedded.ports import choose
from console.embedded.stack import DATABASE, Stack, stop_orphans
from console.embedded.up import AlreadyUp, held
from console.gateway import OutOfReach
from console.migrating import migration_settings
from console.recovery.backing_up import BackupPlace
from console.recovery.dumping import DumpFailed
from console.recovery.recording_restore import Restored, RestoreRecorder
from console.recovery.restoring import RestoreRefused, Target, bring_back
from console.settings import env_file, settings_from
from domain.rejected import Rejected


def restore(  # noqa: PLR0913 - one parameter an option
    reason: Annotated[str, typer.Option(help="Why; kept on the record, sealed.")],
    source: Annotated[str, typer.Option("--from", metavar="FOLDER|URL", help="Where the backups are.")] = "",
    backup: Annotated[
        str, typer.Option(metavar="NAME", help="Which of them; the newest if none is named.")
    ] = "",
    data: Annotated[
        Path | None, typer.Option(help="The folder of a `laurel up` that does not run.", file_okay=False)
    ] = None,
    replace: Annotated[
        str, typer.Option(metavar="DATABASE", help="The name of a database that holds a record: it is lost.")
    ] = "",
    done_elsewhere: Annotated[
        bool, typer.Option("--done-elsewhere", help="The database was brought back by other means.")
    ] = False,
    person: Person = "",
    as_json: Json = False,
) -> None:
    """Bring a backup back, and check it.

    What was erased since is erased again, and letters that may have gone out are held.
    """
    with answered(as_json=as_json), _target(data) as target, _progress(quiet=as_json) as told:
        if bool(source) is done_elsewhere:
            raise Usage("Give either --from, or --done-elsewhere.")
        if not person:
            raise Usage("--as: say which operator restores (or set LAUREL_PERSON).")
        restored = asyncio.run(_restored(target, source, backup, replace, person, reason, told))
    if as_json:
        print_json(restored)
    else:
        _tell(restored)


async def _restored(  # noqa: PLR0913 - all that was given
    target: Target,
    source: str,
    backup: str,
    replace: str,
    person: str,
    reason: str,
    told: Callable[[str], None],
) -> Restored:
    made_at = None
    try:
        if source:
            place = BackupPlace(place_url(source), make=False)
            name = backup or await _newest(place)
            made_at = (await bring_back(target, place, name, replacing=replace, told=told)).made_at
        recorder = RestoreRecorder(target, by=person, reason=reason, told=told)
        with _brought_back_already(by_this=bool(source)):
            return await recorder.record(made_at=made_at, at=datetime.now(UTC))
    except (RestoreRefused, DumpFailed) as refused:
        raise Rejected("not-restored", str(refused)) from refused
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as away:
        raise OutOfReach(f"PostgreSQL does not answer: {type(away).__name__}.") from away


@contextmanager
def _brought_back_already(*, by_this: bool) -> Iterator[None]:
    """Who is refused behind the backup need not bring it back again."""
    try:
        yield
    except Rejected as refused:
        if not by_this:
            raise
        how = "The backup is back, and not said to be: give `laurel restore --done-elsewhere` before a worker starts."
        raise Rejected(refused.code, f"{refused.sentence} {how}") from refused


async def _newest(place: BackupPlace) -> str:
    if names := await place.names():
        return names[-1]
    raise RestoreRefused(f"There is no backup at {place.url}.")


@contextmanager
def _target(data: Path | None) -> Iterator[Target]:
    """The installation of the settings; or that of a folder, whose PostgreSQL runs meanwhile and nothing else."""
    if data is None:
        yield Target(settings_here(), migration_settings(env_file()).owner_url)
        return
    folder = data.resolve()
    try:
        with held(folder), _postgres_of(folder) as target:
            yield target
    except AlreadyUp as up:
        raise Usage(f"{up} Stop it first.") from up
    except StartFailed as failed:
        raise OutOfReach(str(failed)) from failed


@contextmanager
def _postgres_of(data: Path) -> Iterator[Target]:
    stop_orphans(data)
    stack = Stack(data, choose(data / "ports.json", None), task_queue="laurel")
    stack.postgres.start()
    try:
        asyncio.run(make(stack.postgres, DATABASE))
        asyncio.run(open_to_roles(stack.postgres, DATABASE))
        stack.write_settings()
        yield Target(settings_from(stack.env_file), SecretStr(stack.postgres.owner_url(DATABASE)))
    finally:
        stack.postgres.stop()


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("restoring", total=None)
        yield lambda part: progress.update(bar, description=part)


def _tell(restored: Restored) -> None:
    console.print(f"The record reaches position {restored.position}; backed up {when(restored.made_at)}.")
    if restored.lost:
        console.print(f"At least {restored.lost} events that were published are lost.")
    if restored.erasures:
        console.print(f"{restored.erasures} erasures were carried out again.")
    for name in restored.unsaid:
        console.print(f"The erasure of {name} is not on the record any more: give it again.", markup=False)
    if restored.held:
        console.print(
            f"{restored.held} letters may have gone out already: decide with RetryEffect or SkipEffect, "
            "see `laurel inbox`."
        )
    console.print("Next: start the workers, `laurel reconcile`, `laurel checkpoint`, `laurel verify`.")
