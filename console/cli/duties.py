"""Who complies with their programme's duty, why, and until when: `laurel duties`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound, Usage, answered
from console.cli.asking import Json
from console.cli.comma_separated import Csv, one_form, print_csv
from console.cli.figures import Public, print_figures
from console.cli.moments import AsOf, known_at, said_of
from console.cli.output import print_json, print_table, when
from console.cli.reading import Viewer, looking
from console.cli.session import Session, run
from domain.person.state import Person
from domain.programmes import programme as rules_of
from domain.programmes import programmes
from domain.rejected import Rejected
from domain.secretariat import secretariat_day
from readmodel.duties import DutyRow, LapseRow, by_state, duties_on, if_lapsed, is_cluster, may_ask
from readmodel.past import Then
from readmodel.rows_then import RowsThen, rows_then

At = Annotated[
    datetime | None,
    typer.Option("--at", formats=["%Y-%m-%d"], help="The day asked about, also one to come; default: today."),
]
InProgramme = Annotated[str, typer.Option("--programme", help="In this programme only.")]
_MONTHS = 12
_BY_LATER = " was known by then; with --as-of it is judged by what became known later."


@dataclass(frozen=True)
class Asked:
    """The day, as of when it is judged, and by whose rights."""

    day: date
    then: Then


def duties(  # noqa: PLR0913 - the options of one command
    at: At = None,
    programme: InProgramme = "",
    cluster: Annotated[str, typer.Option(help="Of this cluster only.")] = "",
    months: Annotated[
        int | None,
        typer.Option(
            "--at-risk", min=1, max=120, help="Only who is at risk within so many months if nobody renews."
        ),
    ] = None,
    lapsed: Annotated[
        bool, typer.Option("--if-lapsed", help="With --cluster: which duties each of its labels carries.")
    ] = False,
    public: Public = False,
    as_of: AsOf = "",
    viewer: Viewer = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say who complies with their programme's duty on a day, why, and until when.

    A day that is past is judged as known on that day; --as-of says otherwise.
    """
    with answered(as_json=as_json):
        one_form(as_json=as_json, as_csv=as_csv)
        known_programme(programme)
        _fits(public=public, lapsed=lapsed, months=months, cluster=cluster)
    if public:
        _print_public(programme, at, as_of, as_json=as_json, as_csv=as_csv)
    elif lapsed:
        lapses = run(lambda session: _lapses(session, cluster, at, as_of, viewer), as_json=as_json)
        _print_lapses([each for each in lapses if programme in ("", each.programme)], as_json, as_csv)
    else:
        rows, asked = run(
            lambda session: _duties(session, at, as_of, viewer, cluster, months or _MONTHS), as_json=as_json
        )
        wanted = [row for row in rows if _wanted(row, programme, cluster) and (row.at_risk or not months)]
        _print_duties(wanted, asked, as_of, as_json=as_json, as_csv=as_csv)


def known_programme(name: str) -> None:
    """`NotFound` when there is no such programme."""
    if name and rules_of(name) is None:
        raise NotFound(
            f"There is no programme {name}; there are {', '.join(each.key for each in programmes())}."
        )


def _fits(*, public: bool, lapsed: bool, months: int | None, cluster: str) -> None:
    if public and (cluster or lapsed or months):
        raise Usage(
            "--public: figures for the public name no cluster; leave out --cluster, --at-risk and --if-lapsed."
        )
    if lapsed and not cluster:
        raise Usage("--if-lapsed: say whose labels, with --cluster.")
    if lapsed and months:
        raise Usage("--if-lapsed: it asks about the day itself; leave out --at-risk.")


def _wanted(row: DutyRow, programme: str, cluster: str) -> bool:
    return programme in ("", row.programme) and cluster in ("", row.cluster_id)


async def asked_on(session: Session, at: datetime | None, as_of: str) -> Asked:
    """R17: a past day is judged as known at its end, any other as known now; `as_of` says otherwise."""
    now = datetime.now(UTC)
    today = secretariat_day(now)
    day = at.date() if at else today
    moment = as_of or (day.isoformat() if day < today else "")
    if not moment:
        return Asked(day, Then(at=now))
    known = await known_at(session, moment, option="--as-of" if as_of else "--at")
    return Asked(day, Then(at=known.at, position=known.position))


async def _duties(  # noqa: PLR0913 - what is asked, of whom, and by whom
    session: Session, at: datetime | None, as_of: str, viewer: str, cluster: str, months: int
) -> tuple[list[DutyRow], Asked]:
    asked = await asked_on(session, at, as_of)
    person = await _asking(session, viewer, cluster)
    async with session.pool.acquire() as connection:
        rows = await rows_then(connection, asked.then)
        return await duties_on(connection, asked.day, months=months, viewer=person, rows=rows), asked


async def _lapses(
    session: Session, cluster: str, at: datetime | None, as_of: str, viewer: str
) -> list[LapseRow]:
    asked = await asked_on(session, at, as_of)
    person = await _asking(session, viewer, cluster)
    async with session.pool.acquire() as connection:
        rows: RowsThen = await rows_then(connection, asked.then)
        return await if_lapsed(connection, cluster, asked.day, viewer=person, rows=rows)


async def _asking(session: Session, viewer: str, cluster: str) -> Person | None:
    """Who asks; refused where no duty could be shown to them, so that an empty answer is a true one."""
    person = await looking(session, viewer)
    async with session.pool.acquire() as connection:
        if cluster and not await is_cluster(connection, cluster):
            raise NotFound(f"No cluster is registered as {cluster}.")
        if not await may_ask(connection, person, cluster):
            raise _nothing_to_see(viewer, cluster)
    return person


def _nothing_to_see(viewer: str, cluster: str) -> Rejected:
    of_whom = f"no duty of {cluster}" if cluster else "no programme's members"
    return Rejected(
        "not-permitted",
        f"{viewer} sees {of_whom}: only operators, audit readers, who acts for a programme and who acts for the"
        " cluster do; `--public` prints the figures for everybody.",
    )


def _print_duties(rows: Sequence[DutyRow], asked: Asked, as_of: str, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        print_json(rows)
        return
    known = "as known then" if asked.then.past else "as known now"
    columns = (
        *("programme", "cluster_id", "name", "country", "state", "why", "until", "then", "not_met_from"),
        *("obligation_until", "confirm", "at_risk"),
    )
    if as_csv:
        print_csv(columns, [_cells(row) for row in rows])
        return
    print_table(
        f"Duties on {asked.day}, {said_of(as_of, '') or known}",
        ("programme", "id", "name", "duty", "why", "until if nobody renews", "then"),
        [
            (
                row.programme,
                row.cluster_id,
                escape(row.name),
                f"[bold red]{row.duty.state}[/bold red]" if row.at_risk else row.duty.state,
                escape(_reason(row)),
                when(row.ahead.until),
                row.ahead.then or "–",
            )
            for row in rows
        ],
        empty=f"No such duty on that day{_BY_LATER if asked.then.past else '.'}",
    )


def _reason(row: DutyRow) -> str:
    said = row.duty.why
    if row.duty.obligation_until:
        said += f"; open obligation until {row.duty.obligation_until}"
    if row.duty.confirm:
        said += f"; to be confirmed: {', '.join(map(str, row.duty.confirm))}"
    return said


def _cells(row: DutyRow) -> list[object]:
    duty, ahead = row.duty, row.ahead
    return [
        *(
            row.programme,
            row.cluster_id,
            row.name,
            row.country,
            duty.state,
            duty.why,
            ahead.until,
            ahead.then,
        ),
        *(ahead.not_met_from, duty.obligation_until, ", ".join(map(str, duty.confirm)), row.at_risk),
    ]


def _print_lapses(rows: Sequence[LapseRow], as_json: bool, as_csv: bool) -> None:  # noqa: FBT001 - by name above
    columns = tuple(LapseRow.model_fields)
    if as_json:
        print_json(rows)
        return
    told = [[getattr(row, name) for name in columns] for row in rows]
    if as_csv:
        print_csv(columns, told)
        return
    print_table(
        "If a label lapsed",
        [name.replace("_", " ") for name in columns],
        [[escape(str(each)) for each in row] for row in told],
        empty="No duty depends on a label of this cluster.",
    )


def _print_public(programme: str, at: datetime | None, as_of: str, *, as_json: bool, as_csv: bool) -> None:
    rows, asked = run(lambda session: _duties(session, at, as_of, "", "", _MONTHS), as_json=as_json)
    # Withheld is what the whole table asks for: of one programme alone more would be told.
    print_figures(
        f"Members' duties on {asked.day}",
        ("programme", "duty"),
        by_state(rows),
        only=programme,
        as_json=as_json,
        as_csv=as_csv,
    )
