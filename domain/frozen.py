"""Frozen: the immutable model every command, event, fact and setting is made of."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: immutable, compared by content, refusing fields it does not know.

    What was written in it stands in no error message: those are logged, and it may be to be sealed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
