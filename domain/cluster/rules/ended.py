"""What may still be asked of a cluster that has ended: corrections, appeals, and what its letters need (R37)."""

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.appeals import AppealPersonCommand
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.clock import ClockCommand
from domain.cluster.commands.effects import EffectCommand, NoticeCommand
from domain.cluster.commands.imports import ConfirmFact, ImportCase
from domain.cluster.commands.lineage import CastContinuationVote, ContinueLabel
from domain.cluster.commands.measures import CorrectTerm
from domain.cluster.commands.organisation import ChangeManager, ImportLabel
from domain.cluster.commands.review import ReviewCommand
from domain.cluster.commands.shared import CaseCommand
from domain.cluster.state import Cluster
from domain.rejected import Rejected

_STILL = (
    ClockCommand
    | EffectCommand
    | NoticeCommand
    | ReviewCommand
    | AppealPersonCommand
    | EndorseAct
    | ConfirmFact
    | CastContinuationVote
    | ContinueLabel
    | CorrectTerm
    | ChangeManager
)


def refuse_if_ended(command: ClusterCommand | ClockCommand | EffectCommand, cluster: Cluster) -> None:
    """`Rejected` for what a cluster that is no more cannot do. A case that an appeal opened again goes on."""
    end = cluster.ended
    if end is None or isinstance(command, _STILL):
        return
    if isinstance(command, CaseCommand) and cluster.open_cases:
        return
    if isinstance(command, ImportLabel | ImportCase) and command.row_key in cluster.imported_rows:
        return  # the same file once more, which changes nothing
    into = f" into {', '.join(end.into)}" if end.into else ""
    raise Rejected("cluster-ended", f"{cluster.name} ended on {end.on}: {end.how}{into}.")
