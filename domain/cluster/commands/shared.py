"""What every command about a case carries."""

from pydantic import Field

from domain.cluster.events.shared import CaseId
from domain.frozen import Frozen


class CaseCommand(Frozen):
    """A command about one case."""

    case_id: CaseId | None = Field(default=None, description="may be left out while exactly one case is open")
