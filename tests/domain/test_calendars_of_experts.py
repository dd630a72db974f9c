"""What each expert owes is due by a day of that expert's own calendar (R27): desk check and scores."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.audit import ConcludeAudit, ScheduleAudit, ValidateIndicator
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.commands.team import AgreeTeam
from domain.cluster.tasks import tasks_of
from domain.standing import Task
from tests.domain.audited import GOLD_CODES, gold_audit_due, handing_in, held, with_team
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.scored import SOLID
from tests.domain.silver_gold import gold
from tests.domain.specification import World, at_midnight_ending, given
from tests.domain.teams import ACCEPT_IT, INGA, replacing, staffed

# Maundy Thursday, 2 Apr 2026, is a holiday of Esther's Denmark and none of Emil's Germany.
BEFORE_EASTER, VISIT = date(2026, 3, 23), (date(2026, 3, 26), date(2026, 3, 27))
CHECKED = {EMIL: date(2026, 4, 8), ESTHER: date(2026, 4, 9)}
SCORED = {EMIL: date(2026, 4, 7), ESTHER: date(2026, 4, 8)}
SHEET = SubmitScores(scores=SOLID)


def desk_check() -> World:
    world = with_team(gold(Stage.SIGNED, BEFORE_EASTER), "gold-1", EMIL, ESTHER)
    return world.does(CLARA, handing_in(*GOLD_CODES), on=AURORA)


def audited() -> World:
    world = gold_audit_due().until(date(2026, 3, 2)).does(EMIL, ScheduleAudit(days=VISIT), on=AURORA)
    for day in VISIT:
        world.until(day).does(EMIL, held(day), on=AURORA)
    validated = ValidateIndicator(day=VISIT[1], validated=GOLD_CODES)
    return world.does(EMIL, validated, ConcludeAudit(), on=AURORA)


def running(world: World, name: str) -> dict[str, date]:
    limits = world.case("aurora", "gold-1").limits
    return {limit.subject: limit.last_day for limit in limits if limit.name == name}


def told(world: World, notice: str) -> dict[str, str]:
    return {mail.recipient: mail.details["due_on"] for mail in world.pay().mails if mail.notice == notice}


def tasks(world: World) -> tuple[Task, ...]:
    return tasks_of(world.cluster("aurora"))


def test_each_expert_checks_at_the_desk_in_a_time_of_their_own_calendar() -> None:
    world = desk_check()
    assert running(world, "desk_check") == CHECKED
    assert told(world, "desk-check-due") == {EMIL: "2026-04-08", ESTHER: "2026-04-09"}


def test_each_expert_scores_in_a_time_of_their_own_calendar() -> None:
    world = audited()
    assert running(world, "scores") == SCORED
    assert told(world, "scores-due") == {EMIL: "2026-04-07", ESTHER: "2026-04-08"}


def test_what_the_team_owes_together_is_due_in_the_leads_calendar() -> None:
    assert running(audited(), "consensus") == {"": date(2026, 4, 14)}


def test_the_inbox_of_each_says_their_own_end() -> None:
    ends = {each: at_midnight_ending(day) for each, day in SCORED.items()}
    assert [(task.task, task.persons, task.due_at) for task in tasks(audited())] == [
        ("submit-scores", (EMIL,), ends[EMIL]),
        ("submit-scores", (ESTHER,), ends[ESTHER]),
    ]


def test_what_is_due_on_one_day_is_one_task_of_both() -> None:
    world = with_team(gold(Stage.SIGNED), "gold-1", EMIL, ESTHER)
    world.does(CLARA, handing_in(*GOLD_CODES), on=AURORA)
    assert [(task.task, task.persons) for task in tasks(world)] == [("check-evidence", (EMIL, ESTHER))]


def test_the_clock_writes_to_the_expert_whose_time_it_is() -> None:
    world = audited().pay()
    world.until(at_midnight_ending(SCORED[EMIL])).pay()
    letters = [(mail.recipient, mail.details["due_on"]) for mail in world.mails if "deadline" in mail.notice]
    # Two working days before the end: of Emil's, of Esther's; then Emil's end, of which the secretariat hears.
    assert letters == [
        (EMIL, "2026-04-07"),
        (ESTHER, "2026-04-08"),
        (EMIL, "2026-04-07"),
        ("secretariat", "2026-04-07"),
    ]


def test_whose_sheet_is_in_has_no_limit_any_more() -> None:
    assert running(audited().does(EMIL, SHEET, on=AURORA), "scores") == {ESTHER: SCORED[ESTHER]}


def test_the_time_of_each_is_extended_by_name() -> None:
    longer = ExtendDeadline(limit="scores", until_on=date(2026, 4, 15), reason="Ill.")
    given(audited()).when(longer, by=OLGA).then_rejected("limit-unclear")
    world = audited().does(OLGA, longer.model_copy(update={"subject": ESTHER}), on=AURORA)
    assert running(world, "scores") == {EMIL: SCORED[EMIL], ESTHER: date(2026, 4, 15)}


def test_a_path_that_goes_on_gives_each_a_time_of_their_own_again() -> None:
    world = staffed(audited()).does(EMIL, SHEET, on=AURORA).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    world.does(INGA, ACCEPT_IT, on=AURORA).does(CLARA, AgreeTeam(), on=AURORA)
    # Iceland's Maundy Thursday is a holiday, too.
    assert running(world, "scores") == {INGA: date(2026, 4, 8)}
    checked = staffed(desk_check()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    checked.does(INGA, ACCEPT_IT, on=AURORA).does(CLARA, AgreeTeam(), on=AURORA)
    assert running(checked, "desk_check") == {INGA: date(2026, 4, 9), ESTHER: date(2026, 4, 9)}
