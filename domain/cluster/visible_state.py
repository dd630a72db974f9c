"""A folded state as one person may see it: what is reserved in events is reserved in what was folded from them."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, JsonValue, TypeAdapter

from domain.cluster.case import Case
from domain.cluster.measure import Measure
from domain.cluster.state import Cluster
from domain.complaint.secrecy import visible_complaint
from domain.complaint.state import Complaint
from domain.confidential import WITHHELD, Reserve, Sight, of_a_finding
from domain.editions.reading import named
from domain.editions.state import Editions
from domain.measure_secrecy import may_read_vote
from domain.permissions import State
from domain.person.state import Person
from domain.programme.state import Programme
from domain.programmes.views import sees_member

_DOSSIER = (
    "areas",
    "answered",
    "dossier_items",
    "not_evidenced",
    "evidence",
    "findings",
    "recommended",
    "dossier",
)

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def visible_state(state: State, viewer: Person | None, now: State | None = None) -> dict[str, JsonValue]:
    """The state's JSON form; each field that is not for the viewer says `withheld` instead.

    `now`: the state as it stands today, whose rights the viewer has, where `state` is one of the past.
    """
    if isinstance(state, Complaint):
        return visible_complaint(state, viewer, now if isinstance(now, Complaint) else state)
    shown = _json(state, but=("cases", "activated"))
    if isinstance(state, Editions):
        shown["activated"] = [named(each) for each in state.activated]
    if isinstance(state, Cluster):
        sight = Sight(viewer, now if isinstance(now, Cluster) else state)
        shown["cases"] = [_case(case, sight) for case in state.cases]
        shown["measures"] = [_measure(measure, sight) for measure in state.measures]
    if isinstance(state, Programme) and not _acts_for(viewer, now if isinstance(now, Programme) else state):
        shown["memberships"] = [_json(each) | {"plans": WITHHELD} for each in state.memberships]
    return shown


def _acts_for(viewer: Person | None, programme: Programme) -> bool:
    return sees_member(viewer, owners=programme.owners, managers=())


def _case(case: Case, sight: Sight) -> JsonValue:
    shown = _json(case, but=("limits", "sheets", "proposal", "result", "audit", "ballots"))
    shown |= _withheld(Reserve.DOSSIER, _DOSSIER, sight, case)
    shown["limits"] = [
        _json(limit)
        | (_withheld(Reserve.DOSSIER, ("name",), sight, case) if of_a_finding(limit.subject) else {})
        for limit in case.limits
    ]
    shown["audit"] = None
    if case.audit is not None:
        verdicts = _withheld(Reserve.DOSSIER, ("validated", "not_validated"), sight, case)
        shown["audit"] = _json(case.audit) | verdicts
    shown["sheets"] = [
        sheet.model_dump(mode="json")
        | _withheld(Reserve.SHEET, ("scores", "areas"), sight, case, author=sheet.expert)
        for sheet in case.sheets
    ]
    shown["ballots"] = [
        ballot.model_dump(mode="json") | _withheld(Reserve.VOTE, ("vote",), sight, case, author=ballot.member)
        for ballot in case.ballots
    ]
    shown["proposal"] = shown["result"] = None
    if case.proposal is not None:
        notes = _withheld(Reserve.NOTES, ("scores", "reasons"), sight, case)
        shown["proposal"] = case.proposal.model_dump(mode="json") | notes
    if case.result is not None:
        agreed = _withheld(Reserve.CONSENSUS, ("scores", "areas"), sight, case)
        dissent = _withheld(Reserve.NOTES, ("dissent",), sight, case)
        shown["result"] = case.result.model_dump(mode="json") | agreed | dissent
    return shown


def _measure(measure: Measure, sight: Sight) -> JsonValue:
    """Who voted may be seen; how, by nobody else as long as the vote runs."""
    ballots: list[JsonValue] = [
        ballot.model_dump(mode="json")
        | (
            {}
            if may_read_vote(sight.viewer, sight.cluster, measure.level, ballot.member)
            else {"vote": WITHHELD}
        )
        for ballot in measure.ballots
    ]
    return _json(measure, but=("ballots",)) | {"ballots": ballots}


def _json(model: BaseModel, *, but: Collection[str] = ()) -> dict[str, JsonValue]:
    """The model's JSON form with its sets in order: one state is one text, whoever prints it."""
    form: dict[str, JsonValue] = _ANYTHING.dump_python(
        _ordered(model.model_dump(exclude=set(but))), mode="json"
    )
    return form


def _ordered(value: Any) -> Any:  # noqa: ANN401 - any part of a state
    match value:
        case dict():
            return {name: _ordered(each) for name, each in value.items()}
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [_ordered(each) for each in value]
        case _:
            return value


def _withheld(
    reserve: Reserve, fields: tuple[str, ...], sight: Sight, case: Case, *, author: str = ""
) -> dict[str, JsonValue]:
    if sight.of(reserve, case, author=author):
        return {}
    return dict.fromkeys(fields, WITHHELD)
