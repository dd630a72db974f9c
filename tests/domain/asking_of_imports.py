"""What may be asked of cases begun elsewhere and of labels known roughly only, in stories told at random."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.cluster.commands.imports import ConfirmFact, ImportCase
from domain.cluster.events.imports import ImportedStage, TermFact
from domain.commands import PersonCommand
from domain.levels import Kind, Level
from tests.domain.cast import CLARA
from tests.domain.setting import Setting
from tests.domain.specification import document

_STAGES: tuple[ImportedStage, ...] = ("applied", "accepted", "test-passed", "signed")
_FACTS: tuple[TermFact, ...] = ("assessed", "awarded", "valid_until")


def fact_of(here: Setting, n: int) -> ConfirmFact:
    """A day of a term, be it imported or not, be it possible or not."""
    day = here.today + timedelta(days=150 * (n - 3))
    reason = "So the certificate says." if n % 2 else None
    return ConfirmFact(
        level=(*Level,)[n % 3],
        term=1 + n // 4,
        fact=_FACTS[n // 2],
        day=day,
        document=document("deed"),
        reason=reason,
    )


def _case(here: Setting, n: int) -> ImportCase:
    applied_on = here.today - timedelta(days=40 * n - 10)
    return ImportCase(
        name=("Aurora", "Polaris")[n // 4],
        country="DK",
        carrier="North Foundation",
        managers=(CLARA,),
        level=(*Level,)[n % 3],
        kind=(*Kind,)[n % 2],
        applied_on=applied_on,
        stage=_STAGES[n % 4],
        source="a list",
        row_key=document(f"case {n % 3} of {applied_on}"),
    )


OF_IMPORTS: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "ImportCase": _case,
    "ConfirmFact": fact_of,
}
