"""Letters as they are read: one source text per language, framed as plain text and as HTML."""

import textwrap
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from activities.notification.wording import LETTERS, PHRASES, Language, LetterFacts, one_line, placeholders
from domain.frozen import Frozen

NOTICES = frozenset(folder.name for folder in LETTERS.iterdir() if folder.is_dir())
_COLUMNS = 72


class UnknownNotice(LookupError):
    """No letter of that name exists: a programming fault."""


class Letter(Frozen):
    """A letter in two forms, framed from the same paragraphs: they cannot say different things."""

    language: Language
    subject: str
    text: str
    html: str


def render(notice: str, language: Language, facts: LetterFacts) -> Letter:
    """The letter in that language. Faults: `UnknownNotice`; jinja2's UndefinedError for a missing detail."""
    if notice not in NOTICES:
        raise UnknownNotice(notice)
    written = _TEMPLATES.get_template(f"{notice}/{language}.txt").render(placeholders(facts, language))
    heading, *paragraphs = written.strip().split("\n\n")
    subject = heading.removeprefix("Subject: ")
    frame = {
        "language": language,
        "phrases": PHRASES[language],
        "subject": subject,
        "salutation": PHRASES[language].salutation.format(name=one_line(facts.name)),
        "paragraphs": [one_line(paragraph) for paragraph in paragraphs],
        "link": facts.link,
        "secretariat": facts.secretariat,
    }
    text, html = (_TEMPLATES.get_template(f"layout.{form}").render(frame) for form in ("txt", "html"))
    return Letter(language=language, subject=subject, text=text, html=html)


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, _COLUMNS, break_long_words=False, break_on_hyphens=False)


def templates(*folders: Path) -> Environment:
    """Templates of these folders and of the letters, whose layout they may extend; strict about what is missing."""
    environment = Environment(
        loader=FileSystemLoader([*folders, LETTERS]),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = _wrapped
    return environment


_TEMPLATES = templates()
