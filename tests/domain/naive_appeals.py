"""An independent reader of appeals: who judged one that had part in what it is about, or was tied (R34, R35)."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.person.state import TieKind
from domain.secretariat import secretariat_day
from tests.domain.naive_ties import known_before
from tests.domain.world import OnRecord

_SOFT = (TieKind.OFFICER, TieKind.PARTNER)
_PANEL = 3


def partial_judges(trail: Sequence[OnRecord]) -> list[str]:
    """Each act by which an appeal was judged by somebody involved, or not by three; empty as it should be."""
    return [line for place, entry in enumerate(trail) for line in _wrong(entry, trail[:place])]


def involved(person: str, cluster: str, decision: Any, trail: Sequence[OnRecord]) -> bool:
    """Whether the person assessed, voted, decided or acted in what led to the decision, or is tied to the cluster."""
    own = [each for each in trail if each.stream == f"cluster-{cluster}"]
    contested = next(each.happened.event for each in own if each.happened.event_id == decision)
    case_id = getattr(contested, "case_id", None)
    took_part = {
        who
        for each in own
        if _led_to(each, case_id, decision)
        for who in (each.actor, *_persons(each.happened.event))
    }
    day = secretariat_day(trail[-1].happened.recorded_at)
    return person in took_part or known_before(trail).tied(person, cluster, day, also=_SOFT)


def _wrong(entry: OnRecord, before: Sequence[OnRecord]) -> Iterator[str]:
    event, cluster = entry.happened.event, entry.stream.removeprefix("cluster-")
    judges: tuple[str, ...] = ()
    match event.type:
        case "AppealAdmitted" | "AppealRejected":
            judges = (str(entry.actor),)
        case "PanelAppointed":
            judges = event.panel
        case "AppealDecided":
            judges = tuple(event.votes)
            panel = _last(before, entry.stream, "PanelAppointed", event.appeal_id).panel
            if set(judges) != set(panel):
                yield f"{event.type} by another panel"
    if event.type in ("PanelAppointed", "AppealDecided") and len(set(judges)) != _PANEL:
        yield f"{event.type} by {len(set(judges))}"
    for judge in judges:
        lodged = _last(before, entry.stream, "AppealLodged", event.appeal_id)
        if involved(judge, cluster, lodged.decision, [*before, entry]):
            yield f"{event.type} by {judge}"


def _led_to(each: OnRecord, case_id: str | None, decision: Any) -> bool:
    event = each.happened.event
    if each.happened.event_id == decision:
        return True
    if case_id is not None and event.type != "ConflictReported":
        return getattr(event, "case_id", None) == case_id
    return False


def _persons(event: Any) -> Iterator[str]:
    """Whoever an event of a case says assessed, or decided."""
    match event.type:
        case "TeamProposed" | "AuditDayConducted":
            yield from event.experts
        case "TeamMemberReplaced":
            yield event.successor
        case "BenchmarkRecorded" | "ScoresSubmitted":
            yield event.expert
        case "VoteCast":
            yield event.member
        case "DecisionTaken":
            yield from (*event.basis.in_favour, *event.basis.against)


def _last(before: Sequence[OnRecord], stream: str, type_: str, appeal_id: str) -> Any:
    return [
        each.happened.event
        for each in before
        if (each.stream, each.happened.event.type) == (stream, type_)
        and each.happened.event.appeal_id == appeal_id
    ][-1]
