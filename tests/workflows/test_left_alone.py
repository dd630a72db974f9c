"""A case left alone at each stage walks every deadline, on time, with exactly the mails it should; so does a label."""

import asyncio
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from domain.cluster.case import Stage
from domain.streams import standing
from ledger.reading import StoredEvent
from tests.scene import AURORA, Scene, people
from tests.simulation import MONDAY, Simulation, nine, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

# When, UTC; what; and the letters about it. Berlin and Copenhagen are at UTC+1, from 31 March 2030 at UTC+2:
# warnings are given at nine there, and a day ends there at midnight.
LEFT_AT = {
    Stage.APPLIED: """
2030-03-13 08:00 DeadlineWarned eligibility: deadline-near to secretariat
2030-03-18 23:00 DeadlinePassed eligibility: deadline-passed to secretariat
2030-04-01 22:00 DeadlineEscalated eligibility: deadline-escalated to secretariat
""",
    Stage.ACCEPTED: """
2030-03-13 08:00 DeadlineWarned agreement: deadline-near to secretariat
2030-03-18 23:00 DeadlinePassed agreement: deadline-passed to secretariat
2030-04-01 22:00 DeadlineEscalated agreement: deadline-escalated to secretariat
""",
    Stage.OFFERED: """
2030-04-19 07:00 DeadlineWarned offer: deadline-near to clara-manager
2030-04-30 07:00 DeadlineWarned offer: deadline-near to clara-manager
2030-05-03 22:00 OfferLapsed: offer-lapsed to clara-manager
""",
    Stage.SIGNED: """
2030-03-14 08:00 DeadlineWarned team: deadline-near to secretariat
2030-03-18 23:00 DeadlinePassed team: deadline-passed to secretariat
""",
    Stage.TEAM_PROPOSED: """
2030-03-07 08:00 DeadlineWarned assignment: deadline-near to emil-expert
2030-03-11 23:00 AssignmentLapsed: assignment-ended to emil-expert
2030-03-22 08:00 DeadlineWarned team: deadline-near to secretariat
2030-03-26 23:00 DeadlinePassed team: deadline-passed to secretariat
""",
    Stage.EVIDENCE_OPEN: """
2030-06-04 07:00 DeadlineWarned abandonment: abandonment-warned to clara-manager
2030-08-04 07:00 DeadlineWarned abandonment: abandonment-warned to clara-manager
2030-09-04 22:00 CaseAbandoned: case-abandoned to clara-manager, assignment-ended to emil-expert
""",
    Stage.INTERVIEW_DUE: """
2030-05-04 07:00 DeadlineWarned audit: deadline-near to emil-expert
2030-06-03 22:00 DeadlinePassed audit: deadline-passed to emil-expert, deadline-passed to secretariat
""",
    Stage.DRAFT: """
2030-03-14 08:00 DeadlineWarned draft: deadline-near to emil-expert
2030-03-18 23:00 DeadlinePassed draft: deadline-passed to emil-expert, deadline-passed to secretariat
2030-04-01 07:00 DeadlineWarned final_report: deadline-near to emil-expert
2030-04-08 22:00 DeadlineEscalated final_report: deadline-passed to emil-expert, deadline-escalated to secretariat
""",
    Stage.FACT_CHECK: """
2030-03-07 08:00 DeadlineWarned fact_check: deadline-near to clara-manager
2030-03-11 23:00 FactsChecked: facts-checked to emil-expert
2030-04-01 07:00 DeadlineWarned final_report: deadline-near to emil-expert
2030-04-08 22:00 DeadlineEscalated final_report: deadline-passed to emil-expert, deadline-escalated to secretariat
""",
    Stage.FACTS_CHECKED: """
2030-04-01 07:00 DeadlineWarned final_report: deadline-near to emil-expert
2030-04-08 22:00 DeadlineEscalated final_report: deadline-passed to emil-expert, deadline-escalated to secretariat
""",
    Stage.REPORT_FINAL: """
2030-03-13 08:00 DeadlineWarned agenda: deadline-near to secretariat
2030-03-18 23:00 DeadlinePassed agenda: deadline-passed to secretariat
2030-04-01 22:00 DeadlineEscalated agenda: deadline-escalated to secretariat
""",
    Stage.ON_AGENDA: """
2030-03-21 08:00 DeadlineWarned voting: deadline-near to carl-chair, deadline-near to max-member, \
deadline-near to mona-member
2030-03-25 23:00 DecisionAdjourned: decision-adjourned to clara-manager, decision-adjourned to secretariat
2030-04-04 07:00 DeadlineWarned adjournment: deadline-near to secretariat
2030-04-09 22:00 DeadlinePassed adjournment: deadline-passed to secretariat
2030-04-25 22:00 DeadlineEscalated adjournment: deadline-escalated to secretariat
""",
}
# What pays a debt is recorded whenever it is done, beside the path.
PAID = frozenset({"NoticeSent", "ReportDraftIssued", "ReportIssued", "ReportReleased", "CertificateIssued"})
AWARDED = """
2031-03-31 07:00 ReminderSent: renewal-reminder to clara-manager
2031-09-30 07:00 ReminderSent: renewal-reminder to clara-manager
2031-12-31 08:00 ReminderSent: renewal-reminder to clara-manager
2032-02-27 08:00 ReminderSent: renewal-reminder to clara-manager, reminders-unanswered to secretariat
2032-03-31 22:00 LabelExpired
2032-04-01 07:00 ReminderSent: label-expired to clara-manager
2032-06-30 07:00 ReminderSent: grace-reminder to clara-manager
2032-09-30 07:00 ReminderSent: grace-reminder to clara-manager
2032-12-31 08:00 ReminderSent: grace-reminder to clara-manager
2033-02-28 08:00 ReminderSent: grace-reminder to clara-manager
2033-03-31 22:00 LabelLapsed
2033-04-01 07:00 ReminderSent: label-lapsed to clara-manager
"""


def told(events: list[StoredEvent]) -> str:
    """The events in lines, but for the records of letters sent and documents issued."""
    return "".join(f"\n{_line(event)}" for event in events if event.type not in PAID) + "\n"


def _line(event: StoredEvent) -> str:
    payload = orjson.loads(event.payload)
    words = f"{event.recorded_at:%Y-%m-%d %H:%M} {event.type} {payload.get('limit', '')}".strip()
    letters = ", ".join(f"{each['notice']} to {each['recipient']}" for each in payload.get("notices", ()))
    return words + (f": {letters}" if letters else "")


def owed(events: list[StoredEvent]) -> list[tuple[str, str]]:
    notices = [notice for event in events for notice in orjson.loads(event.payload).get("notices", ())]
    return sorted((notice["notice"], notice["recipient"]) for notice in notices)


async def test_a_case_left_alone_at_any_stage_walks_every_deadline_with_exactly_its_mails(
    tmp_path: Path,
) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        scenes = {stage: _scene(simulation, stage) for stage in LEFT_AT}
        await asyncio.gather(*(scene.walk(stage) for stage, scene in scenes.items()))
        walked = {stage: len(await simulation.events(scene.stream)) for stage, scene in scenes.items()}
        await simulation.clock.until(nine(MONDAY) + timedelta(days=270), step=timedelta(days=10))
        await simulation.until_paid(*(scene.stream for scene in scenes.values()))
        happened = {stage: await simulation.events(scene.stream) for stage, scene in scenes.items()}
        assert {stage: told(events[walked[stage] :]) for stage, events in happened.items()} == LEFT_AT
        for stage, scene in scenes.items():
            assert sorted(await simulation.letters(scene.stream)) == owed(happened[stage])
            assert standing(await simulation.state(scene.stream)).due is None
        assert await simulation.incidents() == []


def _scene(simulation: Simulation, stage: Stage) -> Scene:
    return Scene(simulation, f"cluster-left-{stage.replace(' ', '-')}", MONDAY)


async def test_five_years_of_one_cluster_pass_with_every_reminder_and_deadline(tmp_path: Path) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        await Scene(simulation, today=MONDAY).walk(None)
        await simulation.until_paid(AURORA)
        walked = len(await simulation.events(AURORA))
        await simulation.clock.until(nine(MONDAY) + timedelta(days=5 * 365), step=timedelta(days=365))
        await simulation.until_paid(AURORA)
        events = await simulation.events(AURORA)
        assert told(events[walked:]) == AWARDED
        assert sorted(await simulation.letters(AURORA)) == owed(events)
