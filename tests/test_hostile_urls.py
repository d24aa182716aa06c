"""Addresses that a stranger may send, through the fetcher as it runs: none reaches the inside."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import errors
from bot.errors import RingkasError
from bot.intake.fetch import Fetcher, open_client
from bot.reply.render import render_error
from bot.reply.wording import Wording
from tests.loopback import saying

CASES = tomllib.loads((Path(__file__).parent / "cases" / "hostile_urls.toml").read_text(encoding="utf-8"))
NAME = "http://kabar.example/berita"

refused = [(case, url) for case in CASES["refused"] for url in case["urls"]]
redirected = [(case, url) for case, url in refused if case.get("redirect", True)]
resolved = [(case, address) for case in CASES["resolved"] for address in case["addresses"] or [None]]


def said(case: tuple[dict[str, Any], str | None]) -> str:
    return f"{case[0]['why']}: {case[1]!a}"


async def nobody(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


def unconnected(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"connected to {request.url}")


async def refusal(url: str, *, resolve: Any = nobody) -> RingkasError:
    """What a fetch ends with that must connect to nothing."""
    async with open_client(httpx.MockTransport(unconnected)) as client:
        with pytest.raises(RingkasError) as caught:
            await Fetcher(client, timeout_s=30, limit_bytes=1_000, resolve=resolve).fetch(url)
    return caught.value


def redirecting(location: str) -> AbstractAsyncContextManager[tuple[str, list[bytes]]]:
    """A server on loopback that sends everybody elsewhere."""
    return saying(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    urls = [url for _, url in refused]
    assert len(urls) == len(set(urls)) >= 120


@pytest.mark.parametrize("case", refused, ids=said)
async def test_an_address_is_refused_before_anything_is_looked_up(case: tuple[dict[str, Any], str]) -> None:
    error = await refusal(case[1])
    assert isinstance(error, getattr(errors, case[0]["error"]))
    assert render_error(error, Wording("en")).messages


@pytest.mark.parametrize("case", redirected, ids=said)
async def test_a_redirect_to_such_an_address_is_refused(case: tuple[dict[str, Any], str]) -> None:
    async with redirecting(case[1]) as (server, _), open_client() as client:
        # The operator opens this one server; where it points to stays closed.
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=1_000, allow=frozenset({server}))
        with pytest.raises(getattr(errors, case[0]["error"])):
            await fetcher.fetch(f"http://{server}/")


@pytest.mark.parametrize("case", resolved, ids=said)
async def test_a_name_that_leads_inside_is_not_connected_to(case: tuple[dict[str, Any], str | None]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return [address for address in (case[0].get("beside"), case[1]) if address is not None]

    assert isinstance(await refusal(NAME, resolve=resolve), getattr(errors, case[0]["error"]))


async def test_a_server_that_may_be_fetched_opens_no_other_port_of_its_host() -> None:
    async with redirecting("http://127.0.0.1:1/") as (server, _), open_client() as client:
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=1_000, allow=frozenset({server}))
        with pytest.raises(errors.UnsafeLink):
            await fetcher.fetch(f"http://{server}/")
