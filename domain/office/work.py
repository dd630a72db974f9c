"""What of the secretariat's work the staff of an accredited office may do, and who of them has it to do."""

from datetime import date

from domain.cluster.case import Case
from domain.facts import Facts
from domain.permissions import PERMISSIONS, Relation
from domain.task_commands import COMMANDS_OF_TASK

TASKS_OF_OFFICES = frozenset(
    task
    for task, commands in COMMANDS_OF_TASK.items()
    if any(Relation.OFFICE in PERMISSIONS[command].relations for command in commands)
)


def staff_for(task: str, case: Case, facts: Facts, *, country: str, day: date) -> tuple[str, ...]:
    """Who works where the case is handled, if the task is one for them and their accreditation covers the day."""
    office = facts.offices.get(case.office or "")
    if office is None or task not in TASKS_OF_OFFICES or not office.accredited(country, case.level, day):
        return ()
    return office.staff
