"""What an auditor asks: two persons where it takes two, nobody tied, and decisions that would follow still."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings

from domain.cluster.case import Stage
from domain.cluster.commands.approvals import GiveConsent
from domain.cluster.commands.findings import RecordFinding
from domain.cluster.decided import Entry
from domain.cluster.events.audit import ObserverAdmitted
from domain.cluster.events.findings import FindingClosed
from domain.cluster.events.label import LabelAnnulled, LabelRenewed
from domain.happened import Happened
from domain.levels import Kind, Level
from domain.person.commands import EndQualification, EndSeat, EndTie
from domain.person.state import TieKind
from domain.questions.asking import irregularities
from domain.questions.irregularity import Irregularity, Question
from domain.questions.timeline import Known
from domain.schemes import scheme
from domain.terms import Interval, renewed_term
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    MAX,
    MONA,
    NO,
    OLGA,
    REFUSE,
    SVEN,
    VERA,
    YES,
    bronze,
    gold_elsewhere,
    person,
    seat,
    voted,
)
from tests.domain.moves import CLUSTERS, Move, starts, stories
from tests.domain.naive_appeals import partial_judges
from tests.domain.naive_questions import one_person_acts, tied_as_known_now
from tests.domain.naive_ties import tied_acts
from tests.domain.specification import World, document
from tests.domain.starts import PLACES, Start, opened
from tests.domain.teams import ERIK, OTTO, endorsing, proposed, proposing, signed, tied
from tests.domain.telling import Teller
from tests.domain.ties_learned import (
    ALL_IN_FAVOUR,
    THREE_IN_FAVOUR,
    decided,
    on_record_alone,
    report,
    resolve,
    review,
    told,
    two_operators,
    waiting,
)
from tests.domain.walked import golden
from tests.domain.world import OnRecord

LONG_AGO = date(2020, 6, 1)
EVER = (date.min, date.max)
DANIA = "cluster-dania"


def asked(
    trail: Sequence[OnRecord], on: str = AURORA, days: tuple[date, date] = EVER
) -> tuple[Irregularity, ...]:
    """What is found in a trail about one cluster."""
    histories: dict[str, list[Entry]] = {}
    for position, each in enumerate(trail, start=1):
        entry = Entry(position=position, happened=each.happened, actor=each.actor or "engine")
        histories.setdefault(each.stream, []).append(entry)
    history = histories.get(on, [])
    return irregularities(on.removeprefix("cluster-"), history, Known(histories), scheme(), days)


def changed(world: World, type_: str, by: str | None = None, **update: Any) -> list[OnRecord]:
    """The trail with the last event of a type changed behind everybody's back."""
    trail = list(world.trail)
    place = max(
        n for n, each in enumerate(trail) if (each.happened.event.type, each.stream) == (type_, AURORA)
    )
    entry = trail[place]
    event = entry.happened.event.model_copy(update=update)
    happened = Happened(entry.happened.event_id, entry.happened.recorded_at, event)
    trail[place] = OnRecord(entry.stream, happened, by or entry.actor)
    return trail


def without(world: World, type_: str, stream: str = AURORA) -> list[OnRecord]:
    return [each for each in world.trail if (each.happened.event.type, each.stream) != (type_, stream)]


def known_before(world: World, first: str) -> list[OnRecord]:
    """The trail with its last event moved before the first one of a type."""
    *trail, last = world.trail
    place = next(n for n, each in enumerate(trail) if each.happened.event.type == first)
    return [*trail[:place], last, *trail[place:]]


def happening(world: World, event: Any, by: str) -> list[OnRecord]:
    """The trail with an event at its end that no rule let through."""
    happened = Happened(uuid4(), world.now, event)
    return [*world.trail, OnRecord(AURORA, happened, by)]


def raising() -> RecordFinding:
    return RecordFinding(grade="minor", indicator="2.1", statement="Nobody is named.")


def consenting_to(observer: str) -> GiveConsent:
    return GiveConsent(to="observer", subject=observer)


def said(found: Sequence[Irregularity]) -> list[tuple[Question, str]]:
    return [(each.question, each.sentence) for each in found]


def lines(world: World, question: Question, on: str) -> set[str]:
    """Acts of the tied as the naive reader words them, as far as it reads."""
    return {
        f"{each.persons[0]} in {act.type} of {each.cluster_id}/{each.case_id}"
        for each in asked(world.trail, on)
        for act in each.acts
        if each.question is question and act.type not in _NOT_READ and "qualified" not in each.sentence
    }


# The secretariat's own acts in a case, and acts about a label or an appeal.
_NOT_READ = (
    *("ApplicationAccepted", "ApplicationDeclined", "EligibilityConfirmed", "EligibilityLost"),
    "ActEndorsed",
    *("LabelSuspended", "LabelRestored", "LabelWithdrawn", "TermCorrected"),
    *("AppealAdmitted", "AppealRejected", "PanelAppointed", "AppealDecided"),
)


def naively(acts: Sequence[str], on: str) -> set[str]:
    own = f" of {on.removeprefix('cluster-')}/"
    return {line.rpartition(" on ")[0] for line in acts if own in line}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(starts(*PLACES), stories(chapters=5))
def test_of_every_story_two_readers_find_the_same(start: Start, story: tuple[Move, ...]) -> None:
    world = Teller(opened(start)).tell(story).world
    assert one_person_acts(world.trail) == []
    assert partial_judges(world.trail) == []
    then, now = tied_acts(world.trail), tied_as_known_now(world.trail)
    for on in CLUSTERS:
        answers = asked(world.trail, on)
        assert [each for each in answers if each.question is Question.FOUR_EYES] == []
        assert lines(world, Question.KNOWN_THEN, on) == naively(then, on)
        assert lines(world, Question.KNOWN_NOW, on) == naively(now, on) - naively(then, on)


def test_of_a_case_in_order_nothing_is_found() -> None:
    assert asked(golden(Stage.CLOSED).trail) == ()


# Four eyes


def test_a_finding_closed_by_who_raised_it_is_found() -> None:
    world = golden(Stage.CONSENSUS).does(EMIL, raising(), on=AURORA)
    closed = FindingClosed(case_id="gold-1", finding="finding-1", closed_by=EMIL, evidence=())
    trail = happening(world, closed, EMIL)
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, f"finding-1 was raised and closed: {EMIL} was both persons.")
    ]
    assert one_person_acts(trail) == [f"FindingClosed at {len(trail)}"]


def test_scores_agreed_by_their_proposer_alone_are_found() -> None:
    trail = changed(golden(Stage.DRAFT), "ConsensusReached", by=EMIL, confirmed_by=EMIL)
    assert said(asked(trail)) == [(Question.FOUR_EYES, f"The scores were agreed: {EMIL} was both persons.")]
    assert len(one_person_acts(trail)) == 1


def test_scores_confirmed_by_nobody_are_found() -> None:
    trail = changed(golden(Stage.DRAFT), "ConsensusReached", confirmed_by=None)
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, "The scores were agreed: no second person is on record.")
    ]


def test_scores_confirmed_by_a_stranger_to_the_team_are_found() -> None:
    trail = changed(golden(Stage.DRAFT), "ConsensusReached", confirmed_by=OLGA)
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, f"The scores were agreed: {OLGA} was no expert on the team then.")
    ]


def test_a_report_signed_by_the_lead_alone_is_found() -> None:
    trail = without(golden(Stage.REPORT_FINAL), "ReportSigned")
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, "The report was signed: no second person is on record.")
    ]
    assert len(one_person_acts(trail)) == 1


def test_an_observer_admitted_without_consent_is_found() -> None:
    world = golden(Stage.AUDIT_SCHEDULED)
    trail = happening(world, ObserverAdmitted(case_id="gold-1", observer=VERA), OLGA)
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, f"{VERA} was admitted: no second person is on record.")
    ]
    assert len(one_person_acts(trail)) == 1


def test_an_observer_consented_to_by_the_operator_herself_is_found() -> None:
    world = golden(Stage.AUDIT_SCHEDULED).does(CLARA, consenting_to(VERA), on=AURORA)
    consented = changed(world, "ConsentGiven", by=OLGA, given_by=OLGA)
    admitted = Happened(uuid4(), world.now, ObserverAdmitted(case_id="gold-1", observer=VERA))
    assert said(asked([*consented, OnRecord(AURORA, admitted, OLGA)])) == [
        (Question.FOUR_EYES, f"{VERA} was admitted: {OLGA} was both persons."),
        (Question.FOUR_EYES, f"{VERA} was admitted: {OLGA} was no person who acts for the cluster then."),
    ]


def test_a_soft_conflict_nobody_endorsed_is_found() -> None:
    world = proposed(EMIL, ESTHER)
    trail = known_before(on_record_alone(world, EMIL, TieKind.OFFICER, since=LONG_AGO), "TeamProposed")
    assert said(asked(trail)) == [
        (
            Question.FOUR_EYES,
            f"A soft conflict was accepted ({EMIL} is tied to aurora: officer): no second person is on record.",
        )
    ]


def test_a_soft_conflict_endorsed_by_who_proposes_the_team_is_found() -> None:
    world = tied(signed(), EMIL, TieKind.OFFICER).does(OTTO, endorsing(EMIL), on=AURORA)
    world.does(OLGA, proposing(EMIL, ESTHER, reason="No other expert is free."), on=AURORA)
    trail = changed(world, "ActEndorsed", by=OLGA, endorsed_by=OLGA)
    assert asked(world.trail) == ()
    assert [sentence.rpartition(": ")[2] for _, sentence in said(asked(trail))] == [
        f"{OLGA} was both persons."
    ]
    assert len(one_person_acts(trail)) == 1


def test_an_endorsement_by_somebody_in_no_office_is_found() -> None:
    world = tied(signed(), EMIL, TieKind.OFFICER).does(OTTO, endorsing(EMIL), on=AURORA)
    world.does(OLGA, proposing(EMIL, ESTHER, reason="No other expert is free."), on=AURORA)
    trail = changed(world, "ActEndorsed", by=ERIK, endorsed_by=ERIK)
    assert [(each.persons, each.sentence.rpartition(": ")[2]) for each in asked(trail)] == [
        ((ERIK,), f"{ERIK} was no operator then.")
    ]


def test_a_reported_tie_resolved_by_one_operator_is_found() -> None:
    world = waiting(MAX, told(*THREE_IN_FAVOUR)).does(OLGA, resolve(MAX, "unfounded"), on=AURORA)
    assert asked(world.trail) == ()
    trail = [each for each in world.trail if each.happened.event.type != "ActEndorsed"]
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, f"What was reported of {MAX} was resolved: no second person is on record.")
    ]
    assert len(one_person_acts(trail)) == 1


def test_a_tie_resolved_with_the_vote_it_struck_takes_no_second_person() -> None:
    world = on_record_alone(two_operators(decided(*ALL_IN_FAVOUR)), MAX).does(MAX, report(MAX), on=AURORA)
    resolving = [each for each in world.trail if each.happened.event.type == "ConflictResolved"]
    assert len(resolving) == 1
    assert [each for each in asked(world.trail) if each.question is Question.FOUR_EYES] == []


def test_votes_of_members_who_had_no_seat_are_found() -> None:
    trail = without(told(*THREE_IN_FAVOUR), "MemberSeated", f"person-{MONA}")
    assert said(asked(trail)) == [
        (Question.FOUR_EYES, f"The decision counts votes of members without a seat that day: {MONA}.")
    ]


def test_a_decision_of_fewer_members_than_a_quorum_is_found() -> None:
    world = told(*THREE_IN_FAVOUR)
    basis = world.trail[_place(world, "DecisionTaken")].happened.event.basis
    trail = changed(world, "DecisionTaken", basis=basis.model_copy(update={"in_favour": (CARL, VERA)}))
    assert (Question.FOUR_EYES, "The decision rests on 2 of at least 3 members.") in said(asked(trail))


# Independence


def test_who_acted_in_spite_of_a_tie_on_record_is_found_with_every_act() -> None:
    world = on_record_alone(told(*THREE_IN_FAVOUR), VERA)
    (found,) = asked(known_before(world, "CasePlacedOnAgenda"))
    assert (found.question, found.persons, found.rule) == (Question.KNOWN_THEN, (VERA,), "R32")
    assert [act.type for act in found.acts] == ["CasePlacedOnAgenda", "VoteCast", "DecisionTaken"]
    assert (found.learned_at, found.settled_at) == ((), None)


def test_a_tie_declared_later_is_found_as_known_now_with_the_event_that_told_it() -> None:
    world = on_record_alone(told(*ALL_IN_FAVOUR), VERA)
    (found,) = asked(world.trail)
    assert (found.question, found.persons) == (Question.KNOWN_NOW, (VERA,))
    assert found.learned_at == (len(world.trail),)


def test_a_tie_that_began_after_the_act_is_no_irregularity() -> None:
    world = told(*ALL_IN_FAVOUR)
    tomorrow = world.today + timedelta(days=1)
    assert asked(on_record_alone(world, VERA, since=tomorrow).trail) == ()


def test_a_tie_known_then_that_had_ended_years_before_as_known_now_stays_what_it_was() -> None:
    world = on_record_alone(told(*THREE_IN_FAVOUR), VERA)
    trail = known_before(world, "CasePlacedOnAgenda")
    world.trail = trail
    world.does(OLGA, EndTie(tie_id="tie-1", until_on=LONG_AGO), on=f"person-{VERA}")
    assert [each.question for each in asked(world.trail)] == [Question.KNOWN_THEN]


def test_an_expert_whose_qualification_had_ended_is_found_as_known_now() -> None:
    world = golden(Stage.DRAFT)
    level, edition = world.case("aurora", "gold-1").level, world.case("aurora", "gold-1").edition
    ended = EndQualification(
        level=level,
        edition=edition,
        until_on=world.case("aurora", "gold-1").opened_on - timedelta(days=1),
        reason="No course.",
    )
    world.does(OLGA, ended, on=f"person-{ESTHER}")
    (found,) = asked(world.trail)
    assert (found.question, found.sentence) == (
        Question.KNOWN_NOW,
        f"{ESTHER} was not qualified for gold under {edition}.",
    )


def test_who_assessed_and_votes_is_found() -> None:
    world = told(*THREE_IN_FAVOUR)
    trail = changed(world, "VoteCast", by=EMIL, member=EMIL)
    assert (Question.KNOWN_THEN, f"{EMIL} took part in the assessment.") in said(asked(trail))


# Late knowledge


def test_an_award_without_a_quorum_but_for_a_tied_member_is_found() -> None:
    world = on_record_alone(told(*THREE_IN_FAVOUR), VERA)
    (late,) = [each for each in asked(world.trail) if each.question is Question.LATE_KNOWLEDGE]
    assert (late.persons, late.learned_at, late.rule) == ((VERA,), (len(world.trail),), "R30")
    assert late.sentence == "Had it been known: quorum: 2 of at least 3 members took part (R30)."
    assert [act.type for act in late.acts] == ["DecisionTaken"]


def test_an_award_that_the_other_votes_carry_is_none() -> None:
    world = on_record_alone(told(*ALL_IN_FAVOUR), VERA)
    assert [each.question for each in asked(world.trail)] == [Question.KNOWN_NOW]


def test_an_award_that_the_other_votes_refuse_is_found() -> None:
    world = on_record_alone(told((CARL, YES), (VERA, YES), (MONA, NO), (MAX, NO)), VERA)
    late = [each.sentence for each in asked(world.trail) if each.question is Question.LATE_KNOWLEDGE]
    assert late == ["Had it been known: outcome: award was decided, refuse follows."]


def test_two_ties_that_change_the_outcome_only_together_are_both_named() -> None:
    world = told(*ALL_IN_FAVOUR)
    on_record_alone(on_record_alone(world, VERA), MONA)
    (late,) = [each for each in asked(world.trail) if each.question is Question.LATE_KNOWLEDGE]
    assert late.persons == (MONA, VERA)
    assert late.learned_at == (len(world.trail) - 1, len(world.trail))


def test_a_seat_that_had_ended_is_found() -> None:
    world = told(*THREE_IN_FAVOUR)
    world.does(SVEN, EndSeat(until_on=LONG_AGO, reason="The nominator left."), on=f"person-{MONA}")
    late = [(each.question, each.persons, each.sentence) for each in asked(world.trail)]
    assert late == [
        (
            Question.LATE_KNOWLEDGE,
            (MONA,),
            "Had it been known: quorum: 2 of at least 3 members took part (R30).",
        )
    ]


def test_the_gold_behind_a_seat_that_was_void_is_found() -> None:
    world = told(*THREE_IN_FAVOUR)
    world.happens("cluster-borealis", LabelAnnulled(level=Level.GOLD, term=1, clock=None))
    (late,) = asked(world.trail)
    assert (late.question, late.persons, late.learned_at) == (
        Question.LATE_KNOWLEDGE,
        (),
        (len(world.trail),),
    )


def refused_without_dana(dania_until: date, *, decided_on: date) -> World:
    """Refused by two to one: the Gold that Dana's seat rests on had lapsed since her vote in favour."""
    world = bronze(Stage.ON_AGENDA)
    world.does(OLGA, gold_elsewhere("Dania", until=Interval.exactly(dania_until)), on=DANIA)
    world.does(OLGA, person("dana"), on="person-dana")
    world.does(SVEN, seat("member", "dania"), on="person-dana")
    voted((CARL, YES), ("dana", YES), (VERA, NO), (MONA, NO), world=world)
    return world.until(decided_on).does(CARL, REFUSE, on=AURORA)


def test_a_refusal_that_a_gold_brought_in_later_turns_into_an_award_is_found() -> None:
    # Valid to the day of the votes but for the days of grace: from the next day nobody knows of a Gold.
    today = bronze(Stage.ON_AGENDA).today
    world = refused_without_dana(today - timedelta(days=365), decided_on=today + timedelta(days=1))
    renewed = gold_elsewhere("Dania").model_copy(
        update={
            "kind": Kind.RENEWAL,
            "awarded": Interval.exactly(today - timedelta(days=300)),
            "row_key": document("the renewal of Dania"),
        }
    )
    assert asked(world.trail) == ()
    world.does(OLGA, renewed, on=DANIA)
    (late,) = asked(world.trail)
    assert (late.question, late.persons, late.learned_at) == (
        Question.LATE_KNOWLEDGE,
        (),
        (len(world.trail),),
    )
    assert late.sentence == "Had it been known: outcome: refuse was decided, award follows."


def test_a_refusal_that_a_renewal_decided_late_turns_into_an_award_is_found() -> None:
    today = bronze(Stage.ON_AGENDA).today
    world = refused_without_dana(today - timedelta(days=365), decided_on=today + timedelta(days=1))
    previous = world.cluster("dania").labels[Level.GOLD][0]
    term = renewed_term(scheme().on(world.today), previous, today, world.today)
    renewed = LabelRenewed(case_id="gold-1", level=Level.GOLD, term=term, clock=None)
    world.happens(DANIA, renewed)
    (late,) = asked(world.trail)
    assert (late.question, late.learned_at) == (Question.LATE_KNOWLEDGE, (len(world.trail),))
    assert late.sentence == "Had it been known: outcome: refuse was decided, award follows."


def test_a_refusal_that_a_seat_told_later_turns_into_an_award_is_found() -> None:
    world = voted((CARL, YES), (MAX, YES), (VERA, NO), (MONA, NO), world=bronze(Stage.ON_AGENDA))
    next_day = world.today + timedelta(days=1)
    world.does(SVEN, EndSeat(until_on=world.today, reason="The term was over."), on=f"person-{MAX}")
    world.until(next_day).does(CARL, REFUSE, on=AURORA).until(next_day + timedelta(days=1))
    assert asked(world.trail) == ()
    world.does(SVEN, seat("member", "corona", since=next_day), on=f"person-{MAX}")
    (late,) = asked(world.trail)
    assert (late.question, late.persons) == (Question.LATE_KNOWLEDGE, (MAX,))
    assert late.sentence == "Had it been known: outcome: refuse was decided, award follows."


def test_an_award_on_the_assessment_of_somebody_tied_is_found() -> None:
    world = on_record_alone(told(*ALL_IN_FAVOUR), EMIL)
    assert [each.question for each in asked(world.trail)] == [Question.KNOWN_NOW, Question.LATE_KNOWLEDGE]


def test_what_the_committee_has_dealt_with_says_where() -> None:
    world = on_record_alone(two_operators(told(*THREE_IN_FAVOUR)), VERA).does(OLGA, report(VERA), on=AURORA)
    world.does(CARL, review("confirm", VERA), on=AURORA)
    confirmed = 1 + _place(world, "DecisionConfirmed")
    assert [(each.question, each.settled_at) for each in asked(world.trail)] == [
        (Question.KNOWN_NOW, confirmed),
        (Question.LATE_KNOWLEDGE, confirmed),
    ]


def test_of_other_days_nothing_is_told() -> None:
    world = on_record_alone(told(*THREE_IN_FAVOUR), VERA)
    on = world.today
    assert len(asked(world.trail, days=(on, on))) == 2
    assert asked(world.trail, days=(on + timedelta(days=1), date.max)) == ()


def _place(world: World, type_: str) -> int:
    return next(n for n, each in enumerate(world.trail) if each.happened.event.type == type_)
