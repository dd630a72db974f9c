"""The decision on a Silver or Gold case: what an award requires, and nothing less (R2, R5, R6, R21, R30, R46)."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    ProposeCorrection,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.commands.findings import CloseFinding as Close
from domain.cluster.commands.organisation import UpdateProfile
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.events.findings import Grade
from domain.cluster.events.label import LabelAwarded, LabelExpired, LabelSuperseded
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.requirements import missed, requirements
from domain.cluster.tasks import tasks_of
from domain.edition import Edition
from domain.facts import Facts
from domain.levels import Level, Party
from domain.round.commands import OpenRound
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from domain.standing import letters
from domain.status import StatusState, status_on
from domain.terms import Interval
from tests.domain.audited import AREAS, SILVER_CODES
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    MONA,
    MONDAY,
    OLGA,
    PROFILE,
    VERA,
    YES,
    voted,
)
from tests.domain.scored import worth
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World, at_midnight_ending, calendar, document, given
from tests.domain.walked import AWARDING, FINE, IN_FAVOUR, golden, silvern, walked_on

ECEI_2019 = scheme().edition("ecei-2019")
AGAINST = CastVote(vote="no", report_version=1)
ANY_REASON = "As the report says."


def bars(world: World, case_id: str) -> list[tuple[str, str, str]]:
    """What bars an award now, as (rule, code, about)."""
    asked = Asked(world.cluster("aurora"), scheme(), Facts(), world.now, "nobody")
    return [(each.rule, each.code, each.about) for each in missed(world.case("aurora", case_id), asked)]


def refusing(world: World) -> World:
    """Three members vote against."""
    for member in (CARL, VERA, MONA):
        world.does(member, AGAINST, on=AURORA)
    return world


def scored(scores: Mapping[str, int], areas: Mapping[str, bool]) -> World:
    """The Silver case on an agenda, its one expert having given these scores."""
    world = silvern(Stage.AUDIT_CONDUCTED)
    world.does(ESTHER, SubmitScores(scores=dict(scores), areas=dict(areas)), on=AURORA).pay()
    return walked_on(world, Stage.ON_AGENDA, scores, after=Stage.DRAFT)


SILVER_FINE = {code: FINE[code] for code in SILVER_CODES}


# Worked case 3: the total.


@pytest.mark.parametrize("points", [128, 120])
def test_a_gold_total_of_at_least_120_of_150_points_is_awarded(points: int) -> None:
    world = golden(Stage.CLOSED, worth(points))
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.AWARDED


def test_a_gold_total_of_119_of_150_points_is_refused() -> None:
    world = refusing(golden(Stage.ON_AGENDA, worth(119)))
    assert bars(world, "gold-1") == [("R2", "total-below-minimum", "total")]
    given(world).when(AWARDING, by=CARL).then_rejected("award-barred")
    world.does(CARL, TakeDecision(outcome="refuse", reason=ANY_REASON), on=AURORA)
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.REFUSED


def test_a_refusal_names_the_rule_that_was_missed() -> None:
    world = refusing(golden(Stage.ON_AGENDA, worth(119)))
    decision = world.does(CARL, TakeDecision(outcome="refuse", reason=ANY_REASON), on=AURORA).events(AURORA)
    assert [each.rule for each in decision if each.type == "DecisionTaken"] == ["R2"]


def test_119_points_are_shown_as_793_and_never_rounded_up() -> None:
    world = golden(Stage.ON_AGENDA, worth(119))
    asked = Asked(world.cluster("aurora"), scheme(), Facts(), world.now, "nobody")
    sentences = {each.about: each.sentence for each in requirements(world.case("aurora", "gold-1"), asked)}
    assert sentences["total"] == "Total: 119 of 150 points, 79.3 %; 80 % needed."


# Minimums, areas, findings.


def test_one_missed_minimum_means_no_gold_however_high_the_total() -> None:
    world = golden(Stage.ON_AGENDA, {**dict.fromkeys(FINE, 5), "1.1.0": 1, "2.1": 1})
    assert bars(world, "gold-1") == [("R5", "minimum-missed", "2.1")]
    given(world).when(IN_FAVOUR, by=CARL).then_rejected("award-barred")


def test_a_gate_that_is_not_fulfilled_means_no_gold() -> None:
    assert bars(golden(Stage.ON_AGENDA, {**FINE, "1.1.0": 0}), "gold-1") == [
        ("R5", "minimum-missed", "1.1.0")
    ]


def test_a_missed_threshold_alone_bars_nothing() -> None:
    # 2.2.1 carries no minimum: it yields a recommendation (R6).
    assert bars(golden(Stage.ON_AGENDA, {**FINE, "2.2.1": 1, "4.5": 5, "5.1": 5, "5.2": 5}), "gold-1") == []


def test_worked_case_4_silver_with_all_areas_proven_and_one_minimum_missed_is_refused() -> None:
    world = refusing(scored({**SILVER_FINE, "4.1.2": 1}, dict.fromkeys(AREAS, True)))
    assert bars(world, "silver-1") == [("R5", "minimum-missed", "4.1.2")]
    given(world).when(AWARDING, by=CARL).then_rejected("award-barred")


def test_an_improvement_area_that_is_not_proven_means_no_silver() -> None:
    world = scored(SILVER_FINE, {"area-1": True, "area-2": False, "area-3": True})
    assert bars(world, "silver-1") == [("R21", "area-unproven", "area-2")]


def test_silver_has_no_total() -> None:
    lowest = {
        code: minimum.value
        for code in SILVER_CODES
        if (minimum := scheme().catalogue("2013").indicator(code).minimum)  # type: ignore[union-attr]
    }
    assert bars(scored(lowest, dict.fromkeys(AREAS, True)), "silver-1") == []


def found(grade: Grade) -> World:
    """A finding is recorded after Gold's audit, and the case goes on to its final report."""
    world = golden(Stage.AUDIT_CONDUCTED)
    world.does(EMIL, RecordFinding(grade=grade, indicator="4.4", statement="No targets."), on=AURORA)
    return walked_on(world, Stage.REPORT_FINAL, after=Stage.AUDIT_CONDUCTED)


def placed(world: World) -> World:
    world.does(
        OLGA, OpenRound(opens_on=world.today, closes_on=world.today + timedelta(days=21)), on="round-x"
    )
    return world.does(OLGA, PlaceOnAgenda(round_id="round-x"), on=AURORA)


@pytest.mark.parametrize("grade", ["major", "minor"])
def test_a_case_waits_for_the_agenda_while_its_findings_may_still_be_taken_care_of(grade: Grade) -> None:
    world = found(grade)
    world.does(
        OLGA, OpenRound(opens_on=world.today, closes_on=world.today + timedelta(days=21)), on="round-x"
    )
    given(world).when(PlaceOnAgenda(round_id="round-x"), by=OLGA).then_rejected("finding-in-time")


def placing(world: World) -> list[tuple[str, date]]:
    """Until when the secretariat is to place a case on an agenda, as far as it has to."""
    return [
        (task.task, secretariat_day(task.due_at - timedelta(hours=1)))
        for task in tasks_of(world.cluster("aurora"))
        if task.party is Party.SECRETARIAT and task.due_at
    ]


def test_the_secretariats_time_to_place_a_case_begins_when_the_last_findings_time_is_over() -> None:
    world = found("major")
    limits = {limit.name: limit for limit in world.case("aurora", "gold-1").limits}
    majors, agenda = limits["majors"].last_day, limits["agenda"].last_day
    assert agenda == calendar("DE").add_working_days(majors, 10)
    assert placing(world) == []
    assert placing(world.until(limits["majors"].due_at)) == [("place-on-agenda", agenda)]
    last = [event.type for event in world.events(AURORA) if event.type.startswith("Deadline")]
    assert last[-1] == "DeadlinePassed"


def test_a_finding_that_is_given_more_time_moves_the_secretariats_time_behind_it() -> None:
    world = found("major")
    majors = next(limit for limit in world.case("aurora", "gold-1").limits if limit.name == "majors")
    until = majors.last_day + timedelta(days=30)
    extend = ExtendDeadline(limit="majors", until_on=until, reason="A strike.")
    moved = calendar("DE").add_working_days(until, 10)
    given(world).when(extend, by=OLGA).with_limits(("agenda", moved))
    assert placing(world.until(at_midnight_ending(until, "DK"))) == [("place-on-agenda", moved)]


def test_a_finding_of_less_time_than_another_moves_nothing_when_it_is_given_more() -> None:
    world = golden(Stage.AUDIT_CONDUCTED)
    for grade in ("major", "minor"):
        world.does(EMIL, RecordFinding(grade=grade, indicator="4.4", statement="No targets."), on=AURORA)
    walked_on(world, Stage.REPORT_FINAL, after=Stage.AUDIT_CONDUCTED)
    plan = next(limit for limit in world.case("aurora", "gold-1").limits if limit.name == "minor_plan")
    extend = ExtendDeadline(
        limit="minor_plan", until_on=plan.last_day + timedelta(days=7), reason="A strike."
    )
    given(world).when(extend, by=OLGA).with_limits()


def test_without_a_finding_in_time_a_case_is_placed_at_once() -> None:
    world = golden(Stage.REPORT_FINAL)
    assert placing(world) == [("place-on-agenda", calendar("DE").add_working_days(world.today, 10))]
    closed = answered(found("major")).does(ESTHER, Close(finding="finding-1"), on=AURORA)
    assert [task for task, _ in placing(closed)] == ["place-on-agenda"]


def test_a_stale_audit_is_held_anew_before_the_case_is_placed() -> None:
    world = golden(Stage.REPORT_FINAL).until(date(2027, 3, 1))
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=date(2027, 3, 31)), on="round-x")
    outcome = given(world).when(PlaceOnAgenda(round_id="round-x"), by=OLGA)
    outcome.then_rejected("audit-stale")
    assert str(outcome.rejected) == (
        "The assessment is too old to be decided on: schedule another audit first (R14)."
    )


def barred(world: World, edition: Edition) -> list[str]:
    """What would bar Gold's award today under this edition."""
    other = scheme().model_copy(update={"editions": (edition,)})
    asked = Asked(world.cluster("aurora"), other, Facts(), world.now, "nobody")
    return [each.code for each in missed(world.case("aurora", "gold-1"), asked)]


def test_a_rule_an_edition_has_off_bars_no_award() -> None:
    world = golden(Stage.ON_AGENDA, {**dict.fromkeys(FINE, 5), "1.1.0": 1, "2.1": 1}).until(date(2027, 3, 1))
    assert barred(world, ECEI_2019) == ["minimum-missed", "audit-stale"]
    for rule, left in (("R5", "audit-stale"), ("R14", "minimum-missed")):
        off = ECEI_2019.rules[rule].model_copy(update={"value": False})
        without = ECEI_2019.model_copy(update={"rules": {**ECEI_2019.rules, rule: off}})
        assert barred(world, without) == [left]


def test_a_procedure_that_asks_for_eligibility_once_does_not_ask_again_at_the_decision() -> None:
    more = PROFILE.model_copy(update={"committed_members": 40})
    world = golden(Stage.ON_AGENDA).does(CLARA, UpdateProfile(profile=more), on=AURORA)
    assert barred(world, ECEI_2019) == ["not-eligible"]
    no = ECEI_2019.procedures[0].eligibility_rechecked_at_decision.model_copy(update={"value": False})
    once = tuple(
        each.model_copy(update={"eligibility_rechecked_at_decision": no}) for each in ECEI_2019.procedures
    )
    assert barred(world, ECEI_2019.model_copy(update={"procedures": once})) == []


def test_a_major_that_is_open_when_its_time_is_over_goes_to_the_decision_and_bars_the_award() -> None:
    world = found("major").until(date(2026, 6, 1))
    assert bars(placed(world), "gold-1") == [("R46", "finding-open", "finding-1")]


def test_a_minor_without_an_accepted_plan_bars_the_award_too() -> None:
    assert bars(placed(found("minor").until(date(2026, 4, 1))), "gold-1") == [
        ("R46", "finding-open", "finding-1")
    ]


def test_an_opportunity_bars_nothing() -> None:
    assert bars(placed(found("opportunity")), "gold-1") == []


DONE_BY = date(2026, 6, 30)
ACCEPTING = AcceptActionPlan(finding="finding-1", done_by=DONE_BY)


def answered(world: World) -> World:
    told = ProposeCorrection(finding="finding-1", correction="Targets are set.", documents=(document("a"),))
    cause = ProposeCorrectiveAction(
        finding="finding-1", cause="Nobody asked.", action="A yearly review.", done_by=DONE_BY
    )
    return world.does(CLARA, told, cause, on=AURORA)


def test_a_major_closed_by_the_other_expert_and_a_minor_with_its_plan_bar_nothing() -> None:
    major = answered(found("major")).does(ESTHER, Close(finding="finding-1"), on=AURORA)
    minor = answered(found("minor")).does(EMIL, ACCEPTING, on=AURORA)
    assert bars(placed(major), "gold-1") == bars(placed(minor), "gold-1") == []


def required(case: Case, world: World) -> list[tuple[str, str, str, bool]]:
    """What an award in this case requires of benchmark and answers, as (rule, code, about, met)."""
    asked = Asked(world.cluster("aurora"), scheme(), Facts(), world.now, "nobody")
    return [
        (each.rule, each.code, each.about, each.met)
        for each in requirements(case, asked)
        if each.code in {"benchmark-incomplete", "recommendation-unanswered"}
    ]


def test_a_silver_needs_its_second_benchmark_and_a_gold_none() -> None:
    world = silvern(Stage.REPORT_FINAL)
    case = world.case("aurora", "silver-1")
    assert required(case, world) == [("R2", "benchmark-incomplete", "benchmark", True)]
    assert case.benchmark is not None
    partial = case.benchmark.model_copy(update={"complete": False})
    for short in (None, partial):
        lacking = case.model_copy(update={"benchmark": short})
        assert required(lacking, world) == [("R2", "benchmark-incomplete", "benchmark", False)]
    gold = golden(Stage.REPORT_FINAL)
    assert required(gold.case("aurora", "gold-1"), gold) == []


def test_a_renewal_leaves_no_recommendation_unanswered() -> None:
    world = golden(Stage.REPORT_FINAL)
    due = {"answers_due": frozenset({"gold-1/2", "gold-1/1"}), "answered": frozenset({"gold-1/1"})}
    assert required(world.case("aurora", "gold-1").model_copy(update=due), world) == [
        ("R21", "recommendation-unanswered", "gold-1/1", True),
        ("R21", "recommendation-unanswered", "gold-1/2", False),
    ]


# What a committee may do.


def test_a_committee_may_refuse_although_all_is_passed_when_it_names_the_rule() -> None:
    world = refusing(golden(Stage.ON_AGENDA))
    given(world).when(TakeDecision(outcome="refuse", reason=ANY_REASON), by=CARL).then_rejected(
        "rule-missing"
    )
    world.does(CARL, TakeDecision(outcome="refuse", rule="R30", reason=ANY_REASON), on=AURORA)
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.REFUSED


def test_no_command_of_the_committee_changes_a_score() -> None:
    fields = {name for each in (CastVote, PlaceOnAgenda, TakeDecision) for name in each.model_fields}
    assert fields == {
        "type", "case_id", "vote", "report_version", "reason", "round_id", "outcome", "rule", "new_audit",
        "audit_stands",
    }  # fmt: skip


def test_a_failed_gold_never_becomes_a_silver() -> None:
    world = refusing(golden(Stage.ON_AGENDA, worth(119)))
    events = world.does(CARL, TakeDecision(outcome="refuse", reason=ANY_REASON), on=AURORA).events(AURORA)
    assert [each for each in events if isinstance(each, LabelAwarded)] == []


def test_the_term_is_reckoned_from_the_last_day_on_site() -> None:
    world = golden(Stage.CLOSED)
    term = world.cluster("aurora").latest_term(Level.GOLD)
    assert term is not None
    # R10, R9: on site until 17 February 2026, hence to the end of February 2028.
    assert (term.last_assessment.day, term.last_day.day) == (date(2026, 2, 17), date(2028, 2, 29))


# R23: a lower label sleeps.


def test_a_silver_puts_a_valid_bronze_to_sleep_and_says_so() -> None:
    world = silvern(Stage.CLOSED)
    asleep = [each for each in world.events(AURORA) if isinstance(each, LabelSuperseded)]
    assert [(each.level, each.by) for each in asleep] == [(Level.BRONZE, Level.SILVER)]
    told = [(notice.recipient, notice.notice, notice.details) for notice in asleep[0].notices]
    assert told == [(CLARA, "label-superseded", {"level": "bronze", "higher_level": "silver"})]


def test_a_label_decided_while_a_higher_one_is_valid_sleeps_from_its_first_day_and_says_so() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES))
    gold = elsewhere(Level.GOLD, awarded=Interval.exactly(MONDAY), until=Interval.exactly(date(2028, 2, 29)))
    world.does(OLGA, gold, on=AURORA)
    outcome = given(world).when(AWARD, by=CARL)
    outcome.with_letters((CLARA, "label-awarded"), (CLARA, "label-superseded"))
    asleep = [each for each in outcome.events if isinstance(each, LabelSuperseded)]
    assert [(each.level, each.by) for each in asleep] == [(Level.BRONZE, Level.GOLD)]
    bronze = status_on(world.cluster("aurora").labels, Level.BRONZE, world.today)
    assert bronze.state is StatusState.DORMANT


def test_a_lower_label_awakes_with_a_letter_when_the_higher_one_expires() -> None:
    world = silvern(Stage.CLOSED)
    labels = world.cluster("aurora").labels
    silver, bronze = labels[Level.SILVER][-1], labels[Level.BRONZE][-1]
    assert silver.last_day.day is not None
    assert silver.grace_until is not None
    # A Bronze whose own term runs on beyond the Silver's.
    longer = bronze.model_copy(update={"last_day": silver.grace, "grace": silver.grace})
    cluster = world.cluster("aurora").model_copy(update={"labels": {**labels, Level.BRONZE: (longer,)}})
    world.states[AURORA] = cluster
    world.until(silver.last_day.day + timedelta(days=1))
    (expired,) = [each for each in world.events(AURORA) if isinstance(each, LabelExpired)]
    assert expired.notices == letters(
        (CLARA,), "label-awake", level="bronze", valid_until=silver.grace_until.isoformat()
    )
    awake = status_on(cluster.labels, Level.BRONZE, world.today)
    assert awake.state in (StatusState.VALID, StatusState.DUE)
