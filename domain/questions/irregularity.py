"""An act of the record that does not hold up, or would not with what is known now."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import groupby

from domain.frozen import Frozen


class Question(StrEnum):
    """What was asked."""

    FOUR_EYES = "four eyes"
    KNOWN_THEN = "independence, by what was known then"
    KNOWN_NOW = "independence, by what is known now"
    LATE_KNOWLEDGE = "late knowledge"


class Act(Frozen):
    """An event as an act of somebody's. `on`: its day, as the secretariat counts days."""

    position: int
    on: date
    type: str


class Irregularity(Frozen):
    """One answer. `persons`: whom it is about.

    `case_id`: the case, or of an act about a label its level, of an appeal its id. Of a complaint it is empty, and
    `cluster_id` is the complaint's.
    `learned_at`: the positions of later events that brought it to light.
    `settled_at`: where the committee, or two operators, dealt with it later; None where nobody did.
    """

    question: Question
    cluster_id: str
    case_id: str
    rule: str
    persons: tuple[str, ...]
    sentence: str
    acts: tuple[Act, ...]
    learned_at: tuple[int, ...] = ()
    settled_at: int | None = None


def of_days(found: Iterable[Irregularity], first: date, last: date) -> tuple[Irregularity, ...]:
    """Those about acts of the days; the same one about several acts is told once."""
    asked = [each for each in found if first <= each.acts[0].on <= last]
    ordered = sorted(asked, key=lambda each: (_about(each), each.acts[0].position))
    merged = [list(same) for _, same in groupby(ordered, key=_about)]
    told = [same[0].model_copy(update={"acts": _acts(same)}) for same in merged]
    return tuple(sorted(told, key=lambda each: (each.acts[0].position, each.question, each.sentence)))


def _about(each: Irregularity) -> str:
    return each.model_dump_json(exclude={"acts"})


def _acts(same: Iterable[Irregularity]) -> tuple[Act, ...]:
    return tuple(act for each in same for act in each.acts)
