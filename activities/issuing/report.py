"""A report's sheet: its content in the words of its language. A section without content is empty."""

from pydantic import JsonValue

from activities.issuing.content import ReportContent, TotalResult
from activities.issuing.report_figures import comparison, dimension_results
from activities.issuing.report_indicators import about, indicator_results
from activities.issuing.sheet import check_code, frame
from activities.issuing.wording import WORDS, counted, country_shown, day_shown, share_shown
from domain.levels import Level


def report_sheet(content: ReportContent) -> dict[str, JsonValue]:
    """All the template prints. Faults: KeyError for a code its catalogue does not have."""
    words = WORDS[content.language].report
    title = words["benchmark" if content.level is Level.BRONZE else "assessment"]
    status = words["draft_status" if content.draft else "final_status"].format(version=content.version)
    return {
        **frame(
            title=f"{title}: {content.cluster}",
            author=content.secretariat,
            language=content.language,
            level=content.level,
            dated=content.written_on,
        ),
        "words": dict(words),
        "heading": title,
        "cluster": content.cluster,
        "secretariat": content.secretariat,
        "draft": content.draft,
        "footer": words["footer"].format(title=title, case_id=content.case_id, status=status),
        "facts": _facts(content, status),
        "summary": [paragraph for paragraph in content.summary.splitlines() if paragraph.strip()],
        "total": _total(content.total, content) if content.total else None,
        "dimensions": dimension_results(content),
        "indicators": indicator_results(content),
        "areas": _areas(content),
        "answers": [each.model_dump() for each in content.answers],
        "findings": _findings(content),
        "comparison": comparison(content),
        "recommendations": [
            {"about": about(content, each.indicator), "text": each.text} for each in content.recommendations
        ],
        "code": check_code(content.check_address, words["qr"].format(address=content.check_address)),
    }


def _facts(content: ReportContent, status: str) -> list[JsonValue]:
    words, language = WORDS[content.language].report, content.language
    facts = {
        "cluster": content.cluster,
        "carrier": content.carrier,
        "country": country_shown(content.country, language),
        "label": content.label_name,
        "procedure": words[content.kind.value],
        "case": content.case_id,
        "edition": content.edition,
        "assessed": "; ".join(day_shown(day, language) for day in content.assessed_days),
        "experts": "; ".join(content.experts),
        "status": status,
        "written": day_shown(content.written_on, language),
    }
    return [[words[name], fact or words["none"]] for name, fact in facts.items()]


def _total(total: TotalResult, content: ReportContent) -> JsonValue:
    words, language = WORDS[content.language].report, content.language
    # Compared as whole numbers: a share that is cut for printing decides nothing.
    met = total.points * 100 >= total.minimum_percent * total.maximum
    reached = words["total_reached"].format(
        points=counted(total.points, language),
        maximum=counted(total.maximum, language),
        share=share_shown(total.points * 10_000 // total.maximum, language),
    )
    needed = f"{total.minimum_percent}\N{NO-BREAK SPACE}%"
    return {
        "reached": reached,
        "verdict": words["total_met" if met else "total_missed"].format(minimum=needed),
    }


def _areas(content: ReportContent) -> list[JsonValue]:
    words = WORDS[content.language].report
    verdicts = {True: words["proven"], False: words["not_proven"], None: words["not_judged"]}
    return [
        {
            "heading": words["area"].format(number=area.number, indicator=about(content, area.indicator)),
            "statement": area.statement,
            "verdict": verdicts[area.proven],
        }
        for area in content.areas
    ]


def _findings(content: ReportContent) -> list[JsonValue]:
    words, language = WORDS[content.language].report, content.language
    return [
        [words[each.grade], counted(each.open, language), counted(each.closed, language)]
        for each in content.findings
    ]
