"""What an answer to a command does not say by itself: what a round closed without, and which vote no longer counts."""

from collections.abc import Sequence
from typing import Any

import orjson

from activities.interface import Order, Receipt
from console.cli.reading import stored_events
from console.cli.session import Session
from domain.cluster.case import Case
from domain.cluster.rules.scope import indicators_audited
from domain.cluster.state import Cluster
from domain.scheme import Scheme
from ledger.reading import StoredEvent
from readmodel.history import folded

_REMARKABLE = frozenset({"EvidenceRoundClosed", "VoteCast"})
_NAMED_AT_MOST = 12


async def remarks_on(session: Session, order: Order, receipt: Receipt) -> tuple[str, ...]:
    """Sentences about an accepted command, the same however often it is repeated."""
    if not _REMARKABLE & set(receipt.events):
        return ()
    events = await stored_events(session, receipt.stream)
    return remarks(events[: receipt.version], order.actor, receipt, await session.scheme())


def remarks(
    until_then: Sequence[StoredEvent], actor: str, receipt: Receipt, scheme: Scheme
) -> tuple[str, ...]:
    """As `remarks_on`. `until_then`: the stream's events up to the last that the command had."""
    if "VoteCast" in receipt.events:
        return _vote_replaced(until_then, actor)
    if "EvidenceRoundClosed" in receipt.events:
        return _closed_without(until_then, receipt, scheme)
    return ()


def _closed_without(events: Sequence[StoredEvent], receipt: Receipt, scheme: Scheme) -> tuple[str, ...]:
    """What nothing is handed in about, though the round is over."""
    _, closed = _last(events, "EvidenceRoundClosed")
    cluster = folded(receipt.stream, events)
    case = cluster.find_case(closed["case_id"]) if isinstance(cluster, Cluster) else None
    if case is None or not (missing := _missing(case, scheme)):
        return ()
    named = ", ".join(missing[:_NAMED_AT_MOST]) + (" …" if len(missing) > _NAMED_AT_MOST else "")
    said = "1 subject has" if len(missing) == 1 else f"{len(missing)} subjects have"
    return (f"The round is closed. {said} nothing handed in: {named}.",)


def _missing(case: Case, scheme: Scheme) -> list[str]:
    """Indicators and areas without a document, recommendations without an answer."""
    areas = [f"area-{number}" for number in range(1, case.areas_due + 1)]
    subjects = [*(each.code for each in indicators_audited(case, scheme)), *areas]
    unanswered = sorted(case.answers_due - case.answered)
    return [*(each for each in subjects if each not in case.dossier_items), *unanswered]


def _vote_replaced(events: Sequence[StoredEvent], member: str) -> tuple[str, ...]:
    """The vote that counted before the latest one, if there was one."""
    place, cast = _last(events, "VoteCast")
    cluster = folded(events[0].stream, events[:place])
    case = cluster.find_case(cast["case_id"]) if isinstance(cluster, Cluster) else None
    earlier = next((each for each in case.ballots if each.member == member), None) if case else None
    if earlier is None:
        return ()
    return (f"This vote ({cast['vote']}) replaces the earlier one of {member} ({earlier.vote}).",)


def _last(events: Sequence[StoredEvent], type_: str) -> tuple[int, dict[str, Any]]:
    place = max(number for number, event in enumerate(events) if event.type == type_)
    return place, orjson.loads(events[place].payload)
