"""The two command unions: what persons may ask, and what only the engine may.

`PersonCommand` is the one list from which command line, permissions and documents derive. `EngineCommand` is
issued by workflows alone; no entry from outside parses it.
"""

from typing import Annotated, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.clock import ClockCommand
from domain.cluster.commands.effects import EffectCommand
from domain.complaint.commands import ComplaintCommand
from domain.editions.commands import SchemeCommand
from domain.erasure import RedactText
from domain.frozen import Frozen
from domain.ledger.commands import LedgerCommand
from domain.office.commands import OfficeCommand
from domain.person.commands import PersonStreamCommand
from domain.programme.commands import ProgrammeCommand
from domain.round.commands import RoundCommand

PersonCommand = (
    ClusterCommand
    | RoundCommand
    | ComplaintCommand
    | PersonStreamCommand
    | OfficeCommand
    | SchemeCommand
    | ProgrammeCommand
    | LedgerCommand
    | RedactText
)
EngineCommand = ClockCommand | EffectCommand
Command = PersonCommand | EngineCommand

# As in Frozen: what a person wrote stands in no error message.
_SILENT = ConfigDict(hide_input_in_errors=True)

person_commands: TypeAdapter[PersonCommand] = TypeAdapter(
    Annotated[PersonCommand, Field(discriminator="type")], config=_SILENT
)
engine_commands: TypeAdapter[EngineCommand] = TypeAdapter(
    Annotated[EngineCommand, Field(discriminator="type")], config=_SILENT
)

COMMAND_TYPES: dict[str, type[Frozen]] = {
    each.model_fields["type"].default: each for each in get_args(PersonCommand)
}
