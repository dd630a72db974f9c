"""`laurel verify`: whether the record is what was recorded, signed and published, and what exactly is not."""

import asyncio
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from console.auditing import AuditSettings, connected, verified_logs, wrong_rows
from console.cli.answers import NotFound, Usage, answered, read_file
from console.cli.asking import Json
from console.cli.backing_up import place_url
from console.cli.bundles import verify_bundle
from console.cli.output import print_json
from console.cli.session import stream_of
from console.cli.verdicts import Verdict, as_document, tell
from console.exits import Exit
from console.gateway import OutOfReach
from console.settings import env_file
from domain.rejected import Rejected
from ledger.checkpoints import LOGS, LogName
from ledger.published import Place
from ledger.reading import last_position
from ledger.scanning import RecordUnreadable
from ledger.trusting import Trust, TrustRefused


def verify(  # noqa: PLR0913 -- each an option
    cluster: Annotated[
        str, typer.Option(help="Only one cluster's stream, by an inclusion proof for each of its entries.")
    ] = "",
    key: Annotated[
        str, typer.Option(help="A public key (NAME+ID+KEY) to trust instead of those that are published.")
    ] = "",
    keys: Annotated[Path | None, typer.Option(help="A file of keys to trust, in lines SIZE KEY.")] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A signed checkpoint kept since; may be given several times.")
    ] = None,
    published: Annotated[
        str,
        typer.Option(
            metavar="FOLDER|URL", help="A copy of the published logs, instead of LAUREL_CHECKPOINTS_URL."
        ),
    ] = "",
    bundle: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An evidence bundle instead of the record; no server is asked."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Verify chain, tree, checkpoints, outcomes and rows.

    Exits 1 when anything was changed, and says what.
    """
    if bundle is not None:
        with answered(as_json=as_json):
            if cluster or keys is not None or checkpoint or published:
                raise Usage("With --bundle only --key: everything else is in the bundle.")
        verify_bundle(bundle, [key] if key else [], as_json=as_json)
    with answered(as_json=as_json):
        if key and keys is not None:
            raise Usage("--key or --keys, not both.")
        trust = Trust(
            key or None,
            None if keys is None else read_file(keys).decode(errors="replace"),
            tuple(read_file(path).decode(errors="replace") for path in checkpoint or ()),
        )
        settings = AuditSettings(_env_file=env_file())
        stream = stream_of(cluster) if cluster else None
        verdict = asyncio.run(_verdict(settings, _place(settings, published), trust, stream, quiet=as_json))
    if as_json:
        print_json(as_document(verdict))
    else:
        tell(verdict, stream)
    raise typer.Exit(Exit.REFUSED if verdict.findings else Exit.DONE)


def _place(settings: AuditSettings, published: str) -> Place:
    """The copy that was named, which must be there, or else where the logs are published."""
    if published:
        return Place(place_url(published), make=False)
    if not settings.checkpoints_url:
        raise Usage("Where are the checkpoints published? Say so by LAUREL_CHECKPOINTS_URL or --published.")
    return Place(settings.checkpoints_url)


async def _verdict(
    settings: AuditSettings, place: Place, trust: Trust, stream: str | None, *, quiet: bool
) -> Verdict:
    try:
        connection = await connected(settings)
    except (OSError, TimeoutError, asyncpg.PostgresError) as away:
        raise OutOfReach(f"PostgreSQL does not answer: {type(away).__name__}.") from away
    try:
        with _bars(quiet=quiet) as bars:
            return await _read(connection, place, trust, stream, bars)
    except (RecordUnreadable, asyncpg.PostgresError) as unreadable:
        raise Rejected("record-unreadable", f"The record cannot be read: {unreadable}") from unreadable
    except TrustRefused as refused:
        raise Usage(str(refused)) from refused
    finally:
        await connection.close()


async def _read(
    connection: "asyncpg.Connection[asyncpg.Record]",
    place: Place,
    trust: Trust,
    stream: str | None,
    bars: Progress,
) -> Verdict:
    total = await last_position(connection)
    tasks = {log: bars.add_task(log, total=total if log == "events" else None) for log in LOGS}

    def progress(log: LogName, reached: int, at_least: int) -> None:
        bars.update(tasks[log], completed=reached, total=max(at_least, reached, total))

    logs = await verified_logs(connection, place, trust, stream=stream, progress=progress)
    if stream is not None and not any(log.entries for log in logs):
        raise NotFound(f"The record holds nothing of {stream}. Whether it once did, `laurel verify` tells.")
    rows = bars.add_task("rows", total=total)
    try:
        wrong = await wrong_rows(
            connection, None if stream is None else [stream], lambda events: bars.advance(rows, events)
        )
    except Exception as failure:
        # Events that were tampered with may not fold; where none was, this is a fault of the program.
        if not any(log.findings for log in logs):
            raise
        return Verdict(logs, [], trust, unfolded=type(failure).__name__)
    return Verdict(logs, wrong, trust)


def _bars(*, quiet: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    stderr = Console(stderr=True)
    return Progress(*columns, console=stderr, disable=quiet or not stderr.is_terminal, transient=True)
