"""The `models` commands as an operator types them, with an index of packages on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot import models_command
from bot.__main__ import main
from bot.translation.argos import load_argos
from bot.translation.packages import install_file
from tests.packages import make_package, make_tiny_package

ROOT = Path(__file__).resolve().parents[1]
FRENCH = ("▁La", "▁cha", "leur", "▁monte", ".")
INSTALLED = Path("var", "packages", "installed")
NAMES = {"id": "Indonesian", "en": "English", "fr": "French", "de": "German"}


class Mirror:
    """A server with an index and packages; `agents` are the clients that came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.agents: list[str] = []
        self.fetched: list[str] = []
        self.begun = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirror.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.agents.append(handler.headers["User-Agent"])
        path = handler.path.removeprefix("/")
        content = json.dumps(self.entries).encode() if path == "index.json" else self.files.get(path)
        handler.send_response(404 if content is None and path != "hangs" else 200)
        if path == "hangs":
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
            handler.wfile.write(b"x" * 1000)
            handler.wfile.flush()
            self.begun.set()
            handler.connection.recv(1)  # until the client is gone
            return
        handler.send_header("Content-Length", str(len(content or b"")))
        handler.end_headers()
        handler.wfile.write(content or b"")
        if path != "index.json":
            self.fetched.append(path)

    def offer(self, source: str, target: str, version: str = "1.9", content: bytes | None = None) -> None:
        """Put a package into the index."""
        name = f"{source}_{target}-{version}"
        if content is None:
            content = make_tiny_package(self.folder, source, target, FRENCH, version=version,
                                        subwords="sentencepiece").read_bytes()  # fmt: skip
        self.files[name] = content
        self.entries.append(
            {
                "from_code": source, "to_code": target, "package_version": version, "argos_version": "1.9",
                "from_name": NAMES[source], "to_name": NAMES[target], "links": [f"{self.url}{name}"],
            }
        )  # fmt: skip


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    (tmp_path / "at-work").mkdir()
    monkeypatch.chdir(tmp_path / "at-work")
    mirror = Mirror(tmp_path / "made")
    monkeypatch.setattr(load_argos().settings, "remote_package_index", f"{mirror.url}index.json")
    serving = threading.Thread(target=mirror.server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield mirror
    mirror.server.shutdown()
    mirror.server.server_close()
    serving.join()


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    monkeypatch.setattr(load_argos().settings, "remote_package_index", f"http://127.0.0.1:{port}/index.json")


def rows(out: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.splitlines()]


def test_a_package_of_the_index_is_installed_and_used_instead_of_the_one_that_ships(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("id", "en", "0.1")
    assert main(["models", "install", "id", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("installed id -> en 0.1, ")
    address = f"127.0.0.1:{mirror.server.server_port}"
    assert re.search(rf"id -> en 0\.1: 0\.\d MB, from {address}", captured.err)
    assert main(["models", "list"]) == 0
    other, first, second = rows(capsys.readouterr().out)
    assert other[0] == "en -> id"
    assert [first[0], first[1], first[2], first[4]] == ["id -> en", "0.1", "installed", "used"]
    assert second[2:] == ["shipped", second[3], "not used: an installed package goes first"]
    assert not any("python" in agent for agent in mirror.agents)


def test_a_language_behind_a_chain_needs_one_command(
    mirror: Mirror, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mirror.offer("id", "en")
    mirror.offer("en", "fr")
    assert main(["models", "install", "id", "fr"]) == 0
    captured = capsys.readouterr()
    assert "no package id -> fr; the way is id -> en -> fr" in captured.err
    assert captured.out.splitlines()[0].endswith("is shipped already")
    assert captured.out.splitlines()[1].startswith("installed en -> fr 1.9")
    assert "From id the packages reach: en, fr." in captured.err
    assert mirror.fetched == ["en_fr-1.9"]
    Path("in.txt").write_text("Hujan turun.\n", encoding="utf-8")
    assert main(["translate", "--from", "id", "--to", "fr", "--in", "in.txt", "--out", "out.txt"]) == 0
    assert Path("out.txt").read_text(encoding="utf-8") == "La chaleur monte.\n"


def test_several_languages_are_installed_at_once_each_step_once(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    for source, target in (("id", "en"), ("en", "fr"), ("en", "de")):
        mirror.offer(source, target)
    assert main(["models", "install", "id", "fr", "en", "de"]) == 0
    assert mirror.fetched == ["id_en-1.9", "en_fr-1.9", "en_de-1.9"]
    assert "From id the packages reach: de, en, fr." in capsys.readouterr().err


@pytest.mark.parametrize("words", [["Indonesian", "French"], ["indonesian", "FR"]])
def test_a_language_may_be_named(mirror: Mirror, words: list[str]) -> None:
    mirror.offer("id", "fr")
    assert main(["models", "install", *words]) == 0
    assert mirror.fetched == ["id_fr-1.9"]


def test_what_is_installed_is_not_fetched_again_until_there_is_a_newer_one(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("id", "fr", "1.9")
    assert main(["models", "install", "id", "fr"]) == 0
    assert main(["models", "install", "id", "fr"]) == 0
    assert "id -> fr 1.9 is installed already" in capsys.readouterr().out
    assert mirror.fetched == ["id_fr-1.9"]
    mirror.offer("id", "fr", "1.10")
    assert main(["models", "install", "id", "fr"]) == 0
    assert mirror.fetched == ["id_fr-1.9", "id_fr-1.10"]
    assert len(list(INSTALLED.iterdir())) == 1


def test_a_broken_package_is_listed_and_installed_again(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("id", "fr")
    main(["models", "install", "id", "fr"])
    next(INSTALLED.glob("*/model/model.bin")).unlink()
    capsys.readouterr()
    assert main(["models", "list"]) == 1
    captured = capsys.readouterr()
    assert "model.bin is missing" in next(row for row in rows(captured.out) if row[0] == "id -> fr")[-1]
    assert "models remove" in captured.err
    assert main(["models", "install", "id", "fr"]) == 0
    assert main(["models", "list"]) == 0


def test_nothing_is_fetched_when_one_of_the_languages_cannot_be_reached(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("id", "fr")
    assert main(["models", "install", "id", "fr", "sw"]) == 1
    assert "leads from id to sw" in capsys.readouterr().err
    assert mirror.fetched == []


def test_from_a_language_to_itself_there_is_nothing_to_install(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "install", "id", "Id"]) == 2
    assert "nothing to translate" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"<html>sign in</html>", "is no Argos package"), (None, "answered with status 404")],
    ids=["a page", "gone"],
)
def test_a_package_that_cannot_be_had_is_told_and_what_came_before_stays(
    mirror: Mirror, capsys: pytest.CaptureFixture[str], content: bytes | None, why: str
) -> None:
    mirror.offer("id", "de")
    mirror.offer("de", "fr", content=content or b"")
    if content is None:
        del mirror.files["de_fr-1.9"]
    assert main(["models", "install", "id", "fr"]) == 2
    captured = capsys.readouterr()
    assert why in captured.err
    assert f"{mirror.url}de_fr-1.9" in captured.err
    assert captured.out.startswith("installed id -> de")
    assert sorted(path.name for path in Path("var", "packages").iterdir()) == ["installed", "shipped"]


def test_offline_the_list_is_there_and_nothing_is_asked(
    offline: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "list"]) == 0
    captured = capsys.readouterr()
    assert [row[0] for row in rows(captured.out)] == ["en -> id", "id -> en"]
    assert captured.err.strip() == "What Argos' index offers: python -m bot models list --available"


def test_offline_the_list_is_printed_before_the_index_fails(
    offline: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "list", "--available"]) == 2
    captured = capsys.readouterr()
    assert [row[0] for row in rows(captured.out)] == ["en -> id", "id -> en"]
    assert "there is no connection to 127.0.0.1" in captured.err


def test_offline_an_installation_names_the_other_way(
    offline: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "install", "id", "en"]) == 2
    err = capsys.readouterr().err
    assert "there is no connection to 127.0.0.1" in err
    assert "models install --file" in err
    assert not INSTALLED.exists()


@pytest.mark.parametrize("url", ["nonsense", "http://[x:port/", "file:///etc/index.json"])
def test_an_address_of_the_index_that_is_none_is_told(
    offline: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setattr(load_argos().settings, "remote_package_index", url)
    assert main(["models", "install", "id", "en"]) == 2
    assert f"no connection to {url}" in capsys.readouterr().err


def test_the_next_address_is_tried_and_said(
    mirror: Mirror, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    mirror.offer("id", "fr")
    mirror.entries[-1]["links"].insert(0, f"{mirror.url}gone")
    assert main(["models", "install", "id", "fr"]) == 0
    assert "gone" in caplog.text
    assert "installed id -> fr" in capsys.readouterr().out


def test_what_the_index_offers_is_held_against_what_is_installed(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("id", "fr", "1.1")
    main(["models", "install", "id", "fr"])
    mirror.offer("id", "fr", "1.2")
    mirror.offer("fr", "de")
    mirror.offer("id", "en")
    capsys.readouterr()
    assert main(["models", "list", "--available"]) == 0
    captured = capsys.readouterr()
    offers = [row for row in rows(captured.out) if row[-1].count("->")]
    assert [row[:3] for row in offers if row[2] not in ("shipped",)][-3:] == [
        ["fr -> de", "1.9", "available"],
        ["id -> en", "1.9", "available"],
        ["id -> fr", "1.2", "newer than the installed 1.1"],
    ]
    assert "reaches: de, en, fr" in captured.err


def test_several_files_are_installed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files = [
        str(make_package(tmp_path / "made", "id", "ms")),
        str(make_package(tmp_path / "made", "ms", "fr")),
    ]
    assert main(["models", "install", "--file", *files]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert "reach: en, fr, ms" in captured.err


def test_a_removed_package_makes_way_for_the_one_that_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    install_file(make_package(tmp_path / "made", "id", "en"), Path("var/packages"))
    assert main(["models", "remove", "id", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "removed id -> en, 0.0 MB freed\n"
    assert "id -> en is now the shipped" in captured.err
    assert main(["models", "remove", "id", "en"]) == 1
    assert "no package id -> en is installed" in capsys.readouterr().err


def test_of_packages_that_ship_the_list_says_why_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, version in (("a", "1.9"), ("b", "1.10"), ("c", "1.10")):
        make_package(tmp_path / "models", "id", "en", name=name, version=version)
    make_package(tmp_path / "models", "id", "fr", without="model/model.bin")
    monkeypatch.setattr(models_command, "shipped_models", lambda: tmp_path / "models")
    assert main(["models", "list"]) == 1
    captured = capsys.readouterr()
    states = [(row[1], row[-1]) for row in rows(captured.out) if row[0] == "id -> en"]
    assert states == [
        ("1.10", "used"),
        ("1.10", "not used: there is another of the same version"),
        ("1.9", "not used: 1.10 is newer"),
    ]
    assert "does not start with a broken package that ships" in captured.err


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_nothing_stays_of_a_download_that_is_killed(mirror: Mirror, name: str) -> None:
    if not hasattr(signal, name):
        pytest.skip("this system has no such signal")
    mirror.offer("id", "fr", content=b"")
    mirror.entries[-1]["links"] = [f"{mirror.url}hangs"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ARGOS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "models", "install", "id", "fr"],
        env={**environment, "ARGOS_PACKAGE_INDEX": mirror.url, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert mirror.begun.wait(60)
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "broken off: nothing of id -> fr 1.9 stays" in err
    assert [path.name for path in Path("var", "packages").iterdir()] == ["shipped"]
