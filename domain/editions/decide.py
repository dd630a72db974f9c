"""The rules of the scheme as a whole: an edition follows those in force, without gap or overlap."""

from datetime import date, datetime

from domain.edition import Edition
from domain.editions.commands import ActivateEdition
from domain.editions.events import EditionActivated
from domain.editions.reading import EditionFaulty, digest_of, read_edition
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.secretariat import secretariat_day


def decide(command: ActivateEdition, scheme: Scheme, *, at: datetime) -> list[EditionActivated]:
    """The edition is in force from its day on, or `Rejected`. `scheme`: with all that was activated before."""
    try:
        edition = read_edition(command.edition, scheme)
    except EditionFaulty as faulty:
        raise Rejected("edition-faulty", f"{faulty}") from None
    require_followable(edition, scheme, secretariat_day(at))
    return [
        EditionActivated(
            key=edition.key,
            in_force_from=edition.in_force_from.value,
            digest=digest_of(edition),
            content=edition,
        )
    ]


def require_followable(edition: Edition, scheme: Scheme, today: date) -> None:
    """`Rejected` unless it begins on a day to come, behind every other edition, and is open-ended."""
    last, begins = scheme.editions[-1], edition.in_force_from.value
    if edition.key in {each.key for each in scheme.editions}:
        raise Rejected("edition-exists", f"key: {edition.key} is an edition of the scheme already.")
    if edition.in_force_until is not None:
        raise Rejected(
            "edition-gap",
            f"in_force_until: behind {edition.in_force_until.value} none would be in force; the next one ends it.",
        )
    if begins <= last.in_force_from.value:
        raise Rejected(
            "edition-overlap",
            f"in_force_from: {last.key} is in force from {last.in_force_from.value} on, and {begins} is not after it.",
        )
    # R19: what was decided today was decided by the edition in force; no later one may be said to have bound it.
    if begins <= today:
        raise Rejected("edition-backdated", f"in_force_from: {begins} is not a day to come.")
