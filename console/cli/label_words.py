"""What a label is on a day, in a few words: its status, and what brought it about where terms alone do not say."""

from datetime import date

from domain.cluster.state import Cluster
from domain.levels import Level
from domain.status import Status, StatusState, status_on


def label_words(cluster: Cluster, level: Level, day: date) -> str:
    """The status of a label, with since when it is suspended, or how it ended."""
    status = status_on(cluster.labels, level, day, pending=cluster.pending(level))
    terms = cluster.labels[level]
    match status.state:
        case StatusState.SUSPENDED:
            since = max(each.from_on for term in terms for each in term.suspensions if each.covers(day))
            return f"{status_words(status)} since {since}"
        case StatusState.ENDED:
            ending = next(term.ended for term in reversed(terms) if term.ended and term.ended.over(day))
            return f"{ending.how} on {ending.on}"
        case _:
            return status_words(status)


def status_words(status: Status) -> str:
    """A status without what only the label's terms know."""
    if status.expired:
        return f"{status.state}, past its term,"
    return f"{status.state} by continuation" if status.by_continuation else str(status.state)
