"""Whether values answer exactly the indicators asked for, each on its scale."""

from collections.abc import Mapping, Sequence

from domain.catalogue import Descriptor, Indicator
from domain.rejected import Rejected


def answer_exactly(
    field: str, values: Mapping[str, int | None], asked_for: Sequence[Indicator | Descriptor]
) -> None:
    """`Rejected` names the indicators that are missing, too many, or off their scale."""
    known = {each.code: each for each in asked_for}
    if missing := [code for code in known if code not in values]:
        raise Rejected("indicator-missing", f"{field}: not answered: {', '.join(missing)}.")
    if unknown := sorted(values.keys() - known.keys()):
        raise Rejected("indicator-unknown", f"{field}: not asked for: {', '.join(unknown)}.")
    off = [
        f"{code} is {value} ({known[code].span})"
        for code, value in values.items()
        if value is not None and not known[code].admits(value)
    ]
    if off:
        raise Rejected("off-scale", f"{field}: off their scale: {', '.join(off)}.")
