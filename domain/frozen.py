"""Frozen: the immutable model every command, event, fact and setting is made of."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

# In what people ask: nothing that merely looks like one, such as "250" or "yes". Dates and names are still texts.
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


class Frozen(BaseModel):
    """A value: immutable, compared by content, refusing fields it does not know.

    What was written in it stands in no error message: those are logged, and it may be to be sealed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The value with other fields, none of them validated: for folding, which trusts its own values.

        As pydantic copies, at half the cost: here are neither extra nor private attributes to be copied.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        changed = update or {}
        copied = object.__new__(type(self))
        object.__setattr__(copied, "__dict__", {**self.__dict__, **changed})
        object.__setattr__(copied, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changed.keys())
        object.__setattr__(copied, "__pydantic_extra__", None)
        object.__setattr__(copied, "__pydantic_private__", None)
        return copied
