"""What `laurel up` brings into its data directory; at every start, changing nothing that is there already."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import typer

from console.connections import connect_temporal
from console.demo.demo import Demo
from console.demo.expanding import OPERATOR
from console.journeys.acts import acts_of_file
from console.journeys.installation import FIRST_OPERATOR, Installation, reached
from console.journeys.playing import play
from console.journeys.rehearsing import PastTooLate
from console.portfolio.importing import ImportReport, import_portfolio
from console.recovery.published import BehindPublished, require_all_published
from console.resuming import resume_all
from console.schedules import checkpoint_now
from console.settings import settings_from
from console.signing import place_of
from domain.streams import PERSON
from ledger.reading import streams_with_prefix
from ledger.remembering import remembered_origins

_AT_ONCE = 8
_NO_DEMO = "The demo is left out: it has a past, and this record was begun without it. Give a new --data."
_OLDER_DEMO = "This record holds another version of the demo, which stays as it is."

Say = Callable[[str], None]


async def furnish(env_file: Path, *, demo: bool, say: Say = typer.echo) -> None:
    """The first operator, the portfolio, with `demo` the demo; then every stream goes on where it stood.

    What was brought in comes under a checkpoint soon, where there was none. Nothing is brought into a record that holds
    less than was published of it, lost ones included: what it held comes from a backup.
    """
    async with reached(env_file) as installation:
        with _unless_behind(say):
            await require_all_published(installation.pool, place_of(settings_from(env_file)))
            brought = await _past(installation, say) if demo else None
            await _first_operator(installation)
            await _portfolio(installation, say)
            if brought:
                await brought.bring_present()
            await _go_on(installation, env_file)
            await _first_checkpoint(installation, env_file)


async def resume(env_file: Path, *, say: Say = typer.echo) -> None:
    """Nothing new; every stream goes on where it stood."""
    async with reached(env_file) as installation:
        with _unless_behind(say):
            await _go_on(installation, env_file)


@contextmanager
def _unless_behind(say: Say) -> Iterator[None]:
    """Ends in a sentence where the record holds less than was published of it."""
    try:
        yield
    except BehindPublished as behind:
        say(str(behind))


async def _go_on(installation: Installation, env_file: Path) -> None:
    await resume_all(installation.gateway, installation.pool, place_of(settings_from(env_file)))


async def _first_checkpoint(installation: Installation, env_file: Path) -> None:
    async with installation.pool.acquire() as connection:
        published = await remembered_origins(connection)
    if not published:
        settings = settings_from(env_file)
        await checkpoint_now(await connect_temporal(settings, env_file), settings)


async def _past(installation: Installation, say: Say) -> Demo | None:
    """The demo, its past recorded: before anything else, since the record only goes forward in time."""
    demo = await Demo.of(installation)
    try:
        await demo.bring_past()
    except PastTooLate:
        say(_OLDER_DEMO if demo.begun else _NO_DEMO)
        return None
    return demo


async def _first_operator(installation: Installation) -> None:
    async with installation.pool.acquire() as connection:
        persons = await streams_with_prefix(connection, PERSON)
    if not persons:
        await play(installation, acts_of_file(OPERATOR, datetime.now(UTC)))


async def _portfolio(installation: Installation, say: Say) -> None:
    if await installation.begun_at(f"{PERSON}{FIRST_OPERATOR}") is None:
        say(f"The portfolio is left out: {FIRST_OPERATOR}, who brings it in, is not registered here.")
        return
    report = await import_portfolio(
        (resources.files("console.portfolio") / "portfolio.csv").read_bytes(),
        gateway=installation.gateway,
        pool=installation.pool,
        documents=installation.documents,
        operator=FIRST_OPERATOR,
    )
    _tell(report, say)


def _tell(report: ImportReport, say: Say) -> None:
    if report.imported:
        say(f"{len(report.imported)} labels imported from the portfolio.")
    for row in report.refused:
        say(f"portfolio.csv, line {row.line}: {row.reason}")
