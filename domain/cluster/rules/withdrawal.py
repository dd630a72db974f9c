"""Rules of withdrawing a label: the committee's alone, behind a hearing, by a quorum without ties (R24, R30)."""

from domain.cluster.commands.measures import CastMeasureVote, WithdrawLabel
from domain.cluster.events.measures import LabelWithdrawn, MeasureVoteCast
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.held import heard_measure, held_term
from domain.cluster.rules.relinquishment import renewals_overtaken, woken
from domain.cluster.rules.resolution import require_entitled, resolved
from domain.secretariat import SECRETARIAT
from domain.standing import letters
from domain.terms import Ending


def cast_measure_vote(command: CastMeasureVote, asked: Asked) -> list[MeasureVoteCast]:
    held_term(command.level, asked)
    heard_measure(command.level, asked)
    require_entitled(asked)
    return [
        MeasureVoteCast(level=command.level, member=asked.actor, vote=command.vote, reason=command.reason)
    ]


def withdraw_label(command: WithdrawLabel, asked: Asked) -> Following:
    """R25: the label ends today; a renewal that is open is closed with it."""
    level, term = command.level, held_term(command.level, asked)
    votes = resolved(heard_measure(level, asked).ballots, asked)
    ending = Ending(on=asked.today, how="withdrawn", revives=command.revives)
    told = letters((*asked.cluster.managers, SECRETARIAT), "label-withdrawn", level=level)
    withdrawn = LabelWithdrawn(
        level=level,
        term=term.number,
        withdrawn_on=asked.today,
        revives=command.revives,
        reasons=command.reasons,
        in_favour=votes.in_favour,
        against=votes.against,
        decided_by_casting_vote_of=votes.casting_vote_of,
        notices=(*told, *woken(level, ending, asked)),
    )
    return [withdrawn, *renewals_overtaken(level, asked)]
