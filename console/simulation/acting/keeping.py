"""What is done about a cluster beside its cases: reminders, changes under review, who acts for it, failed letters."""

from collections.abc import Iterator

from console.simulation.acting.doing import LOOKED_INTO
from console.simulation.people import manager_of
from console.simulation.scene import Act, Scene
from domain.cluster.commands.effects import RetryEffect
from domain.cluster.commands.lineage import ConcludeSpecialAudit, ReviewChange
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.reminders import RecordReply, StopReminders
from domain.cluster.events.reminders import Reply
from domain.cluster.ladders import running_ladder
from domain.lineage import ReviewOutcome
from domain.standing import Task
from domain.streams import PERSON

_REPLIES: tuple[Reply, ...] = ("will-renew", "undecided", "will-not-renew")
_OUTCOMES: tuple[ReviewOutcome, ...] = ("no-effect", "no-effect", "recheck-eligibility", "special-audit")
_UPHELD = 0.8


def follow_up(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    """Somebody calls, and writes down what was said."""
    ladders = {level: running_ladder(scene.cluster, level) for level in scene.cluster.clocks}
    for level in (level for level, ladder in ladders.items() if ladder and ladder.escalated_at):
        reply = scene.luck(level, scene.today.year, "reply").choice(_REPLIES)
        yield scene.act(who, RecordReply(level=level, reply=reply, text="Said on the telephone."))
        yield scene.act(who, StopReminders(level=level, reason="Nobody answers the telephone."))


def name_manager(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    organisation = scene.organisation
    found = manager_of(organisation.cluster_id, organisation.number, organisation.country, scene.today.year)
    if not scene.person(found.person_id).registered:
        yield Act(by=who, command=found.registration, on=f"{PERSON}{found.person_id}")
    yield scene.act(who, ChangeManager(managers=(found.person_id,)))


def review_change(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    for change in (each for each in scene.cluster.changes if each.under_review):
        outcome = scene.luck(change.change, "outcome").choice(_OUTCOMES)
        reviewed = ReviewChange(change=change.change, outcome=outcome, reason=LOOKED_INTO)
        for operator in (who, scene.another_operator(who)):
            yield scene.act(operator, reviewed)


def hold_special_audit(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    for change in (each for each in scene.cluster.changes if each.outcome == "special-audit" and each.limit):
        upheld = scene.happens(_UPHELD, change.change, "upheld")
        held = ConcludeSpecialAudit(
            change=change.change, held_on=scene.today, upheld=upheld, reason=LOOKED_INTO
        )
        yield scene.act(who, held)


def retry_letters(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    for failure in scene.cluster.failed:
        yield scene.act(who, RetryEffect(notice_id=failure.debt.debt_id, reason="The address is mended."))
