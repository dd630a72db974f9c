"""What a case is about: the indicators its procedure audits, and all that must be evidenced."""

from domain.catalogue import Indicator
from domain.cluster.case import Case
from domain.cluster.case_parts import Verdict
from domain.cluster.rules.asked import Asked
from domain.procedure import EvidenceName
from domain.rejected import Rejected
from domain.scheme import Scheme


def indicators_in_scope(case: Case, asked: Asked) -> tuple[Indicator, ...]:
    return indicators_audited(case, asked.scheme)


def indicators_audited(case: Case, scheme: Scheme) -> tuple[Indicator, ...]:
    """What is evidenced, validated on site and scored: all for Gold, those with a minimum for Silver (R2, R5).

    Bronze has none: its interview asks for all indicators, and nothing is audited.
    """
    edition = scheme.edition(case.edition)
    catalogue = scheme.catalogue_of(edition)
    audited = {item.name for item in edition.procedure(case.level, case.kind).evidence.value}
    if EvidenceName.GOLD_INDICATOR in audited:
        return catalogue.indicators
    return catalogue.silver if EvidenceName.SILVER_INDICATOR in audited else ()


def codes_in_scope(case: Case, asked: Asked) -> tuple[str, ...]:
    return tuple(indicator.code for indicator in indicators_in_scope(case, asked))


def require_in_scope(field: str, codes: tuple[str, ...], case: Case, asked: Asked) -> None:
    """`Rejected` when a code is not among the indicators in scope."""
    if outside := [code for code in codes if code not in codes_in_scope(case, asked)]:
        raise Rejected(
            "out-of-scope", f"{field}: {', '.join(outside)} is not in the scope of {case.case_id}."
        )


def subjects_open(case: Case, asked: Asked) -> tuple[str, ...]:
    """What the desk check has not found evidenced: indicators, improvement areas, unanswered recommendations."""
    accepted = {key for key, each in case.dossier_items.items() if each.verdict is Verdict.ACCEPTED}
    areas = tuple(f"area-{number}" for number in range(1, case.areas_due + 1))
    unanswered = sorted(case.answers_due - case.answered)
    wanted = (*codes_in_scope(case, asked), *areas)
    return (*(subject for subject in wanted if subject not in accepted), *unanswered)
