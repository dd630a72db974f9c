"""What is sensibly done about tasks of the committee, of conflicts, and of letters that failed."""

from collections.abc import Iterator
from datetime import timedelta

from domain.cluster.case import Case
from domain.cluster.commands.application import RecheckEligibility
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.assessment import RecordBenchmark
from domain.cluster.commands.committee import (
    AdjournDecision,
    AnswerDeferral,
    CastVote,
    PlaceOnAgenda,
    TakeDecision,
)
from domain.cluster.commands.effects import RetryEffect
from domain.cluster.commands.review import ResolveConflict, ReviewDecision
from domain.cluster.commands.team import ReplaceTeamMember
from domain.person.commands import SeatMember
from domain.round.commands import OpenRound
from domain.round.state import Round
from domain.standing import Task
from tests.domain.acting import EXPERTS, Act
from tests.domain.cast import ANSWERS, CARL, MAX, MONA, OLGA, SVEN, VERA
from tests.domain.doing_assessments import visits
from tests.domain.setting import Setting
from tests.domain.teams import INGA, OTTO


def place_on_agenda(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    yield from _recheck(here, case)
    in_time = here.today + timedelta(days=12)
    rounds = [each for each in here.world.states.values() if isinstance(each, Round) and not each.closed]
    fitting = [each for each in rounds if each.closes_on and each.closes_on >= in_time]
    for each in fitting:
        yield Act(OLGA, PlaceOnAgenda(case_id=case.case_id, round_id=each.round_id))
    if fitting:
        yield from _assess_anew(here, case, n)
        # Nobody is left to decide in it: the scheme owner names others.
        yield from name_ad_hoc(here, task, case, n)
    else:
        closes_on = here.today + timedelta(days=21)
        yield Act(OLGA, OpenRound(opens_on=here.today, closes_on=closes_on), on=f"round-{closes_on}")


def _assess_anew(here: Setting, case: Case, n: int) -> Iterator[Act]:
    """R14: accepted only where the assessment is too old."""
    for expert in case.experts:
        held = RecordBenchmark(case_id=case.case_id, interview_on=here.today, values=ANSWERS)
        yield Act(expert, held)
    if case.on_site:
        yield from visits(here, case, OLGA, n)


def _recheck(here: Setting, case: Case) -> Iterator[Act]:
    judged = case.eligibility
    if judged is None or not judged.met or judged.profile_version != here.cluster.profile_version:
        yield Act(OLGA, RecheckEligibility(case_id=case.case_id, criteria=here.criteria))


def recheck(here: Setting, _: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(OLGA, RecheckEligibility(case_id=case.case_id, criteria=here.criteria))


def vote(_: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    for member in task.persons:
        for vote in ("no", "yes") if n == 4 else ("yes", "no"):
            ballot: dict[str, str] = {"vote": vote}
            yield Act(
                member,
                CastVote.model_validate(
                    {"case_id": case.case_id, **ballot, "report_version": case.report_version}
                ),
            )


def decide(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    if not task.persons:
        return
    chair = task.persons[0]
    if n == 5:
        yield Act(
            chair,
            TakeDecision(case_id=case.case_id, outcome="defer", reason="How?", new_audit=case.deferrals > 0),
        )
    yield Act(chair, TakeDecision(case_id=case.case_id, outcome="award", reason="As voted."))
    yield Act(
        chair, TakeDecision(case_id=case.case_id, outcome="award", reason="As voted.", audit_stands=True)
    )
    yield Act(chair, TakeDecision(case_id=case.case_id, outcome="refuse", rule="R30", reason="As voted."))
    yield Act(chair, AdjournDecision(case_id=case.case_id, reason="Too few."))
    yield from _recheck(here, case)


def name_ad_hoc(here: Setting, _: Task, case: Case, __: int) -> Iterator[Act]:
    reference = f"{here.cluster.cluster_id}/{case.case_id}"
    for person in (OTTO, SVEN, INGA, OLGA, *EXPERTS, CARL, VERA, MONA, MAX):
        yield Act(SVEN, SeatMember(ad_hoc_for=reference, from_on=here.today), on=f"person-{person}")


def answer_deferral(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], AnswerDeferral(case_id=case.case_id, answer="Like this."))


def resolve(_: Setting, __: Task, case: Case, ___: int) -> Iterator[Act]:
    for person in (each.person for each in case.conflicts if each.resolution is None):
        named = {"case_id": case.case_id, "person": person, "reason": "Looked into."}
        for resolution in ("stepped-aside", "disclosed", "unfounded", "replaced"):
            yield Act(OLGA, ResolveConflict.model_validate({**named, "resolution": resolution}))
        for successor in EXPERTS:
            yield Act(
                OLGA,
                ReplaceTeamMember(case_id=case.case_id, expert=person, successor=successor, reason="A tie."),
            )
        yield Act(
            OTTO,
            EndorseAct(case_id=case.case_id, act="conflict-resolution", subject=person, reason="I agree."),
        )


def review(_: Setting, __: Task, case: Case, n: int) -> Iterator[Act]:
    for person in (each.person for each in case.conflicts if each.resolution is None):
        for reviewer in (CARL, VERA, MONA, MAX):
            yield Act(
                reviewer,
                ReviewDecision(
                    case_id=case.case_id,
                    outcome="annul" if n % 2 else "confirm",
                    person=person,
                    reason="Weighed anew.",
                ),
            )


def mend(here: Setting, _: Task, __: Case, ___: int) -> Iterator[Act]:
    for failure in here.cluster.failed:
        yield Act(OLGA, RetryEffect(notice_id=failure.debt.debt_id, reason="The address is mended."))
