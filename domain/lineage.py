"""Descent between clusters: what became of whom, and what a tie to one of them is a tie to (R37)."""

from collections.abc import Iterable
from typing import Literal

from domain.frozen import Frozen

Act = Literal["new-formation", "absorption", "transfer", "split"]
ReviewOutcome = Literal["no-effect", "recheck-eligibility", "special-audit"]
Role = Literal["predecessor", "successor"]
# How a cluster ends: the word its labels and cases end with.
HowEnded = Literal["merged", "split", "dissolved"]


class Kin(Frozen):
    """Another cluster, as it was on the day it became kin.

    `organisations`: those a tie to which is one to it, by slug. `managers`: who acted for it.
    """

    cluster_id: str
    name: str
    organisations: tuple[str, ...]
    managers: tuple[str, ...]


def subject_of(clusters: Iterable[str]) -> str:
    """Several clusters as what a second person endorses: in order, joined by commas."""
    return ",".join(sorted(clusters))


def named_in(subject: str) -> tuple[str, ...]:
    """The clusters such a subject names, in order, however it was written."""
    return tuple(sorted(named for each in subject.split(",") if (named := each.strip())))
