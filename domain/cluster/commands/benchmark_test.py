"""What may be asked about the free benchmark test."""

from typing import Literal

from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Whole


class SubmitTest(CaseCommand):
    """Hands in the applicant's own score for every indicator: 0 to 5, a gate 0 or 1."""

    type: Literal["SubmitTest"] = "SubmitTest"
    scores: dict[str, Whole]


TestCommand = SubmitTest
