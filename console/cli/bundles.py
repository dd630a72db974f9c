"""`laurel verify --bundle`: an evidence bundle checked by the verifier that is shipped in it, from here."""

from dataclasses import asdict
from pathlib import Path

import typer

from console.bundle.verify import misasked, told, verify
from console.cli.answers import Usage, answered
from console.cli.output import console, print_json
from console.exits import Exit


def verify_bundle(bundle: Path, keys: list[str], *, as_json: bool) -> None:
    """Print what was found and end the program: 0 if nothing was changed, else 1. No server is asked."""
    with answered(as_json=as_json):
        if wrong := misasked(bundle, keys):
            raise Usage(wrong)
    report = verify(bundle, keys)
    if as_json:
        print_json(asdict(report))
    else:
        for line in told(report):
            console.print(line, markup=False, soft_wrap=True)
    raise typer.Exit(Exit.REFUSED if report.problems else Exit.DONE)
