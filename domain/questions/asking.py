"""All an auditor asks of one cluster's acts."""

from collections.abc import Sequence
from datetime import date

from domain.cluster.decided import Entry
from domain.questions.appeal_acts import irregular_appeals
from domain.questions.deeds import Examined, deeds_of
from domain.questions.four_eyes import not_four_eyes
from domain.questions.independence import not_independent
from domain.questions.irregularity import Irregularity, of_days
from domain.questions.label_acts import irregular_label_acts
from domain.questions.late_knowledge import late_knowledge
from domain.questions.timeline import Known
from domain.scheme import Scheme


def irregularities(
    cluster_id: str, history: Sequence[Entry], known: Known, scheme: Scheme, days: tuple[date, date]
) -> tuple[Irregularity, ...]:
    """Every act of the days, both included, that does not hold up, or would not by what is known now.

    In the order of the record. `known`: every person's history, and those of the clusters that nominated members.
    """
    examined = Examined(cluster_id, history, tuple(deeds_of(cluster_id, history)), known, scheme)
    found = (
        *not_four_eyes(examined),
        *not_independent(examined),
        *late_knowledge(examined),
        *irregular_label_acts(examined),
        *irregular_appeals(examined),
    )
    return of_days(found, *days)
