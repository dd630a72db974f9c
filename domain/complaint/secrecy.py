"""Who complains is known to who looks into it, and to nobody else; what is complained of, to offices alone."""

from collections.abc import Mapping

from pydantic import JsonValue

from domain.complaint.state import Complaint
from domain.organisations import organisation_slug
from domain.person.state import Office, Person

WITHHELD = "withheld"
# Fields that name who complains, or to whom the letters about it went.
_OF_THE_COMPLAINANT: Mapping[str, tuple[str, ...]] = {
    "ComplaintLodged": ("complainant", "complainant_name", "notices"),
    "ComplaintClosed": ("notices",),
    "NoticeSent": ("recipient",),
    "NoticeFailed": ("recipient",),
}
_OF_THE_MATTER: Mapping[str, tuple[str, ...]] = {
    "ComplaintLodged": ("complaint",),
    "ComplaintClosed": ("reason",),
    "EffectRetried": ("reason",),
    "EffectSkipped": ("reason",),
    "TextRedacted": ("note",),
}


def concerned(person: Person, complaint: Complaint) -> bool:
    """Whether the person complains, is complained of, or is tied to who is; a tie that ended counts."""
    return complaint.concerns(person, frozenset(organisation_slug(tie.organisation) for tie in person.ties))


def knows_complainant(viewer: Person | None, complaint: Complaint) -> bool:
    """Who looks into such complaints and is free of this one; and who complains. Nobody in particular does not."""
    if viewer is None:
        return False
    if viewer.person_id == complaint.complainant:
        return True
    return complaint.looks_into(viewer) and not concerned(viewer, complaint)


def reads_complaint(viewer: Person | None, complaint: Complaint) -> bool:
    """Who knows the complainant, and auditors, who know what it is about."""
    if viewer is None:
        return False
    auditing = Office.AUDIT_READER in viewer.offices and not concerned(viewer, complaint)
    return auditing or knows_complainant(viewer, complaint)


def visible_in_complaint(
    event_type: str, payload: Mapping[str, JsonValue], viewer: Person | None, complaint: Complaint
) -> dict[str, JsonValue]:
    """The payload of a complaint's event as the viewer may see it; a field that is not for them says `withheld`."""
    kept: tuple[str, ...] = ()
    if not knows_complainant(viewer, complaint):
        kept += _OF_THE_COMPLAINANT.get(event_type, ())
    if not reads_complaint(viewer, complaint):
        kept += _OF_THE_MATTER.get(event_type, ())
    return {**payload, **dict.fromkeys(kept, WITHHELD)}


def visible_actor(event_type: str, actor: str, viewer: Person | None, complaint: Complaint) -> str:
    """Who gave the command: of the complaint itself that is who complains."""
    if event_type != "ComplaintLodged" or knows_complainant(viewer, complaint):
        return actor
    return WITHHELD


def visible_complaint(complaint: Complaint, viewer: Person | None, now: Complaint) -> dict[str, JsonValue]:
    """The folded complaint as the viewer may see it; `now`: as it stands today, whose rights the viewer has."""
    shown: dict[str, JsonValue] = complaint.model_dump(mode="json")
    shown |= {name: sorted(getattr(complaint, name)) for name in ("concerned", "organisations")}
    if not knows_complainant(viewer, now):
        # Letters owed and failed are addressed to who complains.
        shown |= dict.fromkeys(("complainant", "debts", "failed"), WITHHELD)
    return shown
