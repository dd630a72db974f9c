"""`laurel export`: the evidence bundle of one cluster."""

from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from console.bundle.bag import BundleTooLarge
from console.bundle.exporting import Installation, Made, write_bundle
from console.bundle.gathering import Evidence, gathered
from console.bundle.proofs import RecordChanged
from console.cli.answers import NotFound, Usage
from console.cli.asking import Json
from console.cli.checkpointing import published_now
from console.cli.moments import AsOf, asked_position
from console.cli.output import console, print_json
from console.cli.processes import Disclosing
from console.cli.reading import cluster_stream, looking, stored_events
from console.cli.session import Session, run
from console.signing import place_of, signing_of
from domain.cluster.state import Cluster
from domain.disclosure import require_disclosure
from domain.streams import CLUSTER
from ledger.connection import Connection
from ledger.notes import Signer
from ledger.reading import last_position
from readmodel.history import folded


@dataclass(frozen=True)
class Asked:
    """What is to be exported: the stream, where to, as of when, who asks, and whether under a checkpoint of its own."""

    stream: str
    output: Path
    as_of: str
    viewer: str
    checkpoint: bool


def export(  # noqa: PLR0913 -- each an option
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster's id.")],
    output: Annotated[Path, typer.Option(metavar="FILE.zip", help="Where to; nothing may be there yet.")],
    as_of: AsOf = "",
    checkpoint: Annotated[
        bool, typer.Option("--checkpoint", help="Publish a checkpoint first, so that one covers every entry.")
    ] = False,
    viewer: Disclosing = "",
    as_json: Json = False,
) -> None:
    """Export all that proves how a cluster was decided on.

    For who checks it without Laurel. It is confidential.
    """
    stream = cluster_stream(cluster)
    ask = Asked(stream, output, as_of, viewer, checkpoint)
    made = run(lambda session: _made(session, ask), as_json=as_json)
    if as_json:
        print_json({**asdict(made), "file": str(output)})
        return
    _tell(made, output)


async def _made(session: Session, ask: Asked) -> Made:
    stream = ask.stream
    now = folded(stream, await stored_events(session, stream))
    require_disclosure(await looking(session, ask.viewer), now if isinstance(now, Cluster) else None)
    asked = await asked_position(session, ask.as_of)
    if ask.output.exists():
        raise Usage(f"--output: {ask.output} exists already.")
    if ask.checkpoint:
        await published_now(session)
    async with session.pool.acquire() as connection:
        position = await last_position(connection) if asked is None else asked
        evidence = await gathered(connection, session.sealer, stream.removeprefix(CLUSTER), position)
        if evidence is None:
            raise NotFound(f"Nothing was known of {stream} at position {position}.")
        return await _written(session, connection, evidence, ask.output)


async def _written(session: Session, connection: Connection, evidence: Evidence, output: Path) -> Made:
    signing, place = signing_of(session.settings), place_of(session.settings)
    origins = await place.origins()
    origin = origins[-1] if origins else signing.origin
    signer = Signer.from_seed(f"{origin}/bundles", signing.seed)
    installation = Installation(origin, place, session.documents, signer)
    try:
        with TemporaryDirectory(prefix="laurel-") as spool:
            return await write_bundle(connection, installation, evidence, output, Path(spool))
    except FileExistsError as there:
        raise Usage(f"--output: {output} exists already.") from there
    except OSError as unwritable:
        raise NotFound(f"{output} cannot be written: {unwritable.strerror}.") from unwritable
    except (RecordChanged, BundleTooLarge) as refused:
        raise NotFound(str(refused)) from refused


def _tell(made: Made, output: Path) -> None:
    console.print(f"{output}, as known at position {made.position}:", markup=False)
    console.print(f"  events: {made.events}, outcomes: {made.outcomes}, documents: {made.documents}")
    for log, above in made.above.items():
        if above:
            console.print(f"  {log} that no checkpoint covers yet: {above}; --checkpoint makes one first")
    if made.missing:
        console.print(f"  documents no longer stored: {made.missing}")
    if made.erased:
        console.print(f"  texts erased: {made.erased}")
    console.print("It is confidential: scores, votes, reasons and names are in it.")
