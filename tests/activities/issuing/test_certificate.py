"""A certificate: its whole text in each language, one page whatever the names are."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.issuing.rendering import render_certificate
from activities.notification.wording import LANGUAGES, Language
from tests.activities.issuing.documents import certificate
from tests.activities.issuing.reading import opened, text_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_says_all_of_this_and_no_more(language: Language) -> None:
    expected = (GOLDEN / f"certificate-{language}.txt").read_text(encoding="utf-8")
    assert text_of(render_certificate(certificate(language))) == expected


def test_a_reissued_certificate_says_when_and_that_earlier_copies_are_no_longer_in_use() -> None:
    first, again = (render_certificate(certificate("en", reissue=reissue)) for reissue in (False, True))
    added = "Reissued on 22 May 2026. Earlier copies of this certificate are no longer in use.\n"
    check = "Whether this certificate is valid today can be checked at\n"
    assert text_of(again) == text_of(first).replace(check, added + check)


def test_a_cluster_that_carries_itself_is_named_once() -> None:
    lines = text_of(render_certificate(certificate("en", carrier="Aurora Life Science"))).splitlines()
    assert lines[2:4] == ["Aurora Life Science", "Denmark"]


def test_markup_in_a_name_is_printed_and_not_carried_out() -> None:
    name = '#read("/etc/passwd") *x* $y$'
    assert text_of(render_certificate(certificate("en", cluster=name))).splitlines()[2] == name


def test_braces_in_a_name_are_printed_and_not_filled_in() -> None:
    lines = text_of(render_certificate(certificate("en", carrier="{number} {0}"))).splitlines()
    assert lines[3] == "carried by {number} {0}, Denmark"


@pytest.mark.parametrize("letter", ["W", "ß", "Ł", "Ω", "å"])
def test_the_longest_names_are_printed_whole_on_the_one_page(letter: str) -> None:
    lengths = {"cluster": 200, "carrier": 199, "secretariat": 80, "number": 60}
    names = {name: letter * length for name, length in lengths.items()}
    address = f"https://laurel.example/{'w' * 150}"
    pdf = render_certificate(certificate("de", check_address=address, reissue=True, **names))
    assert len(opened(pdf).pages) == 1
    printed = re.findall(f"{letter}{{9,}}", "".join(text_of(pdf).split()))
    assert [len(name) for name in printed] == [200, 199, 80, 60]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_certificate(certificate("da")) == render_certificate(certificate("da"))


@settings(max_examples=40, deadline=None)
@given(name=st.text(min_size=1, max_size=200))
def test_no_name_keeps_a_certificate_from_being_made(name: str) -> None:
    assert len(opened(render_certificate(certificate("en", cluster=name))).pages) == 1
