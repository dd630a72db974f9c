"""Calendar files of audit days: compared whole, read back, and as they arrive by mail."""

from datetime import date, datetime, timedelta, timezone
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from activities.notification.addressing import SECRETARIAT, Addressed
from activities.notification.calendar_file import CalendarFile, calendar_file
from activities.notification.message import Envelope, compose
from activities.notification.rendering import render
from activities.notification.wording import Language, LetterFacts
from tests.activities.notification.post import AT, OFFICE, REQUEST, Office

TWO_DAYS = "2026-03-26,2026-03-27"
OVER_A_WEEKEND = "2026-03-27,2026-03-30"
SENDER = Address(SECRETARIAT, addr_spec=OFFICE)
PLANNED = {
    "level": "gold",
    "days": TWO_DAYS,
    "sequence": "0",
    "method": "REQUEST",
    "uid": "cluster-aurora/gold-1",
}
INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Laurel//Audit days//EN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Audit of Aurora: Gold label
DTSTART;VALUE=DATE:20260326
DTEND;VALUE=DATE:20260328
DTSTAMP:20260304T093000Z
UID:cluster-aurora/gold-1@labels.example
SEQUENCE:0
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:bob@experts.example
ORGANIZER;CN="European Secretariat for Cluster Analysis":mailto:office@lab
 els.example
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://labels.example/clusters/aurora
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def letter(language: Language = "en", cluster: str = "Aurora", **details: str) -> Addressed:
    facts = LetterFacts(
        name="Bob Kerr",
        cluster=cluster,
        stream="cluster-aurora",
        link="https://labels.example/clusters/aurora",
        secretariat=SECRETARIAT,
        details=PLANNED | details,
    )
    return Addressed(address="bob@experts.example", language=language, facts=facts)


def file_of(to: Addressed, *, attendee: str = "bob@experts.example", at: datetime = AT) -> CalendarFile:
    file = calendar_file(to, at=at, organizer=SENDER, attendee=attendee, domain="labels.example")
    assert file is not None
    return file


def entry(file: CalendarFile) -> Event:
    """The one entry of the file, read back."""
    (event,) = Calendar.from_ical(file.text).events
    return event


def days_in(event: Event) -> list[date]:
    """The days a calendar shows: those of a plain entry, or the rule's without its exceptions (RFC 5545)."""
    if not event.rrules:
        return [event.start + timedelta(days=day) for day in range((event.end - event.start).days)]
    (rule,) = event.rrules
    (last,) = rule["UNTIL"]
    assert (rule["FREQ"], event.end) == (["DAILY"], event.start + timedelta(days=1))
    days = [event.start + timedelta(days=day) for day in range((last - event.start).days + 1)]
    return [day for day in days if day not in event.exdates]


def changed(file: CalendarFile) -> list[str]:
    """The lines by which the file differs from the invitation."""
    return [line for line in file.text.split("\r\n") if line not in INVITATION.split("\r\n")]


def test_an_audit_on_consecutive_days_is_one_entry_of_whole_days() -> None:
    assert file_of(letter()) == CalendarFile(filename="audit.ics", method="REQUEST", text=INVITATION)


def test_an_audit_over_a_weekend_leaves_the_weekend_free() -> None:
    assert changed(file_of(letter(days=OVER_A_WEEKEND))) == [
        "DTSTART;VALUE=DATE:20260327",
        "RRULE:FREQ=DAILY;UNTIL=20260330",
        "EXDATE;VALUE=DATE:20260328,20260329",
    ]


def test_an_audit_moved_is_the_same_entry_with_a_higher_sequence() -> None:
    assert changed(file_of(letter(days="2026-04-09", sequence="1"))) == [
        "DTSTART;VALUE=DATE:20260409",
        "DTEND;VALUE=DATE:20260410",
        "SEQUENCE:1",
    ]


def test_an_audit_cancelled_takes_its_entry_back() -> None:
    file = file_of(letter(method="CANCEL", sequence="2"))
    assert (file.method, changed(file)) == ("CANCEL", ["METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED"])


@pytest.mark.parametrize(
    ("language", "summary"),
    [("da", "Audit af Aurora: guldlabel"), ("de", "Audit von Aurora: Gold-Label")],
)
def test_an_entry_is_named_in_the_language_of_the_letter(language: Language, summary: str) -> None:
    assert changed(file_of(letter(language))) == [f"SUMMARY:{summary}"]


def test_a_file_is_stamped_in_universal_time_to_the_second() -> None:
    at = AT.replace(microsecond=500_000).astimezone(timezone(timedelta(hours=2)))
    assert file_of(letter(), at=at) == file_of(letter())


def test_an_address_is_written_as_a_mailto_uri() -> None:
    file = file_of(letter(), attendee='"a;b"+c@x.example')
    assert changed(file) == ["ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:%22a%3Bb%22+c@x.example"]


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 2, 28)), min_size=1, max_size=5))
def test_a_calendar_shows_exactly_the_days_of_the_audit(days: set[date]) -> None:
    file = file_of(letter(days=",".join(day.isoformat() for day in days)))
    assert days_in(entry(file)) == sorted(days)


@given(st.text(min_size=1).filter(str.strip))
def test_a_name_can_neither_add_a_line_nor_break_the_file(name: str) -> None:
    file = file_of(letter(cluster=name))
    event = entry(file)
    assert list(event) == list(entry(file_of(letter())))
    assert [line for line in file.text.split("\r\n") if len(line.encode()) > 75] == []


def test_a_name_with_the_marks_of_the_format_reads_back_as_it_was() -> None:
    event = entry(file_of(letter(cluster="A; B, C\\n\r\nATTENDEE:mailto:x@x.example " + "Ø" * 60)))
    assert event["SUMMARY"] == f"Audit of A; B, C\\n ATTENDEE:mailto:x@x.example {'Ø' * 60}: Gold label"


def test_a_letter_without_days_has_no_calendar_file() -> None:
    plain = letter().model_copy(
        update={"facts": letter().facts.model_copy(update={"details": {"level": "gold"}})}
    )
    assert calendar_file(plain, at=AT, organizer=SENDER, attendee="x", domain="labels.example") is None


@pytest.mark.parametrize(
    "details", [{"days": "27 March"}, {"days": ""}, {"sequence": "-1"}, {"sequence": "x"}, {"method": "ADD"}]
)
def test_details_no_calendar_file_can_be_made_of_are_a_fault(details: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"isoformat|validation error"):
        file_of(letter("en", "Aurora", **details))


def test_a_repeated_message_with_a_calendar_file_is_the_same_bytes() -> None:
    def composed() -> bytes:
        written = render("audit-scheduled", "en", letter().facts)
        return compose(
            REQUEST, written, Envelope("<1@labels.example>", SENDER, "bob@experts.example"), file_of(letter())
        )

    assert composed() == composed()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("notice", "method", "sequence", "status"),
    [
        ("audit-scheduled", "REQUEST", "0", "CONFIRMED"),
        ("audit-rescheduled", "REQUEST", "1", "CONFIRMED"),
        ("audit-interrupted", "REQUEST", "2", "CONFIRMED"),
        ("audit-cancelled", "CANCEL", "3", "CANCELLED"),
        ("observer-admitted", "REQUEST", "0", "CONFIRMED"),
    ],
)
async def test_a_letter_about_the_audit_carries_its_calendar_file_twice(
    office: Office, notice: str, method: str, sequence: str, status: str
) -> None:
    details = PLANNED | {"method": method, "sequence": sequence}
    request = REQUEST.model_copy(update={"notice": notice, "recipient": "person-eva", "details": details})
    await office.notification.send_notice(request)
    (mail,) = office.room.mails
    body, attached = mail.iter_parts()
    text, html, calendar = body.iter_parts()
    told = (
        INVITATION.replace("METHOD:REQUEST", f"METHOD:{method}")
        .replace("SEQUENCE:0", f"SEQUENCE:{sequence}")
        .replace("CONFIRMED", status)
        .replace("bob@", "eva@")
    )
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert (calendar.get_content_type(), dict(calendar["Content-Type"].params), calendar.get_content()) == (
        "text/calendar",
        {"charset": "utf-8", "method": method},
        told,
    )
    assert (attached.get_content_type(), attached.get_filename(), attached.get_content()) == (
        "application/ics",
        "audit.ics",
        told.encode(),
    )
    assert (mail["Content-Language"], mail["Message-ID"].count("@labels.example>")) == ("en", 1)
