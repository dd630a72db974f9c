"""A refusal by a rule: an answer for a person, never a fault."""


class Rejected(Exception):
    """A rule says no. `code` is stable and machine-readable; `sentence` is shown as it stands."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
