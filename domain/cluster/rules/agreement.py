"""Rules of the agreement: offered, then signed in time."""

from domain.cluster.case import Case
from domain.cluster.commands.application import OfferAgreement, SignAgreement
from domain.cluster.events.application import AgreementOffered, AgreementSigned
from domain.cluster.rules.asked import Asked
from domain.running import Limit
from domain.standing import Notice


def offer_ahead(case: Case, asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """The limit within which the offer is sent, and the letter that announces it."""
    limit = asked.limit("agreement", asked.edition(case))
    return (limit,), asked.to_managers("application-accepted", level=case.level)


def offer_agreement(_: OfferAgreement, case: Case, asked: Asked) -> list[AgreementOffered]:
    limit = asked.limit("offer", asked.edition(case))
    due_on = limit.last_day.isoformat()
    notices = asked.to_managers("agreement-offered", level=case.level, due_on=due_on)
    return [AgreementOffered(case_id=case.case_id, limits=(limit,), notices=notices)]


def sign_agreement(_: SignAgreement, case: Case, asked: Asked) -> list[AgreementSigned]:
    asked.not_over(case, "offer", "offer-lapsed")
    return [
        AgreementSigned(
            case_id=case.case_id,
            signed_by=asked.actor,
            limits=(asked.limit("team", asked.edition(case)),),
            notices=asked.to_managers("agreement-signed", level=case.level),
        )
    ]
