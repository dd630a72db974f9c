"""An accredited office over real servers: it begins a case, and is accredited no more once that is handed over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.rejected import Rejected
from domain.secretariat import secretariat_day
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, CRITERIA, OLGA, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

NORDLYS, NINA = "office-nordlys", "nina-nordlys"
TODAY = secretariat_day(datetime.now(UTC))


async def accredited(engine: Engine) -> None:
    """Nordlys handles Danish Bronze; Nina works there."""
    known: dict[str, Any] = {
        "name": "Nina",
        "email": f"{NINA}@people.example",
        "language": "en",
        "country": "DK",
    }
    await engine.submit(f"person-{NINA}", OLGA, "RegisterPerson", **known)
    accreditation: dict[str, Any] = {"name": "Nordlys", "procedures": ["bronze"], "countries": ["DK"]}
    await engine.submit(NORDLYS, OLGA, "AccreditOffice", **accreditation, from_on="2026-01-01")
    await engine.submit(NORDLYS, OLGA, "AppointStaff", person=NINA)


async def refused(engine: Engine, stream: str, by: str, type_: str, **fields: Any) -> tuple[str, str]:
    with pytest.raises(Rejected) as rejected:
        await engine.submit(stream, by, type_, **fields)
    return rejected.value.code, rejected.value.sentence


async def test_an_accreditation_ends_once_its_cases_are_handed_over(tmp_path: Path) -> None:
    ending: dict[str, Any] = {"until_on": (TODAY + timedelta(days=30)).isoformat(), "reason": "It closes."}
    async with running(tmp_path) as engine:
        await people(engine)
        await accredited(engine)
        await register(engine, AURORA)
        await engine.submit(AURORA, NINA, "SubmitApplication", level="bronze", kind="first")
        await engine.submit(AURORA, NINA, "AcceptApplication", criteria=CRITERIA)
        assert await refused(engine, NORDLYS, OLGA, "EndAccreditation", **ending) == (
            "cases-not-handed-over",
            "Nordlys still handles aurora/bronze-1: hand over first (HandOverCase).",
        )
        await engine.submit(AURORA, OLGA, "HandOverCase", reason="Its office closes.")
        await engine.submit(NORDLYS, OLGA, "EndAccreditation", **ending)
        await engine.until_paid(AURORA)
        trail = [each for each in await engine.trail(AURORA) if each != "NoticeSent"]
        authorities = [
            each["authority"] for each in await engine.metadata(AURORA) if each["actor"] != "engine"
        ]
        letters = [each for each in await engine.letters(AURORA) if each[0] == "case-handed-over"]
        case = (await engine.state(AURORA)).find_case("bronze-1")
        assert (case.office, case.handed_over) == (None, True)
        assert trail == ["ClusterRegistered", "ApplicationSubmitted", "ApplicationAccepted", "CaseHandedOver"]
        assert authorities == ["operator", "accredited office", "accredited office", "operator"]
        assert sorted(letters) == [("case-handed-over", who) for who in (CLARA, NINA, "secretariat")]
        assert await engine.trail(NORDLYS) == ["OfficeAccredited", "StaffAppointed", "AccreditationEnded"]
        assert await engine.trail(f"person-{NINA}") == ["PersonRegistered", "OfficeJoined"]
