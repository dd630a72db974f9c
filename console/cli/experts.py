"""`laurel experts`: who may go to a case or decide it, best first, and every rule that keeps the others away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.cases import case_meant
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.people import LookingUp
from console.cli.reading import cluster_stream, looking, stream_then
from console.cli.session import Session, run
from domain.cluster.appeal import Appeal
from domain.cluster.candidates import Candidate, Fitness
from domain.cluster.rules.bars import Bar
from domain.cluster.state import Cluster
from domain.disclosure import require_looking_up
from domain.schemes import scheme
from readmodel.candidates import Role, Sought, candidates
from readmodel.editions import scheme_on_record
from readmodel.rows_then import rows_then

_COLOURS = {Fitness.ALLOWED: "green", Fitness.TO_BE_ENDORSED: "yellow", Fitness.REFUSED: "red"}

_NOBODY = {
    Role.EXPERT: "Nobody is qualified for this level and edition: --all shows experts of others.",
    Role.COMMITTEE: "Nobody has a seat that day.",
    Role.PANEL: "No expert and no member is registered: --all shows everybody.",
}


@dataclass(frozen=True)
class _Asked:
    """What the options say."""

    of: str
    role: Role
    days: tuple[date, ...] | None
    beside: tuple[str, ...]
    everybody: bool
    as_of: str
    effective: str
    viewer: str


def experts(  # noqa: PLR0913 - the options of a command
    of: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="CASE",
            help="CLUSTER/CASE such as aurora/gold-1, of a panel CLUSTER/APPEAL; CLUSTER when one is open.",
        ),
    ],
    on: Annotated[
        list[datetime] | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help="A day on which they must be free; again for each day."
        ),
    ] = None,
    role: Annotated[Role, typer.Option(help="What they are looked for.")] = Role.EXPERT,
    beside: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON", help="Who is on the team with them; again for each."),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Those qualified for other levels and editions, too.")
    ] = False,
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: LookingUp = "",
    as_json: Json = False,
) -> None:
    """Rank who may go to a case, or decide it.

    Whoever may not is listed with every rule that says so; what a second person may accept is told apart.
    """
    days = tuple(sorted({each.date() for each in on})) if on else None
    asked = _Asked(of, role, days, tuple(beside or ()), everybody, as_of, effective, viewer)
    case, found = run(lambda session: _found(session, asked), as_json=as_json)
    if as_json:
        print_json(
            {"case": case, "role": role, "candidates": [each.model_dump(mode="json") for each in found]}
        )
        return
    _print(f"{case}, {role}", found, asked)


async def _found(session: Session, asked: _Asked) -> tuple[str, tuple[Candidate, ...]]:
    require_looking_up(await looking(session, asked.viewer))
    cluster_id, _, case_id = asked.of.partition("/")
    stream = cluster_stream(cluster_id)
    then = await asked_then(session, asked.as_of, asked.effective)
    cluster = (await stream_then(session, stream, then)).state
    if not isinstance(cluster, Cluster):
        raise NotFound(f"{stream} is no cluster.")
    about = _appeal_meant(cluster, case_id) if asked.role is Role.PANEL else case_meant(cluster, case_id)
    sought = Sought(
        cluster,
        about,
        then.at,
        asked.viewer,
        asked.role is Role.COMMITTEE,
        asked.days,
        asked.beside,
        asked.everybody,
    )
    async with session.pool.acquire() as connection:
        rows = await rows_then(connection, then)
        by = await scheme_on_record(connection, scheme())
        found = await candidates(connection, sought, by, rows=rows)
    named = about.appeal_id if isinstance(about, Appeal) else about.case_id
    return f"{cluster.cluster_id}/{named}", found


def _appeal_meant(cluster: Cluster, appeal_id: str) -> Appeal:
    """The appeal named, or the only one open; `NotFound` names those there are."""
    fitting = [
        each for each in cluster.appeals if each.appeal_id == appeal_id or (not appeal_id and each.open)
    ]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{cluster.cluster_id}/{each.appeal_id}" for each in cluster.appeals) or "none"
    raise NotFound(f"--for: name the appeal the panel decides; {cluster.name} has {known}.")


def _print(of: str, found: tuple[Candidate, ...], asked: _Asked) -> None:
    print_table(
        ", ".join(each for each in (f"For {of}", said_of(asked.as_of, asked.effective)) if each),
        ("id", "may", "country", "free", "was here", "on teams", "in a year", "language"),
        [_row(each, asked) for each in found],
        empty=_NOBODY[asked.role],
    )
    for each in found:
        for bar in each.bars:
            console.print(f"  {each.person_id}: {escape(str(bar))} [dim]({bar.code}{_softened(bar)})[/dim]")


def _row(found: Candidate, asked: _Asked) -> tuple[str, ...]:
    return (
        found.person_id,
        f"[{_COLOURS[found.fitness]}]{found.fitness}[/]",
        f"{found.country}{', abroad' if found.foreign else ''}",
        _free(found, asked),
        when(found.assessed_last_on),
        str(found.workload.assignments),
        str(found.workload.assessments),
        "theirs" if found.speaks_their_language else "another",
    )


def _free(found: Candidate, asked: _Asked) -> str:
    """On the days asked about; else for how much of the eight weeks to come."""
    if found.unfree:
        return f"not on {', '.join(day.isoformat() for day in found.unfree)}"
    if asked.days:
        return "yes"
    return f"not on {found.unfree_soon} days of 56" if found.unfree_soon else "yes, for 8 weeks"


def _softened(bar: Bar) -> str:
    if bar.accepted:
        return ", accepted by a second person"
    return ", a second person may accept it" if bar.soft else ""
