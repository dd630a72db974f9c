"""Frozen: the immutable model every command, event, fact and setting is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# In what people ask: nothing that merely looks like one, such as "250" or "yes". Dates and names are still texts.
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class Frozen(BaseModel):
    """A value: immutable, compared by content, refusing fields it does not know.

    What was written in it stands in no error message: those are logged, and it may be to be sealed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
