"""The scheme: its catalogues and editions, and which edition binds on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from domain.catalogue import Catalogue
from domain.edition import Edition
from domain.frozen import Frozen
from domain.sourced import Mark, Sourced


class NoEditionInForce(LookupError):
    """The day lies before the first edition."""


class Scheme(Frozen):
    """All editions in order of time: no gap and no overlap between them, the last one open-ended."""

    catalogues: tuple[Catalogue, ...]
    editions: tuple[Edition, ...]

    def on(self, day: date) -> Edition:
        """The edition in force on a day (R19 says which day counts). Raises NoEditionInForce."""
        for edition in self.editions:
            if edition.covers(day):
                return edition
        raise NoEditionInForce(f"No edition of the scheme was in force on {day.isoformat()}.")

    def edition(self, key: str) -> Edition:
        """Raises KeyError for an unknown key."""
        return {edition.key: edition for edition in self.editions}[key]

    def catalogue(self, key: str) -> Catalogue:
        """Raises KeyError for an unknown key."""
        return {catalogue.key: catalogue for catalogue in self.catalogues}[key]

    def catalogue_of(self, edition: Edition) -> Catalogue:
        return self.catalogue(edition.catalogue.value)

    def followed_by(self, editions: Iterable[Edition]) -> "Scheme":
        """The scheme with further editions behind the last one, which each in turn ends; one of its own is no other."""
        every = list(self.editions)
        for edition in editions:
            if edition.key in {each.key for each in self.editions}:
                continue
            day_before = edition.in_force_from.value - timedelta(days=1)
            ended = Sourced(value=day_before, mark=Mark.INFERRED, source=f"{edition.key} follows")
            every[-1] = every[-1].model_copy(update={"in_force_until": ended})
            every.append(edition)
        return Scheme(catalogues=self.catalogues, editions=tuple(every))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for earlier, later in pairwise(self.editions):
            until = earlier.in_force_until
            if until is None or until.value + timedelta(days=1) != later.in_force_from.value:
                raise ValueError(f"Between {earlier.key} and {later.key} there is a gap or an overlap.")
        if not self.editions or self.editions[-1].in_force_until is not None:
            raise ValueError("The last edition must be open-ended.")
        for keys in ([edition.key for edition in self.editions], [each.key for each in self.catalogues]):
            if len(set(keys)) != len(keys):
                raise ValueError(f"A key is used twice: {', '.join(keys)}.")
        if unknown := {e.catalogue.value for e in self.editions} - {c.key for c in self.catalogues}:
            raise ValueError(f"Unknown catalogues: {', '.join(sorted(unknown))}.")
        return self
