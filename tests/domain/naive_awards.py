"""An independent reader of histories: which awards were not earned, from events alone and in sums of its own."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from types import UnionType
from typing import Any, TypeVar

from domain.cluster.events.application import (
    ApplicationAccepted,
    ApplicationSubmitted,
    EligibilityConfirmed,
    EligibilityLost,
)
from domain.cluster.events.assessment import BenchmarkRecorded, ReportFinalised
from domain.cluster.events.audit import AuditConducted, AuditScheduled
from domain.cluster.events.committee import (
    CasePlacedOnAgenda,
    DecisionAdjourned,
    DecisionTaken,
    DeferralAnswered,
    DeferralLapsed,
    MemberRecused,
    VoteCast,
)
from domain.cluster.events.findings import ActionPlanAccepted, FindingClosed, FindingRecorded
from domain.cluster.events.organisation import ProfileUpdated
from domain.cluster.events.review import DecisionAnnulled, VoteStruck
from domain.cluster.events.scores import ConsensusReached, ScoresSubmitted
from domain.cluster.events.team import TeamMemberReplaced
from domain.secretariat import secretariat_day
from tests.domain.world import OnRecord

Found = TypeVar("Found")
GATE = "1.1.0"
# R5: the indicators that carry a minimum of two points; the gate, which gives none, must be fulfilled.
WITH_MINIMUM = (
    *("1.1.1", "1.1.2", "2.1", "2.2.2", "2.4", "2.5", "2.6", "2.7"),
    *("4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.1.6", "4.3", "4.4", "4.6.1", "4.6.2"),
)
OTHERS = ("1.2", "2.2.1", "2.2.3", "2.2.4", "2.3", "3.1", "3.2", "4.2", "4.5", "5.1", "5.2", "5.3")
MOST_POINTS = 150
_BEGIN_WAITING = (
    ReportFinalised
    | DeferralAnswered
    | DeferralLapsed
    | CasePlacedOnAgenda
    | DecisionAdjourned
    | DecisionAnnulled
)
_END_WAITING = DecisionTaken | AuditScheduled | TeamMemberReplaced | BenchmarkRecorded


def points(scores: dict[str, int]) -> int:
    """What all indicators give but the gate."""
    return sum(score for code, score in scores.items() if code != GATE)


def awards(trail: Sequence[OnRecord]) -> Iterator[int]:
    """The places of the awards."""
    for place, entry in enumerate(trail):
        event = entry.happened.event
        if (
            isinstance(event, DecisionTaken)
            and event.outcome == "award"
            and entry.stream.startswith("cluster-")
        ):
            yield place


def unearned(trail: Sequence[OnRecord], place: int) -> list[str]:
    """Why the award at this place should not have been; empty where it was earned."""
    stream, decision = trail[place].stream, trail[place].happened.event
    own = [each for each in trail[:place] if each.stream == stream]
    story = [each for each in own if getattr(each.happened.event, "case_id", None) == decision.case_id]
    level = str(_last(story, ApplicationSubmitted).level)
    return [
        *_not_eligible(own, decision),
        *(_bronze(story) if level == "bronze" else _audited(story, level)),
        *_stale(story, level, decision.decided_on),
        *_not_carried(story, decision),
    ]


def _of(story: Sequence[OnRecord], kind: type[Found]) -> list[Found]:
    return [each.happened.event for each in story if isinstance(each.happened.event, kind)]


def _last(story: Sequence[OnRecord], kind: type[Found]) -> Found:
    return _of(story, kind)[-1]


def _since(story: Sequence[OnRecord], kind: type[Any] | UnionType) -> Sequence[OnRecord]:
    """What happened behind the last event of the kind; everything where there is none."""
    places = [place for place, each in enumerate(story) if isinstance(each.happened.event, kind)]
    return story[places[-1] + 1 :] if places else story


def _not_eligible(own: Sequence[OnRecord], decision: DecisionTaken) -> list[str]:
    judged = ApplicationAccepted | EligibilityConfirmed | EligibilityLost
    about = [
        each for each in own if getattr(each.happened.event, "case_id", decision.case_id) == decision.case_id
    ]
    verdict = [each.happened.event for each in about if isinstance(each.happened.event, judged)][-1]
    wrong = []
    if isinstance(verdict, EligibilityLost) or verdict.edition != "ecei-2019":
        wrong.append("not eligible")
    if _of(_since(about, judged), ProfileUpdated):
        wrong.append("profile changed since eligibility was judged")
    return wrong


def _bronze(story: Sequence[OnRecord]) -> list[str]:
    interview = _last(story, BenchmarkRecorded)
    return [] if len(interview.values) == 36 and None not in interview.values.values() else ["incomplete"]


def _audited(story: Sequence[OnRecord], level: str) -> list[str]:
    behind_audit = _since(story, AuditConducted)
    if level == "silver":
        (sheet,) = _of(behind_audit, ScoresSubmitted)
        scores, areas = sheet.scores, sheet.areas
        unproven = [] if sorted(areas) == ["area-1", "area-2", "area-3"] and all(areas.values()) else ["area"]
        return [*_minimums(scores), *unproven, *_open_findings(story)]
    scores = _last(behind_audit, ConsensusReached).scores
    too_few = [] if points(scores) * 100 >= 80 * MOST_POINTS else ["total"]
    complete = [] if set(scores) == {GATE, *WITH_MINIMUM, *OTHERS} else ["indicators"]
    return [*_minimums(scores), *too_few, *complete, *_open_findings(story)]


def _minimums(scores: dict[str, int]) -> list[str]:
    missed = [code for code in WITH_MINIMUM if scores[code] < 2]
    return [*missed, *([GATE] if scores[GATE] < 1 else [])]


def _open_findings(story: Sequence[OnRecord]) -> list[str]:
    closed = {each.finding for each in _of(story, FindingClosed)}
    planned = {each.finding for each in _of(story, ActionPlanAccepted)}
    return [
        each.finding
        for each in _of(story, FindingRecorded)
        if (each.grade == "major" and each.finding not in closed)
        or (each.grade == "minor" and each.finding not in closed | planned)
    ]


def _stale(story: Sequence[OnRecord], level: str, decided_on: date) -> list[str]:
    """R14: six months, days with secretariat or committee not counted; twelve in any case."""
    assessed_on = (
        _last(story, BenchmarkRecorded).interview_on
        if level == "bronze"
        else _last(story, AuditConducted).last_day
    )
    waited, since = timedelta(), None
    for each in story:
        day = secretariat_day(each.happened.recorded_at)
        if isinstance(each.happened.event, AuditScheduled if level != "bronze" else BenchmarkRecorded):
            waited = timedelta()
        if isinstance(each.happened.event, _BEGIN_WAITING):
            since = since or day
        elif isinstance(each.happened.event, _END_WAITING) and since:
            waited, since = waited + (day - since), None
    waited += decided_on - since if since else timedelta()
    too_old = decided_on - waited > _months_on(assessed_on, 6) or decided_on > _months_on(assessed_on, 12)
    return ["stale"] if too_old else []


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _not_carried(story: Sequence[OnRecord], decision: DecisionTaken) -> list[str]:
    """R30: three votes at least, more yes than no, or the casting vote."""
    gone = {each.member for each in _of(story, MemberRecused)} | {
        each.member for each in _of(story, VoteStruck)
    }
    cast = {each.member: each.vote for each in _of(_since(story, CasePlacedOnAgenda), VoteCast)}
    basis = decision.basis
    counted = {member: cast.get(member) for member in (*basis.in_favour, *basis.against)}
    yes = [member for member, vote in counted.items() if vote == "yes"]
    tie = 2 * len(yes) == len(counted) and basis.decided_by_casting_vote_of in yes
    wrong = []
    if len(counted) < 3 or set(counted) & gone or set(counted.values()) - {"yes", "no"}:
        wrong.append("no quorum")
    if sorted(yes) != sorted(basis.in_favour) or not (2 * len(yes) > len(counted) or tie):
        wrong.append("not carried")
    return wrong
