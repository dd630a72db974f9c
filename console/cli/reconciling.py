"""`laurel reconcile`: every stream with a clock has a path that stands where the record says."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from temporalio.client import Client

from console.cli.answers import Usage
from console.cli.asking import Json, Person
from console.cli.incidents import only_an_operator
from console.cli.output import console, print_json, print_table
from console.cli.session import Session, run
from console.exits import Exit
from console.gateway import OutOfReach
from console.polling import polled_lately
from console.recovery.comparing import Difference, Finding
from console.recovery.following_record import FollowingRecord
from console.recovery.holding import Holding
from console.recovery.lost import lost_commands
from console.recovery.paths import Paths
from console.recovery.reconciling import Reconciled, Reconciler
from console.signing import place_of
from domain.rejected import Rejected

_KNOWS_MORE = (Difference.AHEAD, Difference.WITHOUT_STREAM)


def reconcile(
    repair: Annotated[
        bool, typer.Option("--repair/--dry-run", help="Start and refresh paths, or only say which.")
    ] = True,
    follow_record: Annotated[
        bool,
        typer.Option(
            "--follow-record",
            help="Decide that paths give up what the restored record does not hold; needs --as.",
        ),
    ] = False,
    person: Person = "",
    as_json: Json = False,
) -> None:
    """Compare every path with the record.

    Starts what does not run, refreshes what lags, reports what knows more.
    """

    async def ask(session: Session) -> Reconciled:
        if follow_record and not (person and repair):
            raise Usage("--follow-record: say who decides with --as (or LAUREL_PERSON), and not --dry-run.")
        client = await session.temporal()
        if not await polled_lately(client, session.settings.task_queue, datetime.now(UTC)):
            raise OutOfReach("No worker asks Temporal for work: nobody can say where the paths stand.")
        found = await _reconciled(session, client, repair=repair, quiet=as_json)
        found = await _with_what_was_lost(session, client, found)
        return await _following(session, client, found, person) if follow_record else found

    found = run(ask, as_json=as_json)
    if as_json:
        print_json(found)
    else:
        _tell(found)
    if found.wrong:
        raise typer.Exit(Exit.REFUSED)


async def _reconciled(session: Session, client: Client, *, repair: bool, quiet: bool) -> Reconciled:
    reconciler = Reconciler(await session.gateway(), Paths(client), session.pool, place_of(session.settings))
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("comparing", total=None)
        return await reconciler.reconcile(
            at=datetime.now(UTC),
            repair=repair,
            begun=lambda count: progress.update(bar, total=count),
            told=lambda: progress.advance(bar),
        )


async def _with_what_was_lost(session: Session, client: Client, found: Reconciled) -> Reconciled:
    async def told(finding: Finding) -> Finding:
        if finding.difference not in _KNOWS_MORE:
            return finding
        lost = await lost_commands(client, session.pool, finding.stream)
        return finding.model_copy(update={"lost": lost})

    findings = tuple([await told(finding) for finding in found.findings])
    return found.model_copy(update={"findings": findings})


async def _following(session: Session, client: Client, found: Reconciled, person: str) -> Reconciled:
    for each in found.findings:
        if each.difference is Difference.RECORD_BEHIND:
            raise Rejected("restore-unsaid", each.detail)
    async with session.pool.acquire() as connection:
        await only_an_operator(connection, person)
    follow = FollowingRecord(Paths(client), Holding(session.record, session.pool), session.pool)
    findings = tuple([await follow(each, at=datetime.now(UTC), by=person) for each in found.findings])
    return found.model_copy(update={"findings": findings})


def _tell(found: Reconciled) -> None:
    rows = [
        (each.stream, each.difference, each.detail, "mended" if each.mended else "–")
        for each in found.findings
    ]
    print_table(
        "Paths and record",
        ("stream", "difference", "detail", ""),
        rows,
        empty=f"{found.examined} paths, each where the record says.",
    )
    for finding in found.findings:
        for lost in finding.lost:
            console.print(
                f"{finding.stream}: {lost.command} by {lost.actor} was accepted as version {lost.version} "
                f"({', '.join(lost.events) or 'no event'}) under {lost.command_id}, and is lost.",
                markup=False,
            )
