"""What those a task waits for would sensibly do about it: so a case goes on, whatever happened to it before."""

from collections.abc import Iterator, Mapping

from domain.cluster.case import Case
from domain.cluster.commands.application import SubmitApplication
from domain.cluster.commands.committee import RecuseMember
from domain.cluster.commands.team import ReplaceTeamMember
from domain.conflicts import hard_conflicts, soft_ties
from domain.levels import Kind, Level
from domain.streams import tasks
from tests.domain.acting import EXPERTS, Act, Doing
from tests.domain.asking_of_lineage import hold_a_special_audit, review_a_change
from tests.domain.cast import OLGA
from tests.domain.doing_appeals import await_appeal
from tests.domain.doing_applications import (
    accept_application,
    answer_assignment,
    answer_recommendations,
    answer_team,
    check_evidence,
    declare_areas,
    hand_in,
    offer,
    propose_team,
    sign_agreement,
    take_test,
)
from tests.domain.doing_assessments import (
    accept_plan,
    agree,
    answer_finding,
    check_facts,
    close_finding,
    conduct_audit,
    confirm,
    draft,
    finalise,
    interview,
    schedule_audit,
    score,
    set_new_date,
    sign_report,
)
from tests.domain.doing_decisions import (
    answer_deferral,
    decide,
    mend,
    name_ad_hoc,
    place_on_agenda,
    recheck,
    resolve,
    review,
    vote,
)
from tests.domain.doing_measures import (
    answer_measure,
    decide_measure,
    decide_suspension,
    decide_withdrawal,
)
from tests.domain.doing_reminders import follow_up, name_manager
from tests.domain.setting import Setting
from tests.domain.specification import World


def acts(world: World, on: str, n: int) -> Iterator[Act]:
    """What could be done next, the most sensible first; `n` chooses between ways and tasks. Some is refused."""
    open_tasks = tasks(world.state(on))
    if not open_tasks:
        yield from applying(Setting(world, on), n)
    for task in (*open_tasks[n // 3 :], *open_tasks[: n // 3]):
        here = Setting(world, on, case_id=task.case_id)
        if here.case is not None:
            yield from DOING[task.task](here, task, here.case, n)
    for case in world.cluster(on.removeprefix("cluster-")).open_cases:
        yield from _without_the_tied(Setting(world, on, case_id=case.case_id), case)


def applying(here: Setting, n: int) -> Iterator[Act]:
    """For a renewal where one is due, else for a first label."""
    levels = [*Level][n % 3 :] + [*Level][: n % 3]
    for kind in (Kind.RENEWAL, Kind.FIRST):
        for level in levels:
            yield Act(
                here.cluster.managers[0], SubmitApplication(level=level, kind=kind, what_changed="We grew.")
            )


def _without_the_tied(here: Setting, case: Case) -> Iterator[Act]:
    """Whoever has become tied is replaced, or steps aside."""
    cluster, day, bound_by = here.cluster, here.today, here.edition.ties
    for member in (here.world.person(each) for each in case.members):
        if hard_conflicts(member, cluster, day, bound_by) or soft_ties(member, cluster, day, bound_by):
            aside = RecuseMember(case_id=case.case_id, member=member.person_id, reason="A tie.")
            yield Act(OLGA, aside)
    for person in case.experts:
        if not hard_conflicts(here.world.person(person), cluster, day, bound_by):
            continue
        for successor in EXPERTS:
            yield Act(
                OLGA,
                ReplaceTeamMember(case_id=case.case_id, expert=person, successor=successor, reason="A tie."),
            )


DOING: Mapping[str, Doing] = {
    "decide-eligibility": accept_application,
    "submit-test": take_test,
    "retry-test": take_test,
    "offer-agreement": offer,
    "sign-agreement": sign_agreement,
    "propose-team": propose_team,
    "answer-assignment": answer_assignment,
    "answer-team": answer_team,
    "submit-evidence": hand_in,
    "declare-areas": declare_areas,
    "answer-recommendations": answer_recommendations,
    "check-evidence": check_evidence,
    "schedule-audit": schedule_audit,
    "set-new-date": set_new_date,
    "conduct-audit": conduct_audit,
    "resume-audit": conduct_audit,
    "record-benchmark": interview,
    "submit-scores": score,
    "agree-consensus": agree,
    "confirm-consensus": confirm,
    "draft-report": draft,
    "check-facts": check_facts,
    "sign-report": sign_report,
    "finalise-report": finalise,
    "recheck-eligibility": recheck,
    "place-on-agenda": place_on_agenda,
    "await-appeal": await_appeal,
    "invite-members": place_on_agenda,
    "name-ad-hoc-members": name_ad_hoc,
    "cast-votes": vote,
    "take-decision": decide,
    "answer-deferral": answer_deferral,
    "answer-finding": answer_finding,
    "accept-plan": accept_plan,
    "close-finding": close_finding,
    "resolve-conflict": resolve,
    "review-decision": review,
    "answer-measure": answer_measure,
    "decide-measure": decide_measure,
    "decide-suspension": decide_suspension,
    "decide-withdrawal": decide_withdrawal,
    "review-change": review_a_change,
    "hold-special-audit": hold_a_special_audit,
    "follow-up-reminders": follow_up,
    "name-manager": name_manager,
    "resolve-notice": mend,
}
