"""What is said of ties learned of late: reported, resolved, reviewed (R31)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.committee import CastVote, TakeDecision
from domain.cluster.commands.review import ReportConflict, ResolveConflict, ReviewDecision
from domain.cluster.events.committee import MemberRecused
from domain.cluster.events.review import (
    ConflictReported,
    ConflictResolved,
    Resolution,
)
from domain.person.events import TieDeclared
from domain.person.state import Office, TieKind
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    KNUD,
    MAX,
    MONA,
    OLGA,
    VERA,
    YES,
    bronze,
    person,
    tie,
    voted,
)
from tests.domain.specification import World, sealed
from tests.domain.teams import OTTO, endorsing

WHY = "They sat on one board."


def report(who: str) -> ReportConflict:
    return ReportConflict(case_id="bronze-1", person=who, reason=WHY)


def resolve(who: str, resolution: Resolution) -> ResolveConflict:
    return ResolveConflict(case_id="bronze-1", person=who, resolution=resolution, reason=WHY)


def review(
    outcome: str, person: str | None = MAX, panel_finding: str | None = None, case_id: str = "bronze-1"
) -> ReviewDecision:
    fact = {"person": person, "panel_finding": panel_finding}
    return ReviewDecision.model_validate({"case_id": case_id, "outcome": outcome, "reason": WHY, **fact})


def reported(who: str, by: str | None) -> ConflictReported:
    return ConflictReported(case_id="bronze-1", person=who, reported_by=by, reason=sealed(WHY))


def resolved(who: str, resolution: Resolution) -> ConflictResolved:
    return ConflictResolved(case_id="bronze-1", person=who, resolution=resolution, reason=sealed(WHY))


def recused(who: str) -> MemberRecused:
    return MemberRecused(case_id="bronze-1", member=who, rule="R31", reason=sealed(WHY))


def two_operators(world: World) -> World:
    return world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")


def decided(*ballots: tuple[str, CastVote], by: TakeDecision = AWARD) -> World:
    """The decision is taken; nobody has been told yet."""
    return voted(*ballots, world=bronze(Stage.ON_AGENDA)).does(CARL, by, on=AURORA)


def told(*ballots: tuple[str, CastVote]) -> World:
    return decided(*(ballots or ALL_IN_FAVOUR)).pay()


def on_board(world: World, who: str, since: date = date(2020, 1, 1)) -> World:
    return world.does(OLGA, tie(TieKind.BOARD, since=since), on=f"person-{who}")


def on_record_alone(
    world: World, who: str, kind: TieKind = TieKind.BOARD, *, since: date = date(2020, 1, 1), by: str = OLGA
) -> World:
    """The tie is on record and no case heard of it, as of one to a carrier who came later."""
    tied = TieDeclared(
        tie_id=f"tie-{len(world.person(who).ties) + 1}",
        organisation="aurora",
        kind=kind,
        from_on=since,
        declared_by=by,
    )
    return world.happens(f"person-{who}", tied)


ALL_IN_FAVOUR = ((CARL, YES), (VERA, YES), (MONA, YES), (MAX, YES))
THREE_IN_FAVOUR = ALL_IN_FAVOUR[:3]


def waiting(who: str, world: World) -> World:
    """A tie is reported by somebody outside, and Otto has endorsed what Olga will say of it."""
    two_operators(world).does(KNUD, report(who), on=AURORA)
    return world.does(OTTO, endorsing(who, "conflict-resolution", "bronze-1"), on=AURORA)
