"""How the lines of a case are worded: its path, its indicators, its improvement areas, its sheets."""

from collections.abc import Mapping

from rich.markup import escape

from console.cli.output import when
from console.cli.reading import ERASED, KEPT_BACK
from domain.cluster.overview_parts import AreaLine, AskedFor, Handed, IndicatorLine, Sheet, Tested
from domain.cluster.path import Mark, Step
from domain.levels import Party

_HANDED_IN = ("versions", "speaks of", "received", "desk check")
INDICATOR_COLUMNS = ("", "indicator", "minimum", *_HANDED_IN, "on site", "scores")
AREA_COLUMNS = ("area", "indicator", "follows", *_HANDED_IN, "proven")


def path_line(path: tuple[Step, ...]) -> str:
    """The steps in order; those behind are ticked, the one where the case stands says so."""
    return " → ".join(_step(step) for step in path)


def _step(step: Step) -> str:
    match step.mark:
        case Mark.BEHIND:
            return f"✔ {step.stage}"
        case Mark.HERE:
            return f"[bold]▶ {step.stage} (here)[/bold]"
        case Mark.AHEAD:
            return str(step.stage)
        case Mark.NEVER:
            return f"[dim]{step.stage} (never reached)[/dim]"


def indicator_row(line: IndicatorLine, *, dossier_withheld: bool = False) -> tuple[str, ...]:
    return (
        line.code,
        escape(line.name),
        "–" if line.minimum is None else str(line.minimum),
        *(("–", "–", "–", KEPT_BACK) if dossier_withheld else _handed_in(line.evidence)),
        {True: "validated", False: "not validated", None: "–"}[line.validated],
        _scores(line),
    )


def area_row(line: AreaLine) -> tuple[str, ...]:
    proven = {True: "proven", False: "not proven", None: KEPT_BACK if line.withheld else "–"}[line.proven]
    follows = line.follows or "no report on record"
    return line.area, line.indicator, follows, *_handed_in(line.evidence), proven


def sheet_sentence(sheet: Sheet) -> str:
    state = "handed in" if sheet.handed_in else "still to come"
    return f"{sheet.expert}: {state}{', replaced since' if sheet.marked else ''}"


def asked_of(asked: AskedFor, viewer: str) -> str:
    """The heading of a block: of whom it is asked, seen from whoever looks."""
    if viewer in asked.of:
        return "Asked of you"
    of = ", ".join(asked.of) if asked.party is Party.EXPERT else ""
    return f"Asked of {of or f'the {asked.party}'}"


def asked_lines(asked: AskedFor, texts: Mapping[str, str]) -> list[str]:
    """What is asked, then each text in a line: a text that is gone is called erased."""
    by = f", by {asked.due_on}" if asked.due_on else ""
    said = {name: texts.get(token, ERASED) for name, token in asked.texts.items()}
    if asked.done_by and "action" in said:
        said["action"] += f" (by {asked.done_by})"
    return [f"{asked.about} ({asked.state}){by}", *(f"  {name}: {text}" for name, text in said.items())]


def sentence_of_test(test: Tested) -> str:
    said = f"{'passed' if test.passed else 'failed'} on {test.submitted_on}"
    if test.passed:
        return said
    missed = KEPT_BACK if test.missed is None else ", ".join(test.missed)
    again = f"may be repeated from {test.retry_from}" if test.retry_from else "no try is left"
    return f"{said}; {again}; below its minimum: {missed}"


def _handed_in(evidence: Handed | None) -> tuple[str, ...]:
    if evidence is None:
        return "–", "–", "–", "nothing handed in"
    verdict = f"{evidence.verdict} until {evidence.due_on}" if evidence.due_on else str(evidence.verdict)
    return str(evidence.versions), when(evidence.speaks_of), when(evidence.received_on), verdict


def _scores(line: IndicatorLine) -> str:
    sheets = ", ".join(f"{expert} {score}" for expert, score in line.scores.items())
    if line.agreed is not None:
        below = " [bold red]✘ below minimum[/bold red]" if line.below_minimum else ""
        differed = set(line.scores.values()) - {line.agreed}
        return f"{line.agreed}{below}" + (f" ({sheets})" if differed else "")
    shown = [each for each in (sheets, KEPT_BACK if line.withheld else "") if each]
    return ", ".join(shown) or "–"
