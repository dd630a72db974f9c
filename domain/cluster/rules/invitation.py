"""How experts are invited to a team, told the days of a visit that is planned already, and let go."""

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.bookings import days_to_come
from domain.cluster.rules.each_expert import letters_to_each, limits_of_each
from domain.cluster.rules.planning import visit_letters
from domain.cluster.rules.work_ahead import Ahead
from domain.standing import Notice, letters


def invitation(invited: tuple[str, ...], case: Case, asked: Asked) -> Ahead:
    """Each answers in a time of their own calendar; the applicant has one time to object (R28).

    After the last objection there is no such time any more: the team stands once everybody has accepted.
    """
    answers = limits_of_each("assignment", invited, case, asked)
    if objections_over(case, asked):
        return answers, letters_to_each(answers, "assignment-invited", case)
    objection = asked.limit("objection", asked.edition(case))
    letters_to_experts = letters_to_each(answers, "assignment-invited", case)
    told = asked.to_managers("team-proposed", level=case.level, due_on=objection.last_day.isoformat())
    return (*answers, objection), (*letters_to_experts, *told)


def objections_over(case: Case, asked: Asked) -> bool:
    """Whether the applicant objected as often as it may: the operator decides from here, with reasons (R28)."""
    at_most = asked.edition(case).limits["objection"].at_most
    return at_most is not None and case.objections >= at_most.value


def dismissed(experts: tuple[str, ...], case: Case, asked: Asked) -> tuple[Notice, ...]:
    """The assignment is over; whoever kept days of a planned visit strikes them out of the calendar.

    The fold counts the visit's entry up with them: whoever comes back is sent a later version.
    """
    ended = letters(experts, "assignment-ended", level=case.level)
    had_accepted = tuple(each for each in experts if each in case.accepted)
    return (*ended, *_about_the_visit("audit-cancelled", "CANCEL", had_accepted, case, asked))


def told_the_days(expert: str, case: Case, asked: Asked) -> tuple[Notice, ...]:
    """Whoever joins a team whose visit is planned hears of its days."""
    return _about_the_visit("audit-scheduled", "REQUEST", (expert,), case, asked)


def _about_the_visit(
    notice: str, method: str, recipients: tuple[str, ...], case: Case, asked: Asked
) -> tuple[Notice, ...]:
    days = days_to_come(case)
    if case.audit is None or not days:
        return ()
    # A calendar strikes an entry out, or takes it back in, by a later version of it only.
    sequence = case.audit.sequence + 1
    return visit_letters(notice, days, sequence, case, asked, method=method, recipients=recipients)
