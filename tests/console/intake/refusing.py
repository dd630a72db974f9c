"""How a test says that a content is refused."""

from collections.abc import Callable

import pytest

from console.intake.inspecting import inspected
from console.intake.refused import DocumentRefused


def refusal(content: bytes, inspect: Callable[[bytes], object] = inspected) -> tuple[str, str]:
    """Code and sentence of the refusal."""
    with pytest.raises(DocumentRefused) as refused:
        inspect(content)
    return refused.value.code, refused.value.sentence


def code(content: bytes) -> str:
    """The code of the refusal alone."""
    return refusal(content)[0]
