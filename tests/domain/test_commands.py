"""A command that cannot be read is refused without a word of what was written in it."""

import pytest
from pydantic import ValidationError

from domain.commands import engine_commands, person_commands
from domain.person.commands import RegisterPerson

SECRET = "a secret nobody may log"


@pytest.mark.parametrize(
    "data",
    [
        {"type": "WithdrawApplication", "reason": [SECRET]},
        {"type": "WithdrawApplication", "reason": SECRET * 200},
        {"type": "RegisterPerson", "name": SECRET, "email": SECRET},
        {"type": "WithdrawApplication", "grounds": SECRET},
        SECRET,
    ],
)
def test_no_error_message_shows_what_a_person_wrote(data: object) -> None:
    for read in (
        person_commands.validate_python,
        engine_commands.validate_python,
        RegisterPerson.model_validate,
    ):
        with pytest.raises(ValidationError) as invalid:
            read(data)
        assert SECRET not in str(invalid.value)
