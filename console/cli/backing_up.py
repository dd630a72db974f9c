"""`laurel backup`: database, documents and published checkpoints, at another place."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from console.cli.asking import Json
from console.cli.output import console, print_json
from console.cli.session import Session, run
from console.exits import Exit
from console.recovery.backing_up import Backup, BackupPlace, back_up
from console.recovery.dumping import DumpFailed
from domain.rejected import Rejected


def backup(
    output: Annotated[
        str, typer.Option(metavar="FOLDER|URL", help="Where backups are kept: a folder, s3://bucket/prefix …")
    ],
    as_json: Json = False,
) -> None:
    """Back up record, documents and checkpoints.

    Everything goes on meanwhile. Says which keys to keep apart from the backup.
    """

    async def ask(session: Session) -> Backup:
        with Progress(console=Console(stderr=True), disable=as_json, transient=True) as progress:
            bar = progress.add_task("backing up", total=None)
            try:
                return await back_up(
                    session.settings,
                    BackupPlace(place_url(output)),
                    now=datetime.now(UTC),
                    told=lambda part: progress.update(bar, description=part),
                )
            except DumpFailed as failed:
                raise Rejected("not-backed-up", f"The database could not be dumped: {failed}") from failed

    made = run(ask, as_json=as_json)
    if as_json:
        print_json(made)
    else:
        _tell(made)
    if made.damaged:
        raise typer.Exit(Exit.REFUSED)


def place_url(place: str) -> str:
    """A URL as it is; anything else is a folder."""
    return place if "://" in place else Path(place).resolve().as_uri()


def _tell(made: Backup) -> None:
    held = made.manifest
    console.print(
        f"{made.name}: {held.position} events, {held.outcomes} outcomes, {len(held.documents)} documents, "
        f"{len(held.published)} published files."
    )
    for digest in made.damaged:
        console.print(f"The document {digest} is not what it was stored as, and is not in the backup.")
    console.print("Not in it, and needed beside it; keep these elsewhere:")
    for name, why in held.kept_apart.items():
        console.print(f"  {name}: {why}", markup=False)
