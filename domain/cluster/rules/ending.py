"""What ends with a cluster: its labels, its open cases, the visits planned for them, their places on agendas (R37)."""

from dataclasses import replace
from datetime import date

from domain.cluster.case import Case, Stage
from domain.cluster.events.lineage import CaseEnded, LabelEnded
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.changes import NOT_HELD
from domain.cluster.rules.planning import cancelled
from domain.cluster.state import Cluster
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.lineage import HowEnded
from domain.standing import Notice, letters
from domain.status import status_on


def ended_with(cluster: Cluster, how: HowEnded, day: date, asked: Asked) -> Following:
    """The end of each label that is not over, and of each open case; events of other streams are marked as such."""
    there = replace(asked, cluster=cluster)
    labels = [_label_ended(level, how, day, there) for level in Level if _to_end(level, day, cluster)]
    cases = [_case_ended(case, how, there) for case in cluster.open_cases]
    return [*labels, *(event for events in cases for event in events)]


def ended_all_the_same(level: Level, term: int, asked: Asked) -> list[LabelEnded]:
    """What a decision about a cluster that has ended adds: the term that counts now ended with the cluster, too."""
    end = asked.cluster.ended
    return [] if end is None else [LabelEnded(level=level, term=term, how=end.how, effective_on=end.on)]


def in_stream_of(cluster: Cluster, events: Following) -> Following:
    """The same events as they stand in the stream of another cluster than the command's."""
    stream = f"cluster-{cluster.cluster_id}"
    return [each if isinstance(each, Elsewhere) else Elsewhere(stream, each) for each in events]


def told_of(cluster: Cluster, notice: str, day: date, others: tuple[str, ...] = ()) -> tuple[Notice, ...]:
    """The letter to each who acts for the cluster: since when it is so, and which organisations come after it."""
    details = {"successor": ", ".join(others)} if others else {}
    return letters(cluster.managers, notice, effective_on=day.isoformat(), **details)


def _to_end(level: Level, day: date, cluster: Cluster) -> bool:
    if not cluster.labels.get(level):
        return False
    status = status_on(cluster.labels, level, day, pending=cluster.pending(level))
    return status.state not in NOT_HELD


def _label_ended(level: Level, how: HowEnded, day: date, there: Asked) -> LabelEnded:
    return LabelEnded(level=level, term=there.cluster.labels[level][-1].number, how=how, effective_on=day)


def _case_ended(case: Case, how: HowEnded, there: Asked) -> Following:
    visit = cancelled(case, there)
    told = (
        *there.to_managers("case-ended", level=case.level),
        *letters(case.experts, "assignment-ended", level=case.level),
        *letters(_deciding(case), "agenda-case-ended", level=case.level),
    )
    ended = CaseEnded(
        case_id=case.case_id,
        cluster_id=there.cluster.cluster_id,
        how=how,
        notices=(*told, *visit.notices),
    )
    if case.stage is not Stage.ON_AGENDA or case.round_id is None:
        return [ended, *visit.released]
    return [ended, Elsewhere(case.round_id, ended.model_copy(update={"notices": ()})), *visit.released]


def _deciding(case: Case) -> tuple[str, ...]:
    """Members who have the case before them."""
    return case.members if case.stage is Stage.ON_AGENDA else ()
