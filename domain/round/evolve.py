"""How each event changes a round's state."""

from typing import assert_never

from domain.cluster.events.application import ApplicationWithdrawn, RenewalOvertaken
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionAdjourned, DecisionTaken
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.lineage import CaseEnded
from domain.cluster.events.review import DecisionAnnulled
from domain.debts import letters_owed, settled
from domain.erasure import TextRedacted
from domain.happened import Happened
from domain.round.events import RoundClosed, RoundEvent, RoundOpened
from domain.round.state import AgendaItem, Round
from domain.running import with_moments


def evolve(committee_round: Round, happened: Happened[RoundEvent]) -> Round:
    """The round after the event; never refuses."""
    event = happened.event
    if isinstance(event, TextRedacted):
        return committee_round.model_copy(update={"version": committee_round.version + 1})
    owed = letters_owed(happened, event.notices, None)
    after = committee_round.model_copy(
        update={"version": committee_round.version + 1, "debts": committee_round.debts + owed}
    )
    if isinstance(event, EffectEvent):
        debts, failed = settled(after.debts, after.failed, event, happened.recorded_at)
        return after.model_copy(update={"debts": debts, "failed": failed})
    match event:
        case RoundOpened(opens_on=opens_on, closes_on=closes_on, members=members, limits=limits):
            opened = {"opens_on": opens_on, "closes_on": closes_on, "members": members, "limits": limits}
            return after.model_copy(update=opened)
        case CasePlacedOnAgenda(cluster_id=cluster_id, case_id=case_id):
            item = AgendaItem(cluster_id=cluster_id, case_id=case_id)
            return after.model_copy(update={"agenda": (*after.agenda, item)})
        case (
            DecisionTaken() | DecisionAdjourned() | ApplicationWithdrawn() | RenewalOvertaken() | CaseEnded()
        ):
            agenda = tuple(_concluded(item, event.cluster_id, event.case_id) for item in after.agenda)
            return after.model_copy(update={"agenda": agenda})
        case DecisionAnnulled():
            return after  # a note beside the decision: the case is placed anew, here or in another round
        case DeadlineWarned() | DeadlinePassed() | DeadlineEscalated():
            return after.model_copy(update={"limits": with_moments(after.limits, event.limit, event.moments)})
        case RoundClosed():
            return after.model_copy(update={"closed": True, "limits": ()})
        case _:
            assert_never(event)


def _concluded(item: AgendaItem, cluster_id: str, case_id: str) -> AgendaItem:
    named = (item.cluster_id, item.case_id) == (cluster_id, case_id)
    return item.model_copy(update={"concluded": True}) if named else item
