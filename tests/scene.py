"""People, a committee, and a Bronze case walked to any stage: where most tests of a whole engine begin."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.cluster.case import Stage
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from tests.engine import Engine

OLGA, CLARA, EMIL = "olga-operator", "clara-manager", "emil-expert"
COMMITTEE = ("carl-chair", "mona-member", "max-member")
AURORA, ROUND = "cluster-aurora", "round-1"
OTHERS = (CLARA, EMIL, *COMMITTEE)

PROFILE = {
    "eccp_address": "https://clustercollaboration.example/aurora",
    "staff_fte_hundredths": 250,
    "english_website": True,
    "committed_members": 42,
    "member_types": 3,
}
CRITERIA = {criterion.key: True for criterion in scheme().editions[-1].eligibility}
VALUES = {indicator.code: 1 for indicator in scheme().catalogue("2013").bronze}
DOCUMENTS = ("questionnaire", "success-story", "success-story", "success-story")

Step = Callable[["Scene"], Awaitable[Any]]


class Scene:
    """One cluster's case in an engine. `today` is the day on the engine's clock."""

    def __init__(self, engine: Engine, stream: str = AURORA, today: date | None = None) -> None:
        self.engine = engine
        self.stream = stream
        self.today = today or secretariat_day(datetime.now(UTC))

    async def does(self, by: str, type_: str, **fields: Any) -> None:
        await self.engine.submit(self.stream, by, type_, **fields)

    async def walk(self, to: Stage | None) -> None:
        """From nothing to the stage; None: to the decision."""
        await register(self.engine, self.stream)
        for stage, step in PATH.items():
            await step(self)
            if stage is to:
                return

    async def apply(self) -> None:
        await self.does(CLARA, "SubmitApplication", level="bronze", kind="first")

    async def accept(self) -> None:
        await self.does(OLGA, "AcceptApplication", criteria=CRITERIA)

    async def offer(self) -> None:
        await self.does(OLGA, "OfferAgreement")

    async def sign(self) -> None:
        await self.does(CLARA, "SignAgreement")

    async def propose(self) -> None:
        await self.does(OLGA, "ProposeTeam", experts=[EMIL])

    async def agree(self) -> None:
        await self.does(EMIL, "AcceptAssignment", free_of_conflicts=True)
        await self.does(CLARA, "AgreeTeam")

    async def hand_in(self) -> None:
        stored = [await self.engine.documents.put(f"{n} {name}".encode()) for n, name in enumerate(DOCUMENTS)]
        pairs = zip(DOCUMENTS, stored, strict=True)
        items = [{"item": name, "document": document.sha256} for name, document in pairs]
        await self.does(CLARA, "SubmitEvidence", items=items)

    async def interview(self) -> None:
        await self.does(
            EMIL, "RecordBenchmark", interview_on=self.today.isoformat(), remote=True, values=VALUES
        )
        await self.engine.until_event(self.stream, "ComparisonMade")

    async def draft(self) -> None:
        await self.does(EMIL, "DraftReport", summary="A lively cluster.")
        await self.engine.until_event(self.stream, "ReportDraftIssued")

    async def check(self) -> None:
        await self.does(CLARA, "CheckFacts")

    async def finalise(self) -> None:
        await self.does(EMIL, "FinaliseReport")

    async def open_round(self) -> None:
        closes_on = self.today + timedelta(days=21)
        opening: dict[str, Any] = {"opens_on": self.today.isoformat(), "closes_on": closes_on.isoformat()}
        await self.engine.submit(ROUND, OLGA, "OpenRound", **opening)

    async def place(self) -> None:
        if not await self.engine.trail(ROUND):
            await self.open_round()
        await self.does(OLGA, "PlaceOnAgenda", round_id=ROUND)

    async def decide(self) -> None:
        for member in COMMITTEE:
            await self.does(member, "CastVote", vote="yes", report_version=1)
        await self.does(COMMITTEE[0], "TakeDecision", outcome="award", reason="All that Bronze asks for.")


PATH: dict[Stage, Step] = {
    Stage.APPLIED: Scene.apply,
    Stage.ACCEPTED: Scene.accept,
    Stage.OFFERED: Scene.offer,
    Stage.SIGNED: Scene.sign,
    Stage.TEAM_PROPOSED: Scene.propose,
    Stage.EVIDENCE_OPEN: Scene.agree,
    Stage.INTERVIEW_DUE: Scene.hand_in,
    Stage.DRAFT: Scene.interview,
    Stage.FACT_CHECK: Scene.draft,
    Stage.FACTS_CHECKED: Scene.check,
    Stage.REPORT_FINAL: Scene.finalise,
    Stage.ON_AGENDA: Scene.place,
    Stage.CLOSED: Scene.decide,
}


async def people(engine: Engine, **known: dict[str, Any]) -> None:
    """The secretariat, a cluster's manager, an expert for Bronze, and a committee of three.

    `known`: how some of them are called, and their addresses, by id with `_` for `-`.
    """
    await person(engine, OLGA, offices=["operator", "scheme-owner"])
    for name in OTHERS:
        await person(engine, name, **known.get(name.replace("-", "_"), {}))
    qualified: dict[str, Any] = {
        "level": "bronze",
        "edition": "ecei-2019",
        "from_on": "2020-01-01",
        "training": "a course",
    }
    await engine.submit(f"person-{EMIL}", OLGA, "QualifyExpert", **qualified)
    await gold(engine, "borealis")
    for member in COMMITTEE:
        role = "chair" if member.endswith("chair") else "member"
        seat: dict[str, Any] = {"role": role, "nominator": "borealis", "from_on": "2024-01-01"}
        await engine.submit(f"person-{member}", OLGA, "SeatMember", **seat)


async def person(
    engine: Engine, person_id: str, offices: list[str] | None = None, country: str = "DE", **known: Any
) -> None:
    called = {"name": person_id.title(), "email": f"{person_id}@people.example"}
    await engine.submit(
        f"person-{person_id}",
        OLGA,
        "RegisterPerson",
        language="en",
        country=country,
        offices=offices or [],
        **(called | known),
    )


async def gold(engine: Engine, cluster: str) -> None:
    """A cluster whose Gold, awarded elsewhere, outlives every test."""
    await engine.submit(
        f"cluster-{cluster}",
        OLGA,
        "ImportLabel",
        name=cluster.title(),
        country="DE",
        level="gold",
        kind="first",
        awarded={"earliest": "2023-11-01", "latest": "2023-11-01"},
        valid_until={"earliest": "2045-10-31", "latest": "2045-10-31"},
        source="a page of the holder",
        row_key=cluster.encode().hex().zfill(64),
    )


async def register(engine: Engine, stream: str = AURORA) -> None:
    await engine.submit(
        stream,
        OLGA,
        "RegisterCluster",
        name=stream.removeprefix("cluster-").title(),
        country="DK",
        carrier="Aurora Association",
        language="da",
        managers=[CLARA],
        profile=PROFILE,
    )
