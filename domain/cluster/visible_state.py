"""A folded state as one person may see it: what is reserved in events is reserved in what was folded from them."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, JsonValue, TypeAdapter

from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.confidential import WITHHELD, Reserve, Sight, of_a_finding
from domain.permissions import State
from domain.person.state import Person

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
    shown = _json(state, but=("cases",))
    if isinstance(state, Cluster):
        sight = Sight(viewer, now if isinstance(now, Cluster) else state)
        shown["cases"] = [_case(case, sight) for case in state.cases]
    return shown


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
