"""Two hundred rounds on real servers: operators, experts and members act on the same at the same instant.

Never is an expert booked twice, never an act lost, and everybody is answered truthfully: what was accepted is on
record, of what was refused there is nothing.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson
import pytest

from activities.interface import Receipt
from domain.cluster.case import Case, Stage
from domain.rejected import Rejected
from domain.schemes import scheme
from ledger.chain import broken_links
from ledger.reading import StoredEvent
from readmodel.history import happened_of
from tests.domain.naive_bookings import wrong_bookings
from tests.domain.naive_ties import tied_acts
from tests.domain.scored import worth
from tests.domain.specification import calendar
from tests.domain.world import OnRecord
from tests.engine import Engine
from tests.scene import CLARA, COMMITTEE, CRITERIA, EMIL, OLGA, Scene, people, person, register
from tests.simulation import MONDAY, Simulation, nine, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

OTTO, ESTHER = "otto-operator", "esther-expert"
EXPERTS = (EMIL, ESTHER)
GOLDS = ("cluster-aurora", "cluster-borea")
TEAMLESS, VOTED_ON = "cluster-celeste", "cluster-dione"
CODES = tuple(indicator.code for indicator in scheme().catalogue("2013").indicators)
PASSING = {**dict.fromkeys(CODES, 4), "1.1.0": 1}


class Asked(NamedTuple):
    """One person's command of a round, under an id of its own."""

    stream: str
    by: str
    type: str
    fields: dict[str, Any]
    command_id: UUID


class Answered(NamedTuple):
    asked: Asked
    receipt: Receipt | None
    code: str | None


def asking(stream: str, by: str, type_: str, **fields: Any) -> Asked:
    return Asked(stream, by, type_, fields, uuid4())


@dataclass
class Rounds:
    """Rounds in which several ask at once. `answers` has every answer of every round."""

    engine: Engine
    count: int = 0
    answers: list[Answered] = field(default_factory=list)

    async def of(self, *asked: Asked) -> list[str]:
        """What each was told: `accepted`, or the code of the refusal."""
        self.count += 1
        answers = await asyncio.gather(*map(self._give, asked))
        self.answers += answers
        return [answer.code or "accepted" for answer in answers]

    async def _give(self, asked: Asked) -> Answered:
        try:
            receipt = await self.engine.submit(
                asked.stream, asked.by, asked.type, command_id=asked.command_id, **asked.fields
            )
        except Rejected as rejected:
            return Answered(asked, None, rejected.code)
        return Answered(asked, receipt, None)

    async def case(self, stream: str) -> Case:
        cluster = await self.engine.state(stream)
        (case,) = cluster.open_cases
        assert isinstance(case, Case)
        return case


def visits() -> Iterator[list[str]]:
    """Visits of two working days, no two of which overlap: round and round, through the weeks they may lie in."""
    working, mondays = calendar("DK"), [MONDAY + timedelta(weeks=week) for week in range(2, 12)]
    pairs = [
        (first, first + timedelta(days=1)) for monday in mondays for first in (monday, monday + timedelta(2))
    ]
    return cycle([day.isoformat() for day in pair] for pair in pairs if all(map(working.is_working, pair)))


async def test_of_two_at_the_same_instant_nobody_is_booked_twice_and_nothing_is_lost(tmp_path: Path) -> None:
    async with simulated(tmp_path) as engine:
        await prepared(engine)
        rounds, days = Rounds(engine), visits()
        await two_clusters_ask_for_the_same_days(rounds, days, 40)
        await two_operators_move_the_same_visit(rounds, days, 10)
        await two_experts_record_findings(rounds, 50)
        await an_expert_becomes_tied_and_acts(rounds, 20)
        await two_operators_propose_a_team(rounds, 20)
        await three_members_vote(rounds, 56)
        await both_experts_score(rounds, engine)
        assert rounds.count == 200
        await everybody_was_answered_truthfully(rounds)
        await the_whole_record_is_sound(engine)


# What happens in a round


async def two_clusters_ask_for_the_same_days(rounds: Rounds, days: Iterator[list[str]], times: int) -> None:
    for stream in GOLDS:
        await rounds.engine.submit(stream, OLGA, "ScheduleAudit", days=next(days))
    for _ in range(times):
        wanted = {"days": next(days), "reason": "Somebody is ill."}
        told = await rounds.of(
            asking(GOLDS[0], OLGA, "RescheduleAudit", **wanted),
            asking(GOLDS[1], EMIL, "RescheduleAudit", **wanted),
        )
        assert sorted(told) == ["accepted", "expert-booked"]


async def two_operators_move_the_same_visit(rounds: Rounds, days: Iterator[list[str]], times: int) -> None:
    elsewhere = (await rounds.case(GOLDS[1])).audit
    assert elsewhere is not None
    free = (each for each in days if each[0] != elsewhere.days[0].isoformat())
    for _ in range(times):
        before = (await rounds.case(GOLDS[0])).audit
        wanted = [next(free), next(free)]
        told = await rounds.of(
            *(
                asking(GOLDS[0], by, "RescheduleAudit", days=each, reason="A strike.")
                for by, each in zip((OLGA, OTTO), wanted, strict=True)
            )
        )
        after = (await rounds.case(GOLDS[0])).audit
        assert before is not None
        assert after is not None
        assert (told, after.sequence) == (["accepted", "accepted"], before.sequence + 2)
        assert [day.isoformat() for day in after.days] in wanted


async def two_experts_record_findings(rounds: Rounds, times: int) -> None:
    before = len((await rounds.case(GOLDS[0])).findings)
    for n in range(times):
        noted: dict[str, Any] = {
            "grade": "opportunity",
            "indicator": CODES[n % len(CODES)],
            "statement": "It could be more.",
        }
        told = await rounds.of(*(asking(GOLDS[0], by, "RecordFinding", **noted) for by in EXPERTS))
        assert told == ["accepted", "accepted"]
    findings = (await rounds.case(GOLDS[0])).findings[before:]
    assert [each.finding for each in findings] == [f"finding-{before + n}" for n in range(1, 2 * times + 1)]
    assert sorted(each.raised_by for each in findings) == sorted(EXPERTS * times)


async def an_expert_becomes_tied_and_acts(rounds: Rounds, times: int) -> None:
    """Whichever comes first: behind the tie nothing is accepted any more, until it is over."""
    noted: dict[str, Any] = {"grade": "opportunity", "indicator": "2.1", "statement": "It could be more."}
    tie: dict[str, Any] = {
        "organisation": "aurora",
        "kind": "family",
        "from_on": (MONDAY - timedelta(days=9)).isoformat(),
    }
    for n in range(times):
        declared, told = await rounds.of(
            asking(f"person-{ESTHER}", ESTHER, "DeclareTie", **tie),
            asking(GOLDS[0], ESTHER, "RecordFinding", **noted),
        )
        assert declared == "accepted"
        assert told in ("accepted", "hard-conflict")
        with pytest.raises(Rejected):
            await rounds.engine.submit(GOLDS[0], ESTHER, "RecordFinding", **noted)
        yesterday = (MONDAY - timedelta(days=1)).isoformat()
        over: dict[str, Any] = {"tie_id": f"tie-{n + 1}", "until_on": yesterday}
        await rounds.engine.submit(f"person-{ESTHER}", OLGA, "EndTie", **over)


async def two_operators_propose_a_team(rounds: Rounds, times: int) -> None:
    for _ in range(times):
        told = await rounds.of(
            asking(TEAMLESS, OLGA, "ProposeTeam", experts=[EMIL, ESTHER]),
            asking(TEAMLESS, OTTO, "ProposeTeam", experts=[ESTHER, EMIL]),
        )
        assert sorted(told) == ["accepted", "wrong-stage"]
        first = EXPERTS[0] if told[0] == "accepted" else EXPERTS[1]
        assert (await rounds.case(TEAMLESS)).lead == first
        await rounds.engine.submit(TEAMLESS, EMIL, "DeclineAssignment")


async def three_members_vote(rounds: Rounds, times: int) -> None:
    for n in range(times):
        votes = {member: "no" if (n + place) % 3 else "yes" for place, member in enumerate(COMMITTEE)}
        told = await rounds.of(
            *(asking(VOTED_ON, by, "CastVote", vote=vote, report_version=1) for by, vote in votes.items())
        )
        assert told == ["accepted"] * 3
        ballots = (await rounds.case(VOTED_ON)).ballots
        assert {each.member: each.vote for each in ballots} == votes


async def both_experts_score(rounds: Rounds, engine: Simulation) -> None:
    """In each of two cases both hand in at once; then the lead proposes anew while the other confirms."""
    for stream in GOLDS:
        await audited(engine, stream)
        sheets = [worth(120), worth(130)]
        told = await rounds.of(
            *(
                asking(stream, by, "SubmitScores", scores=scores)
                for by, scores in zip(EXPERTS, sheets, strict=True)
            )
        )
        case = await rounds.case(stream)
        assert (told, case.stage) == (["accepted", "accepted"], Stage.CONSENSUS)
        assert {each.expert: each.scores for each in case.sheets} == dict(zip(EXPERTS, sheets, strict=True))
        await rounds.engine.submit(stream, EMIL, "AgreeConsensus", **agreeing(worth(125)))
        told = await rounds.of(
            asking(stream, EMIL, "AgreeConsensus", **agreeing(worth(120))),
            asking(stream, ESTHER, "ConfirmConsensus", proposal=1),
        )
        # Esther confirmed what she read, or was told that it stands no more: never what she did not read.
        case = await rounds.case(stream)
        assert told in (["wrong-stage", "accepted"], ["accepted", "older-proposal"])
        assert (case.result.scores if case.result else None) == (
            worth(125) if told[1] == "accepted" else None
        )


def agreeing(scores: dict[str, int]) -> dict[str, Any]:
    return {"scores": scores, "reasons": dict.fromkeys(CODES, "We talked it over.")}


# What is true afterwards


async def everybody_was_answered_truthfully(rounds: Rounds) -> None:
    on_record: dict[UUID, list[StoredEvent]] = {}
    for event in await everything(rounds.engine):
        on_record.setdefault(UUID(orjson.loads(event.metadata)["command_id"]), []).append(event)
    for asked, receipt, _ in rounds.answers:
        events = on_record.get(asked.command_id, [])
        own = [event for event in events if event.stream == asked.stream]
        assert tuple(event.type for event in own) == (receipt.events if receipt else ())
        assert {orjson.loads(event.metadata)["actor"] for event in events} <= {asked.by}
        if receipt is not None:
            assert max(event.position for event in own) == receipt.position
    refused = {answer.asked.command_id for answer in rounds.answers if answer.code}
    assert refused & on_record.keys() == set()


async def the_whole_record_is_sound(engine: Engine) -> None:
    trail = [
        OnRecord(each.stream, happened_of(each), orjson.loads(each.metadata)["actor"])
        for each in await everything(engine)
    ]
    assert wrong_bookings(trail) == []
    assert tied_acts(trail) == []
    assert await engine.incidents() == []
    async with engine.pool.acquire() as connection:
        assert await broken_links(connection) == []


async def everything(engine: Engine) -> Sequence[StoredEvent]:
    """Every event there is, in the order of the record."""
    async with engine.pool.acquire() as connection:
        streams = await connection.fetch("select distinct stream from ledger.events")
    events = [event for row in streams for event in await engine.events(row["stream"])]
    return sorted(events, key=lambda event: event.position)


# How it begins


async def prepared(engine: Simulation) -> None:
    """Two Golds whose visit is due, one without a team, and a Bronze in committee."""
    await people(engine)
    await person(engine, OTTO, offices=["operator"])
    await person(engine, ESTHER, country="DK")
    for expert in EXPERTS:
        qualified: dict[str, Any] = {
            "level": "gold",
            "edition": "ecei-2019",
            "from_on": "2020-01-01",
            "training": "a course",
        }
        await engine.submit(f"person-{expert}", OLGA, "QualifyExpert", **qualified)
    await asyncio.gather(*(visit_due(engine, stream) for stream in GOLDS), signed(engine, TEAMLESS))
    await Scene(engine, VOTED_ON, today=MONDAY).walk(Stage.ON_AGENDA)


async def signed(engine: Engine, stream: str) -> None:
    await register(engine, stream)
    steps: list[tuple[str, str, dict[str, Any]]] = [
        (CLARA, "SubmitApplication", {"level": "gold", "kind": "first"}),
        (OLGA, "AcceptApplication", {"criteria": CRITERIA}),
        (CLARA, "SubmitTest", {"scores": PASSING}),
        (OLGA, "OfferAgreement", {}),
        (CLARA, "SignAgreement", {}),
    ]
    for by, type_, fields in steps:
        await engine.submit(stream, by, type_, **fields)


async def visit_due(engine: Engine, stream: str) -> None:
    """Nothing is handed in, in neither round: all is to be seen on site."""
    await signed(engine, stream)
    await engine.submit(stream, OLGA, "ProposeTeam", experts=list(EXPERTS))
    for expert in EXPERTS:
        await engine.submit(stream, expert, "AcceptAssignment", free_of_conflicts=True)
    await engine.submit(stream, CLARA, "AgreeTeam")
    for _ in range(2):
        await engine.submit(stream, CLARA, "SubmitEvidence", last=True)


async def audited(engine: Simulation, stream: str) -> None:
    """The visit is held on the days for which it is planned."""
    (case,) = (await engine.state(stream)).open_cases
    for day in case.audit.days:
        if nine(day) > engine.clock.now:
            await engine.clock.until(nine(day))
        await engine.submit(stream, EMIL, "RecordAuditDay", day=day.isoformat(), experts=list(EXPERTS))
    last_day = case.audit.days[-1].isoformat()
    await engine.submit(stream, EMIL, "ValidateIndicator", day=last_day, validated=list(CODES))
    await engine.submit(stream, EMIL, "ConcludeAudit")
