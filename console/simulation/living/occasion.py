"""An occasion on which somebody does something of their own accord."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from console.simulation.scene import Act, Scene


class Occasion(NamedTuple):
    """`about` names it within its cluster. All its acts are given in order, as far as the rules allow them.

    Without `once` it comes again some weeks later where it came to nothing.
    """

    at: datetime
    about: tuple[object, ...]
    acts: Callable[[Scene], Iterator[Act]]
    once: bool = True
