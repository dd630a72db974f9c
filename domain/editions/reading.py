"""An edition read from its TOML: whole, or everything that is wrong with it, each by its field."""

import json
import tomllib
from hashlib import sha256

from pydantic import JsonValue, ValidationError

from domain.edition import Edition
from domain.scheme import Scheme
from domain.schemes import cited

_WRITTEN = "is written [value, mark, source]; a mark A says that the value is assumed"
# What pydantic calls a value that stands bare where one with mark and source belongs.
_BARE = frozenset({"model_type", "model_attributes_type"})
_ADVICE = {
    "missing": "is missing.",
    "extra_forbidden": "is no field of an edition.",
    "string_too_short": "may not be empty.",
}


class EditionFaulty(ValueError):
    """The text is no edition; `faults` says what is wrong where, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_edition(text: str, scheme: Scheme) -> Edition:
    """The edition, complete beside those of the scheme; raises `EditionFaulty`."""
    try:
        edition = Edition.model_validate(cited(tomllib.loads(text)))
    except ValidationError as invalid:
        said = (_sentence(each["loc"], each["type"], each["msg"]) for each in invalid.errors())
        raise EditionFaulty(tuple(dict.fromkeys(said))) from None
    except KeyError:
        raise EditionFaulty(("sources: is missing.",)) from None
    except ValueError as unreadable:  # no TOML, or a source that is not named
        raise EditionFaulty((f"{unreadable}",)) from None
    if faults := (*_unspoken_rules(edition, scheme), *_unknown_catalogue(edition, scheme)):
        raise EditionFaulty(faults)
    return edition


def digest_of(edition: Edition) -> str:
    """The SHA-256 of all it says, whichever way its file is laid out, and whichever edition came to follow it."""
    said = edition.model_dump(mode="json", exclude_defaults=True, exclude={"in_force_until"})
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def named(edition: Edition) -> dict[str, JsonValue]:
    """What an edition is told by where its values are not shown."""
    begins = edition.in_force_from.value.isoformat()
    return {"key": edition.key, "in_force_from": begins, "digest": digest_of(edition)}


def _unspoken_rules(edition: Edition, scheme: Scheme) -> tuple[str, ...]:
    """A rule that an edition does not speak of is neither on nor off: none may be left out."""
    spoken_of = {rule for each in scheme.editions for rule in each.rules}
    return tuple(f"rules.{rule}: is missing." for rule in sorted(spoken_of - edition.rules.keys()))


def _unknown_catalogue(edition: Edition, scheme: Scheme) -> tuple[str, ...]:
    known = [catalogue.key for catalogue in scheme.catalogues]
    if edition.catalogue.value in known:
        return ()
    return (f"catalogue: one of {', '.join(known)} is expected.",)


def _sentence(at: tuple[int | str, ...], kind: str, message: str) -> str:
    place = ".".join(str(part) for part in at if part != "[key]")
    said = _ADVICE.get(kind) or f"{message.removeprefix('Value error, ').removesuffix('.')}."
    if kind in _BARE:
        said = f"{_WRITTEN}."
    return f"{place}: {said}" if place else said
