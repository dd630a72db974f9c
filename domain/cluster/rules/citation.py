"""Rules of citing what a merged cluster handed in: under a year old, with the day it was received there (R37)."""

from datetime import date

from domain.calendar import same_day
from domain.cluster.events.shared import EvidenceItem
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.rejected import Rejected


def cited(items: tuple[EvidenceItem, ...], asked: Asked) -> dict[str, date]:
    """The day each cited document was received by its predecessor; `Rejected` for what may not be cited."""
    return {
        item.document: _received(item, item.from_predecessor, asked)
        for item in items
        if item.from_predecessor
    }


def _received(item: EvidenceItem, predecessor: str, asked: Asked) -> date:
    bonds = {bond.kin.cluster_id for bond in asked.cluster.descent if bond.role == "predecessor"}
    if predecessor not in bonds:
        raise Rejected(
            "not-a-predecessor", f"items: {asked.cluster.name} does not come after {predecessor} (R37)."
        )
    received = _received_there(item.document, asked.facts.cluster(predecessor))
    if received is None:
        raise Rejected(
            "not-in-that-dossier", f"items: no such document was handed in for a visit at {predecessor}."
        )
    months = asked.edition_today.mergers.evidence_months.value
    if asked.today >= same_day(received, months):
        raise Rejected(
            "evidence-too-old",
            f"items: what {predecessor} handed in on {received} is {months} months old or more (R37).",
        )
    return received


def _received_there(document: str, predecessor: Cluster) -> date | None:
    """The day on which it came in as the latest version of its subject; None where it did not."""
    found = (
        each.received_on
        for case in predecessor.cases
        for each in case.dossier_items.values()
        if each.versions[-1].document == document
    )
    return max(found, default=None)
