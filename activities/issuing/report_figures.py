"""A report's shares: per dimension, and beside the portfolio; charts and tables from the same numbers."""

from pydantic import JsonValue

from activities.issuing.content import ReportContent
from activities.issuing.wording import WORDS, counted, day_shown, dimension_name, share_shown
from domain.scoring import DimensionPosition, DimensionResult, GroupComparison, share

_GROUPS = {"sector": "sector", "country": "same_country", "europe": "europe"}


def dimension_results(content: ReportContent) -> JsonValue:
    """Points, maximum and share of each dimension, and the same in words for who does not see the chart."""
    words, language = WORDS[content.language].report, content.language
    rows: list[JsonValue] = [
        {
            "name": _name(content, result.dimension),
            "points": counted(result.points, language),
            "maximum": counted(result.maximum, language),
            "share": share_shown(share(result), language),
            "own": share(result),
        }
        for result in content.dimensions
    ]
    shares = "; ".join(
        f"{_name(content, result.dimension)}: {share_shown(share(result), language)}"
        for result in content.dimensions
    )
    heading = words["dimensions"]
    if content.interviewed_on is not None:
        heading = words["interview_dimensions"].format(day=day_shown(content.interviewed_on, language))
    return {"heading": heading, "rows": rows, "alt": words["dimensions_alt"].format(shares=shares)}


def comparison(content: ReportContent) -> JsonValue:
    """The groups, and at which position of the record they were compared."""
    words, position = WORDS[content.language].report, content.portfolio_position
    return {
        "groups": [_group(content, group) for group in content.groups],
        "position": None if position is None else words["position"].format(position=position),
    }


def _group(content: ReportContent, group: GroupComparison) -> JsonValue:
    words, language = WORDS[content.language].report, content.language
    others = counted(group.others, language)
    if not group.dimensions:
        sentence = words["withheld"].format(others=others, smallest=content.smallest_group)
        return {"name": words[_GROUPS[group.group]], "sentence": sentence, "rows": [], "alt": ""}
    own = {result.dimension: result for result in content.dimensions}
    name = words[_GROUPS[group.group]]
    shares = "; ".join(_in_words(content, own[each.dimension], each) for each in group.dimensions)
    return {
        "name": name,
        "sentence": words["others"].format(others=others),
        "rows": [_beside(content, own[each.dimension], each) for each in group.dimensions],
        "alt": words["comparison_alt"].format(group=name, shares=shares),
    }


def _beside(content: ReportContent, result: DimensionResult, peers: DimensionPosition) -> JsonValue:
    language = content.language
    return {
        "name": _name(content, result.dimension),
        "share": share_shown(share(result), language),
        "median_share": share_shown(peers.median_share, language),
        "below": counted(peers.below, language),
        "level": counted(peers.level, language),
        "above": counted(peers.above, language),
        "own": share(result),
        "median": peers.median_share,
    }


def _in_words(content: ReportContent, result: DimensionResult, peers: DimensionPosition) -> str:
    return (
        WORDS[content.language]
        .report["compared_share"]
        .format(
            name=_name(content, result.dimension),
            own=share_shown(share(result), content.language),
            median=share_shown(peers.median_share, content.language),
        )
    )


def _name(content: ReportContent, dimension: str) -> str:
    return f"{dimension} {dimension_name(content.catalogue, dimension, content.language)}"
