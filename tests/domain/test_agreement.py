"""The agreement: offered, signed, or lapsed after sixty days."""

from datetime import date

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import OfferAgreement, SignAgreement
from domain.cluster.events.application import AgreementOffered, AgreementSigned, OfferLapsed
from domain.standing import letters
from tests.domain.cast import AURORA, CLARA, KNUD, OLGA, bronze
from tests.domain.specification import at_midnight_ending, given

LAST_DAY = date(2026, 4, 7)  # sixty days end on Good Friday: the Tuesday after Easter is the last one


def test_an_agreement_is_offered_for_sixty_days() -> None:
    given(bronze(Stage.ACCEPTED)).when(OfferAgreement(), by=OLGA).then(
        AgreementOffered(case_id="bronze-1")
    ).with_letters((CLARA, "agreement-offered")).with_limits(("offer", LAST_DAY))


def test_a_signed_agreement_says_who_signed() -> None:
    given(bronze(Stage.OFFERED)).when(SignAgreement(), by=CLARA).then(
        AgreementSigned(case_id="bronze-1", signed_by=CLARA)
    ).with_letters((CLARA, "agreement-signed")).with_limits(("team", date(2026, 2, 16)))


def test_the_operator_may_record_the_signature() -> None:
    given(bronze(Stage.OFFERED)).when(SignAgreement(), by=OLGA).then(
        AgreementSigned(case_id="bronze-1", signed_by=OLGA)
    )


def test_nobody_else_signs() -> None:
    given(bronze(Stage.OFFERED)).when(SignAgreement(), by=KNUD).then_rejected("not-permitted")


def test_an_offer_not_signed_in_time_lapses_and_closes_the_case() -> None:
    world = bronze(Stage.OFFERED).until(at_midnight_ending(LAST_DAY, "DK"))
    assert world.events(AURORA)[-1] == OfferLapsed(
        case_id="bronze-1", notices=letters((CLARA,), "offer-lapsed", level="bronze")
    )
    assert world.case("aurora").closed_as is ClosedAs.OFFER_LAPSED


def test_an_offer_is_signed_until_its_last_minute_and_not_a_moment_later() -> None:
    midnight = at_midnight_ending(LAST_DAY, "DK")
    assert len(given(bronze(Stage.OFFERED)).when(SignAgreement(), by=CLARA, at=LAST_DAY).events) == 1
    given(bronze(Stage.OFFERED)).when(SignAgreement(), by=CLARA, at=midnight).then_rejected("offer-lapsed")
