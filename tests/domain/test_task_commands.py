"""Every task that waits for a person is done by commands that person may give, at the stage where it waits."""

import pytest

from domain.cluster import tasks
from domain.cluster.case import Stage
from domain.commands import COMMAND_TYPES
from domain.levels import Party
from domain.permissions import PERMISSIONS, Relation
from domain.task_commands import COMMANDS_OF_TASK

_BESIDE_STAGES = {
    "answer-finding": Party.APPLICANT,
    "accept-plan": Party.EXPERT,
    "close-finding": Party.EXPERT,
    "resolve-conflict": Party.SECRETARIAT,
    "review-decision": Party.COMMITTEE,
    "recheck-eligibility": Party.SECRETARIAT,
    "follow-up-reminders": Party.SECRETARIAT,
    "name-manager": Party.SECRETARIAT,
    "resolve-notice": Party.SECRETARIAT,
    "close-round": Party.SECRETARIAT,
    "admit-appeal": Party.SECRETARIAT,
    "appoint-panel": Party.SECRETARIAT,
    "decide-appeal": Party.PANEL,
    "await-appeal": Party.SECRETARIAT,
    "investigate-complaint": Party.SECRETARIAT,
    "close-complaint": Party.SECRETARIAT,
    "answer-measure": Party.APPLICANT,
    "decide-measure": Party.SECRETARIAT,
    "decide-suspension": Party.SECRETARIAT,
    "decide-withdrawal": Party.COMMITTEE,
    "hand-over-case": Party.SECRETARIAT,
    "review-change": Party.SECRETARIAT,
    "hold-special-audit": Party.SECRETARIAT,
}
_RELATIONS = {
    Party.APPLICANT: {Relation.MANAGER},
    Party.SECRETARIAT: {Relation.OPERATOR},
    Party.EXPERT: {Relation.EXPERT, Relation.LEAD},
    Party.COMMITTEE: {Relation.MEMBER, Relation.PRESIDING},
    Party.SCHEME_OWNER: {Relation.SCHEME_OWNER},
    Party.PANEL: {Relation.PANEL},
}
_AT_STAGES = [(stage, task, party) for stage, works in tasks._WORK.items() for task, party, _ in works]


def test_every_task_has_its_commands_and_there_is_none_besides() -> None:
    of_stages = {task for _, task, _ in _AT_STAGES}
    assert set(COMMANDS_OF_TASK) == of_stages | set(_BESIDE_STAGES)
    assert set(tasks._SETTLING.values()) <= set(_BESIDE_STAGES)


def test_every_command_of_a_task_exists() -> None:
    assert {each for commands in COMMANDS_OF_TASK.values() for each in commands} <= set(COMMAND_TYPES)


@pytest.mark.parametrize(("stage", "task", "party"), _AT_STAGES)
def test_a_task_is_done_by_a_command_of_its_stage_and_its_party(
    stage: Stage, task: str, party: Party
) -> None:
    permissions = [PERMISSIONS[command] for command in COMMANDS_OF_TASK[task]]
    assert all(_RELATIONS[party] & set(each.relations) for each in permissions)
    assert any(stage in each.stages for each in permissions if each.stages) or not any(
        each.stages for each in permissions
    )


@pytest.mark.parametrize(("task", "party"), _BESIDE_STAGES.items())
def test_a_task_beside_a_stage_is_done_by_a_command_of_its_party(task: str, party: Party) -> None:
    for command in COMMANDS_OF_TASK[task]:
        assert _RELATIONS[party] & set(PERMISSIONS[command].relations)
