"""Printing where somebody is named, and what the officer does about each."""

from collections.abc import Sequence

from rich.markup import escape

from console.cli.output import console, print_table
from console.privacy.mentions import Mention

_SHOWN = 12


def print_mentions(mentions: Sequence[Mention]) -> None:
    """Documents, letters and mails under what is to be done about them. Nothing of it was deleted."""
    if not mentions:
        console.print("It stands in no document, letter or mail that is known.")
        return
    console.print("[bold]Where it stands besides; nothing of this was deleted:[/bold]")
    for to_do in dict.fromkeys(each.to_do for each in mentions):
        print_table(
            to_do,
            ("what", "hash", "kind", "about", "because"),
            [
                (each.what, _name(each), escape(each.kind), escape(each.about), each.because)
                for each in mentions
                if each.to_do == to_do
            ],
            empty="",
        )


def _name(mention: Mention) -> str:
    """Of a hash the beginning is enough; --json tells it whole."""
    return f"{mention.name[:_SHOWN]}…" if mention.what == "document" else escape(mention.name)
