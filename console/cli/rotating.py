"""`laurel rotate`: exchanging the key that sealed values lie under."""

import typer

from console.cli.answers import Usage
from console.cli.asking import Json
from console.cli.output import console, print_json
from console.cli.session import Session, run
from domain.rejected import Rejected
from ledger.rotating import rotate
from ledger.sealing import SealBroken, Sealer

app = typer.Typer(no_args_is_help=True, help="Exchange a key for another.")


@app.callback()
def keys() -> None:
    """One subcommand a key: payloads need none, their keys are a list in the settings."""


@app.command("sealing-key")
def sealing_key(as_json: Json = False) -> None:
    """Put sealed values under a new LAUREL_SEALING_KEY.

    They lie under LAUREL_SEALING_KEY_OLD until then. The workers are to be stopped.
    """
    exchanged = run(_rotated, as_json=as_json)
    if as_json:
        print_json({"keys": exchanged})
        return
    console.print(f"{exchanged} keys lie under the new sealing key.")


async def _rotated(session: Session) -> int:
    old = session.settings.old_sealing_key_bytes
    if old is None:
        raise Usage("LAUREL_SEALING_KEY_OLD: the key everything lies under until now.")
    async with session.pool.acquire() as connection:
        try:
            return await rotate(connection, Sealer(old), session.sealer)
        except SealBroken as broken:
            raise Rejected("wrong-key", f"Nothing was changed. {broken}") from broken
