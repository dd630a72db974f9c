"""A verdict on the record, told to people and to programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from console.cli.output import console, print_table
from ledger.findings import Finding
from ledger.trusting import Trust
from ledger.verifying import LogVerdict

_MOST_SHOWN = 50


@dataclass(frozen=True)
class Verdict:
    """What was found. `unfolded`: the error over which rows were not compared, as the events do not fold."""

    logs: Sequence[LogVerdict]
    rows: Sequence[Finding]
    trust: Trust
    unfolded: str = ""

    @property
    def findings(self) -> list[Finding]:
        return [finding for log in self.logs for finding in log.findings] + list(self.rows)


def as_document(verdict: Verdict) -> dict[str, object]:
    """The verdict with stable keys."""
    return {
        "verified": not verdict.findings,
        "trusted": "given" if verdict.trust.given else "published",
        "logs": [
            {
                "log": log.log,
                "origin": log.origin,
                "entries": log.entries,
                "covered": log.covered,
                "by_chain_only": log.by_chain_only,
                "checkpoints": log.checkpoints,
                "checkpoints_given": log.given,
                "keys": list(log.keys),
            }
            for log in verdict.logs
        ],
        "rows": verdict.unfolded or "compared",
        "findings": [asdict(finding) | {"sentence": finding.sentence} for finding in verdict.findings],
    }


def tell(verdict: Verdict, stream: str | None) -> None:
    """The verdict for people: what was found, what covers what, and whose word was taken for it."""
    for line in _lines(verdict, stream):
        console.print(line, markup=False, soft_wrap=True)
    if not verdict.findings:
        return
    shown = verdict.findings[:_MOST_SHOWN]
    rows = [(finding.where, _positions(finding), finding.kind, finding.sentence) for finding in shown]
    print_table("Found", ("where", "position", "what", "in words"), rows, empty="")
    if more := len(verdict.findings) - len(shown):
        console.print(f"and {more} more: see --json.")


def _lines(verdict: Verdict, stream: str | None) -> Iterator[str]:
    subject = "The record" if stream is None else stream
    yield f"{subject} {_outcome(verdict)}."
    for log in verdict.logs:
        yield _coverage(log)
    if verdict.unfolded:
        yield f"Rows were not compared: the events do not fold ({verdict.unfolded})."
    if stream is not None:
        yield "Whether entries at the stream's end were cut off, only a verification of the whole record tells."
    whose = "given by hand" if verdict.trust.given else "that are published (--key names another to trust)"
    yield f"Trusted were the keys {whose}:"
    yield from sorted({f"  {key}" for log in verdict.logs for key in log.keys}) or ["  none"]


def _outcome(verdict: Verdict) -> str:
    if verdict.findings:
        return "was CHANGED"
    if not any(log.checkpoints for log in verdict.logs):
        return "fits its chain, but no checkpoint vouches for it yet: `laurel checkpoint` makes one"
    return "is as it was recorded"


def _coverage(log: LogVerdict) -> str:
    if not log.checkpoints:
        return f"{log.entries} {log.log}: no checkpoint covers them, only the chain."
    given = f", {log.given} of them given by hand," if log.given else ""
    above = f"; {log.by_chain_only} above it only the chain covers" if log.by_chain_only else ""
    checkpoints = "1 checkpoint" if log.checkpoints == 1 else f"{log.checkpoints} checkpoints"
    under = min(log.entries, log.covered)
    return f"{log.entries} {log.log}: {under} under {checkpoints}{given} of {log.origin}{above}."


def _positions(finding: Finding) -> str:
    if finding.where == "rows":
        return ""
    return str(finding.first) if finding.first == finding.last else f"{finding.first}–{finding.last}"
