"""The settings, read once at a composition root."""

import os
from base64 import urlsafe_b64decode
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# Where `laurel up` leaves the addresses of what it started.
EMBEDDED = Path(".laurel") / "laurel.env"
_KEY_BYTES = 32


class Settings(BaseSettings):
    """Everything that differs between installations. Temporal has its own variables, `TEMPORAL_*`."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore")

    database_url: SecretStr = Field(description="PostgreSQL as laurel_app")
    smtp_url: SecretStr = Field(description="smtp://host:port, with ?starttls=required|auto|never")
    documents_url: str = Field(description="file:///folder, s3://bucket/prefix …")
    payload_key: SecretStr = Field(
        description="32 bytes, URL-safe base64: encrypts what passes through Temporal"
    )
    payload_keys_old: SecretStr | None = Field(
        default=None, description="keys before it, separated by commas: they only open what was encrypted"
    )
    sealing_key: SecretStr = Field(description="32 bytes, URL-safe base64: encrypts sealed values")
    sealing_key_old: SecretStr | None = Field(
        default=None, description="the key before it, while `laurel rotate sealing-key` runs"
    )
    erasures_url: str | None = Field(
        default=None,
        description="where erasures are listed outside the database; nothing is erased without it",
    )
    checkpoints_url: str = Field(
        description="where checkpoints are published outside the database, as documents_url"
    )
    checkpoint_key: SecretStr = Field(description="32 bytes, URL-safe base64: signs the checkpoints")
    checkpoint_key_old: SecretStr | None = Field(
        default=None,
        description="the key before it, until it has announced the new one by the next checkpoint",
    )
    checkpoint_minutes: int = Field(default=60, ge=1)
    reconcile_minutes: int = Field(
        default=60, ge=1, description="how often paths are compared with the record"
    )
    checkpoint_origin: str | None = Field(
        default=None, description="the name of this record's logs, asked once; else made from public_url"
    )
    timestamp_url: str | None = Field(
        default=None, description="an RFC 3161 authority that dates the checkpoints"
    )
    public_url: str = "http://localhost:7404"
    secretariat_address: str = "secretariat@laurel.example"
    document_limit_bytes: int = Field(default=25 * 1024 * 1024, ge=1)
    task_queue: str = "laurel"
    log_format: str = Field(default="auto", pattern="^(auto|json|console)$")
    simultaneous_activities: int = Field(default=100, ge=1)
    database_connections: int = Field(default=10, ge=1)
    cached_workflows: int = Field(default=5000, ge=0)

    @field_validator("payload_key", "sealing_key", "sealing_key_old", "checkpoint_key", "checkpoint_key_old")
    @classmethod
    def _of_its_length(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and len(_key(given)) != _KEY_BYTES:
            raise ValueError(f"a key has {_KEY_BYTES} bytes")
        return given

    @field_validator("payload_keys_old")
    @classmethod
    def _of_their_length(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and {len(key) for key in _keys(given)} - {_KEY_BYTES}:
            raise ValueError(f"a key has {_KEY_BYTES} bytes")
        return given

    @property
    def payload_key_bytes(self) -> bytes:
        return _key(self.payload_key)

    @property
    def older_payload_keys(self) -> tuple[bytes, ...]:
        return () if self.payload_keys_old is None else _keys(self.payload_keys_old)

    @property
    def sealing_key_bytes(self) -> bytes:
        return _key(self.sealing_key)

    @property
    def old_sealing_key_bytes(self) -> bytes | None:
        return None if self.sealing_key_old is None else _key(self.sealing_key_old)

    @property
    def checkpoint_seed(self) -> bytes:
        return _key(self.checkpoint_key)

    @property
    def old_checkpoint_seed(self) -> bytes | None:
        return None if self.checkpoint_key_old is None else _key(self.checkpoint_key_old)


def env_file() -> Path:
    """The file settings may stand in besides the environment: LAUREL_ENV_FILE, or that of `laurel up` here."""
    return Path(os.environ.get("LAUREL_ENV_FILE", EMBEDDED))


def settings_from(file: Path) -> Settings:
    """The settings of the environment and, where it is silent, of the file. ValidationError names what is missing."""
    return Settings(_env_file=file)


def _keys(encoded: SecretStr) -> tuple[bytes, ...]:
    keys = encoded.get_secret_value().split(",")
    return tuple(_key(SecretStr(key.strip())) for key in keys if key.strip())


def _key(encoded: SecretStr) -> bytes:
    text = encoded.get_secret_value()
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
