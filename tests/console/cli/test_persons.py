"""`laurel person`, `laurel redact` and `laurel rotate`, as the data protection officer types them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from console.settings import settings_from
from tests.console.cli.conftest import Laurel

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

OLGA, DORA, TOM = "olga-operator", "dora-officer", "tom-trainee"
REGISTRATION = {
    "name": "Aurora",
    "country": "DK",
    "carrier": "Aurora Association",
    "language": "da",
    "managers": [TOM],
    "profile": {
        "staff_fte_hundredths": 250,
        "english_website": True,
        "committed_members": 42,
        "member_types": 3,
    },
}


def lines(output: str) -> list[str]:
    return [" ".join(line.split()) for line in output.splitlines()]


def submit(laurel: Laurel, stream: str, type_: str, by: str, **fields: Any) -> None:
    answer = laurel("submit", stream, type_, "--as", by, "--data", json.dumps(fields))
    assert (answer.exit_code, answer.stderr) == (Exit.DONE, "")


def register(laurel: Laurel, person_id: str, offices: Sequence[str] = ()) -> None:
    known = {"name": f"{person_id.title()} Smith", "email": f"{person_id}@people.example"}
    fields = {**known, "language": "en", "country": "DE", "offices": list(offices)}
    submit(laurel, f"person-{person_id}", "RegisterPerson", OLGA, **fields)


def texts_of(laurel: Laurel, stream: str) -> dict[str, str]:
    """The texts that can be opened, by commitment."""
    trail = json.loads(laurel("trail", stream, "--json").stdout)
    return {sealed: text for event in trail for sealed, text in event["texts"].items()}


@pytest.fixture(autouse=True)
def office(laurel: Laurel, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator and a data protection officer, made once for all of these."""
    monkeypatch.delenv("LAUREL_PERSON", raising=False)
    if laurel("show", f"person-{OLGA}").exit_code != Exit.DONE:
        register(laurel, OLGA, ["operator"])
        register(laurel, DORA, ["data-protection-officer"])


def test_a_person_s_data_is_shown_to_them_and_to_the_officer_only(laurel: Laurel, tmp_path: Path) -> None:
    register(laurel, TOM)
    submit(laurel, "cluster-aurora", "RegisterCluster", OLGA, **REGISTRATION)
    file = tmp_path / "tom.json"
    shown = laurel("person", "export", TOM, "--as", TOM, "--output", str(file))
    assert (shown.exit_code, shown.stderr) == (Exit.DONE, "")
    assert lines(shown.output)[:3] == [
        "Tom-Trainee Smith (tom-trainee)",
        "address: tom-trainee@people.example",
        "language: en",
    ]
    whole = json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    assert (whole["name"], whole["email"]) == ("Tom-Trainee Smith", "tom-trainee@people.example")
    assert [(act["type"], act["acted"], act["named_as"]) for act in whole["acts"]] == [
        ("ClusterRegistered", False, ["managers"])
    ]
    assert json.loads(laurel("person", "export", f"person-{TOM}", "--as", DORA, "--json").stdout) == whole
    refused = laurel("person", "export", TOM, "--as", OLGA)
    assert (refused.exit_code, refused.output) == (
        Exit.REFUSED,
        "olga-operator may not ask that: only the data protection officer may. (not-permitted)\n",
    )
    assert laurel("person", "export", TOM).exit_code == Exit.USAGE
    assert laurel("person", "export", "nobody", "--as", DORA).exit_code == Exit.REFUSED


def test_what_is_kept_on_a_person_replaces_no_file_and_names_a_place_it_cannot_be_written_to(
    laurel: Laurel, tmp_path: Path
) -> None:
    file = tmp_path / "dora.json"
    file.write_text("kept")
    there = laurel("person", "export", DORA, "--as", DORA, "--output", str(file))
    assert (there.exit_code, there.output) == (Exit.USAGE, f"--output: {file} exists already.\n")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]
    away = laurel("person", "export", DORA, "--as", DORA, "--output", str(tmp_path / "away" / "dora.json"))
    assert (away.exit_code, away.output) == (
        Exit.REFUSED,
        f"--output: {tmp_path / 'away' / 'dora.json'} cannot be written: No such file or directory. (not-found)\n",
    )


def test_nothing_is_erased_while_the_list_of_erasures_is_out_of_reach_and_all_else_goes_on(
    laurel: Laurel, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = (stack.env_file / "no-folder").as_uri()
    monkeypatch.setenv("LAUREL_ERASURES_URL", away)
    register(laurel, "kim-kept")
    refused = laurel("person", "erase", "kim-kept", "--reason", "objection", "--as", DORA)
    assert refused.exit_code == Exit.OUT_OF_REACH
    assert refused.output.startswith(f"The erasures listed at {away} are out of reach: ")
    assert refused.output.count("\n") == 1
    assert "name: Kim-Kept Smith" in lines(laurel("show", "person-kim-kept").output)


def test_who_is_needed_is_not_erased(laurel: Laurel) -> None:
    refused = laurel("person", "erase", TOM, "--reason", "objection", "--as", DORA)
    assert (refused.exit_code, refused.output) == (
        Exit.REFUSED,
        "tom-trainee acts for aurora: name somebody else first (ChangeManager). (person-needed)\n",
    )
    assert laurel("person", "erase", TOM, "--as", DORA).exit_code == Exit.USAGE
    assert laurel("person", "erase", TOM, "--reason", "tidiness", "--as", DORA).exit_code == Exit.USAGE


def test_an_erased_person_is_erased_on_every_screen(laurel: Laurel, stack: Stack) -> None:
    register(laurel, "una-unneeded")
    mail = stack.mailbox.folder / "0.eml"
    mail.write_bytes(b"To: una-unneeded@people.example\r\nMessage-ID: <0@x>\r\n\r\nDear Una\r\n")
    erased = laurel("person", "erase", "una-unneeded", "--reason", "consent-withdrawn", "--as", DORA)
    mail.unlink()
    assert (erased.exit_code, erased.stderr) == (Exit.DONE, "")
    assert lines(erased.output)[:3] == [
        "una-unneeded is erased.",
        "Where it stands besides; nothing of this was deleted:",
        "Delete the file.",
    ]
    shown = lines(laurel("show", "person-una-unneeded").output)
    assert {"name: (erased)", "email: (erased)", "erased: yes"} <= set(shown)
    trail = laurel("trail", "person-una-unneeded", "--json")
    assert [(event["type"], event["texts"]) for event in json.loads(trail.stdout)] == [
        ("PersonRegistered", {}),
        ("PersonErased", {}),
    ]
    exported = json.loads(laurel("person", "export", "una-unneeded", "--as", DORA, "--json").stdout)
    assert (exported["erased"], exported["name"], exported["email"]) == (True, "", "")
    assert list((stack.data / "erasures").iterdir()) != []


def test_a_text_is_redacted_by_its_event_or_its_commitment(laurel: Laurel) -> None:
    register(laurel, "eva-expert")
    training = {"level": "bronze", "edition": "ecei-2019", "from_on": "2020-01-01"}
    stream = "person-eva-expert"
    submit(laurel, stream, "QualifyExpert", OLGA, **training, training="With her sister Ida.")
    submit(laurel, stream, "QualifyExpert", OLGA, **(training | {"level": "gold"}), training="With Per.")
    by_number = laurel("redact", stream, "2", "--reason", "unlawful", "--as", DORA, "--note", "Names Ida.")
    assert (by_number.exit_code, by_number.stderr) == (Exit.DONE, "")
    (commitment,) = json.loads(laurel("trail", stream, "--json").stdout)[2]["texts"]
    by_commitment = laurel("redact", stream, commitment, "--reason", "unlawful", "--as", DORA, "--json")
    assert json.loads(by_commitment.stdout)["redacted"] == [commitment]
    trail = json.loads(laurel("trail", stream, "--json").stdout)
    assert [(event["type"], list(event["texts"].values())) for event in trail[1:]] == [
        ("ExpertQualified", []),
        ("ExpertQualified", []),
        ("TextRedacted", ["Names Ida."]),
        ("TextRedacted", []),
    ]
    assert "training: (erased)" in " ".join(lines(laurel("trail", stream).output))


def test_a_text_of_a_cluster_stays_while_the_worker_cannot_list_its_erasure(
    laurel: Laurel, stack: Stack
) -> None:
    submit(laurel, "cluster-aurora", "SubmitApplication", TOM, level="bronze", kind="first")
    submit(laurel, "cluster-aurora", "WithdrawApplication", TOM, reason="Ida is ill.")
    (commitment,) = texts_of(laurel, "aurora")
    listed, aside = stack.data / "erasures", stack.data / "aside"
    listed.rename(aside)
    listed.write_text("no folder")
    redaction = ("redact", "aurora", commitment, "--reason", "unlawful", "--as", DORA)
    refused = laurel(*redaction)
    incidents = json.loads(laurel("incidents", "--json").stdout)
    listed.unlink()
    aside.rename(listed)
    assert refused.exit_code == Exit.OUT_OF_REACH
    assert refused.output.startswith(f"The erasures listed at {listed.as_uri()} are out of reach: ")
    assert incidents == []
    assert texts_of(laurel, "aurora") == {commitment: "Ida is ill."}
    assert laurel(*redaction).exit_code == Exit.DONE
    assert texts_of(laurel, "aurora") == {}


@pytest.mark.parametrize(
    ("which", "code"),
    [
        ("2", Exit.REFUSED),
        ("99", Exit.REFUSED),
        ("the second", Exit.USAGE),
        (f"sealed:{'0' * 64}", Exit.REFUSED),
    ],
)
def test_what_is_not_there_is_not_redacted(laurel: Laurel, which: str, code: Exit) -> None:
    asked = laurel("redact", "person-eva-expert", which, "--reason", "unlawful", "--as", DORA)
    assert asked.exit_code == code


def test_a_name_goes_with_its_person_only(laurel: Laurel) -> None:
    asked = laurel("redact", "person-eva-expert", "1", "--reason", "unlawful", "--as", DORA)
    assert (asked.exit_code, asked.output) == (
        Exit.REFUSED,
        "A name or an address goes with its person only (ErasePerson). (personal-text)\n",
    )


def test_an_erasure_the_list_lost_is_told_of_and_listed_again(laurel: Laurel, stack: Stack) -> None:
    listed = sorted((stack.data / "erasures").iterdir())
    for entry in listed:
        entry.unlink()
    checks = {check["check"]: check for check in json.loads(laurel("doctor", "--json").stdout)}
    assert checks["list of erasures"]["state"] == "wrong"
    register(laurel, "ole-once")
    laurel("person", "erase", "ole-once", "--reason", "objection", "--as", DORA)
    assert len(list((stack.data / "erasures").iterdir())) == len(listed) + 1
    checks = {check["check"]: check for check in json.loads(laurel("doctor", "--json").stdout)}
    assert checks["list of erasures"]["state"] == "ok"


def test_the_sealing_key_is_exchanged(laurel: Laurel, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    old = settings_from(stack.env_file).sealing_key.get_secret_value()
    new = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    asked = laurel("rotate", "sealing-key")
    assert (asked.exit_code, asked.output) == (
        Exit.USAGE,
        "LAUREL_SEALING_KEY_OLD: the key everything lies under until now.\n",
    )
    monkeypatch.setenv("LAUREL_SEALING_KEY", new)
    monkeypatch.setenv("LAUREL_SEALING_KEY_OLD", new)
    assert laurel("rotate", "sealing-key").exit_code == Exit.REFUSED
    monkeypatch.setenv("LAUREL_SEALING_KEY_OLD", old)
    assert laurel("rotate", "sealing-key").exit_code == Exit.DONE
    assert "name: Eva-Expert Smith" in lines(laurel("show", "person-eva-expert").output)
    monkeypatch.setenv("LAUREL_SEALING_KEY", old)
    monkeypatch.setenv("LAUREL_SEALING_KEY_OLD", new)
    broken = laurel("show", "person-eva-expert")
    assert (broken.exit_code, broken.output.rpartition(" (")[2]) == (Exit.REFUSED, "seal-broken)\n")
    assert laurel("rotate", "sealing-key").exit_code == Exit.DONE
