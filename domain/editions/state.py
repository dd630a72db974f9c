"""The scheme as its own stream tells it: the editions its owner activated."""

from domain.edition import Edition
from domain.frozen import Frozen
from domain.scheme import Scheme


class Editions(Frozen):
    """The fold of the stream `scheme`, in the order in which they come into force."""

    version: int = 0
    activated: tuple[Edition, ...] = ()


def in_force(shipped: Scheme, editions: Editions) -> Scheme:
    """The scheme with every edition: those shipped, and those activated since."""
    return shipped.followed_by(editions.activated) if editions.activated else shipped
