"""The weekly letter as it is read, in each language."""

from datetime import date

import pytest

from activities.digest.rendering import render_digest, sections
from activities.notification.wording import LANGUAGES, Language
from domain.levels import Level
from readmodel.week import Ends, Week, Work

MONDAY = date(2026, 3, 2)
WORK = Work(about="Aurora <b>", task="check-facts", until=date(2026, 3, 6))
FULL = Week(
    overdue=(WORK,),
    due=(WORK,),
    ending=(Ends(about="Aurora", level=Level.GOLD, until=date(2026, 10, 31)),),
    in_grace=(Ends(about="Borealis", level=Level.BRONZE, until=date(2026, 12, 31)),),
    failed=(Work(about="Capella", task="resolve-notice", until=None),),
    unanswered=(Work(about="Deneb", task="follow-up-reminders", until=None),),
)


def test_the_letter_in_english() -> None:
    letter = render_digest(FULL, MONDAY, "en", name="Olga", link="https://labels.example")
    assert letter.subject == "Week of 2 March 2026: what is before the secretariat"
    assert letter.text == (
        "Dear Olga,\n"
        "\n"
        "This is what the record holds for the week that begins.\n"
        "\n"
        "Overdue: 1\n"
        "- Aurora <b>: check of the facts in the draft report, 6 March 2026\n"
        "\n"
        "Due within seven days: 1\n"
        "- Aurora <b>: check of the facts in the draft report, 6 March 2026\n"
        "\n"
        "Up for renewal within twelve months: 1\n"
        "- Aurora: Gold label, 31 October 2026\n"
        "\n"
        "In grace, with the last day on which a renewal can be assessed: 1\n"
        "- Borealis: Bronze label, 31 December 2026\n"
        "\n"
        "Letters that could not be delivered: 1\n"
        "- Capella\n"
        "\n"
        "Reminders without an answer: 1\n"
        "- Deneb\n"
        "\n"
        "You will find details and your next steps here:\n"
        "https://labels.example\n"
        "\n"
        "Kind regards,\n"
        "European Secretariat for Cluster Analysis\n"
        "\n"
        "This letter was sent automatically. Your reply to it reaches the\nsecretariat.\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_page_say_the_same_in_every_language(language: Language) -> None:
    letter = render_digest(FULL, MONDAY, language, name="Olga", link="https://labels.example")
    for section in sections(FULL, language):
        assert f"{section.title}: {section.count}" in letter.text
        assert f"<h2>{section.title}: {section.count}</h2>" in letter.html
    assert "<b>" not in letter.html
    assert "Aurora &lt;b&gt;" in letter.html


def test_what_is_not_there_has_no_section() -> None:
    (section,) = sections(Week(failed=FULL.failed), "da")
    assert (section.title, section.count, section.lines) == (
        "Breve, der ikke kunne leveres",
        1,
        ("Capella",),
    )


def test_a_long_list_is_cut_and_says_so() -> None:
    (section,) = sections(Week(overdue=(WORK,) * 40), "de")
    assert (section.count, len(section.lines), section.lines[-1]) == (40, 16, "und 25 weitere")
