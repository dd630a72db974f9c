"""The weekly letter as it is read: one list of lines per language, framed as plain text and as HTML."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from babel.dates import format_date
from pydantic import TypeAdapter

from activities.notification.addressing import SECRETARIAT
from activities.notification.rendering import Letter, templates
from activities.notification.wording import PHRASES, TASKS, Language, one_line
from domain.frozen import Frozen
from readmodel.week import Ends, Week, Work

_HERE = Path(__file__).parent
# More lines than these nobody reads in a letter; the lists themselves are a command away.
_MOST = 15


class Words(Frozen):
    """What the letter says in one language, besides what every letter says."""

    subject: str
    opening: str
    overdue: str
    due: str
    ending: str
    in_grace: str
    failed: str
    unanswered: str
    more: str


class Section(Frozen):
    title: str
    count: int
    lines: tuple[str, ...]


_WORDS: Mapping[Language, Words] = TypeAdapter(dict[Language, Words]).validate_python(
    tomllib.loads((_HERE / "phrases.toml").read_text(encoding="utf-8"))
)
_TEMPLATES = templates(_HERE)


def render_digest(week: Week, monday: date, language: Language, *, name: str, link: str) -> Letter:
    """The letter about the week that begins on `monday`. What is not there has no section."""
    words, phrases = _WORDS[language], PHRASES[language]
    subject = words.subject.format(monday=_written_out(monday, language))
    frame = {
        "language": language,
        "phrases": phrases,
        "words": words,
        "subject": subject,
        "salutation": phrases.salutation.format(name=one_line(name)),
        "sections": sections(week, language),
        "link": link,
        "secretariat": SECRETARIAT,
    }
    text, html = (_TEMPLATES.get_template(f"digest.{form}").render(frame) for form in ("txt", "html"))
    return Letter(language=language, subject=subject, text=text, html=html)


def sections(week: Week, language: Language) -> tuple[Section, ...]:
    """The lists that have lines, what presses most first."""
    works = {"overdue": week.overdue, "due": week.due}
    labels = {"ending": week.ending, "in_grace": week.in_grace}
    others = {"failed": week.failed, "unanswered": week.unanswered}
    lines = {
        **{name: [_work(each, language) for each in works[name]] for name in works},
        **{name: [_label(each, language) for each in labels[name]] for name in labels},
        **{name: [one_line(each.about) for each in others[name]] for name in others},
    }
    return tuple(_section(name, found, language) for name, found in lines.items() if found)


def _section(name: str, lines: Sequence[str], language: Language) -> Section:
    words = _WORDS[language]
    kept = lines if len(lines) <= _MOST else [*lines[:_MOST], words.more.format(count=len(lines) - _MOST)]
    return Section(title=getattr(words, name), count=len(lines), lines=tuple(kept))


def _work(work: Work, language: Language) -> str:
    task = TASKS[work.task][language]
    return f"{one_line(work.about)}: {task}{_until(work.until, language)}"


def _label(ends: Ends, language: Language) -> str:
    return f"{one_line(ends.about)}: {PHRASES[language].labels[ends.level]}{_until(ends.until, language)}"


def _until(day: date | None, language: Language) -> str:
    return f", {_written_out(day, language)}" if day else ""


def _written_out(day: date, language: Language) -> str:
    return format_date(day, format="long", locale=PHRASES[language].locale)
