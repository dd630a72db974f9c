"""What an operator may search workflows by. Search attributes are not encrypted: never a person, never a name."""

from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

with workflow.unsafe.imports_passed_through():
    from domain.standing import Standing

STAGE = SearchAttributeKey.for_keyword("LaurelStage")
LEVEL = SearchAttributeKey.for_keyword("LaurelLevel")
COUNTRY = SearchAttributeKey.for_keyword("LaurelCountry")
DUE = SearchAttributeKey.for_datetime("LaurelDue")


def search_attributes(standing: Standing) -> TypedSearchAttributes:
    """As the stream stands at the beginning of a run; business lists ask the rows instead."""
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(STAGE, standing.stage),
        SearchAttributePair(LEVEL, standing.level),
        SearchAttributePair(COUNTRY, standing.country),
    ]
    if standing.due:
        pairs.append(SearchAttributePair(DUE, standing.due.at))
    return TypedSearchAttributes(pairs)
