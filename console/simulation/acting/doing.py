"""The form of what is done about a task, and the words people use for it."""

from collections.abc import Callable, Iterator

from console.simulation.scene import Act, Scene
from domain.cluster.case import Case
from domain.standing import Task

# What `who` could do about a task of a case, in order: the next one where the rules refuse the one before.
Doing = Callable[[Scene, Task, Case, str], Iterator[Act]]
DoingForCluster = Callable[[Scene, Task, str], Iterator[Act]]

NOBODY_FREE = "Nobody else was free."
LOOKED_INTO = "Looked into, with the persons concerned."
