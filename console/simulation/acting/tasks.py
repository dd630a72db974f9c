"""Every task by its name, with what is done about it."""

from collections.abc import Mapping

from console.simulation.acting import (
    appealing,
    applying,
    auditing,
    deciding,
    evidencing,
    keeping,
    measuring,
    reporting,
    reviewing,
)
from console.simulation.acting.doing import Doing, DoingForCluster

DOING: Mapping[str, Doing] = {
    "decide-eligibility": applying.decide_eligibility,
    "submit-test": applying.take_test,
    "retry-test": applying.take_test,
    "offer-agreement": applying.offer_agreement,
    "sign-agreement": applying.sign_agreement,
    "propose-team": applying.propose_team,
    "answer-assignment": applying.answer_assignment,
    "answer-team": applying.answer_team,
    "submit-evidence": evidencing.hand_in,
    "declare-areas": evidencing.declare_areas,
    "answer-recommendations": evidencing.answer_recommendations,
    "check-evidence": evidencing.check_evidence,
    "schedule-audit": auditing.schedule_audit,
    "set-new-date": auditing.set_new_date,
    "conduct-audit": auditing.conduct_audit,
    "resume-audit": auditing.conduct_audit,
    "record-benchmark": auditing.interview,
    "submit-scores": reporting.score,
    "agree-consensus": reporting.agree_consensus,
    "confirm-consensus": reporting.confirm_consensus,
    "draft-report": reporting.draft_report,
    "check-facts": reporting.check_facts,
    "sign-report": reporting.sign_report,
    "finalise-report": reporting.finalise_report,
    "answer-finding": reporting.answer_finding,
    "accept-plan": reporting.accept_plan,
    "close-finding": reporting.close_finding,
    "recheck-eligibility": deciding.recheck_eligibility,
    "place-on-agenda": deciding.place_on_agenda,
    "invite-members": deciding.place_on_agenda,
    "name-ad-hoc-members": deciding.name_ad_hoc,
    "cast-votes": deciding.cast_vote,
    "take-decision": deciding.take_decision,
    "answer-deferral": deciding.answer_deferral,
    "resolve-conflict": reviewing.resolve_conflict,
    "review-decision": reviewing.review_decision,
}

# What is about no case, or about an appeal.
DOING_FOR_CLUSTER: Mapping[str, DoingForCluster] = {
    "resolve-notice": keeping.retry_letters,
    "follow-up-reminders": keeping.follow_up,
    "name-manager": keeping.name_manager,
    "review-change": keeping.review_change,
    "hold-special-audit": keeping.hold_special_audit,
    "answer-measure": measuring.answer_measure,
    "decide-measure": measuring.decide_measure,
    "decide-suspension": measuring.decide_suspension,
    "decide-withdrawal": measuring.decide_withdrawal,
    "admit-appeal": appealing.admit_appeal,
    "appoint-panel": appealing.appoint_panel,
    "decide-appeal": appealing.decide_appeal,
}
