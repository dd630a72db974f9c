"""`laurel case`: one case, who acts next, what is there and what is missing."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.case_lines import (
    AREA_COLUMNS,
    INDICATOR_COLUMNS,
    area_row,
    asked_lines,
    asked_of,
    indicator_row,
    path_line,
    sentence_of_test,
    sheet_sentence,
)
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, time_left, when
from console.cli.reading import Viewer, cluster_stream, looking_at, opened_texts, stream_then
from console.cli.session import Session, run
from console.cli.task_lines import TASK_COLUMNS, task_row
from domain.cluster.case import Case
from domain.cluster.overview import overview
from domain.cluster.overview_parts import AskedFor, Committee, Overview, Report
from domain.cluster.state import Cluster

_HASH_SHOWN = 12


def case(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="CLUSTER/CASE such as aurora/gold-1; CLUSTER alone when one case is open."
        ),
    ],
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: Viewer = "",
    as_json: Json = False,
) -> None:
    """Show one case: who acts next, what is there, what is missing.

    Its path, its limits, each indicator with evidence and verdicts, and what is still to come.
    """
    shown, texts, at = run(
        lambda session: _overview(session, name, as_of, effective, viewer), as_json=as_json
    )
    if as_json:
        print_json({**shown.model_dump(mode="json"), "texts": texts})
        return
    if said := said_of(as_of, effective):
        console.print(f"[bold]{said}[/bold]")
    _print(shown, texts, viewer, at)


async def _overview(
    session: Session, name: str, as_of: str, effective: str, viewer: str
) -> tuple[Overview, dict[str, str], datetime]:
    """The case, with the sealed texts in it that are for the viewer, and what "now" is; an erased one is missing."""
    cluster_id, _, case_id = name.partition("/")
    stream = cluster_stream(cluster_id)
    then = await asked_then(session, as_of, effective)
    past = await stream_then(session, stream, then)
    cluster, now = past.state, past.now
    if not isinstance(cluster, Cluster) or not isinstance(now, Cluster):
        raise NotFound(f"{stream} is no cluster.")
    meant = case_meant(cluster, case_id)
    person = await looking_at(session, viewer, now)
    shown = overview(past.history, cluster, meant, await session.scheme(), person, now=now)
    return shown, await opened_texts(session, [shown.model_dump_json(include={"asked"})]), then.at


def case_meant(cluster: Cluster, case_id: str) -> Case:
    """The case named, or the only one open; `NotFound` names those there are."""
    if case_id and (named := cluster.find_case(case_id)):
        return named
    if len(cluster.open_cases) == 1 and not case_id:
        return cluster.open_cases[0]
    said = f"{cluster.name} has no case {case_id}" if case_id else f"{cluster.name} has no open case"
    if cluster.open_cases and not case_id:
        said = f"{cluster.name} has several open cases"
    cases = (
        f"{cluster.cluster_id}/{each.case_id} ({each.closed_as or each.stage})" for each in cluster.cases
    )
    raise NotFound(f"{said}: name {' or '.join(cases)}." if cluster.cases else f"{said}.")


def _print(shown: Overview, texts: dict[str, str], viewer: str, at: datetime) -> None:
    stands = f"closed: {shown.closed_as}" if shown.closed_as else f"at '{shown.stage}'"
    console.print(f"[bold]{shown.cluster_id}/{shown.case_id}[/bold] {escape(shown.name)}")
    console.print(
        f"  {shown.level}, {shown.kind}, edition {shown.edition}, opened {shown.opened_on};"
        f" {stands} since {when(shown.since)}"
    )
    console.print(f"  {path_line(shown.path)}")
    if shown.waits_for:
        console.print(f"  waits for {shown.waits_for}")
    _print_what_runs(shown, at)
    _print_asked(shown, texts, viewer)
    _print_evidence(shown)
    _print_assessment(shown)
    _print_outcome(shown)


def _print_what_runs(shown: Overview, now: datetime) -> None:
    print_table(
        "Who acts next",
        TASK_COLUMNS,
        [task_row(each, now) for each in shown.tasks],
        empty="  nobody has to act",
    )
    if shown.limits:
        rows = [
            (
                f"{each.name} {each.subject}".strip(),
                each.party,
                when(each.last_day),
                time_left(each.due_at, now),
                "extended" if each.extended else "",
            )
            for each in shown.limits
        ]
        print_table("Limits", ("limit", "who", "last day", "time left", ""), rows, empty="")
    if shown.team:
        members = (
            f"{each.person}{' (lead)' if each.lead else ''}{'' if each.accepted else ', not accepted yet'}"
            for each in shown.team
        )
        console.print(f"Team: {'; '.join(members)}")


def _print_asked(shown: Overview, texts: dict[str, str], viewer: str) -> None:
    blocks: dict[str, list[AskedFor]] = {}
    for each in shown.asked:
        blocks.setdefault(asked_of(each, viewer), []).append(each)
    for title, asked in blocks.items():
        console.print(f"[bold]{title}[/bold]")
        for line in (line for each in asked for line in asked_lines(each, texts)):
            console.print(f"  {escape(line)}")
    if shown.test:
        console.print(f"Test: {sentence_of_test(shown.test)}")


def _print_evidence(shown: Overview) -> None:
    if shown.dossier_withheld:
        console.print("Dossier: withheld; it is for the team, the applicant and who decides")
    if shown.handed_in:
        handed = ", ".join(f"{times} {item}" for item, times in sorted(shown.handed_in.items()))
        console.print(f"Handed in: {handed}")
    if shown.areas:
        print_table("Improvement areas", AREA_COLUMNS, [area_row(each) for each in shown.areas], empty="")
    if shown.indicators:
        print_table(
            "Indicators",
            INDICATOR_COLUMNS,
            [indicator_row(each, dossier_withheld=shown.dossier_withheld) for each in shown.indicators],
            empty="",
        )


def _print_assessment(shown: Overview) -> None:
    if shown.interview:
        state = "complete" if shown.interview.complete else "incomplete"
        console.print(f"Benchmark: by {shown.interview.expert} on {shown.interview.on}, {state}")
    if shown.audit:
        days = (f"{day} {'held' if day in shown.audit.conducted else 'planned'}" for day in shown.audit.days)
        watching = f"; observers: {', '.join(shown.audit.observers)}" if shown.audit.observers else ""
        console.print(f"Audit: {', '.join(days)}{' by video' if shown.audit.remote else ''}{watching}")
    if shown.sheets:
        console.print(f"Scores: {'; '.join(map(sheet_sentence, shown.sheets))}")
    if shown.proposal:
        console.print(f"Consensus: proposal {shown.proposal} waits to be confirmed")
    if shown.total:
        total = shown.total
        console.print(f"Total: {total.points} of {total.maximum} points, {total.shown_percent} %")
    if shown.findings:
        findings = [
            (each.finding, each.grade, each.indicator, each.raised_by, each.state, when(each.done_by))
            for each in shown.findings
        ]
        columns = ("finding", "grade", "indicator", "raised by", "state", "done by")
        print_table("Findings", columns, findings, empty="")


def _print_outcome(shown: Overview) -> None:
    if shown.report:
        console.print(f"Report: {_report(shown.report)}")
    if shown.committee:
        _print_committee(shown.committee, shown.deferrals)
    if shown.decision:
        annulled = ", annulled since" if shown.decision.annulled else ""
        told = "notice sent" if shown.decision.notified else "notice not sent yet"
        console.print(
            f"Decision: {shown.decision.outcome} on {shown.decision.decided_on}, {told}{annulled};"
            f" `laurel why {shown.cluster_id} {shown.case_id}` says why"
        )
    for each in shown.documents:
        replaced = ", replaced" if each.replaced else ""
        console.print(f"Document: {each.kind} {each.name}, {each.document[:_HASH_SHOWN]}…{replaced}")


def _report(report: Report) -> str:
    said = f"version {report.version}, {'final' if report.final else 'draft'}"
    if report.signed:
        said += f"; signed by {', '.join(report.signed)}"
    return said + (f"; yet to sign: {', '.join(report.yet_to_sign)}" if report.yet_to_sign else "")


def _print_committee(committee: Committee, deferrals: int) -> None:
    times = "once" if deferrals == 1 else f"{deferrals} times"
    deferred = f"; deferred {times}" if deferrals else ""
    console.print(f"Agenda: {committee.round_id}, members {', '.join(committee.members)}{deferred}")
    if committee.recused:
        console.print(f"  stepped aside: {', '.join(committee.recused)}")
    if committee.voted:
        console.print(f"  voted: {', '.join(committee.voted)}")
    if committee.yet_to_vote:
        console.print(f"  yet to vote: {', '.join(committee.yet_to_vote)}")
