"""A journey file that cannot be played says where it is wrong, before anything is done."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from console.journeys.acts import acts_of_file
from console.journeys.format import JourneyUnreadable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

_STEP = """
[[step]]
as = "olga"
to = "cluster-aurora"
"""
_OF_ANY = """
[[step]]
as = "{manager}"
to = "cluster-{cluster}"
"""
_SECOND = 'submit = "SubmitApplication"\ndata = { level = "bronze", kind = "second" }'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "j.toml is not TOML: Invalid value (at end of document)"),
        ("[[step]]", "j.toml, field title: is missing."),
        (
            'title = "t"\nsteps = []\nother = 1',
            "j.toml, field other: there is no such field; there are title, begins,",
        ),
        (
            'title = "t"\n[[step]]\nat = "yesterday"',
            "j.toml, step 1, field at: it has not the form ^[+-][1-9]\\d*d$.",
        ),
        (
            'title = "t"\n[[person]]\nid = "clara"\nname = "C"\nemail = "c@x.example"\nlanguage = "fr"\ncountry = "FR"',
            "j.toml, person 1, field language: one of 'en', 'da' or 'de' is expected.",
        ),
        (
            f'title = "t"\n{_STEP}submit = "SignAgreement"\n{_STEP}{_SECOND}',
            "j.toml, step 2 (SubmitApplication), field kind: one of 'first' or 'renewal' is expected.",
        ),
        (
            f'title = "t"\n{_STEP}submit = "MakeComparison"',
            "j.toml, step 1 (MakeComparison), field type: there is none called MakeComparison.",
        ),
        (
            f'title = "t"\n{_STEP}submit = "OpenRound"\ndata = {{ opens_on = "{{today}}", closes_on = "{{easter}}" }}',
            "j.toml, step 1 (OpenRound), field data: {easter} is neither a day nor a text of `files` or `values`.",
        ),
        (
            'title = "t"\n[[step]]\nsubmit = "SignAgreement"\nto = "cluster-a"',
            "j.toml, step 1 (SignAgreement): it does not say who gives the command (`as`), or to whom (`to`).",
        ),
        (
            'title = "t"\n[[step]]\n',
            "j.toml, step 1, field submit: a step without a command needs a time in `at`.",
        ),
        (
            f'title = "t"\n{_STEP}submit = "SignAgreement"\n[[step]]\nat = "-3d"',
            "j.toml, step 2, field at: it lies before the step above it.",
        ),
        (
            'title = "t"\nbegin = { with = "missing.toml" }',
            "missing.toml cannot be read: No such file or directory.",
        ),
    ],
)
def test_the_sentence_names_file_step_and_field(text: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "j.toml"
    file.write_text(text)
    with pytest.raises(JourneyUnreadable) as unreadable:
        acts_of_file(file, NOW)
    assert str(unreadable.value)[: len(sentence)] == sentence


def test_placeholders_stand_for_days_documents_values_and_nothing(tmp_path: Path) -> None:
    file = tmp_path / "j.toml"
    file.write_text(
        f"""
        title = "t"
        {_STEP}
        submit = "RecordBenchmark"
        data = {{ interview_on = "{{today-2d}}", values = "{{given}}" }}
        {_STEP}
        submit = "SubmitEvidence"
        files = {{ story = "a story" }}
        data = {{ items = [{{ item = "success-story", document = "{{story}}" }}] }}
        [values.given]
        B1 = 4
        B2 = "{{none}}"
        """
    )
    interview, evidence = acts_of_file(file, NOW)
    story = {"item": "success-story", "document": sha256(b"a story").hexdigest()}
    assert interview.command == {
        "type": "RecordBenchmark",
        "interview_on": "2026-11-20",
        "values": {"B1": 4, "B2": None},
    }
    assert evidence.command == {"type": "SubmitEvidence", "items": [story]}
    assert evidence.texts == ("a story",)


def test_a_text_among_the_values_stands_anywhere_in_the_file_and_in_those_it_begins_with_or_plays(
    tmp_path: Path,
) -> None:
    (tmp_path / "first.toml").write_text(f'title = "t"\n{_OF_ANY}submit = "OfferAgreement"')
    (tmp_path / "played.toml").write_text(
        f'title = "t"\n{_OF_ANY}submit = "CheckFacts"\ndata = {{ remarks = "{{seen}}" }}'
    )
    file = tmp_path / "j.toml"
    file.write_text(
        """
        title = "t"
        begin = { with = "first.toml" }
        [[step]]
        play = "played.toml"
        [values]
        cluster = "aurora"
        manager = "clara"
        seen = "seen {today}"
        """
    )
    offered, checked = acts_of_file(file, NOW)
    assert (offered.stream, offered.actor) == (checked.stream, checked.actor) == ("cluster-aurora", "clara")
    assert checked.place == "j.toml, step 1, played.toml, step 1 (CheckFacts)"
    assert checked.command == {"type": "CheckFacts", "remarks": "seen 2026-11-22"}


def test_played_twice_a_file_gives_two_commands(tmp_path: Path) -> None:
    (tmp_path / "played.toml").write_text(f'title = "t"\n{_STEP}submit = "SignAgreement"')
    file = tmp_path / "j.toml"
    file.write_text('title = "t"\n' + '[[step]]\nplay = "played.toml"\n' * 2)
    first, second = acts_of_file(file, NOW)
    assert (first.stream, first.command) == (second.stream, second.command)
    assert first.command_id != second.command_id


def test_steps_behind_one_ahead_are_of_its_day_and_those_behind_a_past_one_are_live(tmp_path: Path) -> None:
    file = tmp_path / "j.toml"
    signing = f'{_STEP}submit = "SignAgreement"\n'
    file.write_text(
        f'title = "t"\n{signing}at = "-3d"\n{signing}{signing}at = "+14d"\n{signing}{signing}at = "+15d"'
    )
    ten = NOW.replace(hour=10)
    days = [-3, None, 14, 14, 15]
    assert [act.at for act in acts_of_file(file, NOW)] == [
        None if day is None else ten + timedelta(days=day) for day in days
    ]


def test_an_edited_step_is_another_command_and_a_later_day_is_not(tmp_path: Path) -> None:
    file = tmp_path / "j.toml"
    file.write_text(f'title = "t"\n{_STEP}submit = "CheckFacts"\ndata = {{ remarks = "seen {{today}}" }}')
    (first,), (later,) = acts_of_file(file, NOW), acts_of_file(file, NOW.replace(day=23))
    file.write_text(file.read_text().replace("seen", "read"))
    (edited,) = acts_of_file(file, NOW)
    assert first.command_id == later.command_id
    assert first.command_id != edited.command_id
