"""What may be asked of the scheme as a whole."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.frozen import Frozen

# An edition is some fifteen kilobytes; what is ten times as long is none.
_LONGEST = 150_000
EditionText = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST)]


class ActivateEdition(Frozen):
    """Puts an edition in force from a day to come; `laurel edition activate FILE` gives it."""

    type: Literal["ActivateEdition"] = "ActivateEdition"
    edition: EditionText = Field(description="the edition's TOML, as the shipped ones are written")


SchemeCommand = ActivateEdition
