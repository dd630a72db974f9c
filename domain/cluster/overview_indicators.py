"""Indicators and improvement areas of a case, beside evidence, verdicts and the scores the viewer may see."""

from domain.cluster.case import Case
from domain.cluster.case_parts import Evidence
from domain.cluster.overview_parts import AreaLine, Handed, IndicatorLine
from domain.cluster.rules.scope import indicators_audited
from domain.cluster.state import Cluster
from domain.confidential import Reserve, may_see
from domain.person.state import Person
from domain.procedure import Scoring
from domain.scheme import Scheme
from domain.verdict import Total, total_of


def indicator_lines(
    case: Case, cluster: Cluster, scheme: Scheme, viewer: Person | None
) -> tuple[IndicatorLine, ...]:
    """The indicators audited in this case, in the catalogue's order; none where there is no audit."""
    dossier = may_see(Reserve.DOSSIER, viewer, cluster, case)
    return tuple(
        IndicatorLine(
            code=each.code,
            name=each.name.value,
            minimum=each.minimum.value if each.minimum else None,
            threshold=each.threshold.value if each.threshold else None,
            evidence=_handed(case.dossier_items.get(each.code)) if dossier else None,
            validated=_validated(case, each.code) if dossier else None,
            scores=_visible_scores(case, cluster, viewer, each.code),
            agreed=_agreed(case, cluster, viewer, each.code),
            withheld=_withheld(case, cluster, viewer),
        )
        for each in indicators_audited(case, scheme)
    )


def area_lines(case: Case, cluster: Cluster, viewer: Person | None) -> tuple[AreaLine, ...]:
    """The improvement areas declared, each with the recommendation it follows (R21)."""
    if not may_see(Reserve.DOSSIER, viewer, cluster, case):
        return ()
    visible = case.result is not None and may_see(Reserve.CONSENSUS, viewer, cluster, case)
    proven = case.result.areas if case.result and visible else {}
    return tuple(
        AreaLine(
            area=area.key,
            indicator=area.indicator,
            follows=area.recommendation,
            evidence=_handed(case.dossier_items.get(area.key)),
            proven=proven.get(area.key),
            withheld=_withheld(case, cluster, viewer),
        )
        for area in case.areas
    )


def total_shown(case: Case, cluster: Cluster, scheme: Scheme, viewer: Person | None) -> Total | None:
    """The total of a procedure that has one, for whoever may see the scores."""
    edition = scheme.edition(case.edition)
    scoring = edition.procedure(case.level, case.kind).scoring.value
    if case.result is None or scoring is not Scoring.CONSENSUS:
        return None
    if not may_see(Reserve.CONSENSUS, viewer, cluster, case):
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


def _visible_scores(case: Case, cluster: Cluster, viewer: Person | None, code: str) -> dict[str, int]:
    return {
        sheet.expert: found
        for sheet in case.sheets
        if may_see(Reserve.SHEET, viewer, cluster, case, author=sheet.expert)
        and (found := sheet.scores.get(code)) is not None
    }


def _agreed(case: Case, cluster: Cluster, viewer: Person | None, code: str) -> int | None:
    if case.result is None or not may_see(Reserve.CONSENSUS, viewer, cluster, case):
        return None
    return case.result.scores.get(code)


def _withheld(case: Case, cluster: Cluster, viewer: Person | None) -> bool:
    """Whether there are scores that the viewer may not see."""
    sheets = (may_see(Reserve.SHEET, viewer, cluster, case, author=sheet.expert) for sheet in case.sheets)
    return not all(sheets)
