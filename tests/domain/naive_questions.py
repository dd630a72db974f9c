"""An independent reader of histories: what two persons had to do and one did, from the events alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.domain.naive_ties import tied_acts
from tests.domain.world import OnRecord

_CONSENTED = {
    "ObserverAdmitted": ("observer", "observer"),
    "CaseConverted": ("conversion", None),
    "CaseMovedToEdition": ("edition", "edition"),
}


def one_person_acts(trail: Sequence[OnRecord]) -> list[str]:
    """Every act of one person that takes two, as a line to read; empty as it should be."""
    found = []
    for place, entry in enumerate(trail):
        event = entry.happened.event
        if entry.stream.startswith("cluster-") and getattr(event, "case_id", None):
            before = [
                each
                for each in trail[:place]
                if each.stream == entry.stream
                and getattr(each.happened.event, "case_id", None) == event.case_id
            ]
            found += [f"{event.type} at {place + 1}" for two in _two(entry, event, before) if not two]
    return found


def tied_as_known_now(trail: Sequence[OnRecord]) -> list[str]:
    """The acts of the tied, had everything said of persons been known from the beginning."""
    of_persons = [entry for entry in trail if entry.stream.startswith("person-")]
    return tied_acts([*of_persons, *(entry for entry in trail if not entry.stream.startswith("person-"))])


def _two(entry: OnRecord, event: Any, before: Sequence[OnRecord]) -> Iterator[bool]:
    """For each thing that took two persons, whether it had two different ones."""
    if event.type in ("TeamProposed", "TeamMemberReplaced"):
        checks = event.checked if event.type == "TeamProposed" else (event.checked,)
        for check in checks:
            for endorsement in check.endorsed_by:
                by = next(each for each in before if each.happened.event_id == endorsement)
                yield by.happened.event.endorsed_by not in (entry.actor, check.person)
    if event.type == "ConsensusReached" and not event.by_silence:
        yield event.confirmed_by not in (None, _last(before, "ConsensusProposed").proposed_by)
    if event.type == "FindingClosed":
        raised = [each for each in _of(before, "FindingRecorded") if each.finding == event.finding]
        yield raised[0].raised_by != event.closed_by
    if event.type == "ReportFinalised" and len(_last_team(before)) > 1:
        signed = {each.expert for each in _of(before, "ReportSigned") if each.version == event.version}
        yield bool(signed - {entry.actor})
    if event.type == "ConflictResolved" and event.resolution in ("unfounded", "disclosed"):
        endorsed = [
            each.endorsed_by
            for each in _of(before, "ActEndorsed")
            if (each.act, each.subject) == ("conflict-resolution", event.person)
        ]
        yield bool(set(endorsed) - {entry.actor, event.person})
    if event.type in _CONSENTED:
        to, field = _CONSENTED[event.type]
        subject = getattr(event, field) if field else ""
        given = [
            each.given_by for each in _of(before, "ConsentGiven") if (each.to, each.subject) == (to, subject)
        ]
        yield bool(set(given) - {entry.actor})


def _last_team(before: Sequence[OnRecord]) -> set[str]:
    team: list[str] = []
    for each in before:
        event = each.happened.event
        if event.type == "TeamProposed":
            team = list(event.experts)
        if event.type == "TeamMemberReplaced":
            team = [event.successor if member == event.expert else member for member in team]
    return set(team)


def _of(before: Sequence[OnRecord], type_: str) -> list[Any]:
    return [each.happened.event for each in before if each.happened.event.type == type_]


def _last(before: Sequence[OnRecord], type_: str) -> Any:
    return _of(before, type_)[-1]
