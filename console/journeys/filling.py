"""Placeholders of a journey's data: words, documents and days are put in their place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from console.journeys.days import day_of, is_day

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Unfilled(ValueError):
    """A placeholder stands for nothing."""


@dataclass(frozen=True)
class Filler:
    """Puts words and days in the place of placeholders."""

    words: Mapping[str, object]
    today: date

    def fill(self, value: object) -> object:
        match value:
            case str():
                return self._text(value)
            case list():
                return [self.fill(each) for each in value]
            case dict():
                return {name: self.fill(each) for name, each in value.items()}
            case _:
                return value

    def _text(self, text: str) -> object:
        whole = _PLACEHOLDER.fullmatch(text)
        if whole and whole[1] in self.words:
            return self.fill(self.words[whole[1]])
        return _PLACEHOLDER.sub(lambda found: self._word(found[1]), text)

    def _word(self, name: str) -> str:
        word = self.words.get(name)
        if not isinstance(word, str) and not is_day(name):
            raise Unfilled(f"{{{name}}} is neither a day nor a text of `files` or `values`.")
        return word if isinstance(word, str) else day_of(name, self.today).isoformat()
