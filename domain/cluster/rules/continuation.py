"""Rules of continuing a merged cluster's label for a while, by decision of the committee (R37)."""

from datetime import date, timedelta

from domain.calendar import same_day
from domain.cluster.commands.lineage import CastContinuationVote, ContinueLabel
from domain.cluster.descent import End
from domain.cluster.events.lineage import ContinuationVoteCast, LabelContinued
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.resolution import require_entitled, resolved
from domain.levels import Level
from domain.rejected import Rejected
from domain.status import IN_TERM, StatusState, status_on
from domain.terms import Term


def cast_continuation_vote(command: CastContinuationVote, asked: Asked) -> list[ContinuationVoteCast]:
    _may_be_continued(command, asked)
    require_entitled(asked)
    return [
        ContinuationVoteCast(
            level=command.level,
            until_on=command.until_on,
            member=asked.actor,
            vote=command.vote,
            reason=command.reason,
        )
    ]


def continue_label(command: ContinueLabel, asked: Asked) -> list[LabelContinued]:
    """The label counts on although it ended with its cluster, at most to the end of its term."""
    term = _may_be_continued(command, asked)
    meant = (command.level, command.until_on)
    ballots = tuple(
        each.ballot for each in asked.cluster.continuation if (each.level, each.until_on) == meant
    )
    votes = resolved(ballots, asked)
    return [
        LabelContinued(
            level=command.level,
            term=term.number,
            until_on=command.until_on,
            in_favour=votes.in_favour,
            against=votes.against,
            decided_by_casting_vote_of=votes.casting_vote_of,
            reason=command.reason,
            notices=asked.to_managers(
                "label-continued", level=command.level, valid_until=command.until_on.isoformat()
            ),
        )
    ]


def _may_be_continued(command: CastContinuationVote | ContinueLabel, asked: Asked) -> Term:
    end = _merger(asked)
    term = _ended_in_term(command.level, end, asked)
    _not_too_long(command.until_on, end, term, asked)
    if term.ended and term.ended.continued_until == command.until_on:
        raise Rejected(
            "continued-already", f"until_on: the label counts on until {command.until_on} already."
        )
    return term


def _merger(asked: Asked) -> End:
    end = asked.cluster.ended
    if end is None or end.how != "merged":
        raise Rejected(
            "no-merger", f"{asked.cluster.name} did not end by a merger: nothing of it is continued (R37)."
        )
    return end


def _ended_in_term(level: Level, end: End, asked: Asked) -> Term:
    term = asked.cluster.latest_term(level)
    day_before = end.on - timedelta(days=1)
    status = status_on(asked.cluster.labels, level, day_before).state
    if status is StatusState.UNKNOWN:
        raise Rejected(
            "days-unknown",
            f"level: whether the {level} label was valid when the cluster ended is not known: confirm its days "
            "with a document first (R39).",
        )
    if term is None or term.ended is None or term.ended.how != "merged" or status not in IN_TERM:
        raise Rejected("not-valid-then", f"level: the {level} label was not valid when the cluster ended.")
    return term


def _not_too_long(until_on: date, end: End, term: Term, asked: Asked) -> None:
    months = asked.edition_today.mergers.continuation_months.value
    if until_on < asked.today:
        raise Rejected("continuation-over", f"until_on: {until_on} is past already.")
    if until_on > (latest := same_day(end.on, months)):
        raise Rejected(
            "continuation-too-long", f"until_on: a label counts on until {latest} at the latest (R37)."
        )
    # R39: every reading of the term's end must allow it.
    if term.last_day.earliest is None or until_on > term.last_day.earliest:
        raise Rejected("beyond-the-term", f"until_on: the term itself ends before {until_on}.")
