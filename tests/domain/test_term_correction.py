"""A term whose dates are wrong is corrected by two persons, who cite a rule or a document (R8, R9)."""

from datetime import date
from uuid import UUID

from domain.cluster.case import Stage
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.effects import IssueDocument
from domain.cluster.commands.measures import CorrectTerm
from domain.cluster.events.label import LabelExpired
from domain.cluster.events.measures import TermCorrected
from domain.levels import Level
from domain.person.state import TieKind
from domain.schemes import scheme
from domain.standing import Debt
from domain.status import Status, StatusState, status_on
from domain.terms import Interval, corrected_term
from tests.domain.cast import ACCEPT, AURORA, CARL, CLARA, OLGA, RENEW, bronze, person, tie, walk
from tests.domain.measuring import ANNOUNCED, EXPIRES, GRACE_OVER, held, suspended, withdrawn
from tests.domain.specification import World, document, given, sealed
from tests.domain.teams import OTTO

CORRECT = CorrectTerm(
    level=Level.BRONZE, term=1, last_day=date(2028, 3, 31), rule="R9", reasons="It was March."
)
EDITION = scheme().edition("ecei-2019")


def agreed(world: World | None = None, last_day: date = CORRECT.last_day, term: int = 1) -> World:
    """Another operator agreed to the day."""
    subject = f"bronze/{term}/{last_day}"
    act = EndorseAct(act="term-correction", subject=subject, reason="I looked it up.")
    return (world or held()).does(OTTO, act, on=AURORA)


def corrected(world: World | None = None) -> World:
    return agreed(world).does(OLGA, CORRECT, on=AURORA)


def test_the_event_names_what_the_dates_were_and_grace_follows_the_last_day() -> None:
    world = agreed()
    former = world.cluster("aurora").labels[Level.BRONZE][0]
    outcome = given(world).when(CORRECT, by=OLGA).with_letters((CLARA, "term-corrected"))
    term = corrected_term(EDITION, former, None, CORRECT.last_day, "R9")
    clock = outcome.world.cluster("aurora").clocks[Level.BRONZE]
    outcome.then(
        TermCorrected(
            level=Level.BRONZE,
            former_first_day=former.first_day,
            former_last_day=Interval.exactly(EXPIRES),
            former_grace=Interval.exactly(GRACE_OVER),
            term=term,
            clock=clock,
            rule="R9",
            reasons=sealed(CORRECT.reasons),
            endorsed_by=OTTO,
        )
    )
    assert (clock.last_day, clock.grace_until) == (date(2028, 3, 31), date(2029, 3, 31))
    assert (term.renewable_from.day, term.rule) == (date(2027, 3, 31), "corrected: R9")


def test_a_corrected_label_is_what_its_corrected_term_says() -> None:
    labels = corrected().cluster("aurora").labels
    assert status_on(labels, Level.BRONZE, date(2028, 3, 31)) == Status(
        state=StatusState.DUE, until=date(2028, 3, 31)
    )
    assert len(labels[Level.BRONZE]) == 1


def test_a_first_day_that_was_wrong_is_corrected_with_the_last() -> None:
    earlier = CORRECT.model_copy(update={"first_day": date(2026, 1, 26)})
    world = agreed().does(OLGA, earlier, on=AURORA)
    labels = world.cluster("aurora").labels
    assert status_on(labels, Level.BRONZE, date(2026, 1, 26)).state is StatusState.VALID


def test_a_correction_rests_on_a_rule_or_a_document() -> None:
    given(agreed()).when(CORRECT.model_copy(update={"rule": None}), by=OLGA).then_rejected("basis-missing")


def test_a_rule_that_is_cited_is_one_of_the_terms_edition() -> None:
    by_no_rule = CORRECT.model_copy(update={"rule": "R99"})
    given(agreed()).when(by_no_rule, by=OLGA).then_rejected("rule-unknown")


def test_a_document_that_is_cited_is_stored() -> None:
    world = agreed()
    world.lost = frozenset({document("deed")})
    by_deed = CORRECT.model_copy(update={"rule": None, "document": document("deed")})
    given(world).when(by_deed, by=OLGA).then_rejected("document-unknown")


def test_a_correction_takes_a_second_person_who_agrees_to_the_day() -> None:
    given(held()).when(CORRECT, by=OLGA).then_rejected("second-person-missing")
    given(agreed()).when(CORRECT, by=OTTO).then_rejected("second-person-missing")
    other_day = CORRECT.model_copy(update={"last_day": date(2029, 3, 31)})
    given(agreed()).when(other_day, by=OLGA).then_rejected("second-person-missing")


def test_only_operators_without_a_tie_correct_a_term() -> None:
    for name in (CLARA, CARL):
        given(agreed()).when(CORRECT, by=name).then_rejected("not-permitted")
    world = agreed().does(OLGA, tie(TieKind.FAMILY), on=f"person-{OLGA}")
    given(world).when(CORRECT, by=OLGA).then_rejected("decider-tied")


def test_what_is_right_already_is_not_corrected() -> None:
    same = CORRECT.model_copy(update={"last_day": EXPIRES})
    given(agreed(last_day=EXPIRES)).when(same, by=OLGA).then_rejected("nothing-changed")


def test_a_term_does_not_end_before_it_begins() -> None:
    reversed_ = CORRECT.model_copy(update={"last_day": date(2026, 1, 31)})
    given(agreed(last_day=date(2026, 1, 31))).when(reversed_, by=OLGA).then_rejected("dates-reversed")


def test_only_the_latest_term_is_corrected_since_later_ones_are_reckoned_from_it() -> None:
    world = agreed(walk(held().until(date(2027, 4, 1)), Stage.CLOSED))
    given(world).when(CORRECT, by=OLGA).then_rejected("not-latest-term")


def test_a_corrected_renewal_does_not_reach_into_the_term_before() -> None:
    world = agreed(walk(held().until(date(2027, 4, 1)), Stage.CLOSED), date(2031, 3, 31), term=2)
    into = {"term": 2, "first_day": EXPIRES, "last_day": date(2031, 3, 31)}
    given(world).when(CORRECT.model_copy(update=into), by=OLGA).then_rejected("terms-overlap")


def test_a_label_that_is_not_there_or_has_ended_is_not_corrected() -> None:
    given(held()).when(CORRECT.model_copy(update={"level": Level.GOLD}), by=OLGA).then_rejected(
        "label-unknown"
    )
    given(withdrawn()).when(CORRECT, by=OLGA).then_rejected("label-over")


def test_a_suspension_stays_whatever_the_dates_are() -> None:
    world = corrected(suspended())
    assert world.cluster("aurora").labels[Level.BRONZE][0].suspended
    assert status_on(world.cluster("aurora").labels, Level.BRONZE, ANNOUNCED).state is StatusState.SUSPENDED


def test_the_certificate_is_issued_anew_in_the_old_ones_place() -> None:
    world = corrected()
    issued = world.cluster("aurora").certificates[0]
    owed = [debt.document for debt in world.cluster("aurora").debts if debt.document]
    assert [(each.kind, each.term, each.replaces) for each in owed] == [("certificate", 1, issued.document)]
    world.pay()
    assert [each.replaced for each in world.cluster("aurora").certificates] == [True, False]


def test_a_certificate_being_issued_with_the_former_dates_pays_nothing() -> None:
    world = walk(bronze(Stage.ON_AGENDA), Stage.CLOSED, after=Stage.ON_AGENDA)
    world.does(OLGA, person(OTTO, *world.person(OLGA).offices), on=f"person-{OTTO}")
    before = next(debt for debt in world.cluster("aurora").debts if _is_certificate(debt))
    corrected(world)
    assert world.carry_out(_paid(before.debt_id), by=None, on=AURORA) == []
    assert [_is_certificate(debt) for debt in world.cluster("aurora").debts].count(True) == 1


def test_a_renewal_under_way_is_in_time_by_the_grace_that_counts_now() -> None:
    world = held().until(date(2027, 4, 1)).does(CLARA, RENEW, on=AURORA).does(OLGA, ACCEPT, on=AURORA)
    outcome = given(agreed(world)).when(CORRECT, by=OLGA)
    # Ten working days behind the last day of grace, 31 March 2029, in the expert's calendar.
    outcome.with_limits(("late_recording", date(2029, 4, 16)))
    limit = world.case("aurora", "bronze-2").limit("late_recording")
    assert limit is not None
    assert limit.last_day == date(2029, 4, 16)


def test_an_end_that_was_noted_is_not_noted_again_where_it_is_past_still() -> None:
    world = held().until(date(2028, 3, 2))
    earlier = CORRECT.model_copy(update={"last_day": date(2028, 2, 28)})
    agreed(world, earlier.last_day).does(OLGA, earlier, on=AURORA).until(date(2028, 4, 3))
    assert [each.term for each in world.events(AURORA) if isinstance(each, LabelExpired)] == [1]


def test_an_end_that_was_noted_too_soon_is_noted_again() -> None:
    world = corrected(held().until(date(2028, 3, 2))).until(date(2028, 4, 3))
    noted = [each.renewable_until for each in world.events(AURORA) if isinstance(each, LabelExpired)]
    assert noted == [GRACE_OVER, date(2029, 3, 31)]


def _is_certificate(debt: Debt) -> bool:
    return debt.document is not None and debt.document.kind == "certificate"


def _paid(debt_id: UUID) -> IssueDocument:
    return IssueDocument(debt_id=debt_id, document=document("with the former dates"))
