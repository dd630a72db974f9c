"""The auditor's page says what works: its commands are run on a log that was published."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from console.embedded.programs import client_programs
from ledger.findings import Kind
from ledger.published import Place
from tests.ledger.records import ORIGIN, grow, published
from tests.servers import Database

pytestmark = pytest.mark.postgres

PAGE = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
ENTRIES = 700


@pytest.fixture
async def log(database: Database, tmp_path: Path) -> Path:
    """The folder of the events' log, published at two sizes."""
    place = Place(tmp_path.as_uri())
    app = await asyncpg.connect(database.app_url)
    for _ in range(2):
        await grow(app, ENTRIES // 2)
        await published(app, place)
    await app.close()
    return tmp_path / ORIGIN / "events"


def _block(containing: str) -> str:
    blocks: list[str] = re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL)
    [block] = [found for found in blocks if containing in found]
    return block


def _run(command: list[str], folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_openssl_verifies_the_signature_as_the_page_says_and_refuses_another_text(log: Path) -> None:
    commands = ["sh", "-c", _block("pkeyutl")]
    assert _run(commands, log).stdout == "Signature Verified Successfully\n"
    checkpoint = (log / "checkpoint").read_text(encoding="utf-8")
    (log / "checkpoint").write_text(checkpoint.replace(f"\n{ENTRIES}\n", "\n699\n"), encoding="utf-8")
    assert _run(commands, log).returncode == 1


def test_the_program_on_the_page_prints_the_root_of_the_checkpoint(log: Path) -> None:
    computed = _run([sys.executable, "-I", "-S", "-c", _block("import base64")], log)
    assert computed.stdout.strip() == (log / "checkpoint").read_text(encoding="utf-8").split("\n")[2]


def test_the_hashes_of_the_database_are_those_of_the_published_tile(log: Path, database: Database) -> None:
    url = urlsplit(database.reader_url)
    compared = _run(
        ["sh", "-c", _block("psql")],
        log,
        PATH=f"{client_programs()}:/usr/bin:/bin",
        PGHOST=url.hostname or "",
        PGPORT=str(url.port),
        PGUSER=url.username or "",
        PGPASSWORD=url.password or "",
        PGDATABASE=database.name,
    )
    assert (compared.returncode, compared.stdout, compared.stderr) == (0, "", "")


def test_it_names_every_kind_of_finding_but_those_that_name_themselves() -> None:
    named = {kind for kind in Kind if f"`{kind}`" in PAGE}
    assert set(Kind) - named == {Kind.BROKEN_LINK, Kind.STAMP_REFUSED}
