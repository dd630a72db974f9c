"""Figures about labels: `laurel counts`, `laurel targets` and `laurel outcomes`."""

from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import answered
from console.cli.asking import Json
from console.cli.comma_separated import Csv, one_form, print_csv
from console.cli.duties import At, InProgramme, known_programme
from console.cli.figures import Public, print_figures
from console.cli.moments import AsOf, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.registering import OfLevel
from console.cli.session import Session, run
from domain.programmes.counts import Count, CountRule
from domain.programmes.withholding import Place
from domain.secretariat import secretariat_day
from readmodel.counts import CountRow, Group
from readmodel.counts import counts as counted
from readmodel.outcomes import outcomes as outcomes_of
from readmodel.past import Then
from readmodel.rows_then import rows_then
from readmodel.targets import TargetRow
from readmodel.targets import targets as targets_of

_RULES = {
    CountRule.VALID: "valid labels",
    CountRule.IN_GRACE: "labels valid or in grace",
    CountRule.EVER_HELD: "labels ever held by then",
}


def counts(  # noqa: PLR0913 - the options of one command
    at: At = None,
    by: Annotated[Group | None, typer.Option(help="Count them by this.")] = None,
    rule: Annotated[CountRule, typer.Option(help="Which labels count.")] = CountRule.VALID,
    level: OfLevel = None,
    as_of: AsOf = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Count labels on a day: at least so many, and at most so many where days are not known.

    What a source states of that day stands beside it. Labels are counted, scores never.
    """
    with answered(as_json=as_json):
        one_form(as_json=as_json, as_csv=as_csv)

    async def ask(session: Session) -> tuple[list[CountRow], date]:
        then = await asked_then(session, as_of)
        day = _day(at, then)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            return await counted(connection, day, by=by, rule=rule, level=level, rows=rows), day

    rows, day = run(ask, as_json=as_json)
    if as_json:
        print_json({"on": day, "rule": rule, "level": level, "by": by, "counts": rows})
        return
    if as_csv:
        columns = tuple(CountRow.model_fields)
        stated = [[getattr(row, name) for name in columns] for row in rows]
        print_csv(("on", "rule", "level", *columns), [(day, rule, level, *row) for row in stated])
        return
    _print_counts(rows, f"{_what(rule, level)} on {day}, {said_of(as_of, '') or 'as known now'}", by)


def targets(
    at: At = None,
    programme: InProgramme = "",
    as_of: AsOf = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say which targets are met on a day, since when, and which still will be in a year if nobody renews."""
    with answered(as_json=as_json):
        one_form(as_json=as_json, as_csv=as_csv)
        known_programme(programme)

    async def ask(session: Session) -> tuple[list[TargetRow], date]:
        then = await asked_then(session, as_of)
        day = _day(at, then)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            return await targets_of(connection, day, programme=programme or None, rows=rows), day

    rows, day = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    if as_csv:
        print_csv(_TARGET_COLUMNS, [_target_cells(row) for row in rows])
        return
    print_table(
        f"Targets on {day}, {said_of(as_of, '') or 'as known now'}",
        (
            "programme",
            "target",
            "counted",
            "met",
            "first met on",
            "met by its day",
            "in a year if nobody renews",
        ),
        [_target_line(row) for row in rows],
        empty="There is no such target.",
    )
    console.print("Counted is what is on record.")
    for source in dict.fromkeys(row.missing for row in rows if row.missing):
        console.print(f"Not known is what the record cannot say, by: {source}.", markup=False)


def outcomes(public: Public = False, as_of: AsOf = "", as_json: Json = False, as_csv: Csv = False) -> None:
    """Say what became of first applications, by level: awarded at first pass or later, refused, closed undecided."""
    with answered(as_json=as_json):
        one_form(as_json=as_json, as_csv=as_csv)

    async def ask(session: Session) -> dict[Place, int]:
        then = await asked_then(session, as_of)
        async with session.pool.acquire() as connection:
            return await outcomes_of(connection, rows=await rows_then(connection, then))

    print_figures(
        f"First applications that ended, {said_of(as_of, '') or 'as known now'}",
        ("level", "outcome"),
        run(ask, as_json=as_json),
        public=public,
        as_json=as_json,
        as_csv=as_csv,
    )


def _day(at: datetime | None, then: Then) -> date:
    return at.date() if at else secretariat_day(then.at)


def _what(rule: CountRule, level: object) -> str:
    return f"{str(level).title()}: {_RULES[rule]}" if level else f"All levels: {_RULES[rule]}"


def _print_counts(rows: list[CountRow], title: str, by: Group | None) -> None:
    print_table(
        title,
        (by or "", "number", "ends not known", "stated by a source"),
        [
            (
                escape(row.group) or "all",
                _number(row.certain, row.possible),
                str(row.unknown_ends),
                str(row.stated or ""),
            )
            for row in rows
        ],
        empty="",
    )
    console.print("Counted is what is on record.")
    for row in rows:
        if row.agreement:
            console.print(
                f"{row.group or 'all'}: stated {row.stated} ({row.source}): {row.agreement}.", markup=False
            )


def _number(certain: int, possible: int) -> str:
    return str(certain) if certain == possible else f"at least {certain}, at most {possible}"


_TARGET_COLUMNS = (
    *("programme", "level", "at_least", "by_on", "among", "certain", "possible", "unknown_ends", "met"),
    *("first_met_on", "met_by_then", "certain_in_a_year", "possible_in_a_year", "met_in_a_year"),
)


def _target_cells(row: TargetRow) -> list[object]:
    target, stands = row.target, row.stands
    return [
        *(row.programme, target.level, target.at_least, target.by_on, target.among),
        *(stands.count.certain, stands.count.possible, stands.count.unknown_ends, stands.met),
        *(stands.first_met_on, stands.met_by_then),
        *(stands.in_a_year.certain, stands.in_a_year.possible, stands.met_in_a_year),
    ]


def _target_line(row: TargetRow) -> tuple[str, ...]:
    target, stands = row.target, row.stands
    among = "of its country" if target.among == "country" else "of its members"
    return (
        row.programme,
        f"{target.at_least} {target.level} {among} by {target.by_on}",
        _counted(stands.count),
        _YES[stands.met],
        when(stands.first_met_on),
        _YES[stands.met_by_then] if stands.met_by_then is not None or stands.due else "not yet due",
        f"{_YES[stands.met_in_a_year]}: {_counted(stands.in_a_year)}",
    )


def _counted(count: Count) -> str:
    return _number(count.certain, count.possible)


_YES = {True: "yes", False: "no", None: "not known"}
