"""Rules of appeals up to the panel: lodged in time, acknowledged, admitted by who had no part in it (R34)."""

from collections.abc import Sequence
from typing import assert_never

from domain.cluster.appeal import ACKNOWLEDGEMENT, Appeal, AppealState, Contestable
from domain.cluster.appealable import appeal_against, in_time, stands, time_for_appeal
from domain.cluster.commands.appeals import (
    AdmitAppeal,
    AppealPersonCommand,
    AppointPanel,
    DecideAppeal,
    LodgeAppeal,
    RejectAppeal,
    WithdrawAppeal,
)
from domain.cluster.commands.effects import NoticeCommand, SendNotice, SkipEffect
from domain.cluster.events.appeals import (
    AppealAcknowledged,
    AppealAdmitted,
    AppealLodged,
    AppealRejected,
    AppealWithdrawn,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.impartiality import part_in, ties_to_appellant
from domain.cluster.rules.panels import appoint_panel, decide_appeal
from domain.levels import Level, Party
from domain.limits import LimitName
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice, letters


def decide(command: AppealPersonCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    if isinstance(command, LodgeAppeal):
        return lodge_appeal(command, asked)
    appeal = _meant(command.appeal_id, asked)
    match command:
        case WithdrawAppeal():
            return withdraw_appeal(command, appeal, asked)
        case AdmitAppeal():
            return admit_appeal(appeal, asked)
        case RejectAppeal():
            return reject_appeal(command, appeal, asked)
        case AppointPanel():
            return appoint_panel(command, appeal, asked)
        case DecideAppeal():
            return decide_appeal(command, appeal, asked)
        case _:
            assert_never(command)


def _meant(appeal_id: str | None, asked: Asked) -> Appeal:
    """The open appeal meant; `Rejected` when there is none, it is over, or the choice is not clear."""
    if appeal_id is None:
        match [appeal for appeal in asked.cluster.appeals if appeal.open]:
            case [only]:
                return only
            case []:
                raise Rejected("no-open-appeal", f"{asked.cluster.name} has no open appeal.")
            case several:
                names = ", ".join(appeal.appeal_id for appeal in several)
                raise Rejected(
                    "appeal-unclear", f"Several appeals are open ({names}): name one as appeal_id."
                )
    appeal = asked.cluster.find_appeal(appeal_id)
    if appeal is None:
        raise Rejected("appeal-unknown", f"{asked.cluster.name} has no appeal {appeal_id}.")
    if not appeal.open:
        raise Rejected("appeal-over", f"{appeal_id} is over: {appeal.state}.")
    return appeal


def lodge_appeal(command: LodgeAppeal, asked: Asked) -> list[AppealLodged]:
    contested = _contested(command.decision, asked)
    _not_appealed(contested, asked)
    calendar = asked.calendar(Party.APPLICANT)
    time = time_for_appeal(contested, asked.scheme, calendar)
    if not in_time(time, calendar, asked.at):
        raise Rejected("appeal-late", f"The time for an appeal was over with {time.until_on} (R34).")
    appeal_id, edition = f"appeal-{len(asked.cluster.appeals) + 1}", asked.edition_today
    return [
        AppealLodged(
            appeal_id=appeal_id,
            decision=contested.decision,
            matter=contested.matter,
            level=contested.level,
            case_id=contested.case_id,
            term=contested.term,
            edition=edition.key,
            lodged_on=asked.today,
            delivered_on=time.delivered_on,
            until_on=time.until_on,
            grounds=command.grounds,
            limits=(asked.limit("appeal_acknowledgement", edition).of(appeal_id),),
            notices=to_appellants(ACKNOWLEDGEMENT, appeal_id, contested.level, asked),
        )
    ]


def _contested(named: str, asked: Asked) -> Contestable:
    """The decision meant, by its event's id, its case, or the level: of several the latest."""
    found = [
        each
        for each in asked.cluster.contestable
        if stands(each, asked.cluster)
        and (
            str(each.decision) == named
            or each.case_id == named
            or (each.level == named and each.term is not None)
        )
    ]
    if not found:
        raise Rejected(
            "not-appealable",
            f"decision: {named} names no decision that may be appealed against: not eligible, refused, suspended, "
            "withdrawn, or a computed term (R34).",
        )
    return found[-1]


def _not_appealed(contested: Contestable, asked: Asked) -> None:
    appeal = appeal_against(contested, asked.cluster)
    if appeal is None:
        return
    if appeal.open:
        raise Rejected("appealed-already", f"{appeal.appeal_id} against this decision is open.")
    raise Rejected(
        "appealed-before", f"{appeal.appeal_id} against this decision was {appeal.state}: there is no other."
    )


def acknowledged(command: NoticeCommand, asked: Asked) -> list[AppealAcknowledged]:
    """The letter that acknowledges an appeal went out, or an operator gave it up: the appeal goes on."""
    if not isinstance(command, SendNotice | SkipEffect):
        return []
    waiting = (*asked.cluster.debts, *(failure.debt for failure in asked.cluster.failed))
    told = [debt.notice for debt in waiting if debt.debt_id == command.notice_id]
    appeal_id = next((_acknowledging(notice) for notice in told), "")
    appeal = asked.cluster.find_appeal(appeal_id)
    if appeal is None or appeal.state is not AppealState.LODGED:
        return []
    return [AppealAcknowledged(appeal_id=appeal_id, limits=(_limit("appeal_admission", appeal, asked),))]


def _acknowledging(notice: Notice | None) -> str:
    return notice.details["appeal"] if notice and notice.notice == ACKNOWLEDGEMENT else ""


def admit_appeal(appeal: Appeal, asked: Asked) -> list[AppealAdmitted]:
    _admissibility_due(appeal)
    _judges_impartially(appeal, asked)
    return [
        AppealAdmitted(
            appeal_id=appeal.appeal_id,
            limits=(_limit("appeal_panel", appeal, asked),),
            notices=to_appellants("appeal-admitted", appeal.appeal_id, appeal.level, asked),
        )
    ]


def reject_appeal(command: RejectAppeal, appeal: Appeal, asked: Asked) -> list[AppealRejected]:
    _admissibility_due(appeal)
    _judges_impartially(appeal, asked)
    told = to_appellants("appeal-rejected", appeal.appeal_id, appeal.level, asked)
    return [AppealRejected(appeal_id=appeal.appeal_id, reason=command.reason, notices=told)]


def _admissibility_due(appeal: Appeal) -> None:
    if appeal.state is not AppealState.ACKNOWLEDGED:
        raise Rejected(
            "not-to-be-admitted",
            f"{appeal.appeal_id} is {appeal.state}: nobody is asked whether to admit it.",
        )


def _judges_impartially(appeal: Appeal, asked: Asked) -> None:
    if part := part_in(appeal, asked.actor, asked.cluster):
        raise Rejected("had-part", f"{part} Another operator says whether the appeal is admissible (R34).")
    if tied := ties_to_appellant(asked.facts.person(asked.actor), appeal, asked):
        raise Rejected("decider-tied", f"{tied} Another operator decides this.")


def withdraw_appeal(command: WithdrawAppeal, appeal: Appeal, asked: Asked) -> list[AppealWithdrawn]:
    told: Sequence[Notice] = to_appellants("appeal-withdrawn", appeal.appeal_id, appeal.level, asked)
    to_panel = letters(appeal.panel, "appeal-withdrawn", level=appeal.level, appeal=appeal.appeal_id)
    return [AppealWithdrawn(appeal_id=appeal.appeal_id, reason=command.reason, notices=(*told, *to_panel))]


def to_appellants(notice: str, appeal_id: str, level: Level, asked: Asked) -> tuple[Notice, ...]:
    """The same letter to each person who appeals for the cluster."""
    return letters(appellants(asked), notice, level=level, appeal=appeal_id)


def appellants(asked: Asked) -> tuple[str, ...]:
    """Who appeals: the persons who act for the cluster."""
    return asked.cluster.managers


def _limit(name: LimitName, appeal: Appeal, asked: Asked) -> Limit:
    """A limit of the appeal that runs from now; it follows the edition of the day on which it was lodged."""
    return asked.limit(name, asked.scheme.edition(appeal.edition)).of(appeal.appeal_id)
