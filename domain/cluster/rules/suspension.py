"""Rules of suspending a label and of restoring it: two persons, behind a hearing, for a cause (R24)."""

from domain.cluster.commands.measures import RestoreLabel, SettleCause, SuspendLabel
from domain.cluster.events.measures import CauseSettled, LabelRestored, LabelSuspended
from domain.cluster.measure import DECISION, Measure
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.endorsement import require_endorsed, require_untied
from domain.cluster.rules.held import heard_measure, held_term, open_measure, status_today
from domain.levels import Level
from domain.rejected import Rejected
from domain.status import IN_TERM, StatusState, status_on, unsuspended

_SUSPENDABLE = IN_TERM | {StatusState.EXPIRED}


def suspend_label(command: SuspendLabel, asked: Asked) -> list[LabelSuspended]:
    """R24: behind the hearing, or at once where misuse goes on; the term runs on."""
    require_untied(asked)
    level, term = command.level, held_term(command.level, asked)
    measure = open_measure(level, asked)
    if measure.suspended:
        raise Rejected("suspended-already", f"The {level} label is suspended already.")
    if (state := status_today(level, asked).state) not in _SUSPENDABLE:
        raise Rejected("label-not-valid", f"The {level} label is neither valid nor in grace: {state}.")
    if command.urgency is None:
        heard_measure(level, asked)
    endorsement = require_endorsed("suspension", level, asked)
    limit = asked.limit(DECISION, asked.edition_today).of(level)
    told = asked.to_managers("label-suspended", level=level, due_on=limit.last_day.isoformat())
    return [
        LabelSuspended(
            level=level,
            term=term.number,
            suspended_on=asked.today,
            decide_by=limit.last_day,
            reasons=command.reasons,
            urgency=command.urgency,
            endorsed_by=endorsement.by,
            limits=(limit,),
            notices=told,
        )
    ]


def settle_cause(command: SettleCause, asked: Asked) -> list[CauseSettled]:
    require_untied(asked)
    if _suspending(command.level, asked).settled:
        raise Rejected("cause-settled", "The cause of the suspension is settled already.")
    if unknown := set(command.documents) - asked.facts.documents:
        raise Rejected("document-unknown", f"documents: no document {min(unknown)} is stored.")
    return [CauseSettled(level=command.level, documents=command.documents, reasons=command.reasons)]


def restore_label(command: RestoreLabel, asked: Asked) -> list[LabelRestored]:
    """R24: not while the cause is open, and not where nothing would be valid or renewable again."""
    require_untied(asked)
    level, term = command.level, held_term(command.level, asked)
    if not _suspending(level, asked).settled:
        raise Rejected("cause-open", "What the label was suspended for is not settled yet (SettleCause).")
    without = unsuspended(asked.cluster.labels)
    status = status_on(without, level, asked.today, pending=asked.cluster.pending(level))
    if status.state is StatusState.LAPSED:
        raise Rejected("grace-over", f"The {level} label could be renewed until {term.grace_until}.")
    endorsement = require_endorsed("restoration", level, asked)
    told = asked.to_managers("label-restored", level=level)
    return [
        LabelRestored(
            level=level,
            term=term.number,
            restored_on=asked.today,
            reasons=command.reasons,
            endorsed_by=endorsement.by,
            notices=told,
        )
    ]


def _suspending(level: Level, asked: Asked) -> Measure:
    measure = open_measure(level, asked)
    if not measure.suspended:
        raise Rejected("not-suspended", f"The {level} label is not suspended.")
    return measure
