"""The options `--as-of` and `--effective`: what was known at a moment, and what was so at one as known now."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeVar

import typer

from console.cli.answers import NotFound, Usage
from console.cli.session import Session
from domain.secretariat import day_ends, secretariat_day, secretariat_time
from ledger.connection import Connection
from ledger.reading import last_position, position_at, recorded_at
from readmodel.past import Then

AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="POSITION|TIME",
        help="What was known then: a position of the record, a day (its end), or a time such as 2026-03-01T14:30,"
        " in the secretariat's zone where none is given.",
    ),
]
Effective = Annotated[
    str,
    typer.Option(
        "--effective",
        metavar="TIME",
        help="What was so then, as known now or, with --as-of, as known at that moment: a day (its end) or a time.",
    ),
]
Moment = TypeVar("Moment", date, datetime)
_POSITION: Final = re.compile(r"[0-9]+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].+")


@dataclass(frozen=True)
class Known:
    """A moment of the record: its last event then, 0 for none, and what "now" was."""

    position: int
    at: datetime


async def asked_position(session: Session, as_of: str) -> int | None:
    """The last position known at the moment asked about; None where none is asked about."""
    return (await known_at(session, as_of, option="--as-of")).position if as_of else None


async def known_at(session: Session, text: str, *, option: str) -> Known:
    """The moment of the record that is meant; of a position the one at which its event was recorded.

    `Usage` naming the option where the words are no moment, `NotFound` where the moment is not in the record: a
    position beyond its end, or a time to come.
    """
    async with session.pool.acquire() as connection:
        if _POSITION.fullmatch(text):
            return await _at_position(connection, int(text), option)
        at = parse_moment(text, datetime.now(UTC), option=option)
        return Known(await position_at(connection, at), at)


async def asked_then(session: Session, as_of: str, effective: str = "") -> Then:
    """The moment both options ask about: "now" is the one at which it was so, else the one at which it was known."""
    known = await known_at(session, as_of, option="--as-of") if as_of else None
    so_at = asked_effective(effective)
    now = known.at if known else datetime.now(UTC)
    return Then(at=so_at or now, position=known.position if known else None, effective=so_at)


def asked_effective(effective: str) -> datetime | None:
    """The moment asked about; None where none is. `Usage` and `NotFound` as for `known_at`."""
    return parse_moment(effective, datetime.now(UTC), option="--effective") if effective else None


def parse_moment(text: str, now: datetime, *, option: str) -> datetime:
    """The moment meant, in UTC. A day alone means its end, today's the moment it is."""
    if _DAY.fullmatch(text):
        day = _parsed(date.fromisoformat, text, option)
        at = now if day == secretariat_day(now) else _in_utc(day_ends(day), text, option)
    elif _TIME.fullmatch(text):
        at = _in_utc(secretariat_time(_parsed(datetime.fromisoformat, text, option)), text, option)
    else:
        raise _no_moment(text, option)
    if at > now:
        raise NotFound(f"{option}: {text} lies in the future.")
    return at


async def _at_position(connection: Connection, position: int, option: str) -> Known:
    last = await last_position(connection)
    if not 0 < position <= last:
        raise NotFound(f"{option}: the record has positions 1 to {last}, and no {position}.")
    at = await recorded_at(connection, position)
    if at is None:
        raise NotFound(
            f"{option}: position {position} is missing from the record; `laurel verify` says more."
        )
    return Known(position, at)


def _parsed(parse: Callable[[str], Moment], text: str, option: str) -> Moment:
    try:
        return parse(text)
    except ValueError as unparsable:
        raise _no_moment(text, option) from unparsable


def _in_utc(at: datetime, text: str, option: str) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as beyond:
        raise _no_moment(text, option) from beyond


def _no_moment(text: str, option: str) -> Usage:
    position = "a position of the record, " if option != "--effective" else ""
    return Usage(
        f"{option}: {text!r} is no moment; give {position}a day such as 2026-03-01,"
        " or a time such as 2026-03-01T14:30."
    )


def said_of(as_of: str, effective: str) -> str:
    """What is asked about, to be said beside the answer; nothing for the present."""
    known = f"as known {'at position ' if _POSITION.fullmatch(as_of) else 'on '}{as_of}" if as_of else ""
    so = f"as it was on {effective}" if effective else ""
    if so and not known:
        return f"{so}, as known now"
    return ", ".join(each for each in (so, known) if each)
