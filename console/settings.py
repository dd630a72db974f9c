"""The settings, read once at a composition root."""

import os
from base64 import urlsafe_b64decode
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# Where `laurel up` leaves the addresses of what it started.
EMBEDDED = Path(".laurel") / "laurel.env"


class Settings(BaseSettings):
    """Everything that differs between installations. Temporal has its own variables, `TEMPORAL_*`."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore")

    database_url: SecretStr = Field(description="PostgreSQL as laurel_app")
    smtp_url: SecretStr = Field(description="smtp://host:port, with ?starttls=required|auto|never")
    documents_url: str = Field(description="file:///folder, s3://bucket/prefix …")
    payload_key: SecretStr = Field(
        description="32 bytes, URL-safe base64: encrypts what passes through Temporal"
    )
    sealing_key: SecretStr = Field(description="32 bytes, URL-safe base64: encrypts sealed values")
    public_url: str = "http://localhost:7404"
    secretariat_address: str = "secretariat@laurel.example"
    document_limit_bytes: int = Field(default=25 * 1024 * 1024, ge=1)
    task_queue: str = "laurel"
    log_format: str = Field(default="auto", pattern="^(auto|json|console)$")
    simultaneous_activities: int = Field(default=100, ge=1)
    database_connections: int = Field(default=10, ge=1)
    cached_workflows: int = Field(default=5000, ge=0)

    @property
    def payload_key_bytes(self) -> bytes:
        return _key(self.payload_key)

    @property
    def sealing_key_bytes(self) -> bytes:
        return _key(self.sealing_key)


def env_file() -> Path:
    """The file settings may stand in besides the environment: LAUREL_ENV_FILE, or that of `laurel up` here."""
    return Path(os.environ.get("LAUREL_ENV_FILE", EMBEDDED))


def settings_from(file: Path) -> Settings:
    """The settings of the environment and, where it is silent, of the file. ValidationError names what is missing."""
    return Settings(_env_file=file)


def _key(encoded: SecretStr) -> bytes:
    text = encoded.get_secret_value()
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
