"""What documents say in three languages: phrases, names of indicators, dates, numbers and shares."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol
from babel.units import format_unit
from pydantic import TypeAdapter

from activities.notification.wording import LANGUAGES, PHRASES, Language
from domain.catalogue import Descriptor, Measure, Scale
from domain.frozen import Frozen
from domain.schemes import scheme

_HERE = Path(__file__).parent
_JOINED = "\N{NO-BREAK SPACE}"


class Words(Frozen):
    """The phrases of one language, by the document they stand in."""

    certificate: dict[str, str]
    report: dict[str, str]


WORDS: Mapping[Language, Words] = {
    language: Words.model_validate(
        tomllib.loads((_HERE / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    )
    for language in LANGUAGES
}
NAMES: Mapping[str, Mapping[str, Mapping[Language, str]]] = TypeAdapter(
    dict[str, dict[str, dict[Language, str]]]
).validate_python(tomllib.loads((_HERE / "names.toml").read_text(encoding="utf-8")))


def dimension_name(catalogue: str, code: str, language: Language) -> str:
    """Faults: KeyError for a dimension the catalogue does not have."""
    if language != "en":
        return NAMES[catalogue][code][language]
    english = {each.code: each.name.value for each in scheme().catalogue(catalogue).dimensions}
    return english[code]


def indicator_name(catalogue: str, code: str, language: Language) -> str:
    """The name after its code. Faults: KeyError for an indicator the catalogue does not have."""
    if language == "en":
        return scheme().catalogue(catalogue).indicator(code).name.value
    return NAMES[catalogue][code][language]


def measured(catalogue: str, code: str, value: int, language: Language) -> str:
    """A value in the indicator's own measure: points, a gate's verdict, years, percent, tenths."""
    asked = scheme().catalogue(catalogue).indicator(code)
    match asked.measure.value if isinstance(asked, Descriptor) else asked.scale.value:
        case Scale.GATE:
            return WORDS[language].report["fulfilled" if value else "not_fulfilled"]
        case Measure.YEARS:
            return format_unit(value, "duration-year", length="long", locale=PHRASES[language].locale)
        case Measure.PERCENT:
            return f"{value}{_JOINED}%"
        case Measure.TENTHS:
            return _with_tenth(value, language)
        case Scale.POINTS | Measure.COUNT:
            return counted(value, language)


def counted(number: int, language: Language) -> str:
    return format_decimal(number, locale=PHRASES[language].locale)


def share_shown(ten_thousandths: int, language: Language) -> str:
    """A share as percent with one decimal, cut and never rounded up: 7999 is 79.9 %."""
    return f"{_with_tenth(ten_thousandths // 10, language)}{_JOINED}%"


def day_shown(day: date, language: Language) -> str:
    return format_date(day, format="long", locale=PHRASES[language].locale)


def country_shown(country: str, language: Language) -> str:
    """The country's name by its ISO code; what is no code stays as it is."""
    return str(Locale.parse(PHRASES[language].locale).territories.get(country, country))


def _with_tenth(tenths: int, language: Language) -> str:
    symbol = get_decimal_symbol(PHRASES[language].locale)
    return f"{counted(tenths // 10, language)}{symbol}{tenths % 10}"
