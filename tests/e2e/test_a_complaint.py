"""A complaint from its lodging to its answer, on real servers: trail and mails whole, who complains kept back."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from console.cli.app import app
from tests.e2e.reading import trail_of
from tests.engine import Engine, running

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

COMPLAINT, AURORA = "complaint-2026-1", "cluster-aurora"
OLGA, OTTO, KIM, CLARA = "olga-operator", "otto-operator", "kim-citizen", "clara-manager"
TRAIL = (
    "kim-citizen: ComplaintLodged about=holder subject=aurora",
    "engine: ComplaintAcknowledged",
    "otto-operator: ComplaintInvestigated investigator=otto-operator",
    "otto-operator: ComplaintClosed finding=founded measure=bronze",
)
LETTERS = [("complaint-acknowledged", KIM), ("complaint-closed", KIM)]
READING = (
    ("complaint", COMPLAINT),
    ("complaint", COMPLAINT, "--json"),
    ("complaints",),
    ("complaints", "--json"),
    ("show", COMPLAINT),
    ("show", COMPLAINT, "--json"),
    ("trail", COMPLAINT),
    ("trail", COMPLAINT, "--json"),
    ("inbox", "--json"),
)


async def person(engine: Engine, who: str, by: str, *offices: str) -> None:
    email = f"{who}@laurel.example"
    facts: dict[str, Any] = {"name": who.title(), "email": email, "language": "en", "country": "DE"}
    await engine.submit(f"person-{who}", by, "RegisterPerson", **facts, offices=offices)


async def office(engine: Engine) -> None:
    await person(engine, OLGA, OLGA, "operator")
    await person(engine, OTTO, OLGA, "operator")
    for who in (KIM, CLARA):
        await person(engine, who, OLGA)
    registration: dict[str, Any] = {"name": "Aurora", "country": "DK", "carrier": "Aurora Association"}
    await engine.submit(
        AURORA, OLGA, "RegisterCluster", **registration, language="da", managers=(CLARA,), sector="ICT"
    )
    # Olga sits on Aurora's board: she is not free of what is said about it.
    tied: dict[str, Any] = {"organisation": "aurora", "kind": "board", "from_on": "2020-01-01"}
    await engine.submit(f"person-{OLGA}", OLGA, "DeclareTie", **tied)


async def complained(engine: Engine) -> None:
    lodged: dict[str, Any] = {"about": "holder", "subject": "aurora", "complaint": "They print it on trucks."}
    await engine.submit(COMPLAINT, KIM, "LodgeComplaint", **lodged)
    await engine.until_event(COMPLAINT, "ComplaintAcknowledged")
    await engine.submit(COMPLAINT, OTTO, "InvestigateComplaint")
    founded: dict[str, Any] = {"finding": "founded", "measure": "bronze", "reason": "The trucks were seen."}
    await engine.submit(COMPLAINT, OTTO, "CloseComplaint", **founded)
    await engine.until_paid(COMPLAINT)


async def test_a_complaint_leaves_its_trail_and_its_letters_and_names_the_complainant_to_nobody_concerned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as engine:
        await office(engine)
        await complained(engine)
        assert trail_of(await engine.events(COMPLAINT)) == TRAIL
        assert await engine.letters(COMPLAINT) == LETTERS
        assert await engine.incidents() == []
        monkeypatch.setenv("LAUREL_ENV_FILE", str(engine.stack.env_file))
        lodged = (await engine.events(COMPLAINT))[0]
        reading = (*READING, ("event", str(lodged.position)), ("event", str(lodged.position), "--json"))
        for viewer in ("", OLGA, CLARA):
            told = {asked: await _said(*asked, viewer=viewer) for asked in reading}
            assert [asked for asked, said in told.items() if KIM in said] == []
        seen = orjson.loads(await _said("complaint", COMPLAINT, "--json", viewer=OTTO))
        assert (seen["complaint"]["complainant"], seen["words"]["complaint"]) == (
            KIM,
            "They print it on trucks.",
        )
        assert KIM in await _said("trail", COMPLAINT, viewer=OTTO)
        listed = orjson.loads(await _said("complaints", "--json"))
        assert [(each["stream"], each["stage"], each["finding"]) for each in listed] == [
            (COMPLAINT, "closed", "founded")
        ]


async def _said(*asked: str, viewer: str = "") -> str:
    looks = ["--as", viewer] if viewer and asked[0] not in ("complaints", "inbox") else []
    done = await asyncio.to_thread(CliRunner().invoke, app, [*asked, *looks])
    assert done.exit_code == 0, done.output
    return done.output
