"""DocumentRefused: the one way to say no to a document."""


class DocumentRefused(Exception):
    """The content is not what may be stored. The sentence goes on from the document's name; the code is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
