"""Rules of a case that goes on otherwise than it began, with the applicant's consent (R12, R19)."""

from domain.cluster.case import Case
from domain.cluster.commands.application import ConvertToFirstTime, MoveCaseToEdition
from domain.cluster.events.application import CaseConverted, CaseMovedToEdition
from domain.cluster.events.approvals import Consentable
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.entitlement import earlier_benchmark_recent
from domain.cluster.rules.planning import cancelled
from domain.cluster.rules.second_benchmark import interval_ahead
from domain.levels import Kind
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import letters


def convert_to_first_time(_: ConvertToFirstTime, case: Case, asked: Asked) -> Following:
    """R12: a renewal that was not assessed in time goes on as a first case."""
    term = asked.cluster.latest_term(case.level)
    if case.kind is not Kind.RENEWAL or term is None:
        raise Rejected("not-a-renewal", f"Case {case.case_id} is no renewal.")
    if term.grace_until is None or asked.today <= term.grace_until:
        raise Rejected(
            "grace-not-over", f"The {case.level} label is in grace until {term.grace_until} (R12)."
        )
    if asked.cluster.assessed_in_time(case):
        raise Rejected("assessed-in-time", "The renewal was assessed before grace was over (R12).")
    _no_other_first_case(asked)
    # R20 binds first cases: what was no matter for the renewal is one from here on.
    edition = asked.edition(case)
    procedure = edition.procedure(case.level, Kind.FIRST)
    if procedure.benchmark_interval is not None:
        earlier_benchmark_recent(case.level, procedure.benchmark_interval, asked, besides=case.case_id)
    _consented(case, "conversion", "", "ConvertToFirstTime")
    visit = cancelled(case, asked)
    told = letters((*asked.cluster.managers, *case.experts), "case-converted", level=case.level)
    ahead = interval_ahead(procedure, edition, asked, besides=case.case_id)
    converted = CaseConverted(
        case_id=case.case_id,
        visit_cancelled=bool(visit.notices),
        limits=(*ahead, *_visit_ahead(case, asked)) if visit.notices else ahead,
        notices=(*told, *visit.notices),
    )
    return [converted, *visit.released]


def _visit_ahead(case: Case, asked: Asked) -> tuple[Limit, ...]:
    # While a replaced expert's successor is looked for nobody plans; the limit opens with the team.
    if case.forming_team:
        return ()
    return (asked.limit("audit", asked.edition(case), expert=case.lead),)


def move_case_to_edition(command: MoveCaseToEdition, case: Case, asked: Asked) -> list[CaseMovedToEdition]:
    """R19: the edition of the day it was opened binds a case, unless both sides agree on the one in force."""
    if case.team_stood:
        raise Rejected("team-agreed", "A team was agreed already, under the edition of the case.")
    if case.tests:
        raise Rejected("test-submitted", "A test was submitted already, under the edition of the case.")
    if command.edition == case.edition:
        raise Rejected("nothing-changed", f"edition: case {case.case_id} follows {case.edition} already.")
    if command.edition != asked.edition_today.key:
        raise Rejected(
            "edition-not-in-force", f"edition: {asked.edition_today.key} is in force, not {command.edition}."
        )
    _consented(case, "edition", command.edition, "MoveCaseToEdition")
    notices = asked.to_managers("case-moved-to-edition", level=case.level)
    return [CaseMovedToEdition(case_id=case.case_id, edition=command.edition, notices=notices)]


def _no_other_first_case(asked: Asked) -> None:
    for other in asked.cluster.open_cases:
        if other.kind is Kind.FIRST:
            raise Rejected("case-open", f"First case {other.case_id} is still open (R22).")


def _consented(case: Case, to: Consentable, subject: str, command: str) -> None:
    if not case.consented(to, subject):
        raise Rejected("consent-missing", f"{command} takes the applicant's consent beforehand.")
