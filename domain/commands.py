"""The two command unions: what persons may ask, and what only the engine may.

`PersonCommand` is the one list from which command line, permissions and documents derive. `EngineCommand` is
issued by workflows alone; no entry from outside parses it.
"""

from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.clock import ClockCommand
from domain.cluster.commands.effects import EffectCommand
from domain.frozen import Frozen
from domain.person.commands import PersonStreamCommand
from domain.round.commands import RoundCommand

PersonCommand = ClusterCommand | RoundCommand | PersonStreamCommand
EngineCommand = ClockCommand | EffectCommand
Command = PersonCommand | EngineCommand

person_commands: TypeAdapter[PersonCommand] = TypeAdapter(
    Annotated[PersonCommand, Field(discriminator="type")]
)
engine_commands: TypeAdapter[EngineCommand] = TypeAdapter(
    Annotated[EngineCommand, Field(discriminator="type")]
)

COMMAND_TYPES: dict[str, type[Frozen]] = {
    each.model_fields["type"].default: each for each in get_args(PersonCommand)
}
