"""Every subcommand by its name."""

from typing import NoReturn

import typer

from console.cli import (
    asking,
    cases,
    decisions,
    documents,
    importing,
    incidents,
    lists,
    operating,
    playing,
    streams,
)
from console.ending import end
from console.exits import Exit

app = typer.Typer(
    name="laurel",
    help="Walks cluster organisations along their certification, and keeps the record of why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("up")(operating.up)
app.command("import")(importing.import_)
app.command("submit")(asking.submit)
app.command("commands")(asking.commands)
app.command("clusters")(lists.clusters)
app.command("inbox")(lists.inbox)
app.command("show")(streams.show)
app.command("trail")(streams.trail)
app.command("case")(cases.case)
app.command("why")(decisions.why)
app.command("documents")(documents.documents)
app.command("register")(lists.register)
app.command("incidents")(incidents.incidents)
app.command("doctor")(operating.doctor)
app.command("play")(playing.play)


def main() -> NoReturn:
    """Entry point of the installed program."""
    try:
        app()
    except SystemExit as ended:
        end(ended.code if isinstance(ended.code, int) else Exit.REFUSED)
    end(Exit.DONE)
