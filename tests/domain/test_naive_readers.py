"""Whoever reads the histories of stories would see a law broken: each forgery is found, by its name."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.events.application import ApplicationWithdrawn
from domain.cluster.events.findings import FindingRecorded
from domain.cluster.events.organisation import ManagerChanged, ProfileUpdated
from domain.confidential import RESERVED
from domain.happened import Happened
from domain.levels import Level
from domain.person.events import DaysBooked, MemberSeated, TieDeclared
from domain.person.state import TieKind
from tests.domain.audited import gold_scheduled
from tests.domain.cast import AURORA, CARL, EMIL, ESTHER, MONA, PROFILE
from tests.domain.moves import PEOPLE
from tests.domain.naive_awards import awards, unearned
from tests.domain.naive_bookings import wrong_bookings
from tests.domain.naive_scores import faulty_consensus
from tests.domain.naive_secrecy import shown_too_early
from tests.domain.naive_ties import tied_acts
from tests.domain.scored import SOLID, audited, changed, worth
from tests.domain.specification import World, sealed
from tests.domain.walked import golden, silvern
from tests.domain.world import OnRecord


def forged(world: World, type_: str, **update: Any) -> list[OnRecord]:
    """The trail with the last event of a type changed behind everybody's back."""
    trail = list(world.trail)
    place = max(n for n, each in enumerate(trail) if each.happened.event.type == type_)
    event = trail[place].happened.event.model_copy(update=update)
    trail[place] = trail[place]._replace(happened=_happened(event, trail[place]))
    return trail


def slipped_in(world: World, before: str, stream: str, event: Any) -> list[OnRecord]:
    """The trail with an event put before the first one of a type."""
    trail = list(world.trail)
    place = next(n for n, each in enumerate(trail) if each.happened.event.type == before)
    return [*trail[:place], OnRecord(stream, _happened(event, trail[place]), None), *trail[place:]]


def _happened(event: Any, like: OnRecord) -> Happened[Any]:
    return Happened(event_id=uuid4(), recorded_at=like.happened.recorded_at, event=event)


def awarded() -> World:
    return golden(Stage.CLOSED)


def reasons(trail: list[OnRecord]) -> list[str]:
    return [reason for place in awards(trail) for reason in unearned(trail, place)]


FINDING = FindingRecorded(
    case_id="gold-1",
    finding="finding-1",
    grade="major",
    indicator="2.1",
    raised_by=EMIL,
    statement=sealed("None."),
)
FORGERIES: dict[str, tuple[Callable[[], list[OnRecord]], list[str]]] = {
    "nothing": (lambda: awarded().trail, []),
    "119 points": (lambda: forged(awarded(), "ConsensusReached", scores=worth(119)), ["total"]),
    "a missed minimum": (
        lambda: forged(awarded(), "ConsensusReached", scores=changed(worth(150), i4_3=1)),
        ["4.3"],
    ),
    "a gate not fulfilled": (
        lambda: forged(awarded(), "ConsensusReached", scores=changed(worth(150), i1_1_0=0)),
        ["1.1.0"],
    ),
    "an unproven area": (
        lambda: forged(
            silvern(Stage.CLOSED),
            "ScoresSubmitted",
            areas={"area-1": True, "area-2": False, "area-3": True},
        ),
        ["area"],
    ),
    "an open major": (
        lambda: slipped_in(awarded(), "ReportFinalised", AURORA, FINDING),
        ["finding-1"],
    ),
    "another profile": (
        lambda: slipped_in(
            awarded(), "VoteCast", AURORA, ProfileUpdated(profile=PROFILE, carrier="A", website="")
        ),
        ["profile changed since eligibility was judged"],
    ),
    "an old audit": (
        lambda: forged(awarded(), "AuditConducted", last_day=date(2025, 3, 1)),
        ["stale"],
    ),
    "two votes": (
        lambda: [
            each for each in awarded().trail if (each.happened.event.type, each.actor) != ("VoteCast", MONA)
        ],
        ["no quorum", "not carried"],
    ),
    "votes against": (lambda: forged(awarded(), "VoteCast", vote="no"), ["not carried"]),
}


@pytest.mark.parametrize(("trail", "found"), FORGERIES.values(), ids=FORGERIES)
def test_an_award_that_was_not_earned_is_seen(trail: Callable[[], list[OnRecord]], found: list[str]) -> None:
    assert reasons(trail()) == found


def test_a_consensus_with_a_sheet_missing_is_seen() -> None:
    without = [
        each
        for each in awarded().trail
        if (each.happened.event.type, each.actor) != ("ScoresSubmitted", ESTHER)
    ]
    assert faulty_consensus(without) == ["a consensus over 1 sheets"]


def test_dissent_that_is_lost_is_seen() -> None:
    trail = forged(awarded(), "ConsensusReached", by_silence=True, dissent={"2.1": 3})
    assert faulty_consensus(trail) == ["dissent is lost"]


def test_a_score_changed_without_a_reason_is_seen() -> None:
    trail = forged(awarded(), "ScoresSubmitted", scores={**worth(120), "2.1": 2})
    assert set(faulty_consensus(trail)) >= {"no reason for 2.1"}


@pytest.mark.parametrize(
    ("who", "event", "first"),
    [
        (
            EMIL,
            TieDeclared(
                tie_id="tie-1",
                organisation="Aurora",
                kind=TieKind.FAMILY,
                from_on=date(2020, 1, 1),
                declared_by=EMIL,
            ),
            "TeamProposed",
        ),
        (
            ESTHER,
            TieDeclared(
                tie_id="tie-1",
                organisation="aurora association",
                kind=TieKind.COACHED,
                from_on=date(2019, 1, 1),
                until_on=date(2024, 9, 1),
                declared_by=ESTHER,
            ),
            "ReportSigned",
        ),
        (CARL, MemberSeated(role="member", nominator="aurora", from_on=date(2020, 1, 1)), "VoteCast"),
    ],
)
def test_somebody_tied_who_acts_is_seen(who: str, event: Any, first: str) -> None:
    seen = tied_acts(slipped_in(awarded(), first, f"person-{who}", event))
    assert seen[0].startswith(f"{who} in {first} of aurora/gold-1 on ")
    assert {line.partition(" ")[0] for line in seen} == {who}


def test_a_manager_who_votes_is_seen() -> None:
    trail = slipped_in(awarded(), "VoteCast", AURORA, ManagerChanged(managers=(CARL,)))
    assert [line.split(" of ")[0] for line in tied_acts(trail)] == [
        f"{CARL} in VoteCast",
        f"{CARL} in DecisionTaken",
        f"{CARL} in DecisionTaken",
    ]


def test_a_double_booking_is_seen() -> None:
    world = gold_scheduled()
    audit = world.case("aurora", "gold-1").audit
    assert audit is not None
    booked = DaysBooked(days=audit.days[:1], case="polaris/gold-1")
    trail = world.happens(f"person-{EMIL}", booked).trail
    assert wrong_bookings(trail) == [f"{EMIL} on {audit.days[0]}"]


def test_a_day_kept_for_a_case_that_is_over_is_seen() -> None:
    world = gold_scheduled().happens(AURORA, ApplicationWithdrawn(case_id="gold-1", cluster_id="aurora"))
    assert len(wrong_bookings(world.trail)) == 4


def test_a_sheet_that_is_shown_too_early_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    world = audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA)
    assert shown_too_early(world, AURORA, PEOPLE) == []
    monkeypatch.setitem(RESERVED, "ScoresSubmitted", {})
    assert len(shown_too_early(world, AURORA, PEOPLE)) == len(PEOPLE)
