"""A letter as a mail message, and the addresses it can be sent to."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP
from uuid import UUID

import pytest

from activities.interface import NoticeRequest
from activities.notification.message import Envelope, UnusableAddress, compose, message_id, wire_address
from activities.notification.rendering import Letter

REQUEST = NoticeRequest(
    stream="cluster-aurora",
    notice_id=UUID("5a5bb1f0-4d5f-4a35-9f0c-0e7c1cf3d7f1"),
    notice="label-awarded",
    recipient="person-1",
    details={},
    at=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
)
LETTER = Letter(
    language="da",
    subject="Fødevareklyngen: guldlabelet er fornyet",
    text="Kære Åse\n\n.Første linje\n",
    html="<!DOCTYPE html>\n<html><p>Kære Åse</p></html>\n",
)
# RFC 5322, 2.1.1.
LONGEST_LINE = 78
SENDER = Address("Secretariat", addr_spec="office@labels.example")


def composed() -> bytes:
    letter_id = message_id(REQUEST, "https://labels.example:8443/x")
    return compose(REQUEST, LETTER, Envelope(letter_id, SENDER, "aase@klynge.example"))


def test_a_message_has_exactly_the_headers_of_an_automatic_letter() -> None:
    headers = message_from_bytes(composed(), policy=SMTP).items()
    assert {name: str(value) for name, value in headers} == {
        "From": "Secretariat <office@labels.example>",
        "Reply-To": "Secretariat <office@labels.example>",
        "To": "aase@klynge.example",
        "Subject": "Fødevareklyngen: guldlabelet er fornyet",
        "Date": "Wed, 04 Mar 2026 09:30:00 +0000",
        "Message-ID": "<74e1899d-dabb-5133-a1c8-8450697fe592@labels.example>",
        "Content-Language": "da",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_5a5bb1f04d5f4a359f0c0e7c1cf3d7f1"',
    }


@pytest.mark.parametrize(
    "subject",
    [
        "Borealis Umweltcluster: Vereinbarung zur Unterzeichnung bis zum 18. März 2030",
        "Borealis Umweltcluster: Benchmarking-Test zum Gold-Label, fällig bis zum 15. März 2030",
        "A case awaits your vote by 28 February 2030: A cluster whose name needs more than one line",
        "Ü" * 100 + " über alles",
    ],
)
def test_a_long_subject_is_read_as_it_was_written(subject: str) -> None:
    letter = LETTER.model_copy(update={"subject": subject})
    message = compose(REQUEST, letter, Envelope("<1@labels.example>", SENDER, "aase@klynge.example"))
    assert str(message_from_bytes(message, policy=SMTP)["Subject"]) == subject
    assert max(map(len, message.split(b"\r\n"))) <= LONGEST_LINE


def test_a_message_carries_text_first_and_html_second() -> None:
    parts = list(message_from_bytes(composed(), policy=SMTP).walk())[1:]
    assert [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in parts] == [
        ("text/plain", LETTER.text),
        ("text/html", LETTER.html),
    ]


def test_a_repeated_message_is_the_same_bytes() -> None:
    assert composed() == composed()


def test_another_recipient_of_the_same_debt_has_another_message_id() -> None:
    other = REQUEST.model_copy(update={"recipient": "person-2"})
    assert len({message_id(request, "https://labels.example") for request in (REQUEST, other)}) == 2


def test_an_international_domain_is_sent_in_ascii() -> None:
    assert wire_address("aase@fødevareklynge.example") == "aase@xn--fdevareklynge-bnb.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@x.example",
        "a@",
        "a b@x.example",
        "åse@x.example",
        "a@x.example\r\nRCPT TO:<b@x.example>",
        "a@x..y",
    ],
)
def test_an_address_smtp_cannot_carry_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UnusableAddress, match=r"^The mail address cannot be used\.$") as refusal:
        wire_address(address)
    assert refusal.value.__suppress_context__ is True
