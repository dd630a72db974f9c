"""The record is restored to an earlier backup while Temporal goes on: reported, and nothing is done a second time."""

import asyncio
import os
import random
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pytest

from console.gateway import Faulted
from console.recovery.dumping import SCHEMAS, dump, load
from domain.streams import LEDGER
from tests.drills.test_temporal_lost import SEED, brought_to_rest, lose_temporal, stands
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, OLGA, PROFILE, Scene, people, person, register
from tests.site import Site

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

LAUREL = Path(sysconfig.get_path("scripts")) / "laurel"
DORA, VERA = "dora-officer", "vera-visitor"
POLARIS, NOVA = "cluster-polaris", "cluster-nova"
APPLICATION: dict[str, Any] = {"level": "bronze", "kind": "first"}
ERASE = ("person", "erase", VERA, "--reason", "no-longer-necessary", "--as", DORA)
AS_OLGA = ("--as", OLGA)


class Operated(Site):
    """A site with its command line, and a place for backups."""

    def __init__(self, engine: Engine, backups: Path) -> None:
        super().__init__(engine)
        self.backups = str(backups)

    async def laurel(self, *arguments: str, code: int = 0) -> Any:
        """What the installed program answers, as JSON."""
        program = await asyncio.create_subprocess_exec(
            LAUREL,
            *arguments,
            "--json",
            env=os.environ | {"LAUREL_ENV_FILE": str(self.engine.stack.env_file)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        answer, said = await program.communicate()
        assert program.returncode == code, (arguments, answer, said)
        return orjson.loads(answer or said)

    async def restore(self, *more: str, code: int = 0) -> Any:
        asked = ("restore", "--from", self.backups, "--reason", "A disk was lost.", *AS_OLGA)
        return await self.laurel(*asked, *more, code=code)

    async def open_incidents(self) -> set[tuple[str, str]]:
        incidents = await self.laurel("incidents")
        return {(incident["cause"], incident["stream"]) for incident in incidents}


@asynccontextmanager
async def site(data: Path) -> AsyncIterator[Operated]:
    """An engine with its people and two clusters."""
    async with running(data / "engine") as engine:
        await people(engine)
        await person(engine, DORA, offices=["data-protection-officer"])
        await person(engine, VERA)
        for stream in (AURORA, POLARIS):
            await register(engine, stream)
        at = Operated(engine, data / "backups")
        yield at
        await engine.pool.close()


async def lose(at: Operated) -> None:
    """A letter is sent, a command carried out, a cluster registered, and a person erased: after the backup."""
    engine = at.engine
    engine.stack.mailbox.start()
    await engine.until_paid(AURORA)
    await engine.submit(POLARIS, CLARA, "SubmitApplication", **APPLICATION)
    await engine.until_paid(POLARIS)
    await register(engine, NOVA)
    await at.laurel(*ERASE)


async def test_what_was_done_since_the_backup_is_reported_and_follows_what_an_operator_decides(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as at:
        engine = at.engine
        engine.stack.mailbox.stop()
        await Scene(engine).apply()
        await at.laurel("checkpoint")
        held = (await at.laurel("backup", "--output", at.backups))["manifest"]
        await lose(at)
        sent = at.mails()
        assert len(sent) == 2
        await at.stop()
        restored = await at.restore("--replace", "laurel")
        await at.start()
        assert restored == {
            "position": held["position"],
            "made_at": held["made_at"],
            "lost": 0,
            "erasures": 1,
            "unsaid": [f"person-{VERA}"],
            "held": 1,
            "origin": "localhost/record/2",
        }
        await reported(at)
        await followed(at)
        # Nothing was sent a second time; the letter that had been is in an operator's hands.
        assert at.mails() == sent
        assert await engine.trail(AURORA) == ["ClusterRegistered", "ApplicationSubmitted", "NoticeFailed"]
        assert await engine.trail(LEDGER) == ["LedgerRestored"]
        (failed,) = (await engine.state(AURORA)).failed
        letter = str(failed.debt.debt_id)
        await engine.submit(AURORA, OLGA, "SkipEffect", notice_id=letter, reason="It had been sent.")
        await engine.submit(POLARIS, CLARA, "SubmitApplication", **APPLICATION)
        keys = "select subject from sealed.keys where subject = any($1)"
        kept = await engine.pool.fetch(keys, [f"person-{VERA}", f"person-{CLARA}"])
        assert [row["subject"] for row in kept] == [f"person-{CLARA}"]
        logs = await at.laurel("checkpoint")
        assert [log["origin"] for log in logs] == ["localhost/record/2/events", "localhost/record/2/outcomes"]
        await at.laurel("verify")


async def reported(at: Operated) -> None:
    """Each path that knows more than the record, with what is lost; and it does nothing until told."""
    found = (await at.laurel("reconcile", code=1))["findings"]
    assert [(each["stream"], each["difference"], each["mended"]) for each in found] == [
        (AURORA, "ahead", False),
        (NOVA, "without-stream", False),
        (POLARIS, "ahead", False),
    ]
    assert {each["stream"]: [lost["command"] for lost in each["lost"]] for each in found} == {
        AURORA: [],
        NOVA: ["RegisterCluster"],
        POLARIS: ["SubmitApplication"],
    }
    assert await at.open_incidents() == {
        ("record-behind", AURORA),
        ("record-behind", POLARIS),
        ("workflow-without-stream", NOVA),
    }
    with pytest.raises(Faulted, match="restored to an earlier moment"):
        await at.engine.submit(POLARIS, CLARA, "SubmitApplication", **APPLICATION)
    assert await at.engine.trail(POLARIS) == ["ClusterRegistered"]


async def followed(at: Operated) -> None:
    """An operator, and nobody else, has the paths follow the record."""
    refused = await at.laurel("reconcile", "--follow-record", "--as", CLARA, code=1)
    assert refused["error"]["code"] == "not-permitted"
    found = await at.laurel("reconcile", "--follow-record", *AS_OLGA)
    assert [each["mended"] for each in found["findings"]] == [True] * 3
    assert (await at.laurel("reconcile"))["findings"] == []
    assert await at.open_incidents() == set()


async def test_a_backup_is_restored_only_where_nothing_else_is_lost_and_nobody_is_at_work(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as at:
        made = await at.laurel("backup", "--output", at.backups)
        dump = Path(at.backups) / made["name"] / "database.dump"
        at_work = (await at.restore("--replace", "laurel", code=1))["error"]
        await at.stop()
        not_named = (await at.restore(code=1))["error"]
        named_wrongly = (await at.restore("--replace", "postgres", code=1))["error"]
        dump.write_bytes(dump.read_bytes()[:-1] + b"!")
        changed = (await at.restore("--replace", "laurel", code=1))["error"]
        dump.unlink()
        missing = (await at.restore("--replace", "laurel", code=1))["error"]
        await at.start()
        assert at_work["sentence"].endswith("connections as laurel_app are open: stop the workers first.")
        assert not_named == named_wrongly
        assert not_named["sentence"] == (
            "The database laurel holds a record. To replace it: --replace laurel."
        )
        assert changed["sentence"] == "database.dump of the backup was changed."
        assert missing["sentence"] == f"{made['name']}/database.dump of the backup is missing."
        assert await at.engine.trail(LEDGER) == []
        assert await at.engine.trail(AURORA) == ["ClusterRegistered"]


async def test_a_folder_of_laurel_up_is_restored_while_nothing_of_it_runs(tmp_path: Path) -> None:
    async with site(tmp_path) as at:
        made = await at.laurel("backup", "--output", at.backups)
        await at.engine.submit(AURORA, CLARA, "SubmitApplication", **APPLICATION)
        await at.engine.pool.close()
        await at.engine.stack.stop()
        folder = ("--data", os.path.relpath(at.engine.stack.data))
        refused = (await at.restore("--replace", "laurel", *folder, "--as", CLARA, code=1))["error"]
        assert refused["code"] == "not-permitted"
        assert refused["sentence"].endswith("give `laurel restore --done-elsewhere` before a worker starts.")
        restored = await at.restore("--replace", "laurel", *folder)
        await at.engine.stack.start()
        await at.connect()
        assert restored["position"] == made["manifest"]["position"]
        assert await at.engine.trail(AURORA) == ["ClusterRegistered"]
        assert await at.engine.trail(LEDGER) == ["LedgerRestored"]


async def test_a_database_brought_back_by_other_means_starts_no_path_until_that_is_said(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as at:
        engine = at.engine
        before = await dumped(at, tmp_path)
        await Scene(engine).apply()
        await engine.until_paid(AURORA)
        sent = at.mails()
        await at.laurel("checkpoint")
        await at.stop()
        await brought_back_by_hand(at, before)
        await lose_temporal(engine)
        await at.start()
        found = (await at.laurel("reconcile", code=1))["findings"]
        assert ("ledger", "record-behind") in {(each["stream"], each["difference"]) for each in found}
        assert [each["mended"] for each in found] == [False] * len(found)
        assert await at.open_incidents() == {("record-behind", LEDGER)}
        unsaid = await at.laurel("reconcile", "--follow-record", *AS_OLGA, code=1)
        assert unsaid["error"]["code"] == "restore-unsaid"
        behind = {each["check"]: each["state"] for each in await at.laurel("doctor", code=1)}
        assert behind["published logs"] == "wrong"
        await at.stop()
        said = await at.laurel("restore", "--done-elsewhere", "--reason", "A snapshot.", *AS_OLGA)
        # Application and letter.
        assert (said["lost"], said["made_at"]) == (2, None)
        await at.start()
        assert (await at.laurel("reconcile"))["examined"] == 3
        assert await at.open_incidents() == set()
        assert at.mails() == sent
        await at.laurel("checkpoint")
        await at.laurel("verify")


async def dumped(at: Operated, folder: Path) -> Path:
    """A dump by hand, of which Laurel knows nothing."""
    target = folder / "by-hand.dump"
    connection = await asyncpg.connect(at.settings.database_url.get_secret_value())
    async with connection.transaction(isolation="repeatable_read"):
        snapshot = await connection.fetchval("select pg_export_snapshot()")
        await dump(at.settings.database_url.get_secret_value(), snapshot, target)
    await connection.close()
    return target


async def brought_back_by_hand(at: Operated, source: Path) -> None:
    owner_url = at.engine.stack.postgres.owner_url("laurel")
    owner = await asyncpg.connect(owner_url)
    for schema in SCHEMAS:
        await owner.execute(f"drop schema {schema} cascade")
    await owner.close()
    await load(owner_url, source)


async def test_of_sixty_paths_those_that_moved_on_since_the_backup_are_reported_and_no_other(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same commands each time
    async with running(tmp_path / "engine") as engine:
        at = Operated(engine, tmp_path / "backups")
        past, before = await brought_to_rest(engine, 60, datetime.now(UTC))
        made = await at.laurel("backup", "--output", at.backups)
        moved = sorted(chance.sample(sorted(before), 25))
        given = {stream: await changed(engine, stream) for stream in moved}
        sent = at.mails()
        await at.stop()
        await at.restore("--replace", "laurel")
        await at.start()
        past.pool = engine.pool
        found = (await at.laurel("reconcile", code=1))["findings"]
        assert [(each["stream"], each["difference"]) for each in found] == [
            (stream, "ahead") for stream in moved
        ]
        assert {each["stream"]: [lost["command_id"] for lost in each["lost"]] for each in found} == given
        assert await stands(past, list(before)) == before
        await at.laurel("reconcile", "--follow-record", *AS_OLGA)
        assert (await at.laurel("reconcile"))["findings"] == []
        assert await stands(past, list(before)) == before
        assert (await at.laurel("backup", "--output", at.backups))["manifest"]["position"] == (
            made["manifest"]["position"] + 1
        )
        assert at.mails() == sent
        assert set(sent.values()) == {1}


async def changed(engine: Engine, stream: str) -> list[str]:
    """Two commands of the cluster's manager; their ids."""
    profiles = [PROFILE | {"committed_members": 42 + number} for number in (1, 2)]
    given = [uuid4() for _ in profiles]
    for command_id, profile in zip(given, profiles, strict=True):
        await engine.submit(stream, CLARA, "UpdateProfile", command_id=command_id, profile=profile)
    return list(map(str, given))
