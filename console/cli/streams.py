"""One stream as it stands, or stood: `laurel show`."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer
from pydantic import JsonValue
from rich.markup import escape

from console.cli.appeal_lines import print_appeals
from console.cli.asking import Json
from console.cli.label_words import label_words
from console.cli.ladder_lines import ladder_lines
from console.cli.lineage_lines import lineage_lines
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.reading import KEPT_BACK, Viewer, looking_at, opened_texts, stream_then
from console.cli.session import Session, run, stream_of
from console.cli.task_lines import TASK_COLUMNS, task_row
from console.cli.words import in_words
from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.cluster.visible_state import visible_state
from domain.confidential import Reserve, Sight
from domain.permissions import State
from domain.person.state import Person
from domain.round.state import Round
from domain.scheme import Scheme
from domain.secretariat import secretariat_day
from domain.streams import tasks
from domain.task_commands import by_command
from domain.terms import Interval
from readmodel.past import Past, Then

# Of a round: told below its facts, or by nobody.
_ELSEWHERE = frozenset({"debts", "failed", "limits", "agenda"})
Stream = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="A cluster's id, or round-…, person-… or office-… in full.")
]


def show(
    cluster: Stream, as_of: AsOf = "", effective: Effective = "", viewer: Viewer = "", as_json: Json = False
) -> None:
    """Show what is so in one cluster now, or was.

    Organisation, labels, cases, who acts next, letters owed; a person or a round as well.
    """
    stream = stream_of(cluster)
    past, then, person, scheme = run(
        lambda session: _past(session, stream, as_of, effective, viewer), as_json=as_json
    )
    if as_json:
        shown = visible_state(past.state, person, past.now)
        print_json({**shown, "tasks": [by_command(task) for task in tasks(past.state)]})
        return
    if said := said_of(as_of, effective):
        console.print(f"[bold]{said}[/bold]")
    if isinstance(past.state, Cluster) and isinstance(past.now, Cluster):
        _show_cluster(past.state, Sight(person, past.now), then)
        print_appeals(past.state, scheme, then.at)
        _show_letters(past.state)
    else:
        shown, facts = visible_state(past.state, person, past.now), past.state.model_dump_json()
        _show_facts(past.state, shown, run(lambda session: opened_texts(session, [facts]), as_json=as_json))
    _show_tasks(past.state, then)


async def _past(
    session: Session, stream: str, as_of: str, effective: str, viewer: str
) -> tuple[Past, Then, Person | None, Scheme]:
    then = await asked_then(session, as_of, effective)
    past = await stream_then(session, stream, then)
    person = await looking_at(session, viewer, past.now)
    return past, then, person, await session.scheme()


def _show_cluster(cluster: Cluster, sight: Sight, then: Then) -> None:
    console.print(
        f"[bold]{escape(cluster.name)}[/bold] ({cluster.cluster_id}), {cluster.country} {cluster.region}"
    )
    facts = {"sector": cluster.sector, "carrier": cluster.carrier, "managers": ", ".join(cluster.managers)}
    for name, value in facts.items():
        console.print(f"  {name}: {escape(value) or '–'}")
    for line in lineage_lines(cluster):
        console.print(escape(line))
    _show_labels(cluster, then)
    for line in ladder_lines(cluster):
        console.print(line)
    _show_cases(cluster, sight)


def _show_letters(cluster: Cluster) -> None:
    if cluster.debts:
        console.print(f"  {len(cluster.debts)} effects are owed")
    for failure in cluster.failed:
        console.print(f"  letter {failure.debt.debt_id} failed: {failure.cause}")


def _show_labels(cluster: Cluster, then: Then) -> None:
    day = secretariat_day(then.at)
    print_table(
        "Labels",
        (
            "level",
            f"status on {day}" if then.past else "status today",
            "term",
            "first day",
            "last day",
            "grace until",
        ),
        [
            (
                level,
                label_words(cluster, level, day),
                str(term.number),
                _interval(term.first_day),
                _interval(term.last_day),
                when(term.grace_until),
            )
            for level, terms in cluster.labels.items()
            for term in terms
        ],
        empty="  no label",
    )


def _show_cases(cluster: Cluster, sight: Sight) -> None:
    print_table(
        "Cases",
        ("case", "kind", "edition", "stage", "since", "handed in", "report", "limits"),
        [
            (
                case.case_id,
                case.kind,
                case.edition,
                case.closed_as or case.stage,
                when(case.since),
                _handed_in(case) if sight.of(Reserve.DOSSIER, case) else KEPT_BACK,
                f"version {case.report_version}" if case.report_version else "–",
                ", ".join(f"{limit.name} until {limit.last_day}" for limit in case.limits) or "–",
            )
            for case in cluster.cases
        ],
        empty="  no case",
    )


def _handed_in(case: Case) -> str:
    """What kinds of documents came in; on site each version counts."""
    filed = [item for each in case.dossier_items.values() for item in each.versions]
    times = Counter(item.item for item in (*case.evidence, *filed))
    return ", ".join(f"{number} {item}" for item, number in times.items()) or "–"


def _show_agenda(committee_round: Round) -> None:
    print_table(
        "Agenda",
        ("case", "stands"),
        [
            (f"{item.cluster_id}/{item.case_id}", "concluded" if item.concluded else "waits")
            for item in committee_round.agenda
        ],
        empty="  no case",
    )


def _show_facts(state: State, shown: Mapping[str, JsonValue], texts: dict[str, str]) -> None:
    """What has no page of its own, such as a person or a round: its facts, one a line."""
    for name, value in shown.items():
        if name not in _ELSEWHERE and value not in ("", None, [], False):
            console.print(f"  {name.replace('_', ' ')}: {escape(in_words(value, texts))}")
    if isinstance(state, Round):
        _show_agenda(state)


def _show_tasks(state: State, then: Then) -> None:
    print_table(
        "Who acts next",
        TASK_COLUMNS,
        [task_row(task, then.at) for task in tasks(state)],
        empty="  nobody has to act",
    )


def _interval(interval: Interval) -> str:
    if interval.exact:
        return str(interval.day)
    if interval.open:
        return "unknown"
    return f"{interval.earliest or '…'} to {interval.latest or '…'}"
