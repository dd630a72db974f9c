"""`laurel export`, `laurel verify --bundle` and `laurel processes`, on a record with a Gold award."""

import json
from pathlib import Path
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from domain.person.commands import RegisterPerson
from domain.person.state import Office
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AURORA, CARL, MAX, OLGA, stepping_aside
from tests.domain.decided import GOLD_AWARD, on_agenda, taken

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]
ADA = "ada-auditor"


@pytest.fixture(scope="module", autouse=True)
def awarded(stack: Stack) -> None:
    """Aurora's Gold; its reason can be opened. Max stepped aside; Ada reads for audits."""
    world = on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)
    auditor = RegisterPerson(
        name="Ada", email="ada@laurel.example", language="en", country="DE", offices=(Office.AUDIT_READER,)
    )
    world.does(OLGA, auditor, on=f"person-{ADA}")
    record(stack, taken(GOLD_AWARD, world).pay(), texts=[GOLD_AWARD.reason])


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_PERSON", raising=False)


def said(answer: Any, exit_code: Exit = Exit.DONE) -> list[str]:
    assert answer.exit_code == exit_code, answer.output
    return [" ".join(line.split()) for line in (answer.stdout or answer.stderr).splitlines()]


def test_a_bundle_may_have_a_checkpoint_made_first_that_covers_all_of_it(
    laurel: Laurel, tmp_path: Path
) -> None:
    def made(file: str, *options: str) -> dict[str, Any]:
        answer = laurel("export", "aurora", "--output", str(tmp_path / file), *options, "--json")
        read: dict[str, Any] = json.loads(answer.stdout)
        return read

    without = made("without.zip")
    assert without["above"] == {"events": without["events"], "outcomes": without["outcomes"]}
    assert made("first.zip", "--checkpoint")["above"] == {"events": 0, "outcomes": 0}
    made("second.zip", "--checkpoint")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_a_bundle_is_exported_and_verified_from_the_command_line(laurel: Laurel, tmp_path: Path) -> None:
    file = tmp_path / "aurora.zip"
    keys = [each["key"] for each in json.loads(laurel("checkpoint", "--json").stdout)]
    made = json.loads(laurel("export", "aurora", "--output", str(file), "--as", ADA, "--json").stdout)
    assert (made["file"], made["above"], made["documents"]) == (str(file), {"events": 0, "outcomes": 0}, 0)
    report = json.loads(laurel("verify", "--bundle", str(file), "--key", keys[0], "--json").stdout)
    assert (report["problems"], report["cluster"], report["position"]) == ([], "aurora", made["position"])
    assert report["checked"]["events"] == made["events"]
    assert said(laurel("verify", "--bundle", str(file)))[-1] == "Nothing was changed."
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    refused = said(laurel("verify", "--bundle", str(file)), Exit.REFUSED)
    assert refused[0].startswith("CHANGED laurel-aurora-")
    assert refused[-1] == "aurora.zip is refused."


def test_it_says_that_it_is_confidential_and_what_is_missing(laurel: Laurel, tmp_path: Path) -> None:
    lines = said(laurel("export", "aurora", "--output", str(tmp_path / "aurora.zip")))
    assert lines[-1] == "It is confidential: scores, votes, reasons and names are in it."
    assert "documents no longer stored: 4" in lines


@pytest.mark.parametrize("person", [CARL, MAX])
def test_who_decides_gets_no_bundle(person: str, laurel: Laurel, tmp_path: Path) -> None:
    asked = ("export", "aurora", "--output", str(tmp_path / "aurora.zip"), "--as", person)
    (sentence,) = said(laurel(*asked), Exit.REFUSED)
    assert sentence == (
        f"{person} may not take files out: only an operator, an audit reader or the data protection officer may."
        " (not-permitted)"
    )
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(laurel: Laurel, tmp_path: Path) -> None:
    file = tmp_path / "aurora.zip"
    file.write_text("mine")
    assert said(laurel("export", "aurora", "--output", str(file)), Exit.USAGE) == [
        f"--output: {file} exists already."
    ]
    assert file.read_text() == "mine"


def test_what_nobody_knew_yet_is_not_exported(laurel: Laurel, tmp_path: Path) -> None:
    asked = ("export", "aurora", "--output", str(tmp_path / "aurora.zip"), "--as-of", "1")
    assert said(laurel(*asked), Exit.REFUSED) == [
        "Nothing was known of cluster-aurora at position 1. (not-found)"
    ]


def test_what_is_no_bundle_is_refused_and_nothing_else_is_asked_of_one(
    laurel: Laurel, tmp_path: Path
) -> None:
    other = tmp_path / "other.zip"
    assert said(laurel("verify", "--bundle", str(other)), Exit.USAGE) == [f"{other} is not there."]
    other.write_text("LAUREL_TASK_QUEUE=laurel")
    assert said(laurel("verify", "--bundle", str(other)), Exit.REFUSED) == [
        "CHANGED other.zip: is no bundle: it does not begin as a zip file does.",
        "other.zip is refused.",
    ]
    key = laurel("verify", "--bundle", str(other), "--key", "no key")
    assert said(key, Exit.USAGE) == ["--key: 'no key' is no public key of the form NAME+ID+KEY."]
    both = laurel("verify", "--bundle", str(other), "--cluster", "aurora")
    assert said(both, Exit.USAGE) == ["With --bundle only --key: everything else is in the bundle."]


def test_process_logs_are_written_of_the_whole_record(laurel: Laurel, tmp_path: Path) -> None:
    ocel, xes = tmp_path / "all.json", tmp_path / "all.xes"
    asked = ("processes", "--ocel", str(ocel), "--xes", str(xes), "--as", ADA)
    written = json.loads(laurel(*asked, "--json").stdout)
    assert (written["cases"], written["files"]) == (1, [str(ocel), str(xes)])
    assert len(json.loads(ocel.read_text())["events"]) == written["events"]
    assert xes.read_text().count("<trace>") == 1


def test_process_logs_are_not_for_everybody_and_need_a_place(laurel: Laurel, tmp_path: Path) -> None:
    assert said(laurel("processes"), Exit.USAGE) == ["Say where to: --ocel FILE, --xes FILE, or both."]
    refused = laurel("processes", "--ocel", str(tmp_path / "all.json"), "--as", CARL)
    assert said(refused, Exit.REFUSED)[0].endswith("(not-permitted)")
    assert list(tmp_path.iterdir()) == []
