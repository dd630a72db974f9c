"""An independent reader of histories: who was shown another's scores before all of them were in (R4, R7)."""

from collections.abc import Iterable, Iterator
from typing import Any

from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD, visible_payload
from domain.events import payload_of
from domain.levels import Level
from tests.domain.specification import World

_SHEETS = {Level.SILVER: 1, Level.GOLD: 2}


def shown_too_early(world: World, on: str, people: Iterable[str]) -> list[str]:
    """Everybody who may see now, in an event or in the state, what is not theirs to see yet."""
    cluster = world.cluster(on.removeprefix("cluster-"))
    secret = [*_sheets_not_all_in(world, on)]
    tests = [event for event in world.events(on) if event.type == "TestSubmitted"]
    found = []
    for viewer in (*people, None):
        known = world.person(viewer) if viewer else None
        for event in secret:
            payload = visible_payload(event.type, payload_of(event), viewer=known, cluster=cluster)
            if viewer != event.expert and not payload["scores"] == payload.get("areas") == WITHHELD:
                found.append(f"{viewer} sees the sheet of {event.expert}")
        for event in tests:
            payload = visible_payload(event.type, payload_of(event), viewer=known, cluster=cluster)
            if viewer not in cluster.managers and payload["scores"] != WITHHELD:
                found.append(f"{viewer} sees the applicant's test")
        if secret:
            authors = {(event.case_id, event.expert) for event in secret}
            found += _in_state(visible_state(cluster, known), viewer, authors)
    return found


def _in_state(shown: dict[str, Any], viewer: str | None, secret: set[tuple[str, str]]) -> Iterator[str]:
    for case in shown["cases"]:
        for sheet in case["sheets"]:
            hidden = (case["case_id"], sheet["expert"]) in secret and sheet["expert"] != viewer
            if hidden and (sheet["scores"], sheet["areas"]) != (WITHHELD, WITHHELD):
                yield f"{viewer} sees in the state the sheet of {sheet['expert']}"


def _sheets_not_all_in(world: World, on: str) -> Iterator[Any]:
    """The sheets of every case that came in since its last audit, as long as one is missing."""
    since: dict[str, list[Any]] = {}
    levels: dict[str, Level] = {}
    for event in world.events(on):
        match event.type:
            case "ApplicationSubmitted":
                levels[event.case_id] = event.level
            case "AuditConducted":
                since[event.case_id] = []
            case "ScoresSubmitted":
                since[event.case_id].append(event)
            case _:
                continue
    for case_id, sheets in since.items():
        if len(sheets) < _SHEETS[levels[case_id]]:
            yield from sheets
