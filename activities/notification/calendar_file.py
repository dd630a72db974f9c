"""The days of an audit as a calendar file: an invitation that calendars enter, move and remove."""

from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from typing import Literal
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress
from icalendar.enums import STATUS, TRANSP
from pydantic import Field

from activities.notification.addressing import Addressed
from activities.notification.wording import PHRASES, audit_days, placeholders
from domain.frozen import Frozen

Method = Literal["REQUEST", "CANCEL"]
_PRODUCT = "-//Laurel//Audit days//EN"
_DAY = timedelta(days=1)


class CalendarFile(Frozen):
    """An iCalendar object of RFC 5545, lines ending in CRLF, and the iTIP method (RFC 5546) it carries."""

    filename: str = "audit.ics"
    method: Method
    text: str


class _AuditDays(Frozen):
    """What the notice says of the audit. A calendar knows the entry by `uid` and obeys the highest `sequence`."""

    days: tuple[date, ...]
    sequence: int = Field(ge=0)
    method: Method
    uid: str


def calendar_file(
    letter: Addressed, *, at: datetime, organizer: Address, attendee: str, domain: str
) -> CalendarFile | None:
    """The calendar file of a letter whose notice names `days`; None for any other.

    The same letter has the same bytes: `at` is its stamp. `attendee` is a wire address, `domain` ends the UID.
    Faults: KeyError or ValueError when `sequence`, `method` or `uid` is missing or malformed.
    """
    details = letter.facts.details
    if "days" not in details:
        return None
    named = {name: details[name] for name in ("sequence", "method", "uid")}
    audit = _AuditDays.model_validate({"days": audit_days(details["days"])} | named)
    event = Event.new(
        uid=f"{audit.uid}@{domain}",
        sequence=audit.sequence,
        stamp=at.astimezone(UTC),
        summary=_summary(letter),
        url=letter.facts.link,
        organizer=vCalAddress.new(_mailbox(organizer.addr_spec), cn=organizer.display_name),
        attendees=[vCalAddress.new(_mailbox(attendee), partstat="NEEDS-ACTION", rsvp=False)],
        status=STATUS.CANCELLED if audit.method == "CANCEL" else STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE,
    )
    _enter_days(event, audit.days)
    return CalendarFile(method=audit.method, text=_written(event, audit.method))


def _enter_days(event: Event, days: tuple[date, ...]) -> None:
    """Whole days, one entry however many: an audit may span a weekend, or go on weeks after an interruption."""
    first, last = days[0], days[-1]
    between = [first + number * _DAY for number in range((last - first).days)]
    free = [day for day in between if day not in days]
    event.start, event.end = first, (first if free else last) + _DAY
    if free:
        # One invitation may have one UID only (RFC 5546, 3.2.2), and Exchange knows no RDATE without a rule.
        event.add("rrule", {"freq": "daily", "until": last})
        event.add("exdate", free)


def _written(event: Event, method: Method) -> str:
    """The file around the event. Not by `Calendar.new`: it would give the file a random id."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _summary(letter: Addressed) -> str:
    words = placeholders(letter.facts, letter.language)
    return PHRASES[letter.language].audit.format(cluster=words["cluster"], label=words["label"])


def _mailbox(address: str) -> str:
    """The address as a mailto URI holds it (RFC 6068)."""
    return quote(address, safe="@+!$'*")
