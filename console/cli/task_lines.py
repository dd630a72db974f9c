"""How a task is worded in a list: what, by which command, who, until when."""

from datetime import datetime

from console.cli.output import time_left, when
from domain.standing import Task
from domain.task_commands import COMMANDS_OF_TASK

TASK_COLUMNS = ("task", "command", "who", "until", "time left")


def task_row(task: Task, now: datetime) -> tuple[str, ...]:
    return (
        task.task,
        ", ".join(COMMANDS_OF_TASK[task.task]),
        ", ".join(task.persons) or task.party,
        when(task.due_at),
        time_left(task.due_at, now),
    )
