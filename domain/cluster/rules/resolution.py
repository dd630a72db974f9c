"""What the committee resolves about a label outside any case: who votes, and what the votes carry (R30)."""

from domain.cluster.case_parts import CastBallot
from domain.cluster.rules.asked import Asked
from domain.committee import Carried, require_gold, seated_members, standing_seats, tallied
from domain.conflicts import Conflict, hard_conflicts, soft_ties
from domain.person.state import Person
from domain.rejected import Rejected


def require_entitled(asked: Asked) -> None:
    """`Rejected` unless who acts has a seat that stands today for certain, and no tie to the cluster."""
    seated = seated_members(asked.facts, asked.today)
    member = next((each for each in seated if each.person_id == asked.actor), None)
    if member is None:
        raise Rejected("not-entitled", f"{asked.actor} has no seat on the committee that stands today (R30).")
    if conflict := _conflict(member, asked):
        raise Rejected("voter-tied", str(conflict))
    seat = standing_seats(member.seats_for(asked.today, ""), asked.facts.labels, asked.today)[0]
    if seat.rests_on:
        # R39: whether the Gold behind the seat is held must be certain.
        require_gold(seat.rests_on, asked.facts.labels, asked.today)


def resolved(ballots: tuple[CastBallot, ...], asked: Asked) -> Carried:
    """What the votes carry of members who are still free today; `Rejected` unless it is a yes, told by who presides."""
    members = seated_members(asked.facts, asked.today)
    order = tuple(each.person_id for each in members if _conflict(each, asked) is None)
    if asked.actor not in order[:1]:
        who = f"{order[0]} does" if order else "nobody may"
        raise Rejected("not-presiding", f"{asked.actor} does not preside over this: {who} (R30).")
    votes, quorum = tallied(ballots, order), asked.edition_today.committee.quorum.value
    if len(votes.counted) < quorum:
        raise Rejected(
            "no-quorum", f"{len(votes.counted)} of at least {quorum} entitled members voted (R30)."
        )
    if not votes.award:
        raise Rejected(
            "votes-say-otherwise", f"{len(votes.in_favour)} in favour, {len(votes.against)} against."
        )
    return votes


def _conflict(member: Person, asked: Asked) -> Conflict | None:
    """R32: no member with a tie decides, not even with one that two persons might accept in a case."""
    ties = asked.edition_today.ties
    hard = hard_conflicts(member, asked.cluster, asked.today, ties)
    return next(iter((*hard, *soft_ties(member, asked.cluster, asked.today, ties))), None)
