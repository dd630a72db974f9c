"""Rules of agenda, recusal and votes (R30)."""

from datetime import date
from typing import assert_never

from domain.calendar import moved
from domain.cluster.case import Case, Stage
from domain.cluster.commands.committee import (
    AdjournDecision,
    AnswerDeferral,
    CastVote,
    CommitteeCommand,
    PlaceOnAgenda,
    RecuseMember,
    TakeDecision,
)
from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionAdjourned, MemberRecused, VoteCast
from domain.cluster.rules.agenda import require_no_finding_in_time
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.award import conflict_of, nobody_tied, take_decision
from domain.cluster.rules.bars import refuse_for
from domain.cluster.rules.deferral import answer_deferral
from domain.cluster.rules.held_up import require_no_appeal_ahead
from domain.cluster.rules.membership import bars_of_member, seat_of
from domain.cluster.rules.requirements import missed
from domain.cluster.rules.shelf_life import stale
from domain.cluster.waiting import appeal_ahead
from domain.committee import carried, entitled
from domain.conflicts import Conflict
from domain.elsewhere import Elsewhere
from domain.levels import Party
from domain.person.state import Office
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import letters

Placing = CasePlacedOnAgenda | MemberRecused | DecisionAdjourned | Elsewhere[CasePlacedOnAgenda]
Adjourning = DecisionAdjourned | Elsewhere[DecisionAdjourned]


def decide(command: CommitteeCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    match command:
        case PlaceOnAgenda():
            return place_on_agenda(command, case, asked)
        case RecuseMember():
            return recuse_member(command, case, asked)
        case CastVote():
            return cast_vote(command, case, asked)
        case TakeDecision():
            return take_decision(command, case, asked)
        case AdjournDecision():
            return adjourn_decision(command, case, asked)
        case AnswerDeferral():
            return answer_deferral(command, case, asked)
        case _:
            assert_never(command)


def place_on_agenda(command: PlaceOnAgenda, case: Case, asked: Asked) -> list[Placing]:
    if stale(case, asked):
        raise Rejected(
            "audit-stale",
            "The assessment is too old to be decided on: "
            f"{'schedule another audit' if case.on_site else 'record a new interview'} first (R14).",
        )
    require_no_appeal_ahead(case, asked)
    require_no_finding_in_time(case, asked)
    closes_on = _closing_of_open_round(command, case, asked)
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    tied = {
        member.person_id: conflict for member in members if (conflict := conflict_of(member, case, asked))
    }
    free = tuple(member.person_id for member in members if member.person_id not in tied)
    recused = [_recused(member, conflict, case) for member, conflict in tied.items()]
    if len(free) < asked.edition(case).committee.quorum.value:
        return [*recused, _adjourned_at_once(command, case, asked, free)]
    placed = CasePlacedOnAgenda(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        round_id=command.round_id,
        members=free,
        placed_by=asked.actor,
        limits=(asked.limit_until("voting", asked.edition(case), closes_on),),
        notices=letters(free, "agenda-placed", level=case.level, closes_on=closes_on.isoformat()),
    )
    in_round = placed.model_copy(update={"limits": (), "notices": ()})
    return [placed, *recused, Elsewhere(command.round_id, in_round)]


def _closing_of_open_round(command: PlaceOnAgenda, case: Case, asked: Asked) -> date:
    committee_round = asked.facts.round
    if committee_round is None or committee_round.closes_on is None:
        raise Rejected("round-unknown", f"There is no round {command.round_id}.")
    closes_on = committee_round.closes_on
    if committee_round.closed or closes_on < asked.today:
        raise Rejected("round-closed", f"Round {command.round_id} is over.")
    if case.stage is Stage.REPORT_FINAL:
        calendar = asked.calendar(Party.COMMITTEE)
        # R28: members have that long at least with the final report.
        least = asked.edition(case).committee.dossier_before_close.value
        if closes_on < moved(calendar.day_of(case.since), least, calendar):
            raise Rejected(
                "round-too-soon", f"Round {command.round_id} closes less than {least} after the report."
            )
    return closes_on


def _recused(member: str, conflict: Conflict, case: Case) -> MemberRecused:
    return MemberRecused(
        case_id=case.case_id,
        member=member,
        rule=conflict.rule,
        notices=letters((member,), "member-recused", level=case.level),
    )


def recuse_member(command: RecuseMember, case: Case, asked: Asked) -> list[MemberRecused | Adjourning]:
    """The member steps aside; when too few remain, the decision is adjourned at once."""
    if command.member != asked.actor and Office.OPERATOR not in asked.facts.person(asked.actor).offices:
        raise Rejected("not-permitted", "A member steps aside in person, or the secretariat records it.")
    members = tuple(member.person_id for member in entitled(asked.facts, asked.cluster, case, asked.today))
    if command.member not in members:
        raise Rejected(
            "not-entitled", f"{command.member} has no seat in this case, or stepped aside already."
        )
    recused = MemberRecused(
        case_id=case.case_id,
        member=command.member,
        rule="R30",
        reason=command.reason,
        notices=letters((command.member,), "member-recused", level=case.level),
    )
    left = tuple(member for member in members if member != command.member)
    if len(left) >= asked.edition(case).committee.quorum.value:
        return [recused]
    return [recused, *adjourned(case, asked, entitled_members=left)]


def cast_vote(command: CastVote, case: Case, asked: Asked) -> list[VoteCast]:
    person = asked.facts.person(asked.actor)
    # R31: judged again at the vote.
    refuse_for(bars_of_member(person, case, asked))
    seat = seat_of(person, case, asked)
    if command.report_version != case.report_version:
        raise Rejected(
            "older-dossier", f"The dossier is at version {case.report_version}, not {command.report_version}."
        )
    if command.vote == "yes" and (bars := missed(case, asked)):
        raise Rejected("award-barred", f"No award is possible: {bars[0]}")
    return [
        VoteCast(
            case_id=case.case_id,
            member=asked.actor,
            vote=command.vote,
            report_version=command.report_version,
            nominator=seat.nominator,
            reason=command.reason,
        )
    ]


def _adjourned_at_once(
    command: PlaceOnAgenda, case: Case, asked: Asked, free: tuple[str, ...]
) -> DecisionAdjourned:
    """R30: too few may take part, so the case does not come on the agenda; once for each round."""
    if case.stage is Stage.ADJOURNED and case.round_id == command.round_id:
        quorum = asked.edition(case).committee.quorum.value
        raise Rejected(
            "no-quorum",
            f"Only {len(free)} of {quorum} members may take part, and {command.round_id} adjourned the case "
            "already: invite others, or place it in another round (R30).",
        )
    return adjournment(case, asked, command.round_id, entitled_members=free)


def adjourn_decision(command: AdjournDecision, case: Case, asked: Asked) -> list[Adjourning]:
    nobody_tied(frozenset({asked.actor}), case, asked)
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    voting = case.limit("voting")
    taking_part = carried(case, members).counted if voting is None or voting.due_at <= asked.at else members
    enough = len(taking_part) >= asked.edition(case).committee.quorum.value
    # R14: a case whose assessment grew too old on the agenda leaves it, to be interviewed anew.
    if enough and not stale(case, asked) and appeal_ahead(asked.cluster, case) is None:
        raise Rejected("quorum-present", "Enough members take part: the case can be decided.")
    return adjourned(case, asked, tuple(member.person_id for member in members), reason=command.reason)


def adjourned(
    case: Case, asked: Asked, entitled_members: tuple[str, ...], reason: str | None = None
) -> list[Adjourning]:
    """The case leaves the agenda and waits for another round."""
    event = adjournment(case, asked, case.round_id or "", entitled_members, reason)
    return [
        event,
        Elsewhere(event.round_id, event.model_copy(update={"limits": (), "notices": (), "reason": None})),
    ]


def adjournment(
    case: Case, asked: Asked, round_id: str, entitled_members: tuple[str, ...], reason: str | None = None
) -> DecisionAdjourned:
    """The second time the scheme owner names ad hoc members (R30)."""
    edition = asked.edition(case)
    return DecisionAdjourned(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        round_id=round_id,
        entitled=entitled_members,
        voted=tuple(ballot.member for ballot in case.ballots if ballot.member in entitled_members),
        ad_hoc_members_due=case.adjournments + 1 >= edition.committee.adjournments.value,
        reason=reason,
        limits=(asked.limit("adjournment", edition),),
        notices=letters((*asked.cluster.managers, SECRETARIAT), "decision-adjourned", level=case.level),
    )
