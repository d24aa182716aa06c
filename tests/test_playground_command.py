"""`python -m playground`: what it prints, and that it ends cleanly and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.first import measure_once
from playground.bot_process import ROOT

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0


@contextmanager
def typed(folder: Path, *arguments: str, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A program in a terminal of its own; yields it and the terminal's other end."""
    terminal, inside = pty.openpty()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=environment | settings,
        stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
    )  # fmt: skip
    os.close(inside)
    with process:
        try:
            yield process, terminal
        finally:
            process.kill()
            os.close(terminal)


def read_until(terminal: int, wanted: str, timeout_s: float = START_TIMEOUT_S) -> str:
    said, end_s = "", time.monotonic() + timeout_s
    while not re.search(wanted, said):
        ready, _, _ = select.select([terminal], [], [], max(0.0, end_s - time.monotonic()))
        assert ready, f"not said: {wanted}; but: {said}"
        try:
            said += os.read(terminal, 65536).decode()
        except OSError:  # the program has ended
            assert re.search(wanted, said), said
    return said


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_without_a_token_the_page_and_the_bot_start_together_and_end_together(tmp_path: Path) -> None:
    with typed(tmp_path, "-m", "playground", "--with-bot", "--if-no-token", "--port", "0") as (
        process,
        terminal,
    ):
        said = read_until(terminal, r"Its log: \S+")
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found
        with urllib.request.urlopen(found.group(), timeout=10) as response:
            assert b"Ringkas" in response.read()
        (bot,) = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_TIMEOUT_S) == 0
        assert not Path(f"/proc/{bot}").exists()
    assert list(tmp_path.iterdir()) == []


async def told(socket: WebSocketClientConnection, wanted: str) -> None:
    """Wait until the page is told that the bot's process is in this state."""
    async with asyncio.timeout(START_TIMEOUT_S):
        while True:
            news = json.loads(await socket.read_message() or "{}").get("news", {})
            if news.get("put", {}).get("connection", {}).get("state") == wanted:
                return


async def test_the_page_kills_the_bot_and_starts_it_again(tmp_path: Path) -> None:
    with typed(tmp_path, "-m", "playground", "--with-bot", "--port", "0") as (process, terminal):
        found = re.search(r"http://127\.0\.0\.1:\d+", read_until(terminal, r"Its log: \S+"))
        assert found
        address = found.group().replace("http", "ws") + "/socket"
        socket = await websocket_connect(HTTPRequest(address, headers={"Origin": found.group()}))
        await told(socket, "running")
        (first,) = children_of(process.pid)
        await socket.write_message('{"order": "process", "do": "kill"}')
        await told(socket, "stopped")
        await socket.write_message('{"order": "process", "do": "start"}')
        await told(socket, "running")
        assert children_of(process.pid) not in ([], [first])
        socket.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_TIMEOUT_S) == 0


def test_with_a_token_in_a_terminal_it_is_the_bot_itself(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "123:abc", "TELEGRAM_API_URL": "nonsense"}
    with typed(tmp_path, "-m", "playground", "--with-bot", "--if-no-token", **settings) as (
        process,
        terminal,
    ):
        assert "TELEGRAM_API_URL" in read_until(terminal, "TELEGRAM_API_URL")
        assert process.wait(STOP_TIMEOUT_S) == 2


def test_for_any_bot_it_prints_what_to_give_it_and_keeps_what_was_said_where_asked(tmp_path: Path) -> None:
    arguments = ("-m", "playground", "--port", "0", "--api-port", "0", "--token", "1:abc", "--keep", "kept")
    with typed(tmp_path, *arguments) as (process, terminal):
        said = read_until(terminal, r"BOT_TOKEN=\S+")
        api = re.search(r"TELEGRAM_API_URL=(\S+)", said)
        assert api
        assert "BOT_TOKEN=1:abc" in said
        with urllib.request.urlopen(f"{api.group(1)}/bot1:abc/getMe", timeout=10) as response:
            assert b"ringkas_test_bot" in response.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_TIMEOUT_S) == 0
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["chats.json"]


async def test_one_click_while_the_bot_still_starts_is_enough_for_the_first_brief(tmp_path: Path) -> None:
    first = await measure_once(tmp_path)
    assert 0 < first.page_s <= first.listening_s <= first.brief_s
    assert not await asyncio.to_thread(lambda: list(tmp_path.iterdir()))
