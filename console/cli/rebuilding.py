"""`laurel rebuild`: every row anew from the record."""

import asyncio

import asyncpg
from rich.console import Console
from rich.progress import Progress

from console.cli.answers import answered
from console.cli.asking import Json
from console.cli.output import console, print_json
from console.cli.session import file_here
from console.gateway import OutOfReach
from console.migrating import OwnerSettings, connected
from domain.rejected import Rejected
from ledger.connection import Connection
from ledger.reading import last_position
from readmodel.rebuilding import RebuildUnderWay, RowsHeld, rebuild


def rebuild_(as_json: Json = False) -> None:
    """Make all rows anew from the record while commands go on.

    Needs LAUREL_OWNER_URL.
    """
    with answered(as_json=as_json):
        position = asyncio.run(_rebuilt(OwnerSettings(_env_file=file_here()), quiet=as_json))
        if as_json:
            print_json({"position": position})
        else:
            console.print(f"Every row was made anew, up to position {position} of the record.")


async def _rebuilt(settings: OwnerSettings, *, quiet: bool) -> int:
    try:
        async with connected(settings.owner_url) as owner:
            return await _watched(owner, quiet=quiet)
    except RebuildUnderWay as other:
        raise Rejected("rebuild-under-way", str(other)) from other
    except RowsHeld as held:
        raise Rejected("rows-held", str(held)) from held
    except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as away:
        raise OutOfReach(f"PostgreSQL does not answer: {type(away).__name__}.") from away
    except asyncpg.InvalidAuthorizationSpecificationError as refused:
        raise OutOfReach("PostgreSQL does not let laurel_owner in: is its password the one set?") from refused


async def _watched(owner: Connection, *, quiet: bool) -> int:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("rebuilding", total=await last_position(owner))
        return await rebuild(owner, told=lambda events: progress.advance(bar, events))
