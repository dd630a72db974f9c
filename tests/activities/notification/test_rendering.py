"""Every letter in every language: whole, the same in both forms, silent about what they may not say."""

import re
from html.parser import HTMLParser
from itertools import product

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, meta

from activities.notification.rendering import NOTICES, UnknownNotice, render
from activities.notification.wording import LANGUAGES, LETTERS, PHRASES, TASKS, Language, LetterFacts

DETAILS = {
    "level": "bronze",
    "due_on": "2026-03-04",
    "valid_until": "2028-04-30",
    "renewable_until": "2029-04-30",
    "closes_on": "2026-05-20",
    "retry_from": "2026-06-01",
    "retry_until": "2026-11-30",
    "days": "2026-03-27,2026-03-30",
    "round": "2",
    "higher_level": "gold",
    "task": "check-facts",
    "office": "Nordlys Office",
    "effective_on": "2026-01-15",
    "successor": "Vega, Deneb",
}
SHOWN: dict[Language, dict[str, str]] = {
    "en": {
        "label": "Bronze label",
        "due_on": "4 March 2026",
        "valid_until": "30 April 2028",
        "renewable_until": "30 April 2029",
        "closes_on": "20 May 2026",
        "retry_from": "1 June 2026",
        "retry_until": "30 November 2026",
        "audit_days": "27 March 2026 and 30 March 2026",
        "round": "2",
        "office": "Nordlys Office",
        "higher_label": "Gold label",
        "effective_on": "15 January 2026",
        "successor": "Vega, Deneb",
    },
    "da": {
        "label": "bronzelabel",
        "due_on": "4. marts 2026",
        "valid_until": "30. april 2028",
        "renewable_until": "30. april 2029",
        "closes_on": "20. maj 2026",
        "retry_from": "1. juni 2026",
        "retry_until": "30. november 2026",
        "audit_days": "27. marts 2026 og 30. marts 2026",
        "round": "2",
        "office": "Nordlys Office",
        "higher_label": "guldlabel",
        "effective_on": "15. januar 2026",
        "successor": "Vega, Deneb",
    },
    "de": {
        "label": "Bronze-Label",
        "due_on": "4. März 2026",
        "valid_until": "30. April 2028",
        "renewable_until": "30. April 2029",
        "closes_on": "20. Mai 2026",
        "retry_from": "1. Juni 2026",
        "retry_until": "30. November 2026",
        "audit_days": "27. März 2026 und 30. März 2026",
        "round": "2",
        "office": "Nordlys Office",
        "higher_label": "Gold-Label",
        "effective_on": "15. Januar 2026",
        "successor": "Vega, Deneb",
    },
}
AURORA = "Aurora Life Science"
EVERY_LETTER = sorted(product(NOTICES, LANGUAGES))
COMMITTEE = (
    "round-opened",
    "agenda-placed",
    "member-recused",
    "deadline-near",
    "deadline-passed",
    "deadline-escalated",
)
COMPLAINTS = ("complaint-acknowledged", "complaint-recorded", "complaint-closed", "complaint-to-answer")
# About the cluster itself, whatever labels it holds.
CLUSTERS = (
    "cluster-merged",
    "cluster-split",
    "cluster-dissolved",
    "lineage-recorded",
    "change-under-review",
    "change-reviewed",
    "change-recheck",
    "special-audit-ordered",
    "special-audit-concluded",
    "special-audit-failed",
)
# What a notice must name besides the level: `audit_days` are its `days`, `higher_label` its `higher_level`.
DETAILS_OF = {
    "agreement-offered": {"due_on"},
    "measure-announced": {"due_on"},
    "label-suspended": {"due_on"},
    "term-corrected": {"valid_until"},
    "team-proposed": {"due_on"},
    "assignment-invited": {"due_on"},
    "interview-due": {"due_on"},
    "report-drafted": {"due_on"},
    "round-opened": {"closes_on"},
    "agenda-placed": {"closes_on"},
    "label-awarded": {"valid_until"},
    "label-renewed": {"valid_until"},
    "abandonment-warned": {"due_on"},
    "deadline-near": {"task", "due_on"},
    "deadline-passed": {"task", "due_on"},
    "deadline-escalated": {"task", "due_on"},
    "label-expired": {"renewable_until"},
    "renewal-reminder": {"valid_until", "renewable_until"},
    "grace-reminder": {"renewable_until"},
    "renewal-ended": {"valid_until", "renewable_until"},
    "renewal-ended-in-grace": {"renewable_until"},
    "reminders-unanswered": {"renewable_until"},
    "test-invited": {"due_on"},
    "test-failed": {"retry_from", "retry_until"},
    "evidence-round-opened": {"round", "due_on"},
    "desk-check-due": {"due_on"},
    "audit-due": {"due_on"},
    "audit-scheduled": {"audit_days"},
    "audit-rescheduled": {"audit_days"},
    "audit-interrupted": {"audit_days"},
    "audit-cancelled": {"audit_days"},
    "observer-admitted": {"audit_days"},
    "finding-recorded": {"due_on"},
    "scores-due": {"due_on"},
    "consensus-due": {"due_on"},
    "consensus-proposed": {"due_on"},
    "decision-deferred": {"due_on"},
    "audit-ordered-anew": {"due_on"},
    "label-superseded": {"higher_label"},
    "label-awake": {"valid_until"},
    "panel-appointed": {"due_on"},
    "case-handed-over": {"office"},
    "cluster-merged": {"successor", "effective_on"},
    "cluster-split": {"successor", "effective_on"},
    "cluster-dissolved": {"effective_on"},
    "lineage-recorded": {"effective_on"},
    "change-under-review": {"due_on"},
    "special-audit-ordered": {"due_on"},
    "label-continued": {"valid_until"},
}
FORBIDDEN = re.compile(
    r"\b(scor\w*|points?|threshold\w*|findings?|nonconformit\w*|rank\w*|percent|%"
    r"|point\w*|karakter\w*|tærskel\w*|afvigelse\w*|procent"
    r"|punkte?\w*|bewertung\w*|schwellenwert\w*|feststellung\w*|abweichung\w*|prozent)\b",
    re.IGNORECASE,
)


def facts(stream: str = "cluster-aurora", **details: str) -> LetterFacts:
    return LetterFacts(
        name="Jørgen Weiß",
        cluster=AURORA if stream.startswith("cluster-") else None,
        stream=stream,
        link="https://labels.example/clusters/aurora",
        secretariat="European Secretariat for Cluster Analysis",
        details=details,
    )


class _Words(HTMLParser):
    """The words a reader of the HTML sees, and every element it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[str] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]

    def handle_data(self, data: str) -> None:
        if self.elements[-1:] not in (["style"], ["title"]) or "body" in self.elements:
            self.words += data.split()


def read_html(html: str) -> _Words:
    page = _Words()
    page.feed(html)
    return page


def placeholders_of(notice: str, language: Language) -> set[str]:
    source = (LETTERS / notice / f"{language}.txt").read_text(encoding="utf-8")
    return meta.find_undeclared_variables(
        Environment(autoescape=True, undefined=StrictUndefined).parse(source)
    )


def test_every_notice_is_written_in_every_language() -> None:
    written = {(path.parent.name, path.stem) for path in LETTERS.glob("*/*.txt")}
    assert written == set(EVERY_LETTER)


@pytest.mark.parametrize(("notice", "language"), EVERY_LETTER)
def test_a_letter_is_whole_and_says_the_same_in_text_and_html(notice: str, language: Language) -> None:
    letter = render(notice, language, facts(**DETAILS))
    page = read_html(letter.html)
    assert (page.words, page.language) == (letter.text.split(), language)
    assert [
        mark for mark in ("{{", "{%", "None", "Undefined", "  ") if mark in letter.subject + letter.text
    ] == []
    assert (letter.subject == letter.subject.strip(), "\n" in letter.subject, letter.subject == "") == (
        True,
        False,
        False,
    )
    assert letter.text.count("https://labels.example/clusters/aurora\n") == 1


@pytest.mark.parametrize(("notice", "language"), EVERY_LETTER)
def test_a_letter_shows_every_detail_it_asks_for(notice: str, language: Language) -> None:
    letter = render(notice, language, facts(**DETAILS))
    said = " ".join([letter.subject, *letter.text.split()])
    shown = SHOWN[language] | {"cluster": AURORA, "matter": AURORA, "task": TASKS["check-facts"][language]}
    assert [name for name in placeholders_of(notice, language) if shown[name] not in said] == []


@pytest.mark.parametrize("notice", sorted(NOTICES))
def test_the_three_languages_ask_for_the_same_details(notice: str) -> None:
    asked = [placeholders_of(notice, language) for language in LANGUAGES]
    assert asked == [asked[0]] * 3
    assert asked[0] - {"cluster", "matter", "label"} == DETAILS_OF.get(notice, set())


@pytest.mark.parametrize(("notice", "language"), sorted(product(COMMITTEE, LANGUAGES)))
def test_a_letter_to_the_committee_needs_no_cluster(notice: str, language: Language) -> None:
    letter = render(notice, language, facts("round-2026-05", **DETAILS))
    assert letter.subject.count(PHRASES[language].round.format(round="2026-05")) == 1


@pytest.mark.parametrize(("notice", "language"), sorted(product(COMPLAINTS, LANGUAGES)))
def test_a_letter_about_a_complaint_names_it_and_nobody(notice: str, language: Language) -> None:
    letter = render(notice, language, facts("complaint-2026-05"))
    assert letter.subject.count(PHRASES[language].complaint.format(complaint="2026-05")) == 1
    assert placeholders_of(notice, language) == {"matter"}


@pytest.mark.parametrize(("notice", "language"), EVERY_LETTER)
def test_no_letter_speaks_of_scores_or_findings(notice: str, language: Language) -> None:
    assert FORBIDDEN.findall((LETTERS / notice / f"{language}.txt").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("notice", "language"), sorted(product(NOTICES - {*COMMITTEE, *COMPLAINTS, *CLUSTERS}, LANGUAGES))
)
def test_a_letter_about_a_case_names_its_label(notice: str, language: Language) -> None:
    assert "label" in placeholders_of(notice, language)


def test_no_task_is_named_by_scores_or_findings() -> None:
    assert [task for task, names in TASKS.items() if FORBIDDEN.search(" ".join(names.values()))] == []


@pytest.mark.parametrize(("task", "language"), sorted(product(TASKS, LANGUAGES)))
def test_every_task_has_a_name_in_every_language(task: str, language: Language) -> None:
    subject = render("deadline-near", language, facts(**DETAILS | {"task": task})).subject
    assert subject.endswith(f": {TASKS[task][language]} (Aurora Life Science)")


@pytest.mark.parametrize(
    ("language", "level", "subject"),
    [
        ("en", "silver", "Aurora Life Science: the Silver label has lapsed"),
        ("da", "silver", "Aurora Life Science: sølvlabelet er bortfaldet"),
        ("de", "gold", "Aurora Life Science: Gold-Label erloschen"),
    ],
)
def test_the_level_is_named_in_the_language_of_the_letter(
    language: Language, level: str, subject: str
) -> None:
    assert render("label-lapsed", language, facts(level=level)).subject == subject


def test_without_a_level_the_letter_speaks_of_the_label() -> None:
    assert render("label-lapsed", "en", facts()).subject == "Aurora Life Science: the label has lapsed"


def test_a_letter_reads_as_written() -> None:
    assert render("agreement-offered", "en", facts(level="bronze", due_on="2026-03-04")).text == (
        "Dear Jørgen Weiß,\n\n"
        "The agreement on the certification procedure of Aurora Life Science for\n"
        "the Bronze label is ready for you.\n\n"
        "Please sign it by 4 March 2026 at the latest. If it has not been signed\n"
        "by then, the offer lapses and the case is closed.\n\n"
        "You will find details and your next steps here:\n"
        "https://labels.example/clusters/aurora\n\n"
        "Kind regards,\nEuropean Secretariat for Cluster Analysis\n\n"
        "This letter was sent automatically. Your reply to it reaches the\nsecretariat.\n"
    )


def test_a_name_can_neither_add_markup_nor_break_a_line() -> None:
    hostile = facts(**DETAILS).model_copy(
        update={"cluster": "A<b>\r\n\r\nBcc: x {{ link }}", "name": "O'Neill & <i>Co</i>"}
    )
    letter = render("label-awarded", "en", hostile)
    assert letter.subject == "A<b> Bcc: x {{ link }}: the Bronze label has been awarded"
    assert set(read_html(letter.html).elements) == {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "p",
        "br",
        "a",
        "footer",
    }
    assert read_html(letter.html).words == letter.text.split()


def test_an_unknown_notice_is_a_fault() -> None:
    with pytest.raises(UnknownNotice):
        render("../layout", "en", facts())


def test_a_missing_detail_is_a_fault() -> None:
    with pytest.raises(UndefinedError, match="'valid_until' is undefined"):
        render("label-awarded", "en", facts(level="bronze"))


def test_a_date_not_in_iso_form_is_a_fault() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat string"):
        render("label-awarded", "en", facts(valid_until="30 April 2028"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_is_handed_over_to_the_secretariat_by_its_name(language: Language) -> None:
    letter = render("case-handed-over", language, facts(level="gold", office="secretariat"))
    assert letter.subject.count("European Secretariat for Cluster Analysis") == 1
