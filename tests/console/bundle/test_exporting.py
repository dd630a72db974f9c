"""Bundles exported from a real record: complete, the same every time, and honest about what they cannot prove."""

import json
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from console.bundle.gathering import gathered
from console.bundle.proofs import RecordChanged
from console.bundle.verify import Report, verify
from domain.cluster.case import Stage
from ledger.erasing import erase_subject, erase_text
from tests.console.bundle.conftest import DRAFT, REASON, awarded
from tests.console.bundle.evidence import SEED
from tests.console.bundle.on_record import SEALER, Ledger
from tests.domain.specification import World
from tests.domain.walked import golden
from tests.servers import Database

pytestmark = pytest.mark.postgres
STREAM = "cluster-aurora"
DECIDED = 74


@pytest.fixture(scope="module")
def world() -> World:
    return awarded()


@pytest.fixture
async def ledger(database: Database, world: World, tmp_path: Path) -> AsyncIterator[Ledger]:
    """The Gold award on record. Its reason and two names can be opened, one document is stored."""
    connection = await asyncpg.connect(database.app_url)
    ledger = Ledger(connection, tmp_path)
    issued = [each.happened.event for each in world.trail if each.happened.event.type == "ReportDraftIssued"]
    texts = {REASON: STREAM, "Carl-Chair": "person-carl-chair", "Vera-Vice": "person-vera-vice"}
    await ledger.put(world, texts, {issued[0].document: DRAFT})
    yield ledger
    await connection.close()


def accepted(path: Path) -> Report:
    """What the bundle's own script finds, run where none of our packages is."""
    report = verify(path)
    assert report.problems == []
    with zipfile.ZipFile(path) as packed:
        script = path.with_suffix(".verify.py")
        script.write_bytes(packed.read(f"{packed.namelist()[0].split('/')[0]}/verify.py"))
    alone = [sys.executable, "-I", "-S", str(script), str(path), "--json"]
    done = subprocess.run(alone, cwd=path.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["checked"] == report.checked
    return report


def lines(path: Path, name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as packed:
        base = packed.namelist()[0].split("/")[0]
        return [json.loads(line) for line in packed.read(f"{base}/data/{name}").splitlines()]


async def test_a_bundle_holds_the_case_what_its_decision_rests_on_and_the_proof_of_each(
    ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.publish()
    made = await ledger.export(tmp_path / "gold.zip", await ledger.last())
    report = accepted(tmp_path / "gold.zip")
    events = lines(tmp_path / "gold.zip", "events.jsonl")
    (about,) = lines(tmp_path / "gold.zip", "bundle.json")
    part = {stream for stream, extent in about["streams"].items() if extent == "part"}
    assert part == {"cluster-borealis", "cluster-corona", "round-2026-02"}
    assert [(each["stream"], each["type"]) for each in events if each["stream"] in part] == [
        ("cluster-borealis", "LabelImported"),
        ("cluster-corona", "LabelImported"),
        ("round-2026-02", "RoundOpened"),
        ("round-2026-02", "CasePlacedOnAgenda"),
        ("round-2026-02", "DecisionTaken"),
    ]
    assert (made.events, made.documents, made.missing, dict(made.above)) == (
        len(events),
        1,
        3,
        {"events": 0, "outcomes": 0},
    )
    assert report.checked["events under the checkpoint"] == len(events)
    assert report.checked["sealed texts opened"] == 3


async def test_persons_who_only_got_a_letter_and_other_clusters_are_not_in_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.export(tmp_path / "gold.zip", await ledger.last())
    (about,) = lines(tmp_path / "gold.zip", "bundle.json")
    whole = {stream for stream, extent in about["streams"].items() if extent == "whole"}
    assert whole == {
        STREAM,
        *(f"person-{each}" for each in ("olga-operator", "clara-manager", "emil-expert", "esther-expert")),
        *(f"person-{each}" for each in ("carl-chair", "vera-vice", "mona-member", "max-member")),
    }


async def test_a_position_gives_the_same_bytes_whatever_happens_afterwards(
    ledger: Ledger, world: World, tmp_path: Path
) -> None:
    await ledger.publish()
    before = tmp_path / "before.zip"
    await ledger.export(before, DECIDED)
    for number in range(3):
        await ledger.refuse(world, number)
    await ledger.publish()
    after = tmp_path / "after.zip"
    await ledger.export(after, DECIDED)
    assert after.read_bytes() == before.read_bytes()


async def test_as_of_a_position_it_holds_what_was_known_then(ledger: Ledger, tmp_path: Path) -> None:
    await ledger.publish()
    await ledger.export(tmp_path / "then.zip", DECIDED - 1)
    accepted(tmp_path / "then.zip")
    events = lines(tmp_path / "then.zip", "events.jsonl")
    assert events[-1]["position"] == DECIDED - 1
    assert [each for each in events if each["type"] == "DecisionTaken"] == []
    outcomes = lines(tmp_path / "then.zip", "outcomes.jsonl")
    assert [each["number"] for each in outcomes] == [
        each["position"] for each in events if each["stream"] == STREAM
    ]


async def test_an_erasure_is_told_and_everything_else_stays_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    await ledger.publish()
    before, after = tmp_path / "before.zip", tmp_path / "after.zip"
    made = await ledger.export(before, DECIDED)
    reason = next(each["commitment"] for each in lines(before, "sealed.jsonl") if each.get("text") == REASON)
    assert await erase_text(ledger.connection, reason)
    assert await erase_subject(ledger.connection, "person-carl-chair")
    erased = await ledger.export(after, DECIDED)
    assert accepted(after).checked["sealed texts opened"] == 1
    assert erased.erased == made.erased + 2
    assert {"commitment": reason, "erased": True} in lines(after, "sealed.jsonl")
    assert _changed(before, after) == {
        *("data/sealed.jsonl", "data/trail.html"),
        *("bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "signature.txt"),
    }
    with zipfile.ZipFile(after) as packed:
        assert [name for name in packed.namelist() if b"Carl-Chair" in packed.read(name)] == []


def _changed(one: Path, other: Path) -> set[str]:
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        names = {name.split("/", 1)[1]: name for name in first.namelist()}
        assert sorted(names.values()) == second.namelist()
        return {short for short, name in names.items() if first.read(name) != second.read(name)}


async def test_before_the_first_checkpoint_it_says_that_no_root_covers_anything(
    ledger: Ledger, tmp_path: Path
) -> None:
    made = await ledger.export(tmp_path / "gold.zip", await ledger.last())
    assert dict(made.above) == {"events": made.events, "outcomes": made.outcomes}
    assert accepted(tmp_path / "gold.zip").remarks[1] == (
        f"{made.events} of {made.events} events are younger than the checkpoint: no root covers them."
    )


async def test_a_case_above_the_checkpoint_says_how_many_events_it_does_not_cover(
    ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.publish(size=DECIDED)
    made = await ledger.export(tmp_path / "gold.zip", await ledger.last())
    own = [each["position"] for each in lines(tmp_path / "gold.zip", "events.jsonl")]
    assert dict(made.above) == {"events": sum(position > DECIDED for position in own), "outcomes": 0}
    accepted(tmp_path / "gold.zip")


async def test_the_oldest_checkpoint_that_covers_the_case_vouches_for_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    for size in (70, DECIDED, 80):
        await ledger.publish(size=size)
    await ledger.export(tmp_path / "gold.zip", DECIDED)
    with zipfile.ZipFile(tmp_path / "gold.zip") as packed:
        note = packed.read(f"laurel-aurora-{DECIDED}/data/checkpoints/events.txt").decode()
    assert note.splitlines()[1] == str(DECIDED)


async def test_whoever_trusts_the_first_key_trusts_the_one_it_announced(
    ledger: Ledger, world: World, tmp_path: Path
) -> None:
    first = ledger.signer("events").vkey
    await ledger.publish(size=70)
    await ledger.rotate(bytes(reversed(SEED)))
    await ledger.refuse(world, 0)
    await ledger.publish()
    await ledger.export(tmp_path / "gold.zip", await ledger.last())
    accepted(tmp_path / "gold.zip")
    now, another = (
        ledger.signer("events").vkey,
        Ledger(ledger.connection, tmp_path, bytes(32)).signer("events").vkey,
    )
    refused = {
        keys: [each["file"] for each in verify(tmp_path / "gold.zip", keys).problems]
        for keys in ((first,), (first, now), (now,), (another,))
    }
    # A key vouches for those after it, never for those before.
    assert refused == {
        (first,): [],
        (first, now): [],
        (now,): ["data/checkpoints/outcomes.txt"],
        (another,): ["signature.txt"],
    }


async def test_nothing_is_exported_from_a_record_that_is_not_the_one_that_was_signed(
    ledger: Ledger, database: Database, tmp_path: Path
) -> None:
    await ledger.publish()
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute("alter table ledger.events disable trigger refuse_change")
    await owner.execute("update ledger.events set hash = sha256(hash) where position = 5")
    await owner.close()
    with pytest.raises(RecordChanged):
        await ledger.export(tmp_path / "gold.zip", DECIDED)
    assert not (tmp_path / "gold.zip").exists()


async def test_of_a_cluster_nobody_knew_yet_there_is_no_evidence(ledger: Ledger) -> None:
    assert await gathered(ledger.connection, SEALER, "aurora", 5) is None
    assert await gathered(ledger.connection, SEALER, "nowhere", 80) is None


async def test_a_record_whose_events_were_changed_is_found_before_the_bundle_is_handed_over(
    ledger: Ledger, database: Database, tmp_path: Path
) -> None:
    await ledger.publish()
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute("alter table ledger.events disable trigger refuse_change")
    changed = "replace(payload, 'award', 'defer')"
    await owner.execute(f"update ledger.events set payload = {changed} where position = $1", DECIDED)  # noqa: S608
    await owner.close()
    with pytest.raises(RecordChanged, match=f"data/events.jsonl, position {DECIDED} was changed"):
        await ledger.export(tmp_path / "gold.zip", DECIDED)
    assert not (tmp_path / "gold.zip").exists()


async def test_a_gold_case_from_application_to_certificate_is_exported_whole(
    database: Database, tmp_path: Path
) -> None:
    world = golden(Stage.CLOSED)
    connection = await asyncpg.connect(database.app_url)
    ledger = Ledger(connection, tmp_path)
    await ledger.put(world, {}, {})
    await ledger.publish()
    made = await ledger.export(tmp_path / "gold.zip", await ledger.last())
    await connection.close()
    accepted(tmp_path / "gold.zip")
    own = [each["type"] for each in lines(tmp_path / "gold.zip", "events.jsonl") if each["stream"] == STREAM]
    assert own == [each.happened.event.type for each in world.trail if each.stream == STREAM]
    assert made.missing == len(lines(tmp_path / "gold.zip", "documents.json")[0])
