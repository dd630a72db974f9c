"""`laurel checkpoint` and `laurel verify`, as an operator and an auditor use them on a whole engine."""

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from console.embedded.stack import DATABASE, Stack
from console.exits import Exit
from ledger.notes import Signer
from tests.console.cli.conftest import Laurel

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

PERSON = {"name": "Olga", "email": "olga@people.example", "language": "en", "country": "DE"}
ORIGIN = "localhost/record"


def test_a_record_nobody_signed_yet_is_covered_by_its_chain(laurel: Laurel) -> None:
    offices = PERSON | {"offices": ["operator", "scheme-owner"]}
    given = laurel(
        "submit", "person-olga", "RegisterPerson", "--as", "olga", "--data", json.dumps(offices), "--json"
    )
    assert given.exit_code == Exit.DONE
    verified = _verified(laurel)
    assert (verified["verified"], verified["findings"]) == (True, [])
    assert [(log["entries"], log["covered"], log["by_chain_only"]) for log in verified["logs"]] == [
        (1, 0, 1)
    ] * 2
    assert laurel("verify").stdout.splitlines()[0] == (
        "The record fits its chain, but no checkpoint vouches for it yet: `laurel checkpoint` makes one."
    )


def test_a_checkpoint_is_made_on_demand_and_says_under_which_key(laurel: Laurel, stack: Stack) -> None:
    made = json.loads(laurel("checkpoint", "--json").stdout)
    assert [(log["origin"], log["size"], log["new"]) for log in made] == [
        (f"{ORIGIN}/events", 1, True),
        (f"{ORIGIN}/outcomes", 1, True),
    ]
    keys = [
        (stack.data / "checkpoints" / ORIGIN / log / "keys").read_text(encoding="utf-8").split()[1]
        for log in ("events", "outcomes")
    ]
    assert [log["key"] for log in made] == keys
    verified = _verified(laurel)
    assert (verified["trusted"], [log["covered"] for log in verified["logs"]]) == ("published", [1, 1])


def test_an_auditor_names_the_key_and_the_checkpoint_they_trust(laurel: Laurel, stack: Stack) -> None:
    log = stack.data / "checkpoints" / ORIGIN / "events"
    vkey = (log / "keys").read_text(encoding="utf-8").split()[1]
    verified = _verified(laurel, "--key", vkey, "--checkpoint", str(log / "checkpoint"))
    assert (verified["verified"], verified["trusted"]) == (True, "given")
    assert [each["checkpoints_given"] for each in verified["logs"]] == [1, 0]


def test_a_stream_is_proven_by_itself(laurel: Laurel) -> None:
    verified = _verified(laurel, "--cluster", "person-olga")
    assert [(log["entries"], log["covered"]) for log in verified["logs"]] == [(1, 1), (1, 1)]


def test_a_stream_that_is_not_there_is_not_called_unchanged(laurel: Laurel) -> None:
    missing = laurel("verify", "--cluster", "nobody")
    assert (missing.exit_code, missing.stderr) == (
        Exit.REFUSED,
        "The record holds nothing of cluster-nobody. Whether it once did, `laurel verify` tells. (not-found)\n",
    )


def test_a_copy_of_the_published_logs_is_named_by_its_folder_which_must_be_there(
    laurel: Laurel, stack: Stack, tmp_path: Path
) -> None:
    assert _verified(laurel, "--published", str(stack.data / "checkpoints"))["logs"][0]["covered"] == 1
    missing = laurel("verify", "--published", str(tmp_path / "none"))
    assert missing.exit_code == Exit.OUT_OF_REACH
    assert missing.stderr.startswith(
        f"The published logs at {(tmp_path / 'none').as_uri()} are out of reach: "
    )
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["verify", "checkpoint"])
def test_a_place_that_cannot_be_reached_is_said_in_one_sentence(
    command: str, laurel: Laurel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for address in ("nonsense", (tmp_path / "file" / "folder").as_uri()):
        monkeypatch.setenv("LAUREL_CHECKPOINTS_URL", address)
        away = laurel(command)
        assert (away.exit_code, len(away.stderr.splitlines())) == (Exit.OUT_OF_REACH, 1)
        assert away.stderr.startswith(f"The published logs at {address} are out of reach: ")


def test_every_column_of_what_was_found_can_be_read(laurel: Laurel) -> None:
    another = Signer.from_seed(f"{ORIGIN}/events", bytes(32)).vkey
    found = laurel("verify", "--key", another)
    assert found.exit_code == Exit.REFUSED
    rows = [line.split()[:3] for line in found.stdout.splitlines() if "key-unannounced" in line]
    assert rows == [["events", "0", "key-unannounced"], ["outcomes", "0", "key-unannounced"]]


def test_it_says_in_words_what_covers_the_record_and_whose_keys_were_trusted(laurel: Laurel) -> None:
    told = laurel("verify").stdout
    assert (
        "The record is as it was recorded.\n1 events: 1 under 1 checkpoint of localhost/record/events."
        in told
    )
    assert "Trusted were the keys that are published" in told


def test_what_is_given_by_hand_and_is_of_no_use_is_a_mistake_of_usage(laurel: Laurel, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("no note", encoding="utf-8")
    for wrong in (
        ("--key", "no key"),
        ("--checkpoint", str(tmp_path / "note")),
        ("--key", "a", "--keys", "b"),
    ):
        assert laurel("verify", *wrong).exit_code == Exit.USAGE


def test_a_changed_row_and_a_changed_event_are_found_and_no_checkpoint_is_signed(
    laurel: Laurel, stack: Stack
) -> None:
    asyncio.run(_tampered(stack, "update rows.persons set country = 'FR' where person_id = 'olga'"))
    found = laurel("verify", "--json")
    assert (found.exit_code, [finding["kind"] for finding in json.loads(found.stdout)["findings"]]) == (
        Exit.REFUSED,
        ["row-changed"],
    )
    asyncio.run(
        _tampered(
            stack,
            "alter table ledger.events disable trigger refuse_change;"
            "update ledger.events set payload = replace(payload, 'DE', 'FR') where position = 1",
        )
    )
    findings = json.loads(laurel("verify", "--json").stdout)["findings"]
    assert [(finding["kind"], finding["first"]) for finding in findings] == [("changed", 1)]
    refused = laurel("checkpoint")
    assert refused.exit_code == Exit.REFUSED
    assert refused.stderr == (
        "Nothing was signed. The event at 1 of person-olga is changed since signed. (record-changed)\n"
    )


def _verified(laurel: Laurel, *options: str) -> dict[str, Any]:
    answered = laurel("verify", *options, "--json")
    assert answered.exit_code == Exit.DONE, answered.output
    read: dict[str, Any] = json.loads(answered.stdout)
    return read


async def _tampered(stack: Stack, statements: str) -> None:
    superuser = await asyncpg.connect(stack.postgres.superuser_url(DATABASE))
    await superuser.execute(statements)
    await superuser.close()
