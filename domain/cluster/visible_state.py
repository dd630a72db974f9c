"""A folded state as one person may see it: what is reserved in events is reserved in what was folded from them."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, JsonValue, TypeAdapter

from domain.cluster.case import Case
from domain.cluster.state import Cluster
from domain.confidential import WITHHELD, Reserve, may_see, of_a_finding
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


def visible_state(state: State, viewer: Person | None) -> dict[str, JsonValue]:
    """The state's JSON form; each field that is not for the viewer says `withheld` instead."""
    shown = _json(state, but=("cases",))
    if isinstance(state, Cluster):
        shown["cases"] = [_case(case, state, viewer) for case in state.cases]
    return shown


def _case(case: Case, cluster: Cluster, viewer: Person | None) -> JsonValue:
    shown = _json(case, but=("limits", "sheets", "proposal", "result", "audit", "ballots"))
    shown |= _withheld(Reserve.DOSSIER, _DOSSIER, viewer, cluster, case)
    shown["limits"] = [
        _json(limit)
        | (
            _withheld(Reserve.DOSSIER, ("name",), viewer, cluster, case)
            if of_a_finding(limit.subject)
            else {}
        )
        for limit in case.limits
    ]
    shown["audit"] = None
    if case.audit is not None:
        verdicts = _withheld(Reserve.DOSSIER, ("validated", "not_validated"), viewer, cluster, case)
        shown["audit"] = _json(case.audit) | verdicts
    shown["sheets"] = [
        sheet.model_dump(mode="json")
        | _withheld(Reserve.SHEET, ("scores", "areas"), viewer, cluster, case, author=sheet.expert)
        for sheet in case.sheets
    ]
    shown["ballots"] = [
        ballot.model_dump(mode="json")
        | _withheld(Reserve.VOTE, ("vote",), viewer, cluster, case, author=ballot.member)
        for ballot in case.ballots
    ]
    shown["proposal"] = shown["result"] = None
    if case.proposal is not None:
        notes = _withheld(Reserve.NOTES, ("scores", "reasons"), viewer, cluster, case)
        shown["proposal"] = case.proposal.model_dump(mode="json") | notes
    if case.result is not None:
        agreed = _withheld(Reserve.CONSENSUS, ("scores", "areas"), viewer, cluster, case)
        dissent = _withheld(Reserve.NOTES, ("dissent",), viewer, cluster, case)
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


def _withheld(  # noqa: PLR0913 - who looks at which fields of what
    reserve: Reserve,
    fields: tuple[str, ...],
    viewer: Person | None,
    cluster: Cluster,
    case: Case,
    *,
    author: str = "",
) -> dict[str, JsonValue]:
    if may_see(reserve, viewer, cluster, case, author=author):
        return {}
    return dict.fromkeys(fields, WITHHELD)
