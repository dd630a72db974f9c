"""How each event changes what is known of the scheme as a whole."""

from typing import assert_never

from domain.editions.events import EditionActivated, SchemeEvent
from domain.editions.state import Editions
from domain.erasure import TextRedacted


def evolve(editions: Editions, event: SchemeEvent) -> Editions:
    """The editions after the event; never refuses."""
    after = editions.model_copy(update={"version": editions.version + 1})
    match event:
        case EditionActivated(content=content):
            return after.model_copy(update={"activated": (*editions.activated, content)})
        case TextRedacted():
            return after
        case _:
            assert_never(event)
