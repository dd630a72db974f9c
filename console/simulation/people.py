"""The cast: fictional persons of one desk of the secretariat, and of the committee all desks share."""

from functools import cache
from itertools import product

from domain.cluster.commands.organisation import Language
from domain.frozen import Frozen
from domain.person.commands import RegisterPerson
from domain.person.state import Office, SeatRole

# Where experts and clusters are at home: five time zones, three of them with the letters' own languages.
COUNTRIES = ("DE", "DK", "AT", "NO", "SE", "FI", "ES", "FR", "PT", "IS", "PL", "GR")
FIRST_OPERATOR = "olga-operator"
SCHEME_OWNER = "sven-owner"
_LANGUAGES: dict[str, Language] = {"DE": "de", "AT": "de", "DK": "da"}
_FIRST = ("Ada", "Bo", "Cleo", "Dag", "Edda", "Finn", "Greta", "Hugo", "Ines", "Jan", "Kaja", "Lars", "Mira")
_FIRST_MORE = ("Nils", "Oda", "Pia", "Quirin", "Runa", "Signe", "Tom", "Ulla", "Vera", "Wim", "Yrsa", "Zoe")
_LAST = ("Ahornblatt", "Birkenhain", "Distelfink", "Eichenlaub", "Farnkraut", "Ginsterbusch", "Haselmaus")
_LAST_MORE = ("Immergrün", "Klatschmohn", "Lindenau", "Moosbeere", "Nebelkrähe", "Rotkehlchen", "Sanddorn")


class Figure(Frozen):
    """Somebody of the cast."""

    person_id: str
    name: str
    country: str
    offices: tuple[Office, ...] = ()

    @property
    def registration(self) -> RegisterPerson:
        return RegisterPerson(
            name=self.name,
            email=f"{self.person_id}@simulated.example",
            language=language_of(self.country),
            country=self.country,
            offices=self.offices,
        )


class Member(Frozen):
    """Somebody with a seat on the committee, given by a founder: a cluster whose Gold outlasts the simulation."""

    figure: Figure
    role: SeatRole
    founder: str


def language_of(country: str) -> Language:
    return _LANGUAGES.get(country, "en")


def central_office() -> tuple[Figure, ...]:
    """Who registers everybody else, and who owns the scheme."""
    return (
        Figure(person_id=FIRST_OPERATOR, name="Olga Operator", country="DE", offices=(Office.OPERATOR,)),
        Figure(person_id=SCHEME_OWNER, name="Sven Owner", country="BE", offices=(Office.SCHEME_OWNER,)),
    )


def operators_of(desk: int) -> tuple[Figure, ...]:
    """Two, so that what takes two persons can be done."""
    return tuple(
        Figure(person_id=f"{name}-{desk}", name=f"{title} {desk}", country="DE", offices=(Office.OPERATOR,))
        for name, title in (("otto-operator", "Otto Operator"), ("petra-operator", "Petra Operator"))
    )


def experts_of(desk: int, clusters: int) -> tuple[Figure, ...]:
    """One for every five clusters, and never fewer than eight, of all countries in turn."""
    return tuple(
        Figure(
            person_id=f"expert-{desk}-{number}",
            name=_name(desk * 40 + number),
            country=COUNTRIES[number % len(COUNTRIES)],
        )
        for number in range(max(8, clusters // 5))
    )


def manager_of(cluster_id: str, number: int, country: str, which: int = 1) -> Figure:
    """Who acts for a cluster; `which`: the first, or a successor."""
    person_id = f"manager-{which}-{cluster_id}"
    return Figure(person_id=person_id, name=_name(90 + number * 3 + which), country=country)


def committee() -> tuple[Member, ...]:
    roles: tuple[SeatRole, ...] = ("chair", "vice-chair", "member", "member", "member")
    return tuple(
        Member(
            figure=Figure(person_id=f"{role}-{number}", name=_name(700 + number), country=COUNTRIES[-number]),
            role=role,
            founder=f"founder-{number}",
        )
        for number, role in enumerate(roles, start=1)
    )


@cache
def _names() -> tuple[str, ...]:
    return tuple(f"{first} {last}" for last, first in product((*_LAST, *_LAST_MORE), (*_FIRST, *_FIRST_MORE)))


def _name(number: int) -> str:
    """One of 350 names; from there on with a number, as a monarch's."""
    names = _names()
    turn, place = divmod(number, len(names))
    return f"{names[place]} {turn + 1}" if turn else names[place]
