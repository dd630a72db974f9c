"""Rules of measures about a label: announced, heard, dropped; which rules what follows them obeys (R24, R25)."""

from typing import assert_never

from domain.cluster.commands.measures import (
    AnnounceMeasure,
    AnswerMeasure,
    CastMeasureVote,
    CorrectTerm,
    DropMeasure,
    MeasureCommand,
    RelinquishLabel,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.events.measures import MeasureAnnounced, MeasureAnswered, MeasureDropped
from domain.cluster.measure import HEARING
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.endorsement import require_untied
from domain.cluster.rules.held import heard_measure, held_term, open_measure
from domain.cluster.rules.relinquishment import relinquish_label
from domain.cluster.rules.suspension import restore_label, settle_cause, suspend_label
from domain.cluster.rules.term_correction import correct_term
from domain.cluster.rules.withdrawal import cast_measure_vote, withdraw_label
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import letters


def decide(command: MeasureCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    match command:
        case AnnounceMeasure():
            return announce_measure(command, asked)
        case AnswerMeasure():
            return answer_measure(command, asked)
        case DropMeasure():
            return drop_measure(command, asked)
        case SuspendLabel():
            return suspend_label(command, asked)
        case SettleCause():
            return settle_cause(command, asked)
        case RestoreLabel():
            return restore_label(command, asked)
        case CastMeasureVote():
            return cast_measure_vote(command, asked)
        case WithdrawLabel():
            return withdraw_label(command, asked)
        case RelinquishLabel():
            return relinquish_label(command, asked)
        case CorrectTerm():
            return correct_term(command, asked)
        case _:
            assert_never(command)


def announce_measure(command: AnnounceMeasure, asked: Asked) -> list[MeasureAnnounced]:
    """R24: the holder is heard for ten working days of its own calendar."""
    require_untied(asked)
    term = held_term(command.level, asked)
    if asked.cluster.measure(command.level):
        raise Rejected("measure-open", f"A measure about the {command.level} label is open already.")
    if not asked.cluster.managers:
        raise Rejected(
            "nobody-to-hear", "Nobody acts for the cluster, so nobody would be heard: name who does."
        )
    hearing = asked.limit(HEARING, asked.edition_today).of(command.level)
    until = hearing.last_day.isoformat()
    return [
        MeasureAnnounced(
            level=command.level,
            term=term.number,
            cause=command.cause,
            limits=(hearing,),
            notices=asked.to_managers("measure-announced", level=command.level, due_on=until),
        )
    ]


def answer_measure(command: AnswerMeasure, asked: Asked) -> list[MeasureAnswered]:
    measure = open_measure(command.level, asked)
    limit = measure.limit(HEARING)
    if limit is not None and limit.due_at <= asked.at:
        raise Rejected("hearing-over", f"The time to be heard was over with {limit.last_day}.")
    told = letters((SECRETARIAT,), "measure-answered", level=command.level)
    return [MeasureAnswered(level=command.level, answer=command.answer, notices=told)]


def drop_measure(command: DropMeasure, asked: Asked) -> list[MeasureDropped]:
    """Of a label that is suspended the cause is settled instead: it is restored by two persons."""
    require_untied(asked)
    if heard_measure(command.level, asked).suspended:
        raise Rejected("label-suspended", f"The {command.level} label is suspended: restore or withdraw it.")
    told = asked.to_managers("measure-dropped", level=command.level)
    return [MeasureDropped(level=command.level, reasons=command.reasons, notices=told)]
