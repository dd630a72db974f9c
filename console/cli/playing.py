"""`laurel play`: a file of commands, given one after the other."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from console.cli.answers import Usage
from console.cli.output import console
from console.cli.session import Session, run
from console.journeys.acts import acts_of_file
from console.journeys.format import JourneyUnreadable
from console.journeys.installation import Installation
from console.journeys.playing import play as played
from console.journeys.rehearsing import ActFailed, PastTooLate
from domain.rejected import Rejected

_CODES = {ActFailed: "act-failed", PastTooLate: "past-too-late"}


def play(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.toml",
            help="A journey, such as those in tests/e2e/journeys; those in its folder years take a simulated clock.",
        ),
    ],
) -> None:
    """Give the commands of a journey file.

    What was given before is not given again. Nothing is given of a journey with a step that lies ahead, or before
    what the record reaches to.
    """

    async def give(session: Session) -> None:
        gateway = await session.gateway()
        installation = Installation(gateway, session.pool, session.record, session.documents)
        try:
            await played(installation, acts_of_file(file, datetime.now(UTC)), console.print)
        except JourneyUnreadable as unreadable:
            raise Usage(str(unreadable)) from unreadable
        except (ActFailed, PastTooLate) as failed:
            raise Rejected(_CODES[type(failed)], str(failed)) from failed

    run(give, as_json=False)
