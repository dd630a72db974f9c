"""Every command a person may give, in six variants each: the first is the likeliest to be sensible."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import get_args
from uuid import UUID

from domain.cluster.commands.application import (
    AcceptApplication,
    ConvertToFirstTime,
    DeclineApplication,
    MoveCaseToEdition,
    OfferAgreement,
    RecheckEligibility,
    SignAgreement,
    SubmitApplication,
    WithdrawApplication,
)
from domain.cluster.commands.approvals import EndorseAct, GiveConsent
from domain.cluster.commands.benchmark_test import SubmitTest
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.committee import (
    AdjournDecision,
    AnswerDeferral,
    CastVote,
    PlaceOnAgenda,
    RecuseMember,
    TakeDecision,
)
from domain.cluster.commands.effects import RetryEffect, SkipEffect
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.organisation import (
    ChangeCarrier,
    ChangeManager,
    RenameCluster,
    UpdateProfile,
)
from domain.cluster.commands.review import DecidedCaseCommand, ReportConflict, ResolveConflict, ReviewDecision
from domain.cluster.commands.shared import CaseCommand
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
)
from domain.cluster.events.approvals import ClusterAct
from domain.cluster.state import Cluster
from domain.commands import PersonCommand
from domain.editions.commands import ActivateEdition
from domain.erasure import ErasureGround, RedactText
from domain.events import payload_of
from domain.ledger.commands import RestoreLedger
from domain.levels import Kind, Level
from domain.office.commands import AccreditOffice, AppointStaff, EndAccreditation, EndStaff
from domain.person.commands import (
    BookDays,
    EndQualification,
    EndSeat,
    EndTie,
    ErasePerson,
    QualifyExpert,
    ReleaseDays,
    SeatMember,
    SetAvailability,
)
from domain.person.state import Absence, TieKind
from domain.round.commands import CloseRound, OpenRound
from domain.round.state import Round
from ledger.canonical import canonical
from tests.domain.acting import EXPERTS
from tests.domain.asking_of_assessments import OF_ASSESSMENTS
from tests.domain.asking_of_imports import OF_IMPORTS
from tests.domain.asking_of_lineage import OF_LINEAGE, endorsing_a_merger
from tests.domain.asking_of_programmes import OF_PROGRAMMES
from tests.domain.cast import (
    CLARA,
    COMMITTEE,
    EMIL,
    ESTHER,
    KNUD,
    PROFILE,
    gold_elsewhere,
    person,
    registration,
    tie,
)
from tests.domain.doing_appeals import OF_APPEALS
from tests.domain.doing_measures import OF_MEASURES
from tests.domain.doing_reminders import OF_REMINDERS
from tests.domain.setting import Setting
from tests.domain.silver_gold import BEST, GATE_MISSED
from tests.domain.specification import sealed
from tests.domain.starts import MIRA, NED

ROUNDS = ("round-2026-02", "round-2026-spare")
LIMITS = ("eligibility", "offer", "assignment", "objection", "audit", "fact_check", "voting", "abandonment")
# With whom somebody may have a tie in a story: two clusters, by their ids, and a carrier by its name.
TIED_TO = ("aurora", "polaris", "Aurora Association")
Asking = Callable[[Setting, int], PersonCommand]


def asked(name: str, here: Setting, n: int) -> PersonCommand:
    """The command's n-th variant. It names its case where several are open, and where it must."""
    command = ASKED[name](here, n)
    case, several = here.case, len(here.cluster.open_cases) > 1
    if isinstance(command, EndorseAct) and command.act in get_args(ClusterAct):
        return command
    if case is None or not isinstance(command, CaseCommand | DecidedCaseCommand):
        return command
    if isinstance(command, DecidedCaseCommand | EndorseAct) or several:
        return command.model_copy(update={"case_id": case.case_id})
    return command


def _criteria(here: Setting, n: int) -> dict[str, bool]:
    return here.criteria if n < 4 else {**here.criteria, "english_website": False} if n < 5 else {}


def _some_letter(here: Setting, n: int) -> UUID:
    states = here.world.states.values()
    failed = [each.debt.debt_id for s in states if isinstance(s, Cluster | Round) for each in s.failed]
    return failed[n % len(failed)] if failed else UUID("6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10")


def _limit(here: Setting, n: int) -> str:
    running = here.case.limits if here.case else ()
    return running[n % len(running)].name if running and n < 4 else LIMITS[n]


def _team(here: Setting, n: int) -> tuple[str, ...]:
    size = here.procedure.experts.value if here.procedure else 1
    return (EXPERTS[n:] + EXPERTS[:n])[: size if n < 5 else 3 - size]


def _taking_part(here: Setting, n: int) -> str:
    """Somebody who decides or assesses, a reported one first."""
    case = here.case
    reported = [each.person for each in case.conflicts if each.resolution is None] if case else []
    others = [*case.members, *case.experts] if case else []
    everybody = [*reported, *others, EMIL]
    return everybody[n % len(everybody)]


def _successor(here: Setting, n: int) -> ReplaceTeamMember:
    experts = (here.case.experts if here.case else ()) or (ESTHER,)
    return ReplaceTeamMember(
        expert=experts[n % len(experts)], successor=EXPERTS[(n * 2 + 3) % len(EXPERTS)], reason="Taken ill."
    )


def _endorsement(here: Setting, n: int) -> EndorseAct:
    if n == 5:
        return endorsing_a_merger(here)
    match n % 3:
        case 0:
            return EndorseAct(act="soft-conflict", subject=(*EXPERTS, MIRA)[n], reason="Nobody else is free.")
        case 1:
            return EndorseAct(act="conflict-resolution", subject=_taking_part(here, 0), reason="I agree.")
        case _:
            return EndorseAct(act="benchmark-interval", reason="Nobody was free.")


def _consent(n: int) -> GiveConsent:
    match n % 3:
        case 0:
            return GiveConsent(to="observer", subject=(NED, EMIL)[n % 2])
        case 1:
            return GiveConsent(to="conversion")
        case _:
            return GiveConsent(to="edition", subject="ecei-2019")


def _vote(here: Setting, n: int) -> CastVote:
    version = here.case.report_version if here.case else 1
    return CastVote(vote="no" if n == 4 else "yes", report_version=version + (n == 5))


def _decision(n: int) -> TakeDecision:
    return TakeDecision(
        outcome=("award", "refuse", "award", "defer", "refuse", "defer")[n],
        rule="R30" if n == 4 else None,
        reason="As voted.",
        audit_stands=True if n == 2 else None,
        new_audit=n == 5,
    )


def _resolution(here: Setting, n: int) -> ResolveConflict:
    resolutions = ("stepped-aside", "disclosed", "unfounded", "replaced", "reviewed", "unfounded")
    named = {"case_id": "bronze-1", "person": _taking_part(here, n // 3), "reason": "Looked into."}
    return ResolveConflict.model_validate({**named, "resolution": resolutions[n]})


def _some_text(here: Setting, n: int) -> RedactText:
    """One of the texts of the stream, or, where it has none, one of no stream."""
    history = (canonical(payload_of(event)) for event in here.world.events(here.on))
    texts = [text for payload in history for text in re.findall("sealed:[0-9a-f]{64}", payload)]
    chosen = texts[(n * 7) % len(texts)] if texts else sealed("never written")
    return RedactText(commitment=chosen, ground=[*ErasureGround][n % 5], note="Asked for." if n > 3 else None)


OF_CLUSTERS: Mapping[str, Asking] = {
    "RegisterCluster": lambda _, n: registration(("Polaris", "Aurora", "Zenith")[n % 3]),
    "UpdateProfile": lambda _, n: UpdateProfile(
        profile=PROFILE.model_copy(update={"committed_members": 15 + n})
    ),
    "RenameCluster": lambda _, n: RenameCluster(name=("Aurora North", "Polaris", "Aurora")[n % 3]),
    "ChangeCarrier": lambda _, n: ChangeCarrier(carrier=("North Foundation", "Aurora Association")[n % 2]),
    "ChangeManager": lambda _, n: ChangeManager(managers=((CLARA,), (KNUD, CLARA), (EMIL,))[n % 3]),
    "ImportLabel": lambda _, n: gold_elsewhere("Aurora", "DK", level=(Level.GOLD, Level.BRONZE)[n % 2]),
    "SubmitApplication": lambda _, n: SubmitApplication(
        level=(*Level,)[n % 3], kind=(*Kind,)[n % 2], what_changed="More members." if n > 1 else None
    ),
    "AcceptApplication": lambda here, n: AcceptApplication(criteria=_criteria(here, n)),
    "DeclineApplication": lambda _, n: DeclineApplication(
        failed=("english_website",) if n else (), reason="No website."
    ),
    "RecheckEligibility": lambda here, n: RecheckEligibility(criteria=_criteria(here, n)),
    "SubmitTest": lambda _, n: SubmitTest(
        scores={**BEST, "2.1": 7} if n == 5 else GATE_MISSED if n % 2 else BEST
    ),
    "OfferAgreement": lambda *_: OfferAgreement(),
    "SignAgreement": lambda *_: SignAgreement(),
    "WithdrawApplication": lambda *_: WithdrawApplication(reason="We merge."),
    "ConvertToFirstTime": lambda *_: ConvertToFirstTime(),
    "MoveCaseToEdition": lambda _, n: MoveCaseToEdition(edition=("ecei-2019", "ecei-2013")[n % 2]),
    "EndorseAct": _endorsement,
    "GiveConsent": lambda _, n: _consent(n),
    "ExtendDeadline": lambda here, n: ExtendDeadline(
        limit=_limit(here, n), until_on=here.today + timedelta(days=90 - 30 * n), reason="A strike."
    ),
    "RetryEffect": lambda here, n: RetryEffect(
        notice_id=_some_letter(here, n), reason="The address is mended."
    ),
    "SkipEffect": lambda here, n: SkipEffect(notice_id=_some_letter(here, n), reason="Told by telephone."),
}
OF_TEAMS_AND_COMMITTEE: Mapping[str, Asking] = {
    "ProposeTeam": lambda here, n: ProposeTeam(
        experts=_team(here, n), reason="Nobody else is free." if n > 1 else None
    ),
    "AcceptAssignment": lambda _, n: AcceptAssignment(free_of_conflicts=n < 5),
    "DeclineAssignment": lambda *_: DeclineAssignment(),
    "ObjectToTeam": lambda *_: ObjectToTeam(reason="We compete."),
    "AgreeTeam": lambda *_: AgreeTeam(),
    "ReplaceTeamMember": _successor,
    "PlaceOnAgenda": lambda _, n: PlaceOnAgenda(round_id=ROUNDS[n % 2]),
    "RecuseMember": lambda _, n: RecuseMember(member=(*COMMITTEE, MIRA)[n % 5], reason="An old friend."),
    "CastVote": _vote,
    "TakeDecision": lambda _, n: _decision(n),
    "AdjournDecision": lambda *_: AdjournDecision(reason="Too few."),
    "AnswerDeferral": lambda *_: AnswerDeferral(answer="Like this."),
    "ReportConflict": lambda here, n: ReportConflict(
        case_id="bronze-1", person=_taking_part(here, n), reason="They were seen together."
    ),
    "ResolveConflict": _resolution,
    "ReviewDecision": lambda here, n: ReviewDecision(
        case_id="bronze-1",
        outcome=("confirm", "annul")[n % 2],
        person=None if n > 3 else _taking_part(here, n // 3),
        panel_finding="The audit was too short." if n == 5 else None,
        reason="Weighed anew.",
    ),
    "OpenRound": lambda here, n: OpenRound(opens_on=here.today, closes_on=here.in_days(5 - n)),
    "CloseRound": lambda *_: CloseRound(),
}
OF_PERSONS: Mapping[str, Asking] = {
    "RegisterPerson": lambda _, n: person((NED, EMIL)[n % 2]),
    "QualifyExpert": lambda here, n: QualifyExpert(
        level=(*Level,)[n % 3],
        edition="ecei-2031" if n == 5 else "ecei-2019",
        from_on=here.today,
        training="A course.",
    ),
    "EndQualification": lambda here, n: EndQualification(
        level=(*Level,)[n % 3], edition="ecei-2019", until_on=here.in_days(n), reason="Retired."
    ),
    "DeclareTie": lambda here, n: tie(
        (*TieKind,)[(n * 5 + here.world.commands) % len(TieKind)], TIED_TO[n % 3], here.in_days(5 - n)
    ),
    "EndTie": lambda here, n: EndTie(tie_id=f"tie-{1 + n % 2}", until_on=here.in_days(n)),
    "SetAvailability": lambda here, n: SetAvailability(
        absences=(
            Absence(
                from_on=here.today + timedelta(days=10 * n),
                until_on=here.today + timedelta(days=10 * n + 4 - n),
            ),
        )[: n % 5]
    ),
    "BookDays": lambda here, n: BookDays(days=(here.today + timedelta(days=7 * n - 1),)),
    "ReleaseDays": lambda here, n: ReleaseDays(days=(here.today + timedelta(days=7 * (5 - n) - 1),)),
    "SeatMember": lambda here, n: SeatMember(
        from_on=here.today,
        role="chair" if n == 4 else "member",
        nominator=("borealis", None, "aurora", "polaris", "corona", None)[n],
        ad_hoc_for=("aurora/bronze-1", "aurora/gold-1")[n // 3] if n % 3 == 1 else None,
    ),
    "EndSeat": lambda here, n: EndSeat(until_on=here.in_days(n), reason="The nominator left."),
    "ErasePerson": lambda _, n: ErasePerson(ground=[*ErasureGround][n % 5]),
}
OF_THE_RECORD: Mapping[str, Asking] = {
    "RedactText": _some_text,
    "RestoreLedger": lambda _, n: RestoreLedger(position=n + 1, reason="A disk was lost."),
}
OF_OFFICES_AND_THE_SCHEME: Mapping[str, Asking] = {
    "HandOverCase": lambda _, n: HandOverCase(
        to=("nordlys", None, "limes")[n % 3], reason="They are nearer."
    ),
    "AccreditOffice": lambda here, n: AccreditOffice(
        name="Nordlys",
        procedures=(*Level,)[: 1 + n % 3],
        countries=("DK",) if n < 4 else ("DE",),
        from_on=here.in_days(n),
        until_on=here.in_days(1) if n == 5 else None,
    ),
    "EndAccreditation": lambda here, n: EndAccreditation(until_on=here.in_days(n - 1), reason="It closes."),
    "AppointStaff": lambda _, n: AppointStaff(person=(KNUD, EMIL, MIRA)[n % 3]),
    "EndStaff": lambda _, n: EndStaff(person=(KNUD, EMIL, MIRA)[n % 3]),
    "ActivateEdition": lambda *_: ActivateEdition(edition="key = 'nothing more'"),
}
ASKED: Mapping[str, Asking] = {
    **OF_THE_RECORD,
    **OF_OFFICES_AND_THE_SCHEME,
    **OF_CLUSTERS,
    **OF_IMPORTS,
    **OF_MEASURES,
    **OF_REMINDERS,
    **OF_APPEALS,
    **OF_LINEAGE,
    **OF_PROGRAMMES,
    **OF_TEAMS_AND_COMMITTEE,
    **OF_ASSESSMENTS,
    **OF_PERSONS,
}
