"""Environment -> Settings; the only reader of os.environ and of `.env`.

Out: one frozen `Settings`; what is wrong with the environment comes as a ConfigError that names the
variable. This module must know nothing of what the settings are used for. `.env.example` lists the
same variables with unit and default; a test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

HostPort = Annotated[str, Field(pattern=r"^$|^(\[[0-9A-Fa-f:]+\]|[^:\s/]+):\d{1,5}$")]
"""host:port, or empty for "off"."""


class Settings(BaseSettings):
    """How the operator wants the bot to run."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    telegram_api_url: str = Field(default="https://api.telegram.org", pattern=r"^https?://[^/\s]+.*$")
    database_url: str = "sqlite:///var/ringkas.db"
    retention_days: int = Field(default=30, ge=1)
    webhook_url: str = Field(default="", pattern=r"^$|^https?://\S+$")
    webhook_listen: HostPort = "127.0.0.1:8443"
    webhook_secret: SecretStr | None = None
    health_listen: HostPort = ""
    target_language: str = Field(default="en", pattern=r"^[a-z]{2,3}$")
    fetch_timeout_s: float = Field(default=15, gt=0)
    fetch_limit_bytes: int = Field(default=5_000_000, gt=0)
    fetch_allow: Annotated[frozenset[HostPort], NoDecode] = frozenset()
    allowed_chats: Annotated[frozenset[int], NoDecode] = frozenset()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("fetch_allow", "allowed_chats", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")


def load_settings() -> Settings:
    """Return the settings of this process: the environment first, then `.env`, then the defaults.

    Raises ConfigError that names each variable that will not do, and never shows a secret's value.
    """
    try:
        return Settings()
    except ValidationError as exc:
        faults = "; ".join(
            f"{str(error['loc'][0]).upper()}: {error['msg']}" for error in exc.errors(include_input=False)
        )
        raise ConfigError(f"these settings will not do: {faults}") from exc


def split_host_port(value: str) -> tuple[str, int]:
    """Return host and port of a HostPort that is not empty; IPv6 hosts lose their brackets."""
    host, _, port = value.rpartition(":")
    return host.strip("[]"), int(port)
