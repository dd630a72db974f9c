"""A place outside the database: a folder or a bucket, looked for once it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url


class PlaceOutOfReach(Exception):
    """The place does not answer, or none can be there."""


class Outside:
    """`file:///folder`, `s3://bucket/prefix` or `memory:///`. What does not need the place does not fail with it."""

    def __init__(self, url: str, kept: str, *, make: bool = True) -> None:
        """`kept`: what lies there, in the plural, for the sentence said when it is away. `make`: a missing folder."""
        self._url = url
        self._kept = kept
        self._make = make

    @cached_property
    def store(self) -> ObjectStore:
        """To be asked for within `reached`, as is whatever is read or written there."""
        local = self._url.startswith("file:")
        return from_url(self._url, mkdir=self._make) if local else from_url(self._url)

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Raises `PlaceOutOfReach` for whatever the place answers but what is caught within."""
        try:
            yield
        except (BaseError, OSError, ValueError) as away:
            # Behind its first line such an error tells of the library's inside.
            why = str(away).partition("\n")[0]
            raise PlaceOutOfReach(f"{self._kept} at {self._url} are out of reach: {why}") from away
