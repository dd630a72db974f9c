"""What a cluster came out of and what became of it: `laurel lineage`."""

from typing import Annotated, assert_never

import typer
from rich.markup import escape
from rich.tree import Tree

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json
from console.cli.reading import Viewer, cluster_stream, looking_at, stream_then
from console.cli.session import Session, run
from domain.streams import CLUSTER
from readmodel.lineage import Bond, Direction, Kinship, kinship

_NOTHING = {
    "predecessors": "it came out of no other cluster",
    "successors": "no other cluster came out of it",
}


def lineage(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster's id.")],
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: Viewer = "",
    as_json: Json = False,
) -> None:
    """Show what a cluster came out of, and what became of it.

    Mergers, absorptions, transfers and splits, with their days and where they stand in the record.
    """
    found = run(lambda session: _kinship(session, cluster, as_of, effective, viewer), as_json=as_json)
    if as_json:
        print_json(found)
        return
    if said := said_of(as_of, effective):
        console.print(f"[bold]{said}[/bold]")
    console.print(_head(found))
    _print("before", "predecessors", found)
    _print("after", "successors", found)


async def _kinship(session: Session, name: str, as_of: str, effective: str, viewer: str) -> Kinship:
    stream = cluster_stream(name)
    then = await asked_then(session, as_of, effective)
    past = await stream_then(session, stream, then)
    await looking_at(session, viewer, past.now)
    async with session.pool.acquire() as connection:
        found = await kinship(connection, stream.removeprefix(CLUSTER), then)
    if found is None:
        raise NotFound(f"Nothing was known then under {stream}.")
    return found


def _print(title: str, direction: Direction, found: Kinship) -> None:
    bonds = found.predecessors if direction == "predecessors" else found.successors
    tree = Tree(title if bonds else f"{title}: {_NOTHING[direction]}", guide_style="dim")
    _grow(tree, bonds, direction)
    console.print(tree)


def _grow(tree: Tree, bonds: tuple[Bond, ...], direction: Direction) -> None:
    for bond in bonds:
        branch = tree.add(f"{_by(bond, direction)} {_head(bond.cluster)} [dim]#{bond.position}[/dim]")
        further = bond.cluster.predecessors if direction == "predecessors" else bond.cluster.successors
        _grow(branch, further, direction)


def _by(bond: Bond, direction: Direction) -> str:
    """The step in words, as it reads before the other cluster's name."""
    backwards, day = direction == "predecessors", bond.effective_on
    match bond.act:
        case "new-formation":
            return f"{day}: formed from" if backwards else f"{day}: became part of"
        case "absorption":
            return f"{day}: absorbed" if backwards else f"{day}: absorbed by"
        case "transfer":
            return f"{day}: a part moved here from" if backwards else f"{day}: a part moved to"
        case "split":
            return f"{day}: split off from" if backwards else f"{day}: split into"
        case _:
            assert_never(bond.act)


def _head(found: Kinship) -> str:
    ended = f", {found.ended} on {found.ended_on}" if found.ended else ""
    return f"[bold]{escape(found.name)}[/bold] ({found.cluster_id}){ended}"
