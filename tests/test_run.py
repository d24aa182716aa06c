"""The process that an operator starts: it answers, is well, stops when told, and keeps its secrets."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from playground.bot_api import DEFAULT_TOKEN
from playground.ports import free_port
from playground.threaded import ThreadedBotApiServer
from playground.world import World

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = (ROOT / "samples" / "harga-cabai.txt").read_text(encoding="utf-8")
SECRET = "webhook-secret-of-no-worth"
ANSWER_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0


@contextmanager
def running(folder: Path, *options: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A bot in a process of its own, killed at the end if it is still there."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)} | settings
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *options],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.mark.parametrize(("mode", "level"), [("polling", "DEBUG"), ("webhook", "INFO")])
def test_a_bot_answers_is_well_stops_and_never_logs_its_token(tmp_path: Path, mode: str, level: str) -> None:
    world, health, hook = World(), free_port(), free_port()
    settings = {"BOT_TOKEN": DEFAULT_TOKEN, "HEALTH_LISTEN": f"127.0.0.1:{health}", "LOG_LEVEL": level}
    if mode == "webhook":
        settings |= {
            "WEBHOOK_URL": f"http://127.0.0.1:{hook}/telegram",
            "WEBHOOK_LISTEN": f"127.0.0.1:{hook}",
            "WEBHOOK_SECRET": SECRET,
        }
    with (
        ThreadedBotApiServer(world) as server,
        running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process,
    ):
        chat = world.private_chat(world.user("Alex"))
        world.send_text(chat, ARTICLE)
        answered = server.wait_for(
            lambda: [message for message in world.messages(chat) if message.buttons], ANSWER_TIMEOUT_S
        )
        assert "Wahyu Setiadi" in answered[0].text
        assert is_well(health)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=STOP_TIMEOUT_S)
    assert process.returncode == 0
    assert world.violations == []
    assert "ready as @" in log
    assert DEFAULT_TOKEN not in log
    assert SECRET not in log
    assert level == "DEBUG" or ARTICLE[100:160] not in log


def test_a_bot_that_can_translate_nothing_is_not_well(tmp_path: Path) -> None:
    health = free_port()
    settings = {"BOT_TOKEN": DEFAULT_TOKEN, "HEALTH_LISTEN": f"127.0.0.1:{health}", "TARGET_LANGUAGE": "xx"}
    with (
        ThreadedBotApiServer(World()) as server,
        running(tmp_path, TELEGRAM_API_URL=server.url, **settings) as process,
    ):
        assert process.stderr is not None
        log = next(line for line in process.stderr if "ready as @" in line or "nothing can be" in line)
        next(line for line in process.stderr if "ready as @" in line)
        assert "nothing can be translated" in log
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{health}/healthz", timeout=5)
        state = json.load(caught.value)
    assert state == {"ready": False, "models": "failed", "telegram": "ok", "database": "ok"}


def test_a_webhook_call_without_the_secret_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    world, health, hook = World(), free_port(), free_port()
    settings = {
        "BOT_TOKEN": DEFAULT_TOKEN,
        "HEALTH_LISTEN": f"127.0.0.1:{health}",
        "WEBHOOK_URL": f"http://127.0.0.1:{hook}/telegram",
        "WEBHOOK_LISTEN": f"127.0.0.1:{hook}",
        "WEBHOOK_SECRET": SECRET,
    }
    chat = world.private_chat(world.user("Alex"))
    with ThreadedBotApiServer(world) as server, running(tmp_path, TELEGRAM_API_URL=server.url, **settings):
        world.send_text(chat, "/help")
        server.wait_for(lambda: world.messages(chat), ANSWER_TIMEOUT_S)
        forged = {
            "update_id": 1,
            "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}},
        }
        for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}):
            call = urllib.request.Request(
                settings["WEBHOOK_URL"],
                json.dumps(forged).encode(),
                {"Content-Type": "application/json", **secret},
            )
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(call, timeout=ANSWER_TIMEOUT_S)
        with urllib.request.urlopen(f"http://127.0.0.1:{health}/metrics", timeout=5) as response:
            assert b"ringkas_queue_depth 0.0" in response.read()
    assert len(world.messages(chat)) == 1
    assert all(call.parameters.get("chat_id") in (None, chat.id) for call in world.calls)


def test_a_second_bot_on_the_same_file_stops_in_one_line(tmp_path: Path) -> None:
    world = World()
    with ThreadedBotApiServer(world) as server:
        settings = {"BOT_TOKEN": DEFAULT_TOKEN, "TELEGRAM_API_URL": server.url}
        with running(tmp_path, **settings):
            server.wait_for(lambda: world.calls_of("getUpdates") or world.profile.commands, ANSWER_TIMEOUT_S)
            with running(tmp_path, **settings) as second:
                _, log = second.communicate(timeout=ANSWER_TIMEOUT_S)
    assert second.returncode == 2
    assert "another process is working with" in log
    assert "Traceback" not in log


def test_a_wrong_token_stops_the_start_in_one_line(tmp_path: Path) -> None:
    with (
        ThreadedBotApiServer(World()) as server,
        running(tmp_path, TELEGRAM_API_URL=server.url, BOT_TOKEN="123:wrong") as process,
    ):
        _, log = process.communicate(timeout=STOP_TIMEOUT_S)
    assert process.returncode == 2
    assert "BOT_TOKEN" in log.splitlines()[-1]
    assert "Traceback" not in log


def test_a_taken_port_stops_the_start_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken, ThreadedBotApiServer(World()) as server:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = {"TELEGRAM_API_URL": server.url, "BOT_TOKEN": DEFAULT_TOKEN, "HEALTH_LISTEN": listen}
        with running(tmp_path, **settings) as process:
            _, log = process.communicate(timeout=STOP_TIMEOUT_S)
    assert process.returncode == 2
    assert "HEALTH_LISTEN" in log
    assert "Traceback" not in log


def test_a_bot_that_is_to_stay_says_what_is_wrong_once_and_waits_to_be_stopped(tmp_path: Path) -> None:
    with running(tmp_path, "--stay", BOT_TOKEN=DEFAULT_TOKEN, FETCH_TIMEOUT_S="soon") as process:
        assert process.stderr is not None
        assert "FETCH_TIMEOUT_S" in process.stderr.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=STOP_TIMEOUT_S)
    assert (process.returncode, log) == (2, "")
