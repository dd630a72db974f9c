"""Rules of the panel: three persons without part or tie, who decide together (R35, R36)."""

from collections import Counter

from domain.cluster.appeal import Appeal, AppealOutcome, AppealState, Matter, Relief
from domain.cluster.commands.appeals import AppointPanel, DecideAppeal
from domain.cluster.events.appeals import AppealDecided, PanelAppointed
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.impartiality import part_in, ties_to_appellant
from domain.cluster.rules.relief import relief_of
from domain.levels import Kind
from domain.rejected import Rejected
from domain.standing import letters

# What a panel may order, by what the appeal is about.
RELIEFS: dict[Matter, tuple[Relief, ...]] = {
    "declined": ("remit",),
    "ineligible": ("remit",),
    "refused": ("remit", "re-audit"),
    "suspended": ("restore",),
    "withdrawn": ("restore",),
    "term": ("correct-term",),
}
_TOLD: dict[AppealOutcome, str] = {
    "upheld": "appeal-upheld",
    "partly": "appeal-upheld-in-part",
    "dismissed": "appeal-dismissed",
}


def appoint_panel(command: AppointPanel, appeal: Appeal, asked: Asked) -> list[PanelAppointed]:
    """A panel in another's place has what is left of the time: it is never extended."""
    if appeal.state not in (AppealState.ADMITTED, AppealState.PANEL_APPOINTED):
        raise Rejected("not-admitted", f"{appeal.appeal_id} is {appeal.state}: no panel is to be appointed.")
    edition = asked.scheme.edition(appeal.edition)
    wanted = edition.appeals.panel.value
    if not len(command.panel) == len(set(command.panel)) == wanted:
        raise Rejected(
            "panel-number",
            f"panel: {wanted} persons are needed, each once; given: {', '.join(command.panel)} (R35).",
        )
    for member in command.panel:
        _require_impartial(member, appeal, asked)
    running = [limit for limit in appeal.limits if limit.name == "appeal_decision"]
    limit = running[0] if running else asked.limit("appeal_decision", edition).of(appeal.appeal_id)
    due_on, appeal_id = limit.last_day.isoformat(), appeal.appeal_id
    left = tuple(member for member in appeal.panel if member not in command.panel)
    return [
        PanelAppointed(
            appeal_id=appeal_id,
            panel=command.panel,
            limits=() if running else (limit,),
            notices=(
                *letters(left, "panel-ended", level=appeal.level, appeal=appeal_id),
                *letters(
                    command.panel, "panel-appointed", level=appeal.level, appeal=appeal_id, due_on=due_on
                ),
                *asked.to_managers("appeal-at-panel", level=appeal.level, appeal=appeal_id),
            ),
        )
    ]


def _require_impartial(member: str, appeal: Appeal, asked: Asked) -> None:
    person = asked.facts.person(member)
    if part := part_in(appeal, member, asked.cluster):
        raise Rejected("panel-had-part", f"panel: {part.removesuffix('.')} (R35).")
    if tied := ties_to_appellant(person, appeal, asked):
        raise Rejected("panel-tied", f"panel: {tied}")


def decide_appeal(command: DecideAppeal, appeal: Appeal, asked: Asked) -> Following:
    """The presiding member states the outcome most of the panel voted for, all of them being present."""
    if appeal.state is not AppealState.PANEL_APPOINTED:
        raise Rejected("no-panel", f"{appeal.appeal_id} is {appeal.state}: no panel decides it.")
    if asked.actor != appeal.panel[0]:
        raise Rejected("not-presiding", f"{appeal.panel[0]} presides over the panel (R35).")
    _all_present(command, appeal)
    # R31: judged again at the decision.
    for member in appeal.panel:
        _require_impartial(member, appeal, asked)
    _outcome_carried(command)
    _relief_fits(command, appeal, asked)
    decided = AppealDecided(
        appeal_id=appeal.appeal_id,
        outcome=command.outcome,
        votes=command.votes,
        relief=command.relief,
        reason=command.reason,
        notices=asked.to_managers(_TOLD[command.outcome], level=appeal.level, appeal=appeal.appeal_id),
    )
    return [decided, *relief_of(command, appeal, asked)]


def _all_present(command: DecideAppeal, appeal: Appeal) -> None:
    if missing := [member for member in appeal.panel if member not in command.votes]:
        raise Rejected(
            "panel-incomplete", f"votes: {', '.join(missing)} has not voted: the whole panel decides (R35)."
        )
    if others := sorted(set(command.votes) - set(appeal.panel)):
        raise Rejected("not-on-panel", f"votes: {', '.join(others)} is not on the panel.")


def _outcome_carried(command: DecideAppeal) -> None:
    (most, times), *_ = Counter(command.votes.values()).most_common()
    if most != command.outcome or 2 * times <= len(command.votes):
        told = ", ".join(f"{member}: {vote}" for member, vote in command.votes.items())
        raise Rejected("votes-say-otherwise", f"outcome: {command.outcome} is not what most voted: {told}.")


def _relief_fits(command: DecideAppeal, appeal: Appeal, asked: Asked) -> None:
    fitting = RELIEFS[appeal.matter]
    if command.outcome == "dismissed":
        _nothing_ordered(command)
        return
    if command.relief not in fitting:
        raise Rejected(
            "relief-unfit",
            f"relief: an appeal against what was {appeal.matter} is answered by {' or '.join(fitting)} (R36).",
        )
    if (command.last_day is None) == (command.relief == "correct-term"):
        raise Rejected("last-day-unfit", "last_day: said with correct-term, and with nothing else.")
    if command.new_month and not _opens_a_first_term(appeal, asked):
        raise Rejected("new-month-unfit", "new_month: only a first case that was refused opens a term anew.")


def _nothing_ordered(command: DecideAppeal) -> None:
    if command.relief is not None or command.last_day is not None or command.new_month:
        raise Rejected("relief-unfit", "relief: an appeal that is dismissed changes nothing.")


def _opens_a_first_term(appeal: Appeal, asked: Asked) -> bool:
    case = asked.cluster.find_case(appeal.case_id or "")
    return appeal.matter == "refused" and case is not None and case.kind is Kind.FIRST
