"""Who and what the measurements need on record: persons, a committee, and clusters that hold a label."""

from typing import Any, Protocol

from domain.streams import CLUSTER, PERSON

OPERATOR = "olga"
MANAGER = "clara"
EXPERT = "emil"
MEMBERS = ("marta", "mikkel", "moritz")
PROFILE = {
    "eccp_address": "https://clusters.example",
    "staff_fte_hundredths": 250,
    "english_website": True,
    "committed_members": 20,
    "member_types": 3,
}


class OnRecord(Protocol):
    """A record to which a person's command goes straight, without a workflow."""

    async def put_on_record(self, stream: str, by: str, type_: str, **fields: Any) -> None: ...


async def settle(site: OnRecord) -> None:
    """Persons with their offices, and a committee of three from three gold clusters."""
    await person(site, OPERATOR, offices=("operator", "scheme-owner"))
    for each in (MANAGER, EXPERT, *MEMBERS):
        await person(site, each)
    await site.put_on_record(
        f"{PERSON}{EXPERT}",
        OPERATOR,
        "QualifyExpert",
        level="bronze",
        edition="ecei-2019",
        from_on="2020-01-01",
        training="course",
    )
    for seat, member in enumerate(MEMBERS):
        home = (await labelled(site, f"home-{member}", 1, level="gold"))[0]
        await site.put_on_record(
            f"{PERSON}{member}",
            OPERATOR,
            "SeatMember",
            role="member" if seat else "chair",
            nominator=home.removeprefix(CLUSTER),
            from_on="2020-01-01",
        )


async def labelled(site: OnRecord, name: str, count: int, level: str = "bronze") -> list[str]:
    """So many clusters on record, each with a label whose end the clock waits for; their streams."""
    streams = [f"{CLUSTER}{name}-{number}" for number in range(count)]
    for stream in streams:
        await site.put_on_record(stream, OPERATOR, "ImportLabel", **_label(stream, level))
    return streams


def profile(staff: int) -> dict[str, Any]:
    """A profile unlike the last one if `staff` differs."""
    return {"profile": PROFILE | {"staff_fte_hundredths": staff}}


def _label(stream: str, level: str) -> dict[str, Any]:
    return {
        "name": stream,
        "country": "DE",
        "level": level,
        "kind": "first",
        "awarded": _on("2026-01-01"),
        "valid_until": _on("2099-12-31"),
        "source": "benchmark",
        "row_key": stream.encode().hex()[:64].ljust(64, "0"),
    }


def _on(day: str) -> dict[str, str]:
    return {"earliest": day, "latest": day}


async def person(site: OnRecord, person_id: str, offices: tuple[str, ...] = ()) -> None:
    await site.put_on_record(
        f"{PERSON}{person_id}",
        OPERATOR,
        "RegisterPerson",
        name=person_id.title(),
        email=f"{person_id}@laurel.example",
        language="en",
        country="DK",
        offices=offices,
    )
