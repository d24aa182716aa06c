"""A disk without room stops no bot and starts none: it says so, and goes on when there is room again."""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from bot.errors import DatabaseAwayError
from bot.runtime.database import open_engine
from playground.bot_process import BotProcess
from playground.ports import free_port
from tests.test_lasting import DONE_TIMEOUT_S, Town, town

DISK = "16m"
"""Room for a database and for what SQLite writes beside it."""

NO_ROOM_BYTES = 100_000
"""No file may be longer: the bot's log is shorter, its database is not."""

MOST_ARTICLES = 60
"""What is written before the disk is full may have its place already: so many need another one."""

NO_ROOM = "cannot be put down"
PAUSE_S = 0.2

mounts = pytest.mark.skipif(
    sys.platform != "linux"
    or subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode != 0,
    reason="nothing may be mounted here",
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no byte free; return what takes all the room."""
    junk = folder / "junk"
    with junk.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    assert shutil.disk_usage(folder).free == 0
    return junk


@mounts
def test_a_full_disk_stops_the_start_in_words(small_disk: Path) -> None:
    fill(small_disk)
    with pytest.raises(DatabaseAwayError, match=r"DATABASE_URL: .*(disk is full|disk I/O error)"):
        open_engine(f"sqlite:///{small_disk / 'ringkas.db'}")


@mounts
async def test_while_the_disk_is_full_nothing_is_lost(small_disk: Path, tmp_path: Path) -> None:
    async with town(f"sqlite:///{small_disk / 'ringkas.db'}", tmp_path) as small_town:
        port = free_port()
        async with small_town.bot(HEALTH_LISTEN=f"127.0.0.1:{port}") as bot:
            await bot.start()
            junk = fill(small_disk)
            await sent_until_there_is_no_room(small_town, bot)
            assert await asyncio.to_thread(state_of, port) == "failed"
            junk.unlink()
            await small_town.all_answered()
            assert bot.is_running
        small_town.assert_each_answered_once()
        assert_all_are_briefs(small_town)


async def test_while_files_may_not_grow_nothing_is_lost(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path / 'ringkas.db'}", tmp_path) as small_town, small_town.bot() as bot:
        await bot.start()
        usual = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (NO_ROOM_BYTES, usual[1]))
        await sent_until_there_is_no_room(small_town, bot)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, usual)
        await small_town.all_answered()
        assert bot.is_running
        small_town.assert_each_answered_once()
        assert_all_are_briefs(small_town)


def assert_all_are_briefs(small_town: Town) -> None:
    messages = [message for chat in small_town.chats for message in small_town.world.messages(chat)]
    assert [message.text for message in messages if not message.buttons] == []


async def sent_until_there_is_no_room(small_town: Town, bot: BotProcess) -> None:
    """Send articles until the bot says that it cannot keep one."""
    async with asyncio.timeout(DONE_TIMEOUT_S):
        for number in count():
            if NO_ROOM in bot.said():
                return
            if number < MOST_ARTICLES:
                small_town.send(1)
            await asyncio.sleep(PAUSE_S)


def state_of(port: int) -> str:
    """What the bot says of its database where it is not well. Blocks."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=DONE_TIMEOUT_S)
    return str(json.load(caught.value)["database"])
