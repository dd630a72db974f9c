"""The scripts of deploy/, run: secrets are made once and fit the settings; the namespace fits the workflows."""

import os
import subprocess
import sysconfig
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dotenv import dotenv_values

from activities.notification.server import MailServer
from console.embedded.temporal import SEARCH_ATTRIBUTES, Temporal
from console.migrating import MigrationSettings, migration_settings
from console.settings import Settings, settings_from

DEPLOY = Path(__file__).parents[2] / "deploy"
KEY_BYTES = 32


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("LAUREL_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "secrets"
    _make(folder)
    return folder


def _make(folder: Path) -> str:
    command = [DEPLOY / "make-secrets.sh", folder]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_keys_are_keys_and_the_trial_mailbox_is_an_address(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_DOCUMENTS_URL", "memory:///")
    monkeypatch.setenv("LAUREL_CHECKPOINTS_URL", "memory:///")
    settings: Settings = settings_from(secrets / "laurel.env")
    keys = {settings.payload_key_bytes, settings.sealing_key_bytes, settings.checkpoint_seed}
    assert [len(key) for key in keys] == [KEY_BYTES] * 3
    assert MailServer.from_url(settings.smtp_url.get_secret_value()) == MailServer("mail", 2525, "never")


def test_the_migration_gives_each_role_the_password_the_worker_uses(secrets: Path) -> None:
    migration: MigrationSettings = migration_settings(secrets / "migration.env")
    worker = dotenv_values(secrets / "laurel.env")
    assert migration.database_url is not None
    assert migration.database_url.get_secret_value() == worker["LAUREL_DATABASE_URL"]
    urls = [urlsplit(address or "") for address in dotenv_values(secrets / "migration.env").values()]
    roles = ["postgres", "laurel_owner", "laurel_app", "laurel_reader"]
    assert [url.username for url in urls] == roles
    assert urls[0].password == (secrets / "postgres_password").read_text(encoding="utf-8")
    assert len({url.password for url in urls}) == len(roles)


def test_only_the_containers_can_read_them(secrets: Path) -> None:
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in secrets.iterdir()}
    names = ("laurel.env", "migration.env", "postgres_password", "temporal_postgres_password")
    assert oct(secrets.stat().st_mode & 0o777) == "0o700"
    assert modes == dict.fromkeys(names, "0o444")


def test_making_them_again_changes_nothing(secrets: Path) -> None:
    before = {file.name: file.read_bytes() for file in secrets.iterdir()}
    assert _make(secrets) == f"{secrets} holds secrets already; nothing was changed.\n"
    assert {file.name: file.read_bytes() for file in secrets.iterdir()} == before


@pytest.mark.temporal
def test_the_namespace_is_made_once_with_the_search_attributes(temporal_server: Temporal) -> None:
    answers = [_namespace(temporal_server), _namespace(temporal_server)]
    assert [answer.returncode for answer in answers] == [0, 0]
    listed = _temporal(temporal_server, "operator", "search-attribute", "list", "--output", "json").stdout
    assert [name for name in SEARCH_ATTRIBUTES if f'"{name}"' not in listed] == []
    described = _temporal(temporal_server, "operator", "namespace", "describe", "--output", "json").stdout
    assert '"workflowExecutionRetentionTtl": "2592000s"' in described


def _namespace(server: Temporal) -> "subprocess.CompletedProcess[str]":
    return _run(server, "sh", str(DEPLOY / "temporal" / "namespace.sh"))


def _temporal(server: Temporal, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return _run(server, "temporal", *arguments)


def _run(server: Temporal, *command: str) -> "subprocess.CompletedProcess[str]":
    path = f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}"
    environment = {"PATH": path, "TEMPORAL_ADDRESS": server.address, "TEMPORAL_NAMESPACE": "deployed"}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
