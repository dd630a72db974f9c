"""What may be asked about who handles a case: the secretariat, or an accredited office."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.office.commands import OfficeId
from domain.sealed import FreeText


class HandOverCase(CaseCommand):
    """Hands a case over to an accredited office, or to the secretariat."""

    type: Literal["HandOverCase"] = "HandOverCase"
    to: OfficeId | None = Field(
        default=None, description="an office accredited for such a case today; left out: the secretariat"
    )
    reason: FreeText
