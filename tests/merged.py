"""Clusters that merge in a whole engine: five parties, a sixth that comes out of them, and two operators."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from activities.interface import Receipt
from domain.secretariat import secretariat_day
from tests.engine import Engine
from tests.scene import OLGA, PROFILE, person

OTTO, NINA, KNUD = "otto-operator", "nina-manager", "knud-manager"
PARTIES = ("aurora", "deneb", "lyra", "mira", "polaris")
VEGA = "cluster-vega"
STREAMS = tuple(f"cluster-{name}" for name in PARTIES)


async def scene(engine: Engine) -> None:
    """Knud acts for the five, Nina for the one to come. Aurora and Lyra hold labels; Deneb has a case under way."""
    await person(engine, OLGA, offices=["operator"])
    await person(engine, OTTO, offices=["operator"])
    for name in (NINA, KNUD):
        await person(engine, name, country="DK")
    for name in PARTIES:
        await _registered(engine, name, KNUD)
    await _registered(engine, "vega", NINA)
    await _labelled(engine, "aurora", "gold")
    await _labelled(engine, "lyra", "silver")
    await engine.submit("cluster-deneb", KNUD, "SubmitApplication", level="bronze", kind="first")


async def endorsed(engine: Engine) -> None:
    await engine.submit(VEGA, OTTO, "EndorseAct", act="merger", subject=",".join(PARTIES), reason="So it is.")


async def merging(engine: Engine, command_id: UUID | None = None) -> Receipt:
    """The five are part of Vega since today."""
    return await engine.submit(
        VEGA,
        OLGA,
        "RecordMerger",
        command_id=command_id,
        kind="new-formation",
        parties=list(PARTIES),
        effective_on=secretariat_day(datetime.now(UTC)).isoformat(),
        reason="By the minutes.",
    )


async def _registered(engine: Engine, name: str, manager: str) -> None:
    fields: dict[str, Any] = {"name": name.title(), "country": "DK", "carrier": f"{name.title()} Association"}
    await engine.submit(
        f"cluster-{name}",
        OLGA,
        "RegisterCluster",
        language="en",
        managers=[manager],
        profile=PROFILE,
        **fields,
    )


async def _labelled(engine: Engine, name: str, level: str) -> None:
    today = secretariat_day(datetime.now(UTC))
    awarded, until = (today - timedelta(days=90)).isoformat(), (today + timedelta(days=900)).isoformat()
    await engine.submit(
        f"cluster-{name}",
        OLGA,
        "ImportLabel",
        name=name.title(),
        country="DK",
        level=level,
        kind="first",
        awarded={"earliest": awarded, "latest": awarded},
        valid_until={"earliest": until, "latest": until},
        source="a page of the holder",
        row_key=name.encode().hex().zfill(64),
    )
