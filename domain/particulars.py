"""A state taken apart into particulars, each called in people's words, so that two states can be told apart."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from pydantic import JsonValue

Particulars = dict[str, JsonValue]
_Part = Mapping[str, JsonValue]

# What only the engine reads: how far it has come, which event a part came from, what it still owes.
_FOR_THE_ENGINE: Final = frozenset(
    {
        *(
            "version",
            "debts",
            "clocks",
            "ladders",
            "imported_rows",
            "event_id",
            "sequence",
            "since",
            "waiting",
            "dossier",
        ),
        *("inputs", "placed_by", "report", "resumes_at"),
    }
)
_CLOCKWORK: Final = frozenset({"warn_at", "due_at", "escalate_at", "passed"})
# What tells a part from others of its kind: the first of these that it has in full, else its number in the list.
_NAMED_BY: Final = (
    ("cluster_id", "case_id"),
    ("cluster_id", "from_on"),
    ("level", "by_on"),
    ("filed_on",),
    ("case_id",),
    ("finding",),
    ("expert", "held_on"),
    ("expert",),
    ("member",),
    ("person",),
    ("name", "subject"),
    ("act", "subject", "by"),
    ("to", "subject"),
    ("key",),
    ("tie_id",),
    ("level", "edition", "from_on"),
    ("role", "from_on"),
    ("case",),
    ("submitted_on",),
    ("number",),
    ("level",),
)
# Whose keys are names of their own, such as indicators' codes.
_BY_KEY: Final = frozenset({"areas", "dissent", "dossier_items", "labels", "reasons", "scores", "values"})
_IN_WORDS: Final = {
    "absences": "absence",
    "agenda": "on the agenda:",
    "areas": "improvement area",
    "ballots": "vote of",
    "bookings": "days booked for",
    "cases": "case",
    "certificates": "certificate",
    "conflicts": "reported tie of",
    "consents": "consent to",
    "dossier_items": "evidence about",
    "endorsements": "endorsed:",
    "evidence": "document",
    "findings": "finding",
    "interviews": "interview by",
    "limits": "limit",
    "measures": "measure about",
    "memberships": "member",
    "plans": "plan filed on",
    "qualifications": "qualified for",
    "recommended": "recommendation",
    "recusals": "stepped aside:",
    "seats": "seat as",
    "sheets": "scores of",
    "suspensions": "suspension",
    "team": "on the team:",
    "targets": "target",
    "tests": "test of",
    "ties": "tie",
    "versions": "version",
}
_OF_ONE: Final = {
    "dissent": "dissent on",
    "reasons": "reason for",
    "scores": "score of",
    "values": "value of",
}


def particulars(shown: _Part) -> Particulars:
    """What each fact of a state's JSON form is called, and its value. What is empty is left out."""
    return dict(_of_part(shown, ()))


def _of_part(part: _Part, path: tuple[str, ...]) -> Iterator[tuple[str, JsonValue]]:
    for name, value in part.items():
        if name not in _FOR_THE_ENGINE:
            yield from _of_value(value, path, name)


def _of_value(value: JsonValue, path: tuple[str, ...], name: str) -> Iterator[tuple[str, JsonValue]]:
    word = _IN_WORDS.get(name, name.replace("_", " "))
    if value in (None, "", [], {}):
        return
    match value:
        case [{}, *_]:
            yield from _of_parts(cast("Sequence[_Part]", value), path, word)
        case {"earliest": first, "latest": last}:
            yield _called((*path, word)), _day_or_days(first, last)
        case dict() if name == "labels":
            for level, terms in value.items():
                yield from _of_parts(cast("Sequence[_Part]", terms), path, f"label {level}, term")
        case dict() if name in _BY_KEY:
            for key, each in value.items():
                yield from _of_value(each, path, f"{_OF_ONE.get(name, word)} {key}")
        case dict():
            yield from _of_part(value, (*path, word))
        case str() if name == "subject" and any(part.endswith(f" {value}") for part in path):
            return  # said by what the part is called
        case _:
            yield _called((*path, word)), value


def _of_parts(parts: Sequence[_Part], path: tuple[str, ...], word: str) -> Iterator[tuple[str, JsonValue]]:
    seen: Counter[str] = Counter()
    for number, part in enumerate(parts, start=1):
        names = _names(part)
        name = "/".join(str(part[each]) for each in names if part[each]) or str(number)
        seen[name] += 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        here = (*path, f"{word} {name}{again}")
        engines = {*names, *(_CLOCKWORK if word == "limit" else ())}
        told = dict(_of_part({key: each for key, each in part.items() if key not in engines}, here))
        yield from told.items() if told else iter([(_called(here), True)])


def _names(part: _Part) -> tuple[str, ...]:
    return next((names for names in _NAMED_BY if all(name in part for name in names)), ())


def _called(path: tuple[str, ...]) -> str:
    return ": ".join(path)


def _day_or_days(first: JsonValue, last: JsonValue) -> JsonValue:
    """R39: a day as far as it is known."""
    if first == last:
        return first or "unknown"
    return f"{first or '…'} to {last or '…'}"
