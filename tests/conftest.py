"""What every test may count on: no network beyond loopback, and no settings from outside."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy.engine import Engine as Database

from bot.runtime.database import open_engine
from bot.settings import Settings
from bot.translation.engine import Engine
from playground.postgres import is_installed, postgres
from playground.world import Chat
from tests.newsroom import Scene, scene

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Data that lies beside the project; a test that wants it is skipped where it is not there."""

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")

needs_postgres = pytest.mark.skipif(not is_installed(), reason="PostgreSQL is not installed")


settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes says how busy the machine is


class NetworkUsed(BaseException):
    """A test reached for the network; no handler may swallow it."""


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):  # a UNIX socket
        return True
    try:
        return ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback
    except ValueError:
        return str(address[0]) == "localhost"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what a module's bots write: packages are unpacked there once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
async def bot(data: Path) -> AsyncIterator[Scene]:
    """A running bot with an empty memory; a module that wants another one defines its own."""
    async with scene(data) as running:
        yield running


@pytest.fixture
def reader(bot: Scene) -> Chat:
    """Somebody's private chat with it."""
    return bot.world.private_chat(bot.world.user("Alex"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the engine was asked to translate."""
    texts: list[str] = []
    translate = Engine.translate

    def heard(self: Engine, asked: Sequence[str], *args: Any, **kwargs: Any) -> tuple[str | None, ...]:
        texts.extend(asked)
        return translate(self, asked, *args, **kwargs)

    monkeypatch.setattr(Engine, "translate", heard)
    return texts


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def any_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database of each kind is to be made; SQLite's in "new folder", which is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new folder' / 'ringkas.db'}"
    else:
        with postgres() as url:
            yield url


@pytest.fixture
def any_database(any_database_url: str) -> Iterator[Database]:
    """A new database of each kind."""
    database = open_engine(any_database_url)
    yield database
    database.dispose()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database, as the bot opens it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'ringkas.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_loopback(address):
            raise NetworkUsed(f"connect to {address}")
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_loopback(address):
            raise NetworkUsed(f"connect to {address}")
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_loopback((host.decode() if isinstance(host, bytes) else host, 0)):
            raise NetworkUsed(f"look-up of {host}")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


@pytest.fixture(autouse=True)
def no_outside_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator's own environment and .env must not reach the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", os.devnull)
