"""A step somebody could take next, and the experts of whom teams are made."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from domain.cluster.case import Case
from domain.commands import PersonCommand
from domain.standing import Task
from tests.domain.cast import EMIL, ESTHER, KNUD
from tests.domain.setting import Setting
from tests.domain.teams import EBBE, ERIK, INGA

EXPERTS = (EMIL, ESTHER, ERIK, INGA, EBBE, KNUD)


class Act(NamedTuple):
    """A command somebody could give next; `not_before`: the day it has to wait for."""

    by: str
    command: PersonCommand
    on: str | None = None
    not_before: date | None = None


# What could be done about a task of a case; the number chooses between ways.
Doing = Callable[[Setting, Task, Case, int], Iterator[Act]]
