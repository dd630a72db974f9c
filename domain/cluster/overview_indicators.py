"""Indicators and improvement areas of a case, beside evidence, verdicts and the scores the viewer may see."""

from domain.cluster.case import Case
from domain.cluster.case_parts import Evidence
from domain.cluster.overview_parts import AreaLine, Handed, IndicatorLine
from domain.cluster.rules.scope import indicators_audited
from domain.confidential import Reserve, Sight
from domain.procedure import Scoring
from domain.scheme import Scheme
from domain.verdict import Total, total_of


def indicator_lines(case: Case, scheme: Scheme, sight: Sight) -> tuple[IndicatorLine, ...]:
    """The indicators audited in this case, in the catalogue's order; none where there is no audit."""
    dossier = sight.of(Reserve.DOSSIER, case)
    return tuple(
        IndicatorLine(
            code=each.code,
            name=each.name.value,
            minimum=each.minimum.value if each.minimum else None,
            threshold=each.threshold.value if each.threshold else None,
            evidence=_handed(case.dossier_items.get(each.code)) if dossier else None,
            validated=_validated(case, each.code) if dossier else None,
            scores=_visible_scores(case, sight, each.code),
            agreed=_agreed(case, sight, each.code),
            withheld=_withheld(case, sight),
        )
        for each in indicators_audited(case, scheme)
    )


def area_lines(case: Case, sight: Sight) -> tuple[AreaLine, ...]:
    """The improvement areas declared, each with the recommendation it follows (R21)."""
    if not sight.of(Reserve.DOSSIER, case):
        return ()
    visible = case.result is not None and sight.of(Reserve.CONSENSUS, case)
    proven = case.result.areas if case.result and visible else {}
    return tuple(
        AreaLine(
            area=area.key,
            indicator=area.indicator,
            follows=area.recommendation,
            evidence=_handed(case.dossier_items.get(area.key)),
            proven=proven.get(area.key),
            withheld=_withheld(case, sight),
        )
        for area in case.areas
    )


def total_shown(case: Case, scheme: Scheme, sight: Sight) -> Total | None:
    """The total of a procedure that has one, for whoever may see the scores."""
    edition = scheme.edition(case.edition)
    scoring = edition.procedure(case.level, case.kind).scoring.value
    if case.result is None or scoring is not Scoring.CONSENSUS:
        return None
    if not sight.of(Reserve.CONSENSUS, case):
        return None
    return total_of(scheme.catalogue_of(edition), case.result.scores)


def _handed(evidence: Evidence | None) -> Handed | None:
    if evidence is None:
        return None
    return Handed(
        versions=len(evidence.versions),
        speaks_of=evidence.versions[-1].speaks_of,
        received_on=evidence.received_on,
        verdict=evidence.verdict,
        due_on=evidence.due_on,
    )


def _validated(case: Case, code: str) -> bool | None:
    if case.audit is None or code not in case.audit.validated | case.audit.not_validated:
        return None
    return code in case.audit.validated


def _visible_scores(case: Case, sight: Sight, code: str) -> dict[str, int]:
    return {
        sheet.expert: found
        for sheet in case.sheets
        if sight.of(Reserve.SHEET, case, author=sheet.expert)
        and (found := sheet.scores.get(code)) is not None
    }


def _agreed(case: Case, sight: Sight, code: str) -> int | None:
    if case.result is None or not sight.of(Reserve.CONSENSUS, case):
        return None
    return case.result.scores.get(code)


def _withheld(case: Case, sight: Sight) -> bool:
    """Whether there are scores that the viewer may not see."""
    sheets = (sight.of(Reserve.SHEET, case, author=sheet.expert) for sheet in case.sheets)
    return not all(sheets)
