"""Rules of the report: drafted, checked for its facts, signed, and frozen with its dossier (R6, R31)."""

from domain.cluster.case import Case
from domain.cluster.commands.assessment import CheckFacts, DraftReport, Recommended
from domain.cluster.events.assessment import (
    Dossier,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
    ReportSigned,
)
from domain.cluster.events.shared import Recommendation
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.complete_team import require_complete_team
from domain.cluster.rules.independence import require_independence
from domain.rejected import Rejected
from domain.standing import letters
from domain.verdict import missed_thresholds


def draft_report(command: DraftReport, case: Case, asked: Asked) -> list[ReportDrafted]:
    # R31: between audit and final report a tie stops the path, the lead's no less than a signatory's.
    require_independence(asked.actor, case, asked)
    if not case.compared:
        raise Rejected("comparison-missing", "The comparison with the portfolio is still being computed.")
    _recommends_what_is_needed(command.recommendations, case, asked)
    return [
        ReportDrafted(
            case_id=case.case_id,
            version=case.report_version + 1,
            summary=command.summary,
            recommended=tuple(
                Recommendation(key=f"{case.case_id}/{n}", indicator=each.indicator, text=each.text)
                for n, each in enumerate(command.recommendations, start=1)
            ),
        )
    ]


def _recommends_what_is_needed(recommendations: tuple[Recommended, ...], case: Case, asked: Asked) -> None:
    catalogue = asked.scheme.catalogue_of(asked.edition(case))
    about = {each.indicator for each in recommendations}
    if unknown := sorted(about - {each.code for each in catalogue.bronze}):
        raise Rejected(
            "indicator-unknown", f"recommendations: catalogue {catalogue.key} has no {', '.join(unknown)}."
        )
    scores = case.result.scores if case.result else {}
    if bare := [code for code in missed_thresholds(catalogue.indicators, scores) if code not in about]:
        raise Rejected(
            "recommendation-missing",
            f"recommendations: the threshold is missed and nothing recommended: {', '.join(bare)} (R6).",
        )


def check_facts(command: CheckFacts, case: Case, asked: Asked) -> list[FactsChecked]:
    if command.about == "scores":
        raise Rejected("score-is-no-fact", "about: a score is not a fact; appeal after the decision.")
    if case.limit("fact_check") is None:
        raise Rejected(
            "draft-not-issued", "The draft is still being set: its facts are checked once it is out."
        )
    asked.not_over(case, "fact_check", "fact-check-late")
    return [facts_checked(case).model_copy(update={"remarks": command.remarks})]


def facts_checked(case: Case, *, by_silence: bool = False) -> FactsChecked:
    """The facts stand; the experts other than the lead are asked to sign, a lead alone to make it final."""
    others = letters(case.experts[1:], "report-to-sign", level=case.level)
    alone = letters(case.experts[:1], "facts-checked", level=case.level)
    return FactsChecked(case_id=case.case_id, by_silence=by_silence, notices=others or alone)


def sign_report(case: Case, asked: Asked) -> list[ReportSigned]:
    if asked.actor == case.lead:
        raise Rejected("lead-signs-last", "The lead signs last, by FinaliseReport.")
    if asked.actor in case.signatures:
        raise Rejected("signed-already", f"{asked.actor} signed this version of the report already.")
    require_independence(asked.actor, case, asked)
    _nothing_reported((asked.actor,), case)
    return [ReportSigned(case_id=case.case_id, expert=asked.actor, version=case.report_version)]


def finalise_report(case: Case, asked: Asked) -> list[ReportFinalised]:
    if unsigned := [expert for expert in case.experts[1:] if expert not in case.signatures]:
        raise Rejected(
            "signature-missing",
            f"The report as it stands is not signed by {', '.join(unsigned)}: a new draft, and any finding "
            "recorded, accepted or closed, is signed anew.",
        )
    # R31: who signs is judged once more. An expert replaced since the interview signs no longer.
    for expert in case.experts:
        require_independence(expert, case, asked)
    _nothing_reported(case.experts, case)
    require_complete_team(case, asked)
    return [
        ReportFinalised(
            case_id=case.case_id,
            version=case.report_version,
            dossier=_dossier(case) if case.on_site else None,
            limits=(agenda_ahead(case, asked),),
            notices=asked.to_managers("report-final", level=case.level),
        )
    ]


def _nothing_reported(experts: tuple[str, ...], case: Case) -> None:
    # R31: between audit and final report a tie stops the path, until somebody has found out about it.
    if waiting := [expert for expert in experts if case.reported(expert)]:
        raise Rejected(
            "conflict-unresolved",
            f"A reported tie of {', '.join(waiting)} waits to be resolved: the report waits for it (R31).",
        )


def _dossier(case: Case) -> Dossier:
    """What stands on the day of the last signature, by event and by document."""
    return Dossier(
        result=str(case.result.event_id) if case.result else None,
        benchmark=str(case.benchmark.event_id) if case.benchmark else None,
        audit=str(case.audit.event_id) if case.audit and case.audit.event_id else None,
        documents=_documents(case),
        findings={finding.finding: finding.state for finding in case.findings},
        signed_by=(*case.experts[1:], *case.experts[:1]),
        marked_scores=tuple(sheet.expert for sheet in case.sheets if sheet.marked),
    )


def _documents(case: Case) -> tuple[str, ...]:
    """The latest of each subject's documents, and those the findings were answered with; each once."""
    evidence = [item.versions[-1].document for item in case.dossier_items.values()]
    answers = [document for finding in case.findings for document in finding.documents]
    return tuple(dict.fromkeys((*evidence, *answers)))
