"""The page's server: who may ask it, what it lets in, and that what happens is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from playground.bot_api import BotApiServer
from playground.samples import load_samples
from playground.town import build_town
from playground.web import PAGE, PageServer
from playground.world import World

ANSWER_TIMEOUT_S = 20.0


@asynccontextmanager
async def served() -> AsyncIterator[PageServer]:
    """A page without a bot."""
    world, samples = World(), load_samples()
    town = build_town(world, samples)
    async with BotApiServer(world) as api, PageServer(api, town, samples) as page:
        page.town = town  # type: ignore[attr-defined]
        yield page


async def get(page: PageServer, path: str, **headers: str) -> HTTPResponse:
    return await AsyncHTTPClient().fetch(page.url.rstrip("/") + path, headers=headers, raise_error=False)


async def opened(page: PageServer, origin: str | None, host: str | None = None) -> WebSocketClientConnection:
    headers = {name: value for name, value in (("Origin", origin), ("Host", host)) if value is not None}
    request = HTTPRequest(page.url.replace("http", "ws") + "socket", headers=headers)
    return await websocket_connect(request)


async def read(socket: WebSocketClientConnection) -> Any:
    message = await asyncio.wait_for(socket.read_message(), ANSWER_TIMEOUT_S)
    assert message is not None
    return json.loads(message)


async def test_the_page_is_there_under_its_own_names_alone() -> None:
    async with served() as page:
        hosts = {
            f"127.0.0.1:{page.port}": 200, f"localhost:{page.port}": 200, "127.0.0.1": 403,
            f"evil.example:{page.port}": 403, "evil.example": 403, f"127.0.0.1.evil.example:{page.port}": 403,
        }  # fmt: skip
        for path in ("/", "/app.js", "/berita/harga-cabai"):
            assert {host: (await get(page, path, Host=host)).code for host in hosts} == hosts


async def test_a_socket_opens_for_the_page_and_for_no_other_website() -> None:
    async with served() as page:
        socket = await opened(page, page.url.rstrip("/"))
        assert "news" in await read(socket)
        socket.close()
        for origin in (
            "http://evil.example",
            f"https://127.0.0.1:{page.port}",
            "null",
            "http://127.0.0.1",
            None,
        ):
            with pytest.raises(HTTPClientError, match="403"):
                await opened(page, origin)


async def test_a_socket_does_not_open_under_a_rebound_name() -> None:
    async with served() as page:
        name = f"evil.example:{page.port}"
        with pytest.raises(HTTPClientError, match="403"):
            await opened(page, f"http://{name}", host=name)


async def test_nothing_is_loaded_from_outside_and_nothing_inline() -> None:
    async with served() as page:
        policy = (await get(page, "/")).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["connect-src"] == f"'self' ws://127.0.0.1:{page.port}"
    assert rules["frame-ancestors"] == rules["form-action"] == rules["base-uri"] == "'none'"
    for file in PAGE.iterdir():
        text = (
            file.read_text(encoding="utf-8")
            .replace("http://www.w3.org/", "")
            .replace("https://example.com/", "")
        )
        assert "https://" not in text, file.name
        assert "innerHTML" not in text, file.name
        assert " style=" not in text, file.name


@pytest.mark.parametrize(
    "path", ["/../web.py", "/%2e%2e/web.py", "/page/", "/world.py", "/berita/tidak-ada", "/file/x/y"]
)
async def test_only_the_page_is_served(path: str) -> None:
    async with served() as page:
        assert (await get(page, path)).code == 404


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("application/pdf", "application/pdf"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
    ],
)
async def test_a_file_opens_where_it_can_run_nothing(media_type: str, shown: str) -> None:
    async with served() as page:
        stored = page.world.store(b"<script>alert(1)</script>", "documents", ".html")
        response = await get(page, f"/file/{stored.file_id}/a.html?type={media_type.replace('+', '%2B')}")
    policy = response.headers["Content-Security-Policy"]
    assert response.headers["Content-Type"] == shown
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert policy.startswith("sandbox")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "order", ['{"number": "\\ud800"}', "[" * 100_000, '{"order": {}, "number": [1]}', "9" * 5000]
)
async def test_whatever_comes_is_answered_and_the_page_goes_on(order: str) -> None:
    async with served() as page:
        socket = await opened(page, page.url.rstrip("/"))
        await read(socket)
        await socket.write_message(order)
        assert "refused" in await read(socket)
        socket.close()


async def test_what_is_ordered_happens_and_is_told() -> None:
    async with served() as page:
        socket = await opened(page, page.url.rstrip("/"))
        news = await read(socket)
        assert f"chat/{page.town.newsroom.id}" in news["news"]["put"]  # type: ignore[attr-defined]
        reader = page.town.reader  # type: ignore[attr-defined]
        await socket.write_message(
            json.dumps({"order": "send", "number": 7, "who": reader.id, "chat": reader.id, "text": "halo"})
        )
        said = [await read(socket), await read(socket)]
        assert {"number": 7} in said
        assert any(f"message/{reader.id}/1" in one.get("news", {}).get("put", {}) for one in said)
        socket.close()


@pytest.mark.parametrize(
    "nonsense", ["", "null", "[]", "{", '{"order": "send"}', '"x"', '{"order": "process"}']
)
async def test_nonsense_is_refused_in_words(nonsense: str) -> None:
    async with served() as page:
        socket = await opened(page, page.url.rstrip("/"))
        await read(socket)
        await socket.write_message(nonsense)
        assert (await read(socket))["refused"]
        socket.close()


async def test_the_samples_are_a_news_website() -> None:
    async with served() as page:
        response = await get(page, "/berita/kereta-pesisir")
    assert "<h1>Kereta Pesisir Utara Mulai Diuji" in response.body.decode()
