"""The limits of a case (R28): how long, warned when, whose calendar, and what happens at the end."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.calendar import Period
from domain.frozen import Frozen
from domain.levels import Party
from domain.sourced import Sourced

LimitName = Literal[
    "eligibility",
    "test",
    "test_retry",
    "offer",
    "agreement",
    "team",
    "assignment",
    "objection",
    "evidence_round",
    "data",
    "desk_check",
    "audit",
    "scores",
    "consensus",
    "draft",
    "fact_check",
    "final_report",
    "majors",
    "minor_plan",
    "agenda",
    "voting",
    "adjournment",
    "deferral",
    "certificate",
    "late_recording",
    "hearing",
    "measure_decision",
    "change_review",
    "special_audit",
    "appeal",
    "appeal_acknowledgement",
    "appeal_admission",
    "appeal_panel",
    "appeal_decision",
    "complaint_acknowledgement",
    "complaint",
]


class Consequence(StrEnum):
    """What the end of a limit does, as people are told it. The clock never decides in anybody's place.

    The rules of the clock go by the limit's name: an edition may change how long a limit is, not what it does.
    """

    OVERDUE = "overdue"
    NEXT_EXPERT = "next-expert"
    EXPERT_REPLACEABLE = "expert-replaceable"
    SILENCE_AGREES = "silence-agrees"
    NO_REMARKS = "no-remarks"
    ABANDONMENT_CLOCK = "abandonment-clock"
    NOT_READY = "not-ready"
    OFFER_LAPSED = "offer-lapsed"
    CLOSES_AS_IT_STANDS = "closes-as-it-stands"
    LEAD_MAY_POSTPONE = "lead-may-postpone"
    NEW_DATE = "new-date"
    LEAD_SCORE_STANDS = "lead-score-stands"
    GOES_TO_DECISION = "goes-to-decision"
    BACK_ON_AGENDA = "back-on-agenda"
    ROUND_CLOSES = "round-closes"
    INCIDENT = "incident"
    OUT_OF_TIME = "out-of-time"
    NO_APPEAL = "no-appeal"


class LimitRule(Frozen):
    """One row of R28.

    `warnings` are counted back from the last day, `escalation` forward from it (zero: at once). `counted_back`
    limits end before their event. `at_most` is how often the limit may run in one case.
    """

    runs_from: str
    party: Party
    period: Sourced[Period]
    counted_back: bool = False
    warnings: Sourced[tuple[Period, ...]]
    consequence: Sourced[Consequence]
    escalation: Sourced[Period] | None = None
    at_most: Sourced[Annotated[int, Field(ge=1)]] | None = None
