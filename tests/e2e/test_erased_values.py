"""A person goes through real life here and is erased: their name, address and words are nowhere any more.

Looked into: a dump of every schema of the database, the database's own files and its log, Temporal's file, the worker's
log, the list of erasures, a backup made afterwards, everything else below the data folder, and all that the sealing key
still opens. What was printed or sent is not called back: each document and mail that names them is on the officer's
list.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from console.embedded.ports import Ports, free_port
from console.embedded.programs import postgres_programs
from console.embedded.stack import DATABASE, Stack
from console.privacy.holdings import Holdings
from console.privacy.inventory import Inventory
from console.privacy.phrases import folded, text_in
from console.settings import settings_from
from domain.cluster.case import Stage
from ledger.chain import broken_links
from ledger.erasures import Erasures
from ledger.sealing import Sealer
from tests.engine import Engine, connected
from tests.scene import AURORA, CLARA, EMIL, PATH, Scene, people, person, register
from tests.searching import occurrences, occurrences_in

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

DORA, YEARS = "dora-officer", timedelta(days=4 * 365)
NAME, ADDRESS = "Åsmund Quillfeather", "a.quillfeather@vellum-kites.example"
TRAINING = "Taught by the lighthouse keeper of Hyllestad."
WORDS = "As Åsmund told the board behind closed doors, the treasurer gambles."
VALUES = (NAME, "Quillfeather", ADDRESS, "vellum-kites", TRAINING, "Hyllestad", WORDS, "treasurer gambles")


@dataclass
class Afterwards:
    """What was found: before the erasure on the officer's list, and afterwards in what is left of everything."""

    inventory: Inventory
    naming: frozenset[str]
    mails: int
    mails_listed: int
    looked_into: frozenset[str]
    left: list[tuple[str, str, str]]
    opened: list[tuple[str, str]]
    dump: list[tuple[str, str]]
    backup: list[tuple[str, str]]
    erasures: list[str]
    intact: bool
    kept: Mapping[str, str]


@pytest.fixture(scope="module")
def afterwards(tmp_path_factory: pytest.TempPathFactory) -> Afterwards:
    return asyncio.run(_lived(tmp_path_factory.mktemp("life")))


def test_no_dump_of_the_database_holds_a_value(afterwards: Afterwards) -> None:
    assert (afterwards.dump, afterwards.backup) == ([], [])


def test_no_file_of_database_temporal_worker_or_list_holds_a_value(afterwards: Afterwards) -> None:
    assert afterwards.left == []
    assert afterwards.looked_into >= {"temporal", "worker.log", "erasures", "postgres", "laurel.env"}


def test_nothing_the_sealing_key_still_opens_holds_a_value(afterwards: Afterwards) -> None:
    assert afterwards.opened == []


def test_every_document_that_names_the_person_is_on_the_officers_list(afterwards: Afterwards) -> None:
    assert afterwards.naming != frozenset()
    assert afterwards.naming <= set(afterwards.inventory.documents)
    kinds = {each.kind for each in afterwards.inventory.mentions if each.what == "document"}
    # The report released to the applicant is the final one, to the byte.
    assert kinds == {"report draft", "final report", "unknown"}


def test_every_mail_that_names_the_person_is_on_the_officers_list(afterwards: Afterwards) -> None:
    assert afterwards.mails > 0
    assert afterwards.mails_listed == afterwards.mails


def test_what_is_listed_outside_names_ids_and_commitments_alone(afterwards: Afterwards) -> None:
    person_id, commitment = sorted(afterwards.erasures, key=lambda name: name.startswith("sealed:"))
    assert person_id == f"person-{EMIL}"
    assert len(commitment) == len("sealed:") + 64


def test_the_record_is_whole_and_everybody_elses_texts_are_there(afterwards: Afterwards) -> None:
    assert afterwards.intact
    assert afterwards.kept == {"name": "Clara-Manager", "reason": "All that Bronze asks for."}


async def _lived(data: Path) -> Afterwards:
    async with _engine(data) as (engine, clock):
        await _life(engine)
        sealer, documents = _sealer(engine), engine.documents
        # A table somebody imported: no event names it, and it is found by its text.
        await documents.put(f"name;address\n{NAME.upper()};{ADDRESS}\n".encode())
        async with engine.pool.acquire() as connection:
            holdings = Holdings(connection, sealer, documents, engine.stack.mailbox.folder)
            inventory = await holdings.inventory(EMIL)
            words = await _commitment(connection, "ReportDrafted", "summary")
            reason = await _commitment(connection, "DecisionTaken", "reason")
        assert inventory is not None
        await engine.submit(AURORA, DORA, "RedactText", commitment=words, ground="unlawful")
        clock.now += YEARS
        await engine.submit(
            f"person-{EMIL}",
            DORA,
            "ErasePerson",
            ground="no-longer-necessary",
            documents=list(inventory.documents),
        )
        return await _searched(engine, inventory, reason)


async def _life(engine: Engine) -> None:
    """Emil is registered, qualified and tied, assesses a case to its award, is written to, and is left alone."""
    await people(engine, emil_expert={"name": NAME, "email": ADDRESS})
    await person(engine, DORA, offices=["data-protection-officer"])
    qualified = {"level": "gold", "edition": "ecei-2019", "from_on": "2020-01-01", "training": TRAINING}
    await engine.submit(f"person-{EMIL}", "olga-operator", "QualifyExpert", **qualified)  # type: ignore[arg-type]
    scene = Scene(engine)
    await register(engine)
    for stage, step in PATH.items():
        if stage is Stage.FACT_CHECK:
            await scene.does(EMIL, "DraftReport", summary=WORDS)
            await engine.until_event(AURORA, "ReportDraftIssued")
        else:
            await step(scene)
    await engine.until_paid(AURORA, "round-1")


async def _searched(engine: Engine, inventory: Inventory, reason: str) -> Afterwards:
    stack = engine.stack
    mails = [mail.as_bytes() for mail in stack.mailbox.mails()]
    naming_mails = [each for each in mails if occurrences((NAME, ADDRESS), each)]
    naming = frozenset([each async for each in _naming(engine)])
    async with engine.pool.acquire() as connection:
        intact = await broken_links(connection) == []
        clara = await connection.fetchval("select name from rows.persons where person_id = $1", CLARA)
        texts = await _sealer(engine).unseal(connection, [clara, reason])
        sealed = await connection.fetch("select commitment from sealed.texts")
        opened = await _sealer(engine).unseal(connection, [row["commitment"] for row in sealed])
    await _settled(stack)
    settings = settings_from(stack.env_file)
    dump, backup = _dumped(stack, "plain"), _dumped(stack, "custom")
    await stack.stop()
    left = [
        found
        for found in occurrences_in(VALUES, stack.data)
        if not found[0].startswith(("mails/", "documents/"))
    ]
    left += occurrences_in(VALUES, stack.postgres._home())
    return Afterwards(
        inventory=inventory,
        naming=naming,
        mails=len(naming_mails),
        mails_listed=sum(each.what == "mail" for each in inventory.mentions),
        looked_into=frozenset(path.name for path in stack.data.iterdir()),
        left=left,
        opened=occurrences(VALUES, "\n".join(opened.values()).encode()),
        dump=occurrences(VALUES, dump),
        backup=occurrences(VALUES, backup),
        erasures=[each.name for each in await Erasures(settings.erasures_url or "").listed()],
        intact=intact,
        kept={"name": texts.get(clara, ""), "reason": texts.get(reason, "")},
    )


async def _naming(engine: Engine) -> AsyncIterator[str]:
    """The documents in whose text the person is found, looked into one by one."""
    async for sha256 in engine.documents.hashes():
        text = folded(text_in(await engine.documents.get(sha256)) or "")
        if folded(NAME) in text or folded(ADDRESS) in text:
            yield sha256


async def _commitment(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", type_: str, field: str
) -> str:
    found: str = await connection.fetchval(
        "select payload::jsonb ->> $2 from ledger.events where type = $1 and stream = $3",
        type_,
        field,
        AURORA,
    )
    return found


async def _settled(stack: Stack) -> None:
    """Rows that were deleted are gone from the files too, and what was written is in them."""
    connection = await asyncpg.connect(stack.postgres.superuser_url(DATABASE))
    for statement in ("vacuum full sealed.keys, sealed.texts", "checkpoint"):
        await connection.execute(statement)
    await connection.close()


def _dumped(stack: Stack, form: str) -> bytes:
    program, url = postgres_programs() / "pg_dump", stack.postgres.superuser_url(DATABASE)
    command = [str(program), f"--format={form}", f"--dbname={url}", "--compress=none"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _sealer(engine: Engine) -> Sealer:
    return Sealer(settings_from(engine.stack.env_file).sealing_key_bytes)


class _Clock:
    """The clock of the gateway: today, until the years are added."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)


@asynccontextmanager
async def _engine(data: Path) -> AsyncIterator[tuple[Engine, _Clock]]:
    clock = _Clock()
    ports = Ports(**{name: free_port() for name in Ports.model_fields})
    stack = Stack(data, ports, task_queue="laurel")
    async with connected(stack, Engine, clock=lambda: clock.now) as engine:
        yield engine, clock
