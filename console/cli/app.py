"""Every subcommand by its name."""

from typing import NoReturn

import typer

from console.cli import (
    asking,
    auditing,
    backing_up,
    cases,
    checkpointing,
    complaints,
    counts,
    decisions,
    differing,
    documents,
    duties,
    editions,
    experts,
    exporting,
    importing,
    incidents,
    lineage,
    lists,
    offices,
    operating,
    people,
    persons,
    playing,
    processes,
    rebuilding,
    reconciling,
    redacting,
    registering,
    reminding,
    restoring,
    rotating,
    simulating,
    stored,
    streams,
    trail,
    verifying,
)
from console.ending import end
from console.exits import Exit

# What a command is for: `laurel --help` shows them so.
_BEGIN = "Begin"
_WORK = "Work"
_COUNT = "Count"
_LOOK_BACK = "Look back"
_PROVE = "Prove"
_PROTECT = "Protect persons"
_OPERATE = "Operate"

app = typer.Typer(
    name="laurel",
    help="Walks cluster organisations along their certification, and keeps the record of why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("up", rich_help_panel=_BEGIN)(operating.up)
app.command("import", rich_help_panel=_BEGIN)(importing.import_)
app.command("play", rich_help_panel=_BEGIN)(playing.play)
app.command("simulate", rich_help_panel=_BEGIN)(simulating.simulate)
app.command("inbox", rich_help_panel=_WORK)(lists.inbox)
app.command("submit", rich_help_panel=_WORK)(asking.submit)
app.command("commands", rich_help_panel=_WORK)(asking.commands)
app.command("clusters", rich_help_panel=_WORK)(lists.clusters)
app.command("show", rich_help_panel=_WORK)(streams.show)
app.command("case", rich_help_panel=_WORK)(cases.case)
app.command("documents", rich_help_panel=_WORK)(documents.documents)
app.command("experts", rich_help_panel=_WORK)(experts.experts)
app.command("persons", rich_help_panel=_WORK)(people.persons)
app.command("organisation", rich_help_panel=_WORK)(people.organisation)
app.command("reminders", rich_help_panel=_WORK)(reminding.reminders)
app.command("register", rich_help_panel=_WORK)(registering.register)
app.command("offices", rich_help_panel=_WORK)(offices.offices)
app.command("office", rich_help_panel=_WORK)(offices.office)
app.command("scheme", rich_help_panel=_WORK)(editions.scheme)
app.add_typer(editions.app, name="edition", rich_help_panel=_OPERATE)
app.command("duties", rich_help_panel=_COUNT)(duties.duties)
app.command("targets", rich_help_panel=_COUNT)(counts.targets)
app.command("counts", rich_help_panel=_COUNT)(counts.counts)
app.command("outcomes", rich_help_panel=_COUNT)(counts.outcomes)
app.command("complaints", rich_help_panel=_WORK)(complaints.complaints)
app.command("complaint", rich_help_panel=_WORK)(complaints.complaint)
app.command("trail", rich_help_panel=_LOOK_BACK)(trail.trail)
app.command("lineage", rich_help_panel=_LOOK_BACK)(lineage.lineage)
app.command("diff", rich_help_panel=_LOOK_BACK)(differing.diff)
app.command("why", rich_help_panel=_LOOK_BACK)(decisions.why)
app.command("event", rich_help_panel=_LOOK_BACK)(stored.event)
app.add_typer(auditing.app, name="audit", rich_help_panel=_LOOK_BACK)
app.command("verify", rich_help_panel=_PROVE)(verifying.verify)
app.command("checkpoint", rich_help_panel=_PROVE)(checkpointing.checkpoint)
app.command("export", rich_help_panel=_PROVE)(exporting.export)
app.command("processes", rich_help_panel=_PROVE)(processes.processes)
persons.app.command("show")(people.show)
app.add_typer(persons.app, name="person", rich_help_panel=_PROTECT)
app.command("redact", rich_help_panel=_PROTECT)(redacting.redact)
app.command("doctor", rich_help_panel=_OPERATE)(operating.doctor)
app.command("incidents", rich_help_panel=_OPERATE)(incidents.incidents)
app.command("reconcile", rich_help_panel=_OPERATE)(reconciling.reconcile)
app.command("backup", rich_help_panel=_OPERATE)(backing_up.backup)
app.command("restore", rich_help_panel=_OPERATE)(restoring.restore)
app.command("rebuild", rich_help_panel=_OPERATE)(rebuilding.rebuild_)
app.add_typer(rotating.app, name="rotate", rich_help_panel=_OPERATE)


def main() -> NoReturn:
    """Entry point of the installed program."""
    try:
        app()
    except SystemExit as ended:
        end(ended.code if isinstance(ended.code, int) else Exit.REFUSED)
    end(Exit.DONE)
