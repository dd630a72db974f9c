"""Paths compared with the record, and brought to agree as far as nobody has to decide."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from activities.interface import Recording
from console.gateway import Faulted
from console.recovery.backing_up import BackupPlace, back_up
from console.recovery.comparing import Difference
from console.recovery.following_record import FollowingRecord
from console.recovery.holding import Holding
from console.recovery.lost import lost_commands
from console.recovery.paths import Paths
from console.recovery.reconciling import Reconciled
from console.recovery.recording_restore import RestoreRecorder
from console.recovery.restoring import Target, bring_back
from domain.rejected import Rejected
from readmodel.incidents import Cause, open_incidents
from tests.engine import running
from tests.scene import AURORA, CLARA, EMIL, OLGA, Scene, people, register
from tests.site import Site

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

POLARIS, NOVA, REFUSED = "cluster-polaris", "cluster-nova", "round-refused"


def now() -> datetime:
    return datetime.now(UTC)


async def reconciled(at: Site, *, repair: bool = True) -> Reconciled:
    return await at.reconciler.reconcile(at=now(), repair=repair, begun=lambda _: None, told=lambda: None)


def briefly(found: Reconciled) -> list[tuple[str, Difference, bool]]:
    return [(each.stream, each.difference, each.mended) for each in found.findings]


async def incidents(at: Site) -> set[tuple[Cause, str]]:
    async with at.engine.pool.acquire() as connection:
        return {(each.cause, each.stream) for each in await open_incidents(connection)}


async def written_past_the_path(at: Site, stream: str) -> None:
    """As another stream's command writes here: the path hears nothing of it."""
    command = {"type": "SubmitApplication", "level": "bronze", "kind": "first"}
    recording = Recording(stream=stream, command_id=uuid4(), actor=CLARA, command=command, at=now())
    assert (await at.record(recording)).refusal is None


async def test_a_path_that_is_missing_is_started_and_one_that_lags_is_refreshed(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        at = Site(engine)
        await people(engine)
        for stream in (AURORA, POLARIS):
            await register(engine, stream)
        await engine.client.get_workflow_handle(AURORA).terminate("lost")
        await written_past_the_path(at, POLARIS)
        with pytest.raises(Rejected):
            await engine.submit(REFUSED, EMIL, "OpenRound", opens_on="2030-03-04", closes_on="2030-03-11")
        differ = [
            (AURORA, Difference.MISSING),
            (POLARIS, Difference.LAGS),
            (REFUSED, Difference.UNBEGUN),
        ]
        assert briefly(await reconciled(at, repair=False)) == [(*each, False) for each in differ]
        repaired = await reconciled(at)
        assert briefly(repaired) == [(*each, each[1] is not Difference.UNBEGUN) for each in differ]
        assert (repaired.examined, repaired.wrong) == (4, ())
        # Its letter is sent by the path that was told of it.
        await engine.until_paid(POLARIS)
        assert briefly(await reconciled(at)) == [(REFUSED, Difference.UNBEGUN, False)]
        assert await incidents(at) == set()


async def restored(at: Site, place: BackupPlace, name: str) -> None:
    owner = SecretStr(at.engine.stack.postgres.owner_url("laurel"))
    target = Target(at.settings, owner)
    await bring_back(target, place, name, replacing="laurel", told=lambda _: None)
    recording = RestoreRecorder(target, by=OLGA, reason="A disk was lost.", told=lambda _: None)
    await recording.record(made_at=now(), at=now())


async def test_a_path_ahead_of_a_restored_record_does_nothing_until_an_operator_lets_it_follow(
    tmp_path: Path,
) -> None:
    place = BackupPlace((tmp_path / "backups").as_uri())
    async with running(tmp_path / "engine") as engine:
        at = Site(engine)
        await people(engine)
        for stream in (AURORA, POLARIS):
            await register(engine, stream)
        made = await back_up(at.settings, place, now=now(), told=lambda _: None)
        await Scene(engine).apply()
        await engine.until_paid(AURORA)
        await register(engine, NOVA)
        sent = at.mails()
        await at.stop()
        await restored(at, place, made.name)
        await at.start()
        found = await reconciled(at)
        assert briefly(found) == [
            (AURORA, Difference.AHEAD, False),
            (NOVA, Difference.WITHOUT_STREAM, False),
        ]
        assert await incidents(at) == {
            (Cause.RECORD_BEHIND, AURORA),
            (Cause.WORKFLOW_WITHOUT_STREAM, NOVA),
        }
        lost = await lost_commands(engine.client, engine.pool, AURORA)
        assert [(each.command, each.actor, each.version) for each in lost] == [
            ("SubmitApplication", CLARA, 2)
        ]
        with pytest.raises(Faulted, match="restored to an earlier moment"):
            await Scene(engine).apply()
        paths = Paths(engine.client)
        follow = FollowingRecord(paths, Holding(at.record, engine.pool), engine.pool)
        assert all([(await follow(each, at=now(), by=OLGA)).mended for each in found.findings])
        assert (briefly(await reconciled(at)), await incidents(at)) == ([], set())
        assert await engine.trail(AURORA) == ["ClusterRegistered"]
        assert at.mails() == sent
        await Scene(engine).apply()
        assert (await engine.trail(AURORA))[1] == "ApplicationSubmitted"
        await engine.pool.close()
