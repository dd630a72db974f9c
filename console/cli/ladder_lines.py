"""How the reminders of a cluster's labels stand, one line a label."""

from console.cli.output import when
from domain.cluster.ladders import running_ladder
from domain.cluster.state import Cluster
from domain.rungs import in_words


def ladder_lines(cluster: Cluster) -> list[str]:
    """The next reminder of each label that has one to come, and what the holder has left unanswered."""
    lines = []
    for level in cluster.ladders:
        ladder = running_ladder(cluster, level)
        if ladder is None or not ladder.planned:
            continue
        if ladder.stopped:
            lines.append(f"  reminders of {level}: stopped")
        elif ladder.ahead:
            rung, open_ones = ladder.ahead[0], ladder.unanswered
            behind = f"; {open_ones} unanswered" if open_ones else ""
            lines.append(
                f"  next reminder of {level}: {when(rung.due_at)}, {in_words(rung.key)} ({rung.key}){behind}"
            )
    return lines
