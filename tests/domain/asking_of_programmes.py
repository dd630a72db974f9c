"""What may be asked of a programme, in stories told at random."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.commands import PersonCommand
from domain.levels import Level
from domain.programme.commands import EndMembership, EnrolCluster, FilePlan, NameOwners, SetTarget
from tests.domain.cast import CLARA, KNUD
from tests.domain.setting import Setting

_CLUSTERS = ("aurora", "polaris", "unheard-of")

OF_PROGRAMMES: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "NameOwners": lambda _, n: NameOwners(owners=((KNUD,), (CLARA, KNUD), ("nobody-at-all",))[n % 3]),
    "EnrolCluster": lambda here, n: EnrolCluster(
        cluster_id=_CLUSTERS[n % 3],
        from_on=here.today + timedelta(days=-400 * n),
        until_on=here.today + timedelta(days=200 - 300 * n) if n > 3 else None,
    ),
    "EndMembership": lambda here, n: EndMembership(
        cluster_id=_CLUSTERS[n % 3], until_on=here.today + timedelta(days=30 - 90 * n)
    ),
    "FilePlan": lambda here, n: FilePlan(
        cluster_id=_CLUSTERS[n % 3],
        filed_on=here.today + timedelta(days=1 - n),
        due_on=here.today + timedelta(days=300 - 100 * n),
    ),
    "SetTarget": lambda here, n: SetTarget(
        level=(*Level,)[n % 3], at_least=1 + n, by_on=here.today + timedelta(days=400 - 100 * n)
    ),
}
