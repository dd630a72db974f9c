"""The settings: a key of another length is refused by its name, before anything is done with it."""

import pytest
from pydantic import ValidationError

from console.settings import Settings

KEY = "A" * 43
REQUIRED = {
    "database_url": "postgresql://laurel_app@localhost/laurel",
    "smtp_url": "smtp://localhost:1025",
    "documents_url": "memory:///",
    "checkpoints_url": "memory:///",
    "payload_key": KEY,
    "sealing_key": KEY,
    "checkpoint_key": KEY,
}
KEYS = ("payload_key", "sealing_key", "sealing_key_old", "checkpoint_key", "checkpoint_key_old")


@pytest.mark.parametrize("name", [*KEYS, "payload_keys_old"])
@pytest.mark.parametrize("given", ["A" * 42, "A" * 44, "ä" * 43])
def test_a_key_that_has_not_32_bytes_is_refused_by_its_name(name: str, given: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({**REQUIRED, name: given})
    assert [error["loc"] for error in refused.value.errors()] == [(name,)]


@pytest.mark.parametrize("name", KEYS)
def test_an_empty_key_is_none_at_all(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({**REQUIRED, name: ""})


def test_each_of_the_older_payload_keys_has_32_bytes_and_there_may_be_none() -> None:
    assert Settings.model_validate({**REQUIRED, "payload_keys_old": ""}).older_payload_keys == ()
    both = Settings.model_validate({**REQUIRED, "payload_keys_old": f"{KEY},{KEY}"})
    assert both.older_payload_keys == (bytes(32), bytes(32))
    with pytest.raises(ValidationError):
        Settings.model_validate({**REQUIRED, "payload_keys_old": f"{KEY},{KEY[1:]}"})
