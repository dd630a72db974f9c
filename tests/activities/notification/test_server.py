"""The mail server's address as settings name it."""

import pytest

from activities.notification.server import MailServer


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "auto")),
        ("smtp://127.0.0.1:2525?starttls=never", MailServer("127.0.0.1", 2525, "never")),
        ("smtp://mail.example:587?starttls=required", MailServer("mail.example", 587, "required")),
        ("smtps://mail.example", MailServer("mail.example", 465, "implicit")),
        (
            "smtps://post%40office:p%2Fw@mail.example:4650",
            MailServer("mail.example", 4650, "implicit", "post@office", "p/w"),
        ),
    ],
)
def test_an_address_names_host_port_encryption_and_login(url: str, server: MailServer) -> None:
    assert MailServer.from_url(url) == server


def test_a_password_is_not_sent_in_clear_unless_the_address_says_so() -> None:
    urls = ("smtp://u:p@mail.example", "smtp://u:p@mail.example?starttls=never")
    assert [MailServer.from_url(url).encryption for url in urls] == ["required", "never"]


@pytest.mark.parametrize(
    "url", ["http://secret@mail.example", "smtp://", "secret", "smtp://u:secret@h?starttls=maybe"]
)
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="mail server") as refusal:
        MailServer.from_url(url)
    assert "secret" not in str(refusal.value)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(MailServer.from_url("smtp://user:secret@mail.example"))
