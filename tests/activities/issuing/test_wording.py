"""The words of documents: the same phrases in three languages, and a name for every code."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from activities.issuing import wording
from activities.issuing.wording import NAMES, WORDS, country_shown, day_shown, measured, share_shown
from activities.notification.wording import LANGUAGES, Language
from domain.schemes import scheme

PACKAGE = Path(wording.__file__).parent
TEXTS = "".join(
    path.read_text(encoding="utf-8") for path in [*PACKAGE.glob("*.py"), *PACKAGE.glob("*/*.typ")]
)
PHRASES_BY_CONTENT = {
    *("first", "renewal"),
    *("major", "minor", "opportunity"),
    *("sector", "same_country", "europe"),
}


@pytest.mark.parametrize("language", ["da", "de"])
@pytest.mark.parametrize("document", ["certificate", "report"])
def test_a_language_has_the_phrases_and_placeholders_of_english(language: Language, document: str) -> None:
    theirs, english = (getattr(WORDS[each], document) for each in (language, "en"))
    assert {name: _placeholders(phrase) for name, phrase in theirs.items()} == {
        name: _placeholders(phrase) for name, phrase in english.items()
    }


def test_every_phrase_is_used() -> None:
    named = set(re.findall(r'words\.(\w+)|(?:words|said)\["(\w+)"', TEXTS))
    quoted = set(re.findall(r'"(\w+)"', TEXTS))
    used = {name for pair in named for name in pair if name} | quoted | PHRASES_BY_CONTENT
    phrases = {*WORDS["en"].certificate, *WORDS["en"].report}
    assert phrases - used == set()


def test_every_dimension_and_indicator_has_a_name_in_danish_and_german() -> None:
    for catalogue in scheme().catalogues:
        codes = {*(each.code for each in catalogue.dimensions), *(each.code for each in catalogue.bronze)}
        assert {code: set(names) for code, names in NAMES[catalogue.key].items()} == {
            code: {"da", "de"} for code in codes
        }


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("1.1.0", 1, ("fulfilled", "opfyldt", "erfüllt")),
        ("1.1.0", 0, ("not fulfilled", "ikke opfyldt", "nicht erfüllt")),
        ("1.1.1", 4, ("4", "4", "4")),
        ("B1", 1, ("1 year", "1 år", "1 Jahr")),
        ("B1", 12, ("12 years", "12 år", "12 Jahre")),
        ("B2", 1240, ("1,240", "1.240", "1.240")),
        ("B3", 63, ("63 %", "63 %", "63 %")),
        ("B4", 23, ("2.3", "2,3", "2,3")),
    ],
)
def test_a_value_is_shown_in_its_own_measure(code: str, value: int, shown: tuple[str, str, str]) -> None:
    said = tuple(measured("2013", code, value, language) for language in LANGUAGES)
    assert tuple(each.replace("\N{NO-BREAK SPACE}", " ") for each in said) == shown


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (0, "0.0 %"),
        (7_933, "79.3 %"),
        (7_999, "79.9 %"),
        (8_000, "80.0 %"),
        (9_999, "99.9 %"),
        (10_000, "100.0 %"),
    ],
)
def test_a_share_is_cut_and_never_rounded_up(part: int, shown: str) -> None:
    assert share_shown(part, "en").replace("\N{NO-BREAK SPACE}", " ") == shown


def test_days_and_countries_are_written_as_the_language_does() -> None:
    day = date(2026, 3, 4)
    assert [day_shown(day, each) for each in LANGUAGES] == ["4 March 2026", "4. marts 2026", "4. März 2026"]
    assert [country_shown("DK", each) for each in LANGUAGES] == ["Denmark", "Danmark", "Dänemark"]
    assert country_shown("Elsewhere", "en") == "Elsewhere"


def _placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}
