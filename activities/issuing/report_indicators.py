"""A report's indicators: names, values, and which minimum or threshold was missed."""

from pydantic import JsonValue

from activities.issuing.content import IndicatorResult, ReportContent
from activities.issuing.wording import WORDS, counted, indicator_name, measured
from domain.catalogue import Indicator, Scale
from domain.schemes import scheme

_NOTHING = "–"


def indicator_results(content: ReportContent) -> dict[str, JsonValue]:
    """One row per indicator, and which of the columns this procedure has."""
    rows: list[JsonValue] = [_row(content, result) for result in content.indicators]
    words = WORDS[content.language].report
    return {
        # Beside the results of an interview it is said that these are the audit's.
        "heading": words["indicators" if content.interviewed_on is None else "audited_indicators"],
        "rows": rows,
        "minimums": any(each.minimum is not None for each in content.indicators),
        "thresholds": any(each.threshold is not None for each in content.indicators),
        "visited": any(each.validated is not None for each in content.indicators),
    }


def about(content: ReportContent, indicator: str | None) -> str:
    """Code and name of the indicator, or that the matter is a general one."""
    if indicator is None:
        return WORDS[content.language].report["general"]
    return f"{indicator} {indicator_name(content.catalogue, indicator, content.language)}"


def _row(content: ReportContent, result: IndicatorResult) -> JsonValue:
    words = WORDS[content.language].report
    verdicts = {True: words["validated"], False: words["not_validated"], None: _NOTHING}
    return {
        "code": result.code,
        "name": indicator_name(content.catalogue, result.code, content.language),
        "value": words["no_answer"] if result.value is None else _value(content, result, result.value),
        "minimum": _bound(content, result, result.minimum),
        "threshold": _bound(content, result, result.threshold),
        "validated": verdicts[result.validated],
    }


def _value(content: ReportContent, result: IndicatorResult, value: int) -> str:
    shown = measured(content.catalogue, result.code, value, content.language)
    if result.highest is None or _is_gate(content, result.code):
        return shown
    return f"{shown} / {counted(result.highest, content.language)}"


def _bound(content: ReportContent, result: IndicatorResult, bound: int | None) -> JsonValue:
    if bound is None:
        return {"shown": _NOTHING, "missed": False}
    shown = measured(content.catalogue, result.code, bound, content.language)
    return {"shown": shown, "missed": result.value is None or result.value < bound}


def _is_gate(content: ReportContent, code: str) -> bool:
    asked = scheme().catalogue(content.catalogue).indicator(code)
    return isinstance(asked, Indicator) and asked.scale.value is Scale.GATE
