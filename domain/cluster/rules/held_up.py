"""Rules of a case that waits for an appeal at its level, and of whom an appeal keeps from judging again (§7, R36)."""

from domain.cluster.case import Case, Stage
from domain.cluster.commands.appeals import ResumeCase
from domain.cluster.events.appeals import CaseResumed
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bars import decided_before, refuse_for
from domain.cluster.waiting import appeal_ahead
from domain.rejected import Rejected


def require_no_appeal_ahead(case: Case, asked: Asked) -> None:
    """A case of the level stops at its final report until the appeal is decided, and what it remits is, too."""
    if appeal := appeal_ahead(asked.cluster, case):
        about = appeal.case_id or f"the {appeal.level} label"
        raise Rejected(
            "appeal-open",
            f"{case.case_id} waits for {appeal.appeal_id} about {about}, which is {appeal.state} (R36).",
        )


def require_not_decided_before(person: str, case: Case) -> None:
    """Nobody judges again what an appeal has undone."""
    refuse_for(decided_before(person, case))


def resume_case(command: ResumeCase, asked: Asked) -> list[CaseResumed]:
    """Nothing while the case still waits, or waits no more."""
    case = asked.cluster.still_open(command.case_id)
    if case is None or not case.held_up or appeal_ahead(asked.cluster, case):
        return []
    if case.stage is Stage.ADJOURNED:
        limit = asked.limit("adjournment", asked.edition(case))
    else:
        limit = agenda_ahead(case, asked)
    return [CaseResumed(case_id=case.case_id, limits=(limit,))]
