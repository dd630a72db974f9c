"""What may happen in a story: every command a person may give, and the engine's own moves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from domain.cluster.commands.application import (
    AcceptApplication,
    DeclineApplication,
    OfferAgreement,
    RecheckEligibility,
    SignAgreement,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SubmitEvidence,
)
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.committee import (
    AdjournDecision,
    CastVote,
    PlaceOnAgenda,
    RecuseMember,
    TakeDecision,
)
from domain.cluster.commands.effects import RetryEffect, SkipEffect
from domain.cluster.commands.organisation import ChangeManager, UpdateProfile
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
)
from domain.cluster.state import Stage
from domain.commands import PersonCommand
from domain.levels import Kind, Level
from domain.person.commands import (
    EndQualification,
    EndSeat,
    EndTie,
    QualifyExpert,
    SeatMember,
)
from domain.person.state import Person, TieKind
from domain.round.commands import CloseRound, OpenRound
from tests.domain.cast import (
    ANSWERS,
    AURORA,
    CARL,
    CLARA,
    COMMITTEE,
    CRITERIA,
    DOCUMENTS,
    EMIL,
    ESTHER,
    INCOMPLETE,
    KNUD,
    OLGA,
    POLARIS,
    PROFILE,
    SVEN,
    gold_elsewhere,
    person,
    registration,
    tie,
)
from tests.domain.specification import World

NOBODY, NED, DORA = "nobody-at-all", "ned-newcomer", "dora-deneb"
PEOPLE = (OLGA, SVEN, CLARA, KNUD, EMIL, ESTHER, *COMMITTEE, DORA, NED, NOBODY)
CLUSTERS = (AURORA, POLARIS, "cluster-unheard-of")
ROUNDS = ("round-2026-02", "round-2026-spare")
STREAMS = (*CLUSTERS, *ROUNDS, f"person-{EMIL}", f"person-{CARL}", f"person-{NED}")
LIMITS = ("eligibility", "offer", "assignment", "objection", "audit", "fact_check", "voting", "abandonment")


def _in_days(world: World, n: int) -> date:
    return world.today + timedelta(days=(-40, -1, 0, 0, 7, 30)[n])


def _criteria(n: int) -> dict[str, bool]:
    return CRITERIA if n < 4 else {**CRITERIA, "english_website": False} if n < 5 else {}


def _some_letter(world: World, n: int) -> UUID:
    failed = [
        each.debt.debt_id for s in world.states.values() if not isinstance(s, Person) for each in s.failed
    ]
    return failed[n % len(failed)] if failed else UUID("6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10")


# Every command a person may give, in a few variants each: `n` chooses, 0 being the likeliest to be sensible.
ASKED: dict[str, Callable[[World, int], PersonCommand]] = {
    "RegisterCluster": lambda _, n: registration(("Polaris", "Aurora", "Zenith")[n % 3]),
    "UpdateProfile": lambda _, n: UpdateProfile(
        profile=PROFILE.model_copy(update={"committed_members": 15 + n})
    ),
    "ChangeManager": lambda _, n: ChangeManager(managers=((CLARA,), (KNUD, CLARA), (EMIL,))[n % 3]),
    "ImportLabel": lambda _, n: gold_elsewhere("Aurora", "DK", level=(Level.GOLD, Level.BRONZE)[n % 2]),
    "SubmitApplication": lambda _, n: SubmitApplication(
        level=Level.BRONZE, kind=tuple(Kind)[n % 2], what_changed="More members." if n > 1 else None
    ),
    "AcceptApplication": lambda _, n: AcceptApplication(criteria=_criteria(n)),
    "DeclineApplication": lambda _, n: DeclineApplication(
        failed=("english_website",) if n else (), reason="No website."
    ),
    "RecheckEligibility": lambda _, n: RecheckEligibility(criteria=_criteria(n)),
    "OfferAgreement": lambda *_: OfferAgreement(),
    "SignAgreement": lambda *_: SignAgreement(),
    "WithdrawApplication": lambda *_: WithdrawApplication(reason="We merge."),
    "ProposeTeam": lambda _, n: ProposeTeam(
        experts=((EMIL,), (ESTHER,), (NED,), (EMIL, ESTHER))[n % 4],
        reason="Nobody else is free." if n > 1 else None,
    ),
    "AcceptAssignment": lambda _, n: AcceptAssignment(free_of_conflicts=n < 5),
    "DeclineAssignment": lambda *_: DeclineAssignment(),
    "ObjectToTeam": lambda *_: ObjectToTeam(reason="We compete."),
    "AgreeTeam": lambda *_: AgreeTeam(),
    "ReplaceTeamMember": lambda _, n: ReplaceTeamMember(
        expert=(EMIL, ESTHER)[n % 2], successor=(ESTHER, EMIL)[n % 2], reason="Taken ill."
    ),
    "SubmitEvidence": lambda _, n: SubmitEvidence(items=DOCUMENTS[:4] if n < 3 else DOCUMENTS[n - 3 : n - 2]),
    "RecordBenchmark": lambda world, n: RecordBenchmark(
        interview_on=_in_days(world, (2, 1, 2, 3, 0, 4)[n]), values=INCOMPLETE if n == 3 else ANSWERS
    ),
    "DraftReport": lambda *_: DraftReport(summary="A lively cluster."),
    "CheckFacts": lambda *_: CheckFacts(remarks="Our name has an accent."),
    "FinaliseReport": lambda *_: FinaliseReport(),
    "PlaceOnAgenda": lambda _, n: PlaceOnAgenda(round_id=ROUNDS[n % 2]),
    "RecuseMember": lambda _, n: RecuseMember(member=COMMITTEE[n % 4], reason="An old friend."),
    "CastVote": lambda _, n: CastVote(vote="no" if n == 4 else "yes", report_version=2 if n == 5 else 1),
    "TakeDecision": lambda _, n: TakeDecision(
        outcome=("award", "refuse")[n % 2], rule="R30" if n > 3 else None, reason="As voted."
    ),
    "AdjournDecision": lambda *_: AdjournDecision(reason="Too few."),
    "ExtendDeadline": lambda world, n: ExtendDeadline(
        limit=LIMITS[n], until_on=world.today + timedelta(days=90 - 30 * n), reason="A strike."
    ),
    "RetryEffect": lambda world, n: RetryEffect(
        notice_id=_some_letter(world, n), reason="The address is mended."
    ),
    "SkipEffect": lambda world, n: SkipEffect(notice_id=_some_letter(world, n), reason="Told by telephone."),
    "OpenRound": lambda world, n: OpenRound(opens_on=world.today, closes_on=_in_days(world, 5 - n)),
    "CloseRound": lambda *_: CloseRound(),
    "RegisterPerson": lambda _, n: person((NED, EMIL)[n % 2]),
    "QualifyExpert": lambda world, n: QualifyExpert(
        level=Level.BRONZE,
        edition=("ecei-2019", "ecei-2031")[n % 2],
        from_on=world.today,
        training="A course.",
    ),
    "EndQualification": lambda world, n: EndQualification(
        level=Level.BRONZE, edition="ecei-2019", until_on=_in_days(world, n), reason="Retired."
    ),
    "DeclareTie": lambda world, n: tie(
        tuple(TieKind)[n], ("aurora", "polaris")[n % 2], _in_days(world, 5 - n)
    ),
    "EndTie": lambda world, n: EndTie(tie_id=f"tie-{1 + n % 2}", until_on=_in_days(world, n)),
    "SeatMember": lambda world, n: SeatMember(
        from_on=world.today,
        role="member",
        nominator=("borealis", None, "aurora")[n % 3],
        ad_hoc_for=(None, "aurora/bronze-1")[n % 2],
    ),
    "EndSeat": lambda world, n: EndSeat(until_on=_in_days(world, n), reason="The nominator left."),
}


class Move(NamedTuple):
    """One step of a story.

    `go` takes the next sensible step; `fit` asks for the `pick`-th thing that fits the stage, by whoever may;
    `ask` asks for anything, by anybody, anywhere; `wait` lets days pass; the rest is the engine's.
    """

    what: Literal["go", "fit", "ask", "wait", "pay", "fail", "clock"]
    who: str = NOBODY
    command: str = ""
    pick: int = 0
    n: int = 0
    on: str = AURORA


class Start(NamedTuple):
    """Aurora's case at a stage, Polaris's at another, so many days ago; behind an award, Aurora's renewal."""

    stage: Stage
    neighbour: Stage
    days: int


STAGES = st.sampled_from([stage for stage in Stage if stage is not Stage.ADJOURNED])
STARTS = st.builds(Start, STAGES, STAGES, st.sampled_from([0, 0, 500, 740]))
NS, OURS = st.sampled_from(range(6)), st.sampled_from(CLUSTERS[:2])
ASKS = st.builds(
    Move,
    st.just("ask"),
    st.sampled_from(PEOPLE),
    st.sampled_from(sorted(ASKED)),
    n=NS,
    on=st.sampled_from(STREAMS),
)
FITS = st.builds(Move, st.just("fit"), pick=st.sampled_from(range(60)), n=NS, on=OURS)
WAITS = st.builds(Move, st.just("wait"), n=NS)
ENGINES = st.builds(Move, st.sampled_from(["pay", "fail", "clock"]), n=NS, on=OURS)
MOVES = st.one_of(st.builds(Move, st.just("go"), on=OURS), FITS, FITS, FITS, ASKS, WAITS, ENGINES)
STORIES = st.lists(MOVES, min_size=3, max_size=25)
