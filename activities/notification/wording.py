"""The words letters share, in three languages: greetings, names of labels and tasks, dates written out."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.lists import format_list
from pydantic import TypeAdapter

from domain.frozen import Frozen
from domain.secretariat import SECRETARIAT

Language = Literal["en", "da", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LETTERS = Path(__file__).parent / "letters"
_DATES = (
    "due_on",
    "valid_until",
    "renewable_until",
    "closes_on",
    "retry_from",
    "retry_until",
    "effective_on",
)


class Phrases(Frozen):
    """What every letter of a language has in common."""

    locale: str
    salutation: str
    link: str
    closing: str
    footer: str
    round: str
    complaint: str
    audit: str
    label: str
    labels: dict[str, str]


class LetterFacts(Frozen):
    """All a letter may speak of. It names its recipient and the cluster, and no other person (R44)."""

    name: str
    cluster: str | None
    stream: str
    link: str
    secretariat: str
    details: dict[str, str]


PHRASES: Mapping[Language, Phrases] = TypeAdapter(dict[Language, Phrases]).validate_python(
    tomllib.loads((LETTERS / "phrases.toml").read_text(encoding="utf-8"))
)
TASKS: Mapping[str, Mapping[Language, str]] = TypeAdapter(dict[str, dict[Language, str]]).validate_python(
    tomllib.loads((LETTERS / "tasks.toml").read_text(encoding="utf-8"))
)


def placeholders(facts: LetterFacts, language: Language) -> dict[str, str]:
    """What the letters' templates may use, in the language's words.

    `matter` is what the letter is about in any stream: the cluster's name, the committee round, or the complaint.
    `cluster` is there in letters about a cluster only; a detail is there when the debt named it. `label` falls back to
    the bare word where no level is given. Faults: KeyError for an unknown level or task, ValueError for a
    date not in ISO form.
    """
    words = {
        "matter": facts.cluster or _matter(facts.stream, language),
        "label": _label(facts.details, language),
    }
    if facts.cluster is not None:
        words["cluster"] = facts.cluster
    for detail, value in facts.details.items():
        words |= _in_words(detail, value, language)
    if facts.details.get("office") == SECRETARIAT:
        words["office"] = facts.secretariat
    return {name: one_line(word) for name, word in words.items()}


def one_line(text: str) -> str:
    """The text without line breaks: a name may neither end a paragraph nor add a mail header."""
    return " ".join(text.split())


def audit_days(named: str) -> tuple[date, ...]:
    """The days of an audit in their order; a notice names them as ISO dates joined by commas, else ValueError."""
    return tuple(sorted(date.fromisoformat(day) for day in named.split(",")))


def _in_words(detail: str, value: str, language: Language) -> dict[str, str]:
    """A detail under the name templates use; none for what they may not show."""
    match detail:
        case _ if detail in _DATES:
            return {detail: _written_out(date.fromisoformat(value), language)}
        case "task":
            return {detail: TASKS[value][language]}
        case "higher_level":
            return {"higher_label": _label({"level": value}, language)}
        case "round" | "office" | "successor":
            return {detail: value}
        case "days":
            days = [_written_out(day, language) for day in audit_days(value)]
            return {"audit_days": format_list(days, locale=PHRASES[language].locale)}
        case _:
            return {}


def _label(details: Mapping[str, str], language: Language) -> str:
    phrases = PHRASES[language]
    return phrases.labels[details["level"]] if "level" in details else phrases.label


def _matter(stream: str, language: Language) -> str:
    kind, _, name = stream.partition("-")
    if kind == "complaint":
        return PHRASES[language].complaint.format(complaint=name)
    return PHRASES[language].round.format(round=name)


def _written_out(day: date, language: Language) -> str:
    return format_date(day, format="long", locale=PHRASES[language].locale)
