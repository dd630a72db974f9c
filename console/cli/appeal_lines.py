"""How appeals, and decisions one may appeal against, are worded in lists."""

from datetime import datetime

from activities.storage.calendars import Calendars
from console.cli.output import print_table, when
from domain.cluster.appeal import Appeal, Contestable
from domain.cluster.appealable import TimeForAppeal, open_to_appeal
from domain.cluster.state import Cluster
from domain.scheme import Scheme


def print_appeals(cluster: Cluster, scheme: Scheme, at: datetime) -> None:
    """Every appeal with its state; and which decisions may be named in one at that moment, until when."""
    if cluster.appeals:
        print_table(
            "Appeals",
            ("appeal", "against", "lodged", "state", "since", "until", "panel", "outcome"),
            [_row(appeal) for appeal in cluster.appeals],
            empty="",
        )
    calendar = Calendars()[cluster.country]
    if rows := [_contestable(each, time) for each, time in open_to_appeal(cluster, scheme, calendar, at)]:
        print_table("May be appealed against", ("what", "told on", "until"), rows, empty="")


def _row(appeal: Appeal) -> tuple[str, ...]:
    until = next((limit.last_day for limit in appeal.limits), None)
    ordered = f", {appeal.relief}" if appeal.relief else ""
    return (
        appeal.appeal_id,
        _about(appeal),
        when(appeal.lodged_on),
        appeal.state,
        when(appeal.since),
        when(until),
        ", ".join(appeal.panel) or "–",
        f"{appeal.outcome}{ordered}" if appeal.outcome else "–",
    )


def _about(contested: Appeal | Contestable) -> str:
    if contested.term is None:
        return f"{contested.case_id} {contested.matter}"
    what = "term computed" if contested.matter == "term" else contested.matter
    return f"{contested.level}, term {contested.term} {what}"


def _contestable(contested: Contestable, time: TimeForAppeal) -> tuple[str, ...]:
    until = when(time.until_on) if time.until_on else "no time runs before it is told"
    return _about(contested), when(time.delivered_on), until
