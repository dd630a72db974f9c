"""What a simulation counts while it runs."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Commands of persons by type, and refusals by code."""

    given: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def note(self, command: str, refusal: str | None) -> None:
        self.given[command] += 1
        if refusal is not None:
            self.refused[refusal] += 1
