"""Rules of giving a label up, and what the end of a label brings: who wakes, which renewal is overtaken (R23, R25)."""

from domain.cluster.case import Case, Stage
from domain.cluster.commands.measures import RelinquishLabel
from domain.cluster.events.application import RenewalOvertaken
from domain.cluster.events.measures import LabelRelinquished
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.held import held_term
from domain.cluster.rules.planning import cancelled
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters
from domain.status import IN_TERM, StatusState, status_on
from domain.terms import Ending, ended_term


def relinquish_label(command: RelinquishLabel, asked: Asked) -> Following:
    level, term = command.level, held_term(command.level, asked)
    ending = Ending(on=asked.today, how="relinquished", revives=True)
    told = letters((*asked.cluster.managers, SECRETARIAT), "label-relinquished", level=level)
    relinquished = LabelRelinquished(
        level=level,
        term=term.number,
        relinquished_on=asked.today,
        reason=command.reason,
        notices=(*told, *woken(level, ending, asked)),
    )
    return [relinquished, *renewals_overtaken(level, asked)]


def woken(ended: Level, ending: Ending, asked: Asked) -> tuple[Notice, ...]:
    """R23: the letters about lower labels that sleep today and are valid again as this one ends."""
    before = asked.cluster.labels
    *earlier, latest = before[ended]
    after = {**before, ended: (*earlier, ended_term(latest, ending))}
    awake = [
        (level, status)
        for level in before
        if level.rank < ended.rank
        and status_on(before, level, asked.today).state is StatusState.DORMANT
        and (status := status_on(after, level, asked.today)).state in IN_TERM
    ]
    return tuple(
        notice
        for level, status in awake
        for notice in asked.to_managers(
            "label-awake", level=level, valid_until=status.until.isoformat() if status.until else ""
        )
    )


def renewals_overtaken(level: Level, asked: Asked) -> Following:
    """R25: nothing is left to renew; visits are called off, and a round no longer waits for the case."""
    renewals = [
        case for case in asked.cluster.open_cases if case.level is level and case.kind is Kind.RENEWAL
    ]
    return [event for case in renewals for event in _overtaken(case, asked)]


def _overtaken(case: Case, asked: Asked) -> Following:
    visit, told = cancelled(case, asked), dict.fromkeys((*asked.cluster.managers, *case.experts))
    overtaken = RenewalOvertaken(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        notices=(*letters(tuple(told), "renewal-overtaken", level=case.level), *visit.notices),
    )
    if case.stage is not Stage.ON_AGENDA or case.round_id is None:
        return [overtaken, *visit.released]
    return [
        overtaken,
        *visit.released,
        Elsewhere(case.round_id, overtaken.model_copy(update={"notices": ()})),
    ]
