"""The page for people: what it says, and that anybody can read it."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from console.bundle.bag import Content
from tests.console.bundle.conftest import REASON

_VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """The page's elements, with their texts; a tag that closes another than the last opened fails."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element["text"] += data

    def all(self, tag: str) -> list[dict[str, Any]]:
        return [each for each in self.elements if each["tag"] == tag]

    def rows(self, caption: str) -> list[list[str]]:
        """The cells of the body rows of the table with that caption, white space folded."""
        inside = False
        rows: list[list[str]] = []
        for each in self.elements:
            if each["tag"] == "caption":
                inside = each["text"].startswith(caption)
            elif inside and each["tag"] == "tr":
                rows.append([])
            elif inside and each["tag"] in ("td", "th") and each.get("scope") != "col":
                rows[-1].append(" ".join(each["text"].split()))
        return [row for row in rows if row]


@pytest.fixture
def text(files: dict[str, Content]) -> str:
    content = files["data/trail.html"]
    assert isinstance(content, bytes)
    return content.decode()


@pytest.fixture
def page(text: str) -> Page:
    return Page(text)


def test_it_has_a_language_a_title_one_heading_and_says_that_it_is_confidential(page: Page) -> None:
    (html,), (title,), (heading,), (main,) = (page.all(tag) for tag in ("html", "title", "h1", "main"))
    assert (html["lang"], heading["text"]) == ("en", "Aurora")
    assert title["text"] == "Aurora: decisions and trail, as known at position 82"
    warnings = [each["text"] for each in page.all("p") if each.get("class") == "confidential"]
    assert [each.split(".")[0] for each in warnings] == ["Confidential"]
    assert main["text"] != ""


def test_headings_go_down_by_one_level_at_a_time(page: Page) -> None:
    levels = [int(each["tag"][1]) for each in page.elements if re.fullmatch("h[1-6]", each["tag"])]
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert {each.get("scope") for each in page.all("th")} == {"col", "row"}


def test_every_id_is_there_once_and_every_link_leads_to_one_or_to_a_document_that_is_stored(
    page: Page, files: dict[str, Content]
) -> None:
    ids = Counter(each["id"] for each in page.elements if "id" in each)
    assert set(ids.values()) == {1}
    links = {each["href"] for each in page.all("a")}
    stored = {name.removeprefix("data/") for name in files if name.startswith("data/documents/")}
    assert links - {f"#{name}" for name in ids} == stored


def test_it_stands_alone_without_scripts_and_without_anything_from_elsewhere(page: Page, text: str) -> None:
    assert [
        each for each in page.elements if each["tag"] in ("script", "link", "img", "iframe", "form")
    ] == []
    assert [each for each in page.elements if {"src", "style"} & each.keys()] == []
    assert [each["href"] for each in page.all("a") if ":" in each["href"]] == []
    assert re.findall(r"url\(|@import|<[^>]* on\w+=", text) == []


def test_it_says_who_decided_what_and_why(page: Page) -> None:
    (heading,) = page.all("h3")
    assert heading["text"] == "gold-1: award on 2026-02-03"
    told = [" ".join(each["text"].split()) for each in page.all("dd")]
    by = (
        "Carl-Chair (carl-chair), erased (vera-vice), erased (mona-member) in favour; – against; presided by "
        "Carl-Chair (carl-chair) in round-2026-02. Quorum 3, counted 3."
    )
    assert told[:3] == [
        by,
        REASON,
        "gold, first, edition ecei-2019; rules R2, R5, R6, R14, R19, R21, R30, R31, R32, R46",
    ]
    assert page.rows("What an award required")[1] == [
        "R5",
        "1.1.0",
        "✔ met",
        "1.1.0 Commitment of cluster participants: score 1, minimum 1.",
    ]


def test_a_text_is_shown_as_it_was_written_and_an_erased_one_called_so(page: Page) -> None:
    assert [each["text"] for each in page.all("q")].count(REASON) == 2
    assert {each["text"] for each in page.all("em")} == {"erased"}


def test_the_trail_tells_every_event_of_the_cluster_in_order(page: Page, gold: Any) -> None:
    rows = page.rows("Everything that happened")
    assert [(int(row[0]), row[3]) for row in rows] == [
        (each.position, each.type) for each in gold.evidence.own
    ]
    assert rows[0][4] == "erased (olga-operator), as the test has it"


def test_documents_are_listed_with_whether_they_are_still_stored(page: Page, gold: Any) -> None:
    rows = page.rows("Every document")
    assert [row[-1] for row in rows] == [each.sha256 for each in gold.evidence.documents]
    assert [row[-2] for row in rows] == ["30 bytes", "no", "no", "no"]


def test_only_columns_with_a_width_of_their_own_break_within_a_word(text: str) -> None:
    breaking = re.findall(r"^(.+) \{(.*overflow-wrap: anywhere.*)\}$", text, re.MULTILINE)
    assert [(selector, "min-width: " in rules) for selector, rules in breaking] == [
        ("td.hash", True),
        ("td.said", True),
    ]


def test_a_day_that_is_known_is_told_as_one_day(page: Page) -> None:
    said = " ".join(row[-1] for row in page.rows("Everything that happened"))
    assert re.findall(r"first day: ([\d-]+)grace", said) == ["2026-02-03"]
    assert "earliest" not in said
