"""Why a decision was taken is told from the record alone: what was required, who voted, what each had seen."""

from contextlib import suppress
from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.committee import AnswerDeferral, CastVote, PlaceOnAgenda
from domain.cluster.commands.organisation import RenameCluster
from domain.cluster.decided import decided
from domain.cluster.events.review import ConflictReported, DecisionConfirmed, VoteStruck
from domain.cluster.explanation import (
    Ballot,
    IndicatorScore,
    Organisation,
    ReportSeen,
    ShownTotal,
    SteppedAside,
    TermOpened,
)
from domain.cluster.rules.requirements import Requirement
from domain.cluster.why import told_to
from domain.levels import Level
from domain.rejected import Rejected
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    ROUND,
    VERA,
    bronze,
    labelled,
    stepping_aside,
)
from tests.domain.decided import (
    GOLD_AWARD,
    GOLD_DEFERRAL,
    ONE_MISSED,
    history,
    on_agenda,
    refused_gold,
    taken,
    voted_bronze,
    why,
)
from tests.domain.scored import AUDITED, CATALOGUE, EDDA, worth
from tests.domain.specification import World, sealed


def awarded_gold() -> World:
    return taken(GOLD_AWARD, on_agenda())


def unmet(world: World) -> list[Requirement]:
    return [each for each in why(world).requirements if not each.met]


def rules_and_subjects(world: World) -> list[tuple[str, str]]:
    return [(each.rule, each.about) for each in why(world).requirements]


def test_a_gold_is_asked_for_eligibility_every_minimum_the_total_and_a_recent_audit() -> None:
    minimums = [("R5", each.code) for each in CATALOGUE.silver]
    asked_for = [("R19", "eligibility"), *minimums, ("R2", "total"), ("R14", "assessment")]
    assert rules_and_subjects(awarded_gold()) == asked_for
    assert unmet(awarded_gold()) == []


def test_a_bronze_is_asked_for_eligibility_and_a_complete_recent_benchmark() -> None:
    world = voted_bronze().does(CARL, AWARD, on=AURORA)
    assert rules_and_subjects(world) == [("R19", "eligibility"), ("R2", "benchmark"), ("R14", "assessment")]


def test_119_of_150_points_are_told_as_79_3_percent_and_refused_by_the_total() -> None:
    refused = why(refused_gold(worth(119)))
    assert (refused.outcome, refused.rule) == ("refuse", "R2")
    assert refused.total == ShownTotal(points=119, maximum=150, percent="79.3", needed_percent=80)
    assert [each.sentence for each in refused.requirements if not each.met] == [
        "Total: 119 of 150 points, 79.3 %; 80 % needed."
    ]


def test_one_missed_minimum_is_told_by_its_indicator() -> None:
    world = refused_gold(ONE_MISSED)
    assert [(each.rule, each.about) for each in unmet(world)] == [("R5", "2.1")]
    assert [each for each in why(world).scores if each.code in ("1.2", "2.1")] == [
        IndicatorScore(code="1.2", name="Geographical concentration of members", score=5, threshold=3),
        IndicatorScore(
            code="2.1", name="Maturity of the cluster management", score=1, minimum=2, threshold=3
        ),
    ]


def test_every_score_that_counted_is_told() -> None:
    assert {each.code: each.score for each in why(awarded_gold()).scores} == worth(120)


def test_each_vote_says_what_its_caster_had_seen_and_whether_that_was_the_final_report() -> None:
    world = awarded_gold()
    final = [each.type for each in world.events(AURORA)].index("ReportFinalised") + 1
    explanation = why(world, seen={CARL: final, VERA: final - 1})
    assert explanation.report == ReportSeen(
        version=1, position=final, on=AUDITED, signed_by=(ESTHER, EMIL), documents=0
    )
    ballots = [(each.member, each.seen, each.after_report) for each in explanation.votes.ballots]
    assert ballots == [(CARL, final, True), (VERA, final - 1, False), (MONA, None, None)]


def test_a_vote_is_told_with_its_reason_and_the_version_it_was_cast_on() -> None:
    world = bronze(Stage.ON_AGENDA)
    world.does(CARL, CastVote(vote="yes", report_version=1, reason="Convincing."), on=AURORA)
    world.does(VERA, CastVote(vote="yes", report_version=1), on=AURORA)
    world.does(MONA, CastVote(vote="yes", report_version=1), on=AURORA).does(CARL, AWARD, on=AURORA)
    first = why(world).votes.ballots[0]
    assert first == Ballot(
        member=CARL,
        vote="yes",
        counted=True,
        position=first.position,
        seen=None,
        after_report=None,
        report_version=1,
        reason=sealed("Convincing."),
    )


def test_a_tie_is_told_with_whose_vote_decided_it() -> None:
    world = on_agenda()
    for member in (VERA, MONA):
        world.does(member, CastVote(vote="no", report_version=1), on=AURORA)
    for member in (CARL, MAX):
        world.does(member, CastVote(vote="yes", report_version=1), on=AURORA)
    votes = why(world.does(CARL, GOLD_AWARD, on=AURORA)).votes
    assert (votes.in_favour, votes.against, votes.casting_vote_of) == ((CARL, MAX), (VERA, MONA), CARL)
    assert (votes.quorum, votes.counted) == (3, 4)


def test_who_stepped_aside_is_told_with_the_rule_and_never_as_a_vote() -> None:
    world = on_agenda().does(MAX, CastVote(vote="no", report_version=1), on=AURORA)
    votes = why(taken(GOLD_AWARD, world.does(MAX, stepping_aside(MAX), on=AURORA))).votes
    assert votes.stepped_aside == (
        SteppedAside(member=MAX, rule="R30", on=AUDITED, reason=sealed("An old friend.")),
    )
    assert [each.member for each in votes.ballots] == [CARL, VERA, MONA]


def test_the_organisation_is_told_as_it_was() -> None:
    world = awarded_gold().does(CLARA, RenameCluster(name="Aurora Nova"), on=AURORA)
    assert why(world).organisation == Organisation(
        name="Aurora", country="DK", carrier="Aurora Association", profile_version=1
    )


def test_an_award_is_told_with_its_term() -> None:
    assert why(awarded_gold()).term == TermOpened(
        number=1, first_day=AUDITED, last_day=date(2028, 2, 29), edition="ecei-2019"
    )


def test_afterwards_the_letter_the_certificate_and_the_report_are_told() -> None:
    later = why(awarded_gold().pay()).later
    assert sorted(each.sentence for each in later) == [
        "Certificate aurora/gold/1 was issued.",
        "The letter label-awarded went out to clara-manager.",
        "Version 1 of the report was released to the applicant.",
    ]


def test_a_deferral_is_a_decision_too_and_each_is_found_by_its_number() -> None:
    world = taken(GOLD_DEFERRAL, on_agenda()).does(
        EMIL, AnswerDeferral(answer="By word of mouth."), on=AURORA
    )
    world.does(OLGA, PlaceOnAgenda(round_id=ROUND), on=AURORA)
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=2), on=AURORA)
    world.does(CARL, GOLD_AWARD, on=AURORA)
    first, last = why(world, "gold-1/1"), why(world)
    assert (first.outcome, first.number, first.of) == ("defer", 1, 2)
    assert first.reason == sealed("How are members recruited?")
    assert [(each.type, each.sentence, each.reason) for each in first.later] == [
        (
            "DeferralAnswered",
            "The question was answered in version 2 of the report.",
            sealed("By word of mouth."),
        ),
        ("DecisionTaken", "The case was decided anew on 2026-02-03: award.", sealed("Excellent throughout.")),
    ]
    assert (last.outcome, last.number, last.of) == ("award", 2, 2)
    assert why(world, "gold-1") == last


@pytest.mark.parametrize("wanted", ["silver-1", "gold-1/2", "gold-1/0", "gold-1/x"])
def test_a_decision_nobody_took_is_not_explained(wanted: str) -> None:
    with pytest.raises(Rejected) as refused:
        decided("aurora", history(awarded_gold()), wanted)
    assert refused.value.sentence == f"No decision {wanted} of aurora is on record."


def test_the_latest_decision_of_all_is_meant_where_none_is_named() -> None:
    assert why(labelled(MONDAY)).case_id == "bronze-1"
    assert why(labelled(MONDAY)).level is Level.BRONZE


def who_is_told(world: World, *viewers: str) -> list[str]:
    told = []
    for viewer in viewers:
        with suppress(Rejected):
            told_to(why(world), world.person(viewer), world.cluster("aurora"), world.today)
            told.append(viewer)
    return told


def test_why_is_told_to_secretariat_committee_team_and_the_clusters_own_people_and_to_no_one_else() -> None:
    world = on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)
    taken(GOLD_AWARD, world)
    concerned = [OLGA, CARL, MONA, EMIL, ESTHER, CLARA]
    assert who_is_told(world, *concerned, MAX, KNUD, EDDA) == concerned


def test_the_applicant_does_not_learn_the_experts_dissent() -> None:
    world = awarded_gold()
    explanation = why(world)
    scores = tuple(each.model_copy(update={"dissent": 2}) for each in explanation.scores)
    disputed = explanation.model_copy(update={"scores": scores})
    for viewer, dissent in ((OLGA, 2), (EMIL, 2), (CLARA, None)):
        seen = told_to(disputed, world.person(viewer), world.cluster("aurora"), world.today)
        assert {each.dissent for each in seen.scores} == {dissent}


def test_a_later_tie_and_what_the_committee_made_of_it_are_told() -> None:
    world = awarded_gold()
    decision = world.case("aurora", "gold-1").decision
    assert decision is not None
    reason = sealed("A tie.")
    world.happens(
        AURORA,
        ConflictReported(case_id="gold-1", person=MONA, reported_by=OLGA, reason=reason),
        VoteStruck(case_id="gold-1", member=MONA, carried_still=True),
        DecisionConfirmed(case_id="gold-1", decision=decision.event_id, person=MONA, reason=reason),
    )
    assert [(each.type, each.sentence, each.reason) for each in why(world).later] == [
        ("ConflictReported", "olga-operator reported a tie of mona-member.", reason),
        ("VoteStruck", "The vote of mona-member was struck; the decision still carries.", None),
        (
            "DecisionConfirmed",
            "The committee confirmed the decision, knowing of the tie of mona-member.",
            reason,
        ),
    ]
