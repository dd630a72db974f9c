"""The scheme as shipped: catalogues and editions read from the data beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from domain.catalogue import Catalogue
from domain.edition import Edition
from domain.scheme import Scheme
from domain.sourced import Mark

MARKS = frozenset(Mark)


@cache
def scheme() -> Scheme:
    """The shipped scheme. Raises ValueError at the first value without mark and source."""
    catalogues = [Catalogue.model_validate(table) for table in _read("catalogue-")]
    editions = [Edition.model_validate(table) for table in _read("ecei-")]
    editions.sort(key=lambda edition: edition.in_force_from.value)
    return Scheme(catalogues=tuple(catalogues), editions=tuple(editions))


def _read(prefix: str) -> list[dict[str, Any]]:
    found = {each.name: each for each in files(__name__).iterdir() if each.name.startswith(prefix)}
    return [cited(tomllib.loads(found[name].read_text(encoding="utf-8"))) for name in sorted(found)]


def cited(table: dict[str, Any]) -> dict[str, Any]:
    """A table with every `[value, mark, source, rivals]` written out, the source by its text."""
    sources = table.pop("sources")
    return {key: _cited(value, sources) for key, value in table.items()}


def _cited(data: Any, sources: dict[str, str]) -> Any:  # noqa: ANN401 - TOML is the JSON edge
    match data:
        case [value, str(mark), str(source), *rivals] if mark in MARKS:
            if source not in sources:
                raise ValueError(f"No source is named {source!r}.")
            read = {"value": value, "mark": mark, "source": sources[source]}
            return {**read, "rivals": _cited(rivals, sources)} if rivals else read
        case list():
            return [_cited(each, sources) for each in data]
        case dict():
            return {key: _cited(value, sources) for key, value in data.items()}
        case _:
            return data
