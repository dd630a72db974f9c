"""Who may take part in a committee's decision, who presides, and what the votes carry (R30)."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.cluster.case import Case
from domain.cluster.case_parts import CastBallot
from domain.cluster.state import Cluster
from domain.facts import Facts, Labels
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Person, Seat
from domain.rejected import Rejected
from domain.status import StatusState, status_on

_HOLDING_GOLD = frozenset({StatusState.VALID, StatusState.DUE, StatusState.EXPIRED})
_PRECEDENCE = {"chair": 0, "vice-chair": 1, "member": 2}


def case_reference(cluster: Cluster, case: Case) -> str:
    """The case named across streams: CLUSTER/CASE."""
    return f"{cluster.cluster_id}/{case.case_id}"


def holds_gold(nominator: str, labels: Mapping[str, Labels], day: date) -> bool | None:
    """Whether the cluster holds Gold that day, grace included; None when the readings differ (R39).

    A Gold that is continued behind a merger is for who came after: a seat ends with whom it was given by (R30).
    """
    status = status_on(labels.get(nominator, {}), Level.GOLD, day)
    if status.state is StatusState.UNKNOWN:
        return None
    return status.state in _HOLDING_GOLD and not status.by_continuation


def require_gold(nominator: str, labels: Mapping[str, Labels], day: date) -> None:
    """Members come from Gold holders (R30); `Rejected` also where nobody can say whether the cluster is one."""
    gold = holds_gold(nominator, labels, day)
    if gold is None:
        raise Rejected(
            "gold-unconfirmed", f"Whether {nominator} holds Gold today is not known: confirm the label first."
        )
    if not gold:
        raise Rejected("nominator-without-gold", f"{nominator} does not hold Gold.")


def standing_seats(seats: tuple[Seat, ...], labels: Mapping[str, Labels], day: date) -> tuple[Seat, ...]:
    """The seats that have not ended with the Gold they rest on; one whose Gold is uncertain still stands."""
    return tuple(s for s in seats if s.rests_on is None or holds_gold(s.rests_on, labels, day) is not False)


def entitled(facts: Facts, cluster: Cluster, case: Case, day: date) -> tuple[Person, ...]:
    """The members with a standing seat that day who are not recused, the presiding one first."""
    seated = seated_members(facts, day, case_reference(cluster, case))
    return tuple(person for person in seated if person.person_id not in case.recused)


def seated_members(facts: Facts, day: date, case: str = "") -> tuple[Person, ...]:
    """The members with a standing seat that day, in their precedence; ad hoc ones for the case named alone."""
    seated = [
        (person, seats[0])
        for person in facts.committee
        if (seats := standing_seats(person.seats_for(day, case), facts.labels, day))
    ]
    return tuple(person for person, _ in sorted(seated, key=lambda member: precedence(*member)))


def precedence(person: Person, seat: Seat) -> tuple[int, date, str]:
    """Where a member stands among the others: a tie goes to the chair, the vice-chair, the longest in office."""
    return _PRECEDENCE[seat.role], seat.from_on, person.person_id


class Carried(Frozen):
    """What the votes of the entitled members carry."""

    counted: tuple[CastBallot, ...]
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    casting_vote_of: str | None
    award: bool


def carried(case: Case, members: tuple[Person, ...]) -> Carried:
    """What the ballots of the members carry, who stand in their precedence."""
    return carried_by(case, tuple(member.person_id for member in members))


def carried_by(case: Case, order: Sequence[str]) -> Carried:
    """What the ballots of those carry who are named, in their precedence."""
    return tallied(case.ballots, order)


def tallied(ballots: Sequence[CastBallot], order: Sequence[str]) -> Carried:
    """More yes than no carries; a tie goes to the first in precedence who voted."""
    counted = tuple(sorted((b for b in ballots if b.member in order), key=lambda b: order.index(b.member)))
    in_favour = tuple(ballot.member for ballot in counted if ballot.vote == "yes")
    against = tuple(ballot.member for ballot in counted if ballot.vote == "no")
    tie = bool(counted) and len(in_favour) == len(against)
    casting = counted[0].member if tie else None
    award = counted[0].vote == "yes" if tie else len(in_favour) > len(against)
    return Carried(
        counted=counted, in_favour=in_favour, against=against, casting_vote_of=casting, award=award
    )
