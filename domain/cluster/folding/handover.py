"""How a case changes hands."""

from domain.cluster.case import Case
from domain.cluster.events.handover import HandoverEvent


def evolve(case: Case, event: HandoverEvent) -> Case:
    return case.model_copy(update={"office": event.to_office, "handed_over": True})
