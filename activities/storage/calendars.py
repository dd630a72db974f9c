"""Calendars of countries: public holidays from the `holidays` package, time zones from CLDR through Babel."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from zoneinfo import available_timezones

import holidays
from babel.core import get_global

from domain.calendar import Calendar

# As far as anything of the scheme reaches: the first edition, and any limit that opens in this century's first half.
_YEARS = range(2012, 2061)
# CLDR lists a territory's zones in no order of weight; these are the ones most of the country lives by.
_MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "NO": "Europe/Oslo",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}


class Calendars(Mapping[str, Calendar]):
    """The calendar of any country, by ISO code. A country without known holidays keeps its weekends only."""

    def __getitem__(self, country: str) -> Calendar:
        return _calendar(country)

    def __iter__(self) -> Iterator[str]:
        return iter(get_global("territory_zones"))

    def __len__(self) -> int:
        return len(get_global("territory_zones"))


@cache
def _calendar(country: str) -> Calendar:
    return Calendar(country=country, zone=_zone(country), holidays=_holidays(country))


def _zone(country: str) -> str:
    if country in _MAIN_ZONES:
        return _MAIN_ZONES[country]
    known = available_timezones()
    return next((zone for zone in get_global("territory_zones").get(country, ()) if zone in known), "UTC")


def _holidays(country: str) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=_YEARS))
    except NotImplementedError:
        return frozenset()
