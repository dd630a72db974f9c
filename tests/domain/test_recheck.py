"""Deciding again from the record: the same outcome follows, or each thing that does not is named."""

from dataclasses import replace
from typing import Any

from domain.cluster.decided import Entry, decided
from domain.cluster.events.committee import VoteCast
from domain.cluster.events.label import LabelAwarded
from domain.cluster.events.scores import ConsensusReached
from domain.cluster.recheck import differences
from domain.happened import Happened
from domain.levels import Level
from domain.scheme import Scheme
from domain.schemes import scheme
from tests.domain.cast import AURORA, CARL, EMIL, MONA, MONDAY, REFUSE, VERA, labelled, voted
from tests.domain.cast import NO as AGAINST
from tests.domain.decided import (
    GOLD_AWARD,
    GOLD_DEFERRAL,
    ONE_MISSED,
    history,
    on_agenda,
    refused_gold,
    taken,
)
from tests.domain.scored import worth
from tests.domain.specification import World

RECORDED = "votes: in favour carl-chair, vera-vice, mona-member, against nobody as recorded"


def rechecked(world: World, by: Scheme | None = None) -> tuple[str, ...]:
    return differences(decided("aurora", history(world)), by or scheme())


def awarded_gold() -> World:
    return taken(GOLD_AWARD, on_agenda())


def tampered(world: World, type_: type, **update: Any) -> tuple[Entry, ...]:
    """The history with the first event of a type changed behind the record's back."""
    entries = list(history(world))
    place = next(n for n, each in enumerate(entries) if isinstance(each.happened.event, type_))
    changed = entries[place].happened.event.model_copy(update=update)
    happened = entries[place].happened
    entries[place] = replace(
        entries[place],
        happened=Happened(event_id=happened.event_id, recorded_at=happened.recorded_at, event=changed),
    )
    return tuple(entries)


def with_quorum(of: int) -> Scheme:
    """The scheme with another quorum in every edition."""
    editions = []
    for edition in scheme().editions:
        quorum = edition.committee.quorum.model_copy(update={"value": of})
        committee = edition.committee.model_copy(update={"quorum": quorum})
        editions.append(edition.model_copy(update={"committee": committee}))
    return scheme().model_copy(update={"editions": tuple(editions)})


def test_from_an_untouched_record_the_same_outcome_follows() -> None:
    refusal = voted(*((each, AGAINST) for each in (CARL, VERA, MONA))).does(CARL, REFUSE, on=AURORA)
    for world in (
        labelled(MONDAY),
        refusal,
        awarded_gold(),
        refused_gold(worth(119)),
        refused_gold(ONE_MISSED),
        taken(GOLD_DEFERRAL, on_agenda()),
    ):
        assert rechecked(world.pay()) == ()


def test_a_changed_score_lets_another_outcome_follow() -> None:
    entries = tampered(awarded_gold(), ConsensusReached, scores=worth(119))
    assert differences(decided("aurora", entries), scheme()) == (
        "outcome: award was decided, refuse follows: Total: 119 of 150 points, 79.3 %; 80 % needed. (R2)",
    )


def test_a_changed_vote_lets_other_votes_follow() -> None:
    entries = tampered(awarded_gold(), VoteCast, vote="no")
    assert differences(decided("aurora", entries), scheme()) == (
        f"{RECORDED}; in favour vera-vice, mona-member, against carl-chair as it follows.",
    )


def test_a_vote_by_an_assessor_or_on_another_version_is_named() -> None:
    entries = tampered(awarded_gold(), VoteCast, member=EMIL, report_version=2)
    assert differences(decided("aurora", entries), scheme()) == (
        f"{RECORDED}; in favour emil-expert, vera-vice, mona-member, against nobody as it follows.",
        "votes: emil-expert took part in the assessment (R32).",
        "votes: emil-expert voted on version 2 of the report.",
    )


def test_a_vote_that_is_gone_is_named() -> None:
    entries = [each for each in history(awarded_gold()) if getattr(each.happened.event, "member", "") != VERA]
    assert differences(decided("aurora", entries), scheme()) == (
        "votes: 3 were counted, 2 of them stood in the record.",
        f"{RECORDED}; in favour carl-chair, mona-member, against nobody as it follows.",
        "quorum: 2 of at least 3 members took part (R30).",
    )


def test_another_quorum_in_the_edition_is_named() -> None:
    assert rechecked(awarded_gold(), by=with_quorum(4)) == (
        "quorum: 3 of at least 4 members took part (R30).",
    )


def test_another_term_than_the_edition_gives_is_named() -> None:
    world = awarded_gold()
    term = world.cluster("aurora").labels[Level.GOLD][0]
    longer = term.model_copy(update={"last_day": term.grace})
    entries = tampered(world, LabelAwarded, term=longer)
    assert differences(decided("aurora", entries), scheme()) == (
        "term: it ends on 2029-02-28 as recorded, on 2028-02-29 as it follows.",
    )


def test_a_part_the_decision_names_must_be_the_one_on_record() -> None:
    world = awarded_gold()
    entries = [each for each in history(world) if each.happened.event.type != "EligibilityConfirmed"]
    named = decided("aurora", entries).event.basis.eligibility
    assert differences(decided("aurora", entries), scheme()) == (
        "edition_of_eligibility: the decision names ecei-2019, the record held nothing.",
        f"eligibility: the decision names {named}, the record held nothing.",
        "outcome: award was decided, refuse follows: Eligibility is not met. (R19)",
    )
