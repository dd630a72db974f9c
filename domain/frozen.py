"""Frozen: the immutable model every command, event, fact and setting is made of."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: immutable, compared by content, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
