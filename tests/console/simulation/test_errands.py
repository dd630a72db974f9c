"""Every task a person may have is seen to by somebody in a simulation."""

from console.simulation.acting.tasks import DOING, DOING_FOR_CLUSTER
from domain.task_commands import COMMANDS_OF_TASK

# Streams of their own are seen to beside; offices are none in a simulation; an appeal is waited for.
ELSEWHERE = {"close-round", "investigate-complaint", "close-complaint", "hand-over-case", "await-appeal"}


def test_somebody_sees_to_every_task_by_its_name() -> None:
    assert {*DOING, *DOING_FOR_CLUSTER, *ELSEWHERE} == set(COMMANDS_OF_TASK)
