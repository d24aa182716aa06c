"""The environment, the example file and the settings agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings import Settings, load_settings, split_host_port

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


def example_values() -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert set(example_values()) == {name.upper() for name in Settings.model_fields}


def test_the_example_gives_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = load_settings()
    for name, value in example_values().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == defaults


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for position, line in enumerate(lines):
        if re.match(r"[A-Z_]+=", line):
            assert lines[position - 1].startswith("# ")


def test_lists_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FETCH_ALLOW", "127.0.0.1:8000, wiki.local:80")
    monkeypatch.setenv("ALLOWED_CHATS", "12,-100345")
    settings = load_settings()
    assert settings.fetch_allow == {"127.0.0.1:8000", "wiki.local:80"}
    assert settings.allowed_chats == {12, -100345}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FETCH_TIMEOUT_S", "soon"),
        ("FETCH_TIMEOUT_S", "-1"),
        ("ALLOWED_CHATS", "newsroom"),
        ("FETCH_ALLOW", "no-port"),
        ("LOG_LEVEL", "LOUD"),
        ("TARGET_LANGUAGE", "English"),
        ("WEBHOOK_URL", "ftp://x"),
        ("HEALTH_LISTEN", "localhost:99999"),
        ("FETCH_TIMEOUT_S", "inf"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=name):
        load_settings()


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:hush-hush")
    settings = load_settings()
    assert "hush" not in repr(settings)
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "123:hush-hush"


def test_the_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "warning")
    assert load_settings().log_level == "WARNING"


def test_an_env_file_that_is_no_text_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"BOT_TOKEN=\xff\xfe")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    with pytest.raises(ConfigError, match=r"\.env"):
        load_settings()


def test_an_env_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=ERROR\nTARGET_LANGUAGE=fr\n")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    monkeypatch.setenv("TARGET_LANGUAGE", "de")
    settings = load_settings()
    assert (settings.log_level, settings.target_language) == ("ERROR", "de")


def test_a_host_may_be_an_ipv6_address() -> None:
    assert split_host_port("[::1]:8080") == ("::1", 8080)
    assert split_host_port("127.0.0.1:80") == ("127.0.0.1", 80)
