"""What changed in a stream between two moments, and who changed it: `laurel diff`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape

from console.cli.answers import Usage
from console.cli.asking import Json
from console.cli.moments import known_at
from console.cli.output import console, print_json
from console.cli.reading import ERASED, KEPT_BACK, Viewer, looking_at, opened_texts, stream_then
from console.cli.session import Session, run, stream_of
from console.cli.streams import Stream
from console.cli.words import in_words
from domain.confidential import WITHHELD
from domain.frozen import Frozen
from domain.secretariat import secretariat_day
from readmodel.differences import Change, Deed, Differences, differences
from readmodel.past import Then

_MOMENT = "POSITION|TIME"
From = Annotated[
    str,
    typer.Option("--from", metavar=_MOMENT, help="Since when: a position of the record, a day or a time."),
]
To = Annotated[
    str, typer.Option("--to", metavar=_MOMENT, help="Until when: a position, a day (its end) or a time; now.")
]


class Between(Frozen):
    """What changed, and the sealed texts in it that can be opened; an erased one is missing in `texts`."""

    stream: str
    from_position: int
    to_position: int
    differences: Differences
    texts: dict[str, str]


class _Question(NamedTuple):
    stream: str
    since: str
    until: str
    viewer: str


def diff(cluster: Stream, since: From, until: To = "", viewer: Viewer = "", as_json: Json = False) -> None:
    """Tell what changed between two moments, and by whom.

    Field by field, with the event, person and reason behind each change.
    """
    asked = _Question(stream_of(cluster), since, until, viewer)
    found = run(lambda session: _between(session, asked), as_json=as_json)
    if as_json:
        told = found.differences.model_dump(mode="json")
        print_json({**found.model_dump(mode="json", exclude={"differences"}), **told})
        return
    _print(found)


async def _between(session: Session, asked: _Question) -> Between:
    first = await known_at(session, asked.since, option="--from")
    last = await known_at(
        session, asked.until or secretariat_day(datetime.now(UTC)).isoformat(), option="--to"
    )
    if last.position < first.position:
        raise Usage(f"--from: {asked.since} comes after --to.")
    past = await stream_then(session, asked.stream, Then(at=last.at, position=last.position))
    found = differences(past, first.position, await looking_at(session, asked.viewer, past.now))
    return Between(
        stream=asked.stream,
        from_position=first.position,
        to_position=last.position,
        differences=found,
        texts=await opened_texts(session, [found.model_dump_json()]),
    )


def _print(found: Between) -> None:
    span = f"between positions {found.from_position} and {found.to_position}"
    changes = found.differences.changes
    if not changes:
        console.print(f"Nothing you may see changed in {found.stream} {span}.")
    else:
        console.print(f"[bold]What changed in {found.stream} {span}[/bold]")
    # Told by the event that had the last word, in the order of the record.
    ordered = sorted(changes, key=lambda change: change.by[-1].position)
    for deed, made in groupby(ordered, key=lambda change: change.by[-1]):
        console.print(_deed(deed, found.texts))
        for change in made:
            console.print(f"  {escape(_change(change, found.texts))}")
    for deed in found.differences.withheld:
        console.print(f"{_deed(deed, found.texts)}: what it changed is withheld")


def _deed(deed: Deed, texts: Mapping[str, str]) -> str:
    reason = {None: "", WITHHELD: f" – {KEPT_BACK}"}.get(
        deed.reason, f" – {texts.get(deed.reason or '', ERASED)}"
    )
    return f"[bold]#{deed.position}[/bold] {deed.on} {deed.type} by {deed.actor} ({deed.authority}){escape(reason)}"


def _change(change: Change, texts: Mapping[str, str]) -> str:
    before, after = _value(change.before, texts), _value(change.after, texts)
    earlier = len(change.by) - 1
    also = f" (changed {earlier + 1} times)" if earlier else ""
    return f"{change.what}: {before} → {after}{also}"


def _value(value: object, texts: Mapping[str, str]) -> str:
    return "–" if value is None else in_words(value, texts)
