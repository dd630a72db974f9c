"""Appeals and complaints as stories ask for them; what waits for an appeal, nobody does anything about."""

from collections.abc import Callable, Iterator, Mapping

from domain.cluster.case import Case
from domain.cluster.commands.appeals import (
    AdmitAppeal,
    AppointPanel,
    DecideAppeal,
    LodgeAppeal,
    RejectAppeal,
    WithdrawAppeal,
)
from domain.commands import PersonCommand
from domain.complaint.commands import CloseComplaint, InvestigateComplaint, LodgeComplaint
from domain.levels import Level
from domain.standing import Task
from tests.domain.acting import Act
from tests.domain.cast import EMIL, KNUD, MAX, MONA, VERA
from tests.domain.setting import Setting

_PANELS = (
    (KNUD, MAX, VERA),
    (MAX, KNUD, MONA),
    (KNUD, KNUD, MAX),
    (KNUD,),
    (EMIL, KNUD, MAX),
    (MAX, KNUD, VERA),
)
_RELIEFS = ("remit", "re-audit", "restore", "correct-term", None, "remit")
_OUTCOMES = ("upheld", "partly", "dismissed")


def _contested(here: Setting, n: int) -> str:
    case = here.case.case_id if here.case else "bronze-1"
    return (case, "bronze", "silver", "gold", case, "no-such")[n]


def _deciding(here: Setting, n: int) -> DecideAppeal:
    panels = [appeal.panel for appeal in here.cluster.appeals if appeal.open]
    votes = dict.fromkeys(panels[0] if panels else _PANELS[0], _OUTCOMES[n % 3])
    asked = {"outcome": _OUTCOMES[n % 3], "votes": votes, "relief": _RELIEFS[n], "reason": "So it is."}
    return DecideAppeal.model_validate(asked | ({"last_day": here.in_days(5)} if n == 3 else {}))


OF_APPEALS: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "LodgeAppeal": lambda here, n: LodgeAppeal(decision=_contested(here, n), grounds="It was shown."),
    "WithdrawAppeal": lambda _, n: WithdrawAppeal(appeal_id="appeal-1" if n > 3 else None),
    "AdmitAppeal": lambda _, n: AdmitAppeal(appeal_id="appeal-2" if n > 3 else None),
    "RejectAppeal": lambda _, n: RejectAppeal(appeal_id="appeal-1" if n > 3 else None, reason="No grounds."),
    "AppointPanel": lambda _, n: AppointPanel(panel=_PANELS[n]),
    "DecideAppeal": _deciding,
    "LodgeComplaint": lambda _, n: LodgeComplaint(
        about=("holder", "expert", "secretariat")[n % 3],
        subject=("aurora", EMIL, None, "nobody-known", KNUD, None)[n],
        complaint="They print it on trucks.",
        complainant_name="Xenia Example" if n == 4 else None,
    ),
    "InvestigateComplaint": lambda _, __: InvestigateComplaint(),
    "CloseComplaint": lambda _, n: CloseComplaint(
        finding=("founded", "partly", "unfounded")[n % 3],
        measure=Level.BRONZE if n < 3 else None,
        reason="It was looked into.",
    ),
}


def await_appeal(_: Setting, __: Task, ___: Case, n: int) -> Iterator[Act]:
    del n
    yield from ()
