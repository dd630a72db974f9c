"""What `laurel play FILE` does: the journey of a file, on the engine that runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from console.journeys.acts import acts_of_file
from console.journeys.installation import Installation
from console.journeys.playing import play


async def play_file(installation: Installation, file: Path, say: Callable[[str], None]) -> int:
    """Play the file as of now; how many acts it has. A second time nothing is done again.

    Raises JourneyUnreadable before anything is done, PastTooLate when its past cannot be recorded any more, and
    ActFailed at the first act that does not end as the file says.
    """
    acts = acts_of_file(file, datetime.now(UTC))
    await play(installation, acts, say)
    return len(acts)
