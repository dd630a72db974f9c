"""What passes on from a predecessor, and what does not: ties to it bind, its evidence may be cited (R37)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.commands.review import ReportConflict, ReviewDecision
from domain.cluster.commands.team import ProposeTeam
from domain.cluster.events.application import ApplicationSubmitted
from domain.cluster.events.evidence import EvidenceSubmitted
from domain.cluster.events.lineage import LabelContinued
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.shared import EvidenceItem
from domain.levels import Kind, Level
from domain.person.state import Office, TieKind
from domain.schemes import scheme
from domain.standing import Notice
from domain.status import status_on
from domain.streams import tasks
from tests.domain.audited import about, gold_evidence_open
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    KNUD,
    MAX,
    MONDAY,
    OLGA,
    POLARIS,
    SVEN,
    VERA,
    bronze,
    person,
    registration,
    seat,
    tie,
    walk,
)
from tests.domain.merging import DENEB, SINCE, VEGA, dissolution, merger, recorded, scene, split, transfer
from tests.domain.specification import World, given, sealed
from tests.domain.teams import OTTO

ONE_EXPERT = ProposeTeam(experts=(EMIL,))
TWO_YEARS_ON = date(2028, 1, 15)

# Ties


def signed(world: World) -> World:
    """Vega, come out of Aurora and Polaris, waits for a team."""
    return walk(recorded(world, merger("aurora", "polaris"), VEGA), Stage.SIGNED, on=VEGA)


@pytest.mark.parametrize("organisation", ["Aurora", "polaris", "Polaris Association"])
def test_a_tie_to_a_predecessor_is_one_to_its_successor(organisation: str) -> None:
    world = signed(scene()).does(OLGA, tie(TieKind.EMPLOYED, organisation), on=f"person-{EMIL}")
    given(world).when(ONE_EXPERT, by=OLGA, on=VEGA).then_rejected("hard-conflict")


def test_a_tie_to_a_predecessor_binds_for_two_years() -> None:
    world = scene().does(OLGA, tie(TieKind.FAMILY, "Aurora"), on=f"person-{EMIL}")
    world = recorded(world, merger("aurora", "polaris"), VEGA)
    last_day = walk(world.copy().until(TWO_YEARS_ON), Stage.SIGNED, on=VEGA)
    given(last_day).when(ONE_EXPERT, by=OLGA, on=VEGA).then_rejected("hard-conflict")
    walk(world.until(date(2028, 1, 16)), Stage.TEAM_PROPOSED, on=VEGA)


def test_a_tie_to_what_a_predecessor_came_out_of_binds_too() -> None:
    world = recorded(scene(), merger("aurora", kind="absorption"), POLARIS)
    world = recorded(world, merger("polaris", "deneb"), VEGA)
    world = walk(world, Stage.SIGNED, on=VEGA)
    world.does(OLGA, tie(TieKind.BOARD, "Aurora"), on=f"person-{EMIL}")
    given(world).when(ONE_EXPERT, by=OLGA, on=VEGA).then_rejected("hard-conflict")


def test_who_acted_for_a_predecessor_does_not_assess_its_successor() -> None:
    world = scene().does(OLGA, registration("Lyra", manager=EMIL), on="cluster-lyra")
    world = recorded(world, merger("lyra", "polaris"), VEGA)
    given(walk(world, Stage.SIGNED, on=VEGA)).when(ONE_EXPERT, by=OLGA, on=VEGA).then_rejected(
        "hard-conflict"
    )


def test_whom_a_merger_relative_nominated_does_not_decide() -> None:
    world = walk(recorded(scene(), transfer("corona"), AURORA), Stage.ON_AGENDA)
    case = world.case("aurora")
    assert case.recused == {VERA, MAX}
    assert case.stage is Stage.ADJOURNED


def test_a_seat_falls_with_the_gold_of_a_cluster_that_merged() -> None:
    world = walk(recorded(scene(), merger("corona", kind="absorption"), AURORA), Stage.REPORT_FINAL)
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    assert world.case("aurora").stage is Stage.ADJOURNED
    assert world.case("aurora").recused == frozenset()


def test_a_seat_does_not_come_back_with_a_gold_that_is_continued() -> None:
    world = walk(recorded(scene(), merger("corona", kind="absorption"), AURORA), Stage.REPORT_FINAL)
    gold = world.cluster("corona").labels[Level.GOLD][-1]
    until = {"until_on": date(2026, 12, 31), "in_favour": (), "against": (), "reason": sealed("So it is.")}
    continued = LabelContinued.model_validate({"level": Level.GOLD, "term": gold.number, **until})
    world.happens("cluster-corona", continued)
    assert status_on(world.cluster("corona").labels, Level.GOLD, world.today).by_continuation
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    assert (world.case("aurora").stage, world.case("aurora").recused) == (Stage.ADJOURNED, frozenset())


def test_a_part_that_moved_ties_both_clusters_to_each_other() -> None:
    world = recorded(scene(), transfer("aurora"), POLARIS)
    world.does(OLGA, tie(TieKind.BOARD, "Polaris"), on=f"person-{EMIL}")
    given(walk(world, Stage.SIGNED)).when(ONE_EXPERT, by=OLGA).then_rejected("hard-conflict")


def test_a_tie_to_a_stranger_stays_one_to_a_stranger() -> None:
    world = signed(scene()).does(OLGA, tie(TieKind.EMPLOYED, "Deneb"), on=f"person-{EMIL}")
    world.does(OLGA, ONE_EXPERT, on=VEGA)
    assert world.cluster("vega").open_cases[0].experts == (EMIL,)


REPORTED = ConflictReported(case_id="bronze-1", person=EMIL)


def employed_at(organisation: str) -> World:
    """Emil is on the team of Aurora's Bronze, and employed at another cluster."""
    world = walk(scene(), Stage.INTERVIEW_DUE)
    return world.does(OLGA, tie(TieKind.EMPLOYED, organisation), on=f"person-{EMIL}")


def test_an_expert_whom_an_absorption_ties_to_an_open_case_is_reported() -> None:
    world = recorded(employed_at("Polaris"), merger("polaris", kind="absorption"), AURORA)
    assert _reported_in(world, AURORA) == [REPORTED]
    assert [each.notice for each in _told(world, AURORA)] == ["conflict-reported"]
    assert "resolve-conflict" in [task.task for task in tasks(world.cluster("aurora"))]


def test_an_expert_whom_a_part_that_moves_ties_to_an_open_case_is_reported() -> None:
    world = recorded(employed_at("Polaris"), transfer("polaris"), AURORA)
    assert _reported_in(world, AURORA) == [REPORTED]
    world = recorded(employed_at("Polaris"), transfer("aurora"), POLARIS)
    assert _reported_in(world, AURORA) == [REPORTED]


def test_an_expert_whom_a_split_ties_to_an_open_case_is_reported() -> None:
    world = recorded(employed_at("Polaris"), split("polaris", ended=False), AURORA)
    assert _reported_in(world, AURORA) == [REPORTED]
    world = recorded(employed_at("Deneb"), split("aurora", "polaris"), DENEB)
    assert _reported_in(world, AURORA) == [REPORTED]


def test_an_expert_without_a_tie_to_those_who_merge_is_not_reported() -> None:
    world = recorded(employed_at("Deneb"), merger("polaris", kind="absorption"), AURORA)
    assert _reported_in(world, AURORA) == []


def test_an_expert_reported_before_is_not_reported_once_more() -> None:
    told = ReportConflict(case_id="bronze-1", person=EMIL, reason="He works there.")
    world = employed_at("Polaris").does(OLGA, told, on=AURORA)
    before = _reported_in(world, AURORA)
    world = recorded(world, merger("polaris", kind="absorption"), AURORA)
    assert _reported_in(world, AURORA) == before


def _reported_in(world: World, on: str) -> list[ConflictReported]:
    """Whom it was about; letters have a sentence of their own."""
    found = [each for each in world.events(on) if isinstance(each, ConflictReported)]
    return [each.model_copy(update={"notices": ()}) for each in found]


def _told(world: World, on: str) -> list[Notice]:
    return [
        each for event in world.events(on) if isinstance(event, ConflictReported) for each in event.notices
    ]


# Evidence

HANDED_IN = about("4.1.1", 7, date(2025, 3, 1))


def filed(received: date) -> World:
    """Aurora's Gold case awaits evidence; it absorbed Polaris, which had filed a strategy for a visit."""
    world = gold_evidence_open()
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    now, world.now = world.now, world.now.replace(year=received.year, month=received.month, day=received.day)
    opened = ApplicationSubmitted(
        case_id="gold-1",
        level=Level.GOLD,
        kind=Kind.FIRST,
        edition=scheme().on(MONDAY).key,
        opened_on=received,
        limits=(),
    )
    submitted = EvidenceSubmitted(
        case_id="gold-1", items=(HANDED_IN,), complete=False, round=1, received_on=received
    )
    world.happens(POLARIS, opened, submitted)
    world.now = now
    return recorded(world, merger("polaris", kind="absorption"), AURORA)


def citing(item: EvidenceItem = HANDED_IN, predecessor: str = "polaris") -> SubmitEvidence:
    return SubmitEvidence(items=(item.model_copy(update={"from_predecessor": predecessor}),))


def test_evidence_of_a_predecessor_counts_from_the_day_it_was_received_there() -> None:
    world = filed(date(2025, 3, 3)).does(CLARA, citing(), on=AURORA)
    kept = world.case("aurora", "gold-1").dossier_items["4.1.1"]
    assert (kept.received_on, kept.versions[-1].document) == (date(2025, 3, 3), HANDED_IN.document)


def test_evidence_of_a_predecessor_is_cited_while_it_is_under_a_year_old() -> None:
    filed(date(2025, 2, 3)).does(CLARA, citing(), on=AURORA)
    given(filed(date(2025, 2, 2))).when(citing(), by=CLARA).then_rejected("evidence-too-old")


def test_only_what_was_filed_at_the_predecessor_is_cited() -> None:
    given(filed(date(2025, 3, 3))).when(citing(about("4.1.2")), by=CLARA).then_rejected("not-in-that-dossier")


def test_only_a_predecessors_evidence_is_cited() -> None:
    world = filed(date(2025, 3, 3))
    given(world).when(citing(predecessor="borealis"), by=CLARA).then_rejected("not-a-predecessor")


def test_evidence_is_not_cited_from_a_cluster_that_only_received_a_part() -> None:
    world = filed(date(2025, 3, 3)).does(OLGA, registration("Deneb", manager=KNUD), on=DENEB)
    world = recorded(world, transfer("aurora"), DENEB)
    given(world).when(citing(predecessor="deneb"), by=CLARA).then_rejected("not-a-predecessor")


def test_a_document_handed_in_anew_has_todays_day() -> None:
    world = filed(date(2025, 3, 3)).does(CLARA, SubmitEvidence(items=(HANDED_IN,)), on=AURORA)
    assert world.case("aurora", "gold-1").dossier_items["4.1.1"].received_on == MONDAY


# Decisions about a cluster that has ended


def test_a_decision_annulled_behind_the_end_does_not_open_its_case_again() -> None:
    world = bronze(Stage.CLOSED)
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(MAX, ReportConflict(case_id="bronze-1", person=MAX, reason="A tie."), on=AURORA)
    world = recorded(world, dissolution(MONDAY), AURORA)
    review = ReviewDecision(case_id="bronze-1", outcome="annul", person=MAX, reason="A tie.")
    presiding = world.cluster("aurora").cases[0].members[0]
    world.does(presiding, review, on=AURORA)
    assert (world.cluster("aurora").open_cases, world.stands[AURORA].due) == ((), None)


def test_sven_seats_no_member_for_a_cluster_whose_gold_ended() -> None:
    world = recorded(scene(), dissolution(SINCE), "cluster-corona")
    command = seat("member", "corona", MONDAY)
    given(world).when(command, by=SVEN, on=f"person-{EMIL}").then_rejected("nominator-without-gold")
