"""Environment -> Settings; the only reader of os.environ and of `.env`.

Out: one frozen `Settings`; what is wrong with the environment comes as a ConfigError that names the
variable. This module must know nothing of what the settings are used for. `.env.example` lists the
same variables with unit and default; a test holds the two together.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

LARGEST_PORT = 65_535

_HOST_PORT = re.compile(r"(?:\[[0-9A-Fa-f:]+\]|[^:\s/]+):(\d{1,5})")


def _host_and_port(value: str) -> str:
    found = _HOST_PORT.fullmatch(value)
    if value and not (found and 0 < int(found.group(1)) <= LARGEST_PORT):
        raise ValueError(f"{value!r} is not host:port")
    return value


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^/\s]+\S*", value):
        raise ValueError(f"{value!r} is not an address that begins with http:// or https://")
    return value.rstrip("/")


def _language_code(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError(f"{value!r} is not a code of two or three small letters, such as en")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise ValueError(f"{value!r} is no time zone, such as Asia/Jakarta") from exc
    return value


HostPort = Annotated[str, AfterValidator(_host_and_port)]
"""host:port, or empty for "off"."""

WebAddress = Annotated[str, AfterValidator(_web_address)]
ZoneName = Annotated[str, AfterValidator(_zone)]
"""A name of the IANA time zone database."""

LanguageCode = Annotated[str, AfterValidator(_language_code)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Settings(BaseSettings):
    """How the operator wants the bot to run."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    telegram_api_url: WebAddress = "https://api.telegram.org"
    database_url: str = "sqlite:///var/ringkas.db"
    retention_days: int = Field(default=30, ge=1)
    webhook_url: WebAddress = ""
    webhook_listen: HostPort = "127.0.0.1:8443"
    webhook_secret: SecretStr | None = None
    health_listen: HostPort = ""
    target_language: LanguageCode = "en"
    timezone: ZoneName = "Asia/Jakarta"
    fetch_timeout_s: Seconds = 15
    fetch_limit_bytes: int = Field(default=5_000_000, gt=0)
    fetch_allow: Annotated[frozenset[HostPort], NoDecode] = frozenset()
    chat_limit: int = Field(default=30, gt=0)
    allowed_chats: Annotated[frozenset[int], NoDecode] = frozenset()
    log_level: LogLevel = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("fetch_allow", "allowed_chats", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value


def load_settings() -> Settings:
    """Return the settings of this process: the environment first, then `.env`, then the defaults.

    Raises ConfigError that names each variable that will not do, and never shows a secret's value.
    """
    try:
        return Settings()
    except UnicodeDecodeError as exc:
        raise ConfigError(".env is not text in UTF-8") from exc
    except ValidationError as exc:
        faults = "; ".join(
            f"{str(error['loc'][0]).upper()}: {error['msg'].removeprefix('Value error, ')}"
            for error in exc.errors(include_input=False)
        )
        raise ConfigError(f"these settings will not do: {faults}") from exc


def split_host_port(value: str) -> tuple[str, int]:
    """Return host and port of a HostPort that is not empty; IPv6 hosts lose their brackets."""
    host, _, port = value.rpartition(":")
    return host.strip("[]"), int(port)
