"""What secretariat and committee do about a decision: agenda, votes, and the decision itself."""

from collections.abc import Iterator
from datetime import timedelta

from console.simulation.acting.applying import successors
from console.simulation.acting.auditing import interview, visits
from console.simulation.people import SCHEME_OWNER
from console.simulation.scene import Act, Scene
from domain.calendar import month_end
from domain.cluster.case import Case
from domain.cluster.commands.application import RecheckEligibility
from domain.cluster.commands.committee import (
    AdjournDecision,
    AnswerDeferral,
    CastVote,
    PlaceOnAgenda,
    TakeDecision,
)
from domain.person.commands import SeatMember
from domain.person.state import Person
from domain.round.commands import OpenRound
from domain.round.state import Round
from domain.standing import Task
from domain.streams import PERSON

_AGAINST = 0.06
_DEFERRED = 0.04
# So many the scheme owner names where too few members may take part (R30).
_AD_HOC = 3
_AS_VOTED = "As the votes carry it."
# Members have the final report for five working days at least (R28): a fortnight leaves room for holidays.
_READING_DAYS = 14
_FRESH = timedelta(days=170)


def place_on_agenda(scene: Scene, task: Task, case: Case, who: str) -> Iterator[Act]:
    """On the round that closes with this month or the next; it is opened for the first case that comes."""
    if case.ad_hoc_members_due and len(_named_ad_hoc(scene, case)) < _AD_HOC:
        # The scheme owner names others first: without them it would be adjourned again.
        return
    yield from _recheck(scene, case, who)
    closes_on = month_end(scene.today + timedelta(days=_READING_DAYS), 0)
    if case.round_id == f"{scene.desk.rounds}{closes_on}":
        # That round adjourned it: another one takes it up.
        closes_on = month_end(closes_on, 1)
    round_id = f"{scene.desk.rounds}{closes_on}"
    known = scene.known.states.get(round_id)
    if not isinstance(known, Round) or not known.opened:
        yield Act(by=who, command=OpenRound(opens_on=scene.today, closes_on=closes_on), on=round_id)
    yield scene.act(who, PlaceOnAgenda(case_id=case.case_id, round_id=round_id))
    yield from _assess_anew(scene, task, case, who)


def _assess_anew(scene: Scene, task: Task, case: Case, who: str) -> Iterator[Act]:
    """R14: where the assessment grows too old, it is repeated."""
    if case.assessment_day is None or scene.today < case.assessment_day + _FRESH:
        return
    if case.on_site:
        yield from visits(scene, case, who)
    else:
        for expert in case.experts:
            yield from interview(scene, task, case, expert)


def recheck_eligibility(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield from _recheck(scene, case, who)


def _recheck(scene: Scene, case: Case, who: str) -> Iterator[Act]:
    judged = case.eligibility
    if judged is None or (judged.profile_version, judged.met) != (scene.cluster.profile_version, True):
        yield scene.act(who, RecheckEligibility(case_id=case.case_id, criteria=scene.criteria))


def name_ad_hoc(scene: Scene, _: Task, case: Case, __: str) -> Iterator[Act]:
    """Three, who are not of the committee; nobody knows experts of the field better than the desk does."""
    named = _named_ad_hoc(scene, case)
    for person in successors(scene, case, scene.luck(case.case_id, "ad hoc")):
        if len(named) < _AD_HOC and person not in named:
            command = SeatMember(ad_hoc_for=_reference(scene, case), from_on=scene.today)
            yield Act(by=SCHEME_OWNER, command=command, on=f"{PERSON}{person.person_id}")


def _named_ad_hoc(scene: Scene, case: Case) -> list[Person]:
    reference = _reference(scene, case)
    experts = [scene.person(each.person_id) for each in scene.desk.experts]
    return [each for each in experts if any(seat.ad_hoc_for == reference for seat in each.seats)]


def _reference(scene: Scene, case: Case) -> str:
    return f"{scene.organisation.cluster_id}/{case.case_id}"


def cast_vote(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    against = scene.happens(_AGAINST, case.case_id, who, case.report_version, "against")
    # Where something bars an award, the rules refuse the first vote for it, and the others see that.
    barred = len(case.ballots) > 0 and not any(ballot.vote == "yes" for ballot in case.ballots)
    if not against and not barred:
        yield scene.act(who, CastVote(case_id=case.case_id, vote="yes", report_version=case.report_version))
    yield scene.act(who, CastVote(case_id=case.case_id, vote="no", report_version=case.report_version))


def take_decision(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    if not case.deferrals and scene.happens(_DEFERRED, case.case_id, "deferred"):
        question = TakeDecision(case_id=case.case_id, outcome="defer", reason="How are members recruited?")
        yield scene.act(who, question)
    in_favour = sum(ballot.vote == "yes" for ballot in case.ballots)
    award = TakeDecision(
        case_id=case.case_id,
        outcome="award",
        reason=_AS_VOTED,
        audit_stands=True if case.marked else None,
    )
    refuse = TakeDecision(case_id=case.case_id, outcome="refuse", rule="R30", reason=_AS_VOTED)
    likely = (award, refuse) if 2 * in_favour >= len(case.ballots) else (refuse, award)
    for decision in likely:
        yield scene.act(who, decision)
    yield scene.act(who, AdjournDecision(case_id=case.case_id, reason="Too few took part."))
    yield from _recheck(scene, case, scene.operator(case.case_id, "recheck"))


def answer_deferral(scene: Scene, _: Task, case: Case, who: str) -> Iterator[Act]:
    yield scene.act(who, AnswerDeferral(case_id=case.case_id, answer="By fairs and by word of mouth."))
