"""Address -> Page: the only module that speaks HTTP to the outside.

In: an address that somebody sent. Out: the bytes that the last hop answered with, within limits of
time and size. It must not know what a page says; it judges headers, never content. Where an address
may lead is guard's business; here every hop is put to it, and the connection goes to the very
address that was judged, so that a name cannot change its mind between the check and the connection
(DNS rebinding).
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast
from urllib.parse import urljoin
from weakref import WeakValueDictionary

import httpx

from bot.errors import (
    BadStatus,
    Busy,
    FetchTimeout,
    NotAnArticlePage,
    TooLarge,
    Unreachable,
    Unreadable,
    UnsafeLink,
)
from bot.intake.guard import check_url, is_allowed, is_public
from bot.intake.shelf import Kept, Shelf
from bot.intake.unpacking import ENCODINGS, Damaged, TooMuch, Unpacking
from bot.records import Page

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Name and port -> the network addresses behind it; raises OSError when there are none."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that say "elsewhere" (RFC 9110, 15.4)."""

LOCATION = "location"
"""Where open_client's responses keep where they lead, out of httpx's reach."""

MAX_REDIRECTS = 5
"""Shortener, tracker, http->https, www, AMP: the longest honest chain."""

MAX_ADDRESSES = 3
"""How many of a name's addresses are tried before the host counts as unreachable."""

CONNECT_TIMEOUT_S = 4.0
"""For one connection; a host that answers at all does so within one round trip, or three on bad days."""

TURN_LIMIT_S = 60.0
"""How long a fetch waits for others of the same host; it is no fault of the host's, and has its own limit."""

LOOK_UPS = 16
"""Names that are looked up at once. A look-up cannot be called off: with threads of its own, names whose
servers never answer hold up no other work."""

HEADER_LIMIT_FIELDS = 200
HEADER_LIMIT_BYTES = 64_000
"""Of all headers of an answer; news sites send 15 to 60 fields and up to 10 KB. The parser below gives up
at 100 KB by itself."""

MARK_LIMIT_CHARS = 200
"""Longer ETags are not sent back; the usual ones have 10 to 70."""

USER_AGENT = "Ringkas/0.1 (+self-hosted news reader)"

HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8",
    "Accept-Language": "id,en;q=0.5",
    "Accept-Encoding": ", ".join(ENCODINGS),
}

READABLE_TYPES = frozenset({
    "", "text/html", "application/xhtml+xml", "application/pdf", "application/x-pdf", "text/plain",
    "application/octet-stream", "binary/octet-stream", "application/force-download", "application/download",
})  # fmt: skip
"""Media types worth reading; where none is declared, or only bytes, the content itself will tell."""

_MARK = re.compile(r"[\x20-\x7e]+")


def name_resolver() -> Resolve:
    """The system resolver, in threads of its own: a name's addresses in its order, once each."""
    threads = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="look-up")

    async def resolve(host: str, port: int) -> Sequence[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(threads, look_up)
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    return resolve


def open_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client as Fetcher needs it; the caller closes it.

    It takes no proxy from the environment (a proxy would resolve names by itself), keeps no cookies
    (one reader's visit is none of the next one's business), follows nothing by itself, and keeps no
    connection: connections go to addresses, and two sites may share one without sharing a certificate.
    """

    async def put_location_aside(response: httpx.Response) -> None:
        # httpx takes a redirect apart even where it follows none, and fails over addresses that are guard's
        # to judge.
        if "location" in response.headers:
            response.extensions[LOCATION] = response.headers.pop("location")

    return httpx.AsyncClient(
        transport=transport,
        headers=HEADERS,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        event_hooks={"response": [put_location_aside]},
        trust_env=False,
        http2=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )


class _Turns:
    """One visitor at a time at each host."""

    def __init__(self) -> None:
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Hold the host for oneself. Raises Busy after TURN_LIMIT_S."""
        lock = self._locks.setdefault(host, asyncio.Lock())
        try:
            async with asyncio.timeout(TURN_LIMIT_S):
                await lock.acquire()
        except TimeoutError as exc:
            raise Busy(retry_after_s=TURN_LIMIT_S) from exc
        try:
            yield
        finally:
            lock.release()


class Fetcher:
    """Fetches pages within limits; safe to use for many fetches at once, one at a time for each host.

    timeout_s holds for the whole fetch, redirects and body included, without the wait for one's turn;
    limit_bytes for the body, before and after decompression; `allow` as in guard.check_url. A page that
    was fetched within the hour is asked for on condition that it has changed.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        timeout_s: float,
        limit_bytes: int,
        allow: frozenset[str] = frozenset(),
        resolve: Resolve | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self._limit_bytes = limit_bytes
        self._allow = allow
        self._resolve = resolve or name_resolver()
        self._turns = _Turns()
        self._shelf = Shelf(clock_s)

    async def fetch(self, url: str) -> Page:
        """The page behind an address, with the address that finally answered.

        Raises UnsafeLink, FetchTimeout, Unreachable, BadStatus, TooLarge, NotAnArticlePage, Unreadable
        and Busy; all but the first and the last name the address as it was given.
        """
        try:
            return await self._follow(url)
        except (TimeoutError, httpx.TimeoutException) as exc:
            raise FetchTimeout(self._timeout_s, url=url) from exc
        except TooMuch as exc:
            raise TooLarge(self._limit_bytes, url=url) from exc
        except Damaged as exc:
            raise Unreadable(url=url) from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as exc:
            raise Unreachable(url=url) from exc

    async def _follow(self, url: str) -> Page:
        hop, left_s = url, self._timeout_s
        now_s = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            hop = check_url(hop, allow=self._allow)
            async with self._turns.at(httpx.URL(hop).host):
                began_s = now_s()
                async with asyncio.timeout(left_s), self._response(hop) as response:
                    location = response.extensions.get(LOCATION)
                    if response.status_code not in REDIRECTS or location is None:
                        return await self._page(response, url=url, final_url=hop)
                left_s -= now_s() - began_s
            hop = _joined(hop, location)
        raise Unreachable(url=url)

    @asynccontextmanager
    async def _response(self, hop: str) -> AsyncIterator[httpx.Response]:
        response = await self._send(httpx.URL(hop), _conditions(self._shelf.find(hop)))
        try:
            fields = response.headers.raw
            if (
                len(fields) > HEADER_LIMIT_FIELDS
                or sum(len(name) + len(value) for name, value in fields) > HEADER_LIMIT_BYTES
            ):
                raise httpx.RemoteProtocolError("too many headers")
            yield response
        finally:
            await response.aclose()

    async def _send(self, hop: httpx.URL, conditions: Mapping[str, str]) -> httpx.Response:
        """The first answer from one of the addresses behind the hop's name."""
        failure: httpx.TransportError | None = None
        for address in (await self._addresses(hop))[:MAX_ADDRESSES]:
            request = self._client.build_request(
                "GET",
                hop.copy_with(host=address),
                headers={"Host": hop.netloc.decode("ascii"), **conditions},
                extensions={"sni_hostname": hop.host},
                timeout=httpx.Timeout(self._timeout_s, connect=min(CONNECT_TIMEOUT_S, self._timeout_s)),
            )
            try:
                return await self._client.send(request, stream=True, follow_redirects=False)
            except (httpx.ConnectError, httpx.ConnectTimeout) as exc:
                failure = exc
        raise failure or httpx.ConnectError("the name has no address")

    async def _addresses(self, hop: httpx.URL) -> Sequence[str]:
        port = hop.port or (443 if hop.scheme == "https" else 80)
        addresses = await self._resolve(hop.host, port)
        if is_allowed(hop.host, port, allow=self._allow):
            return addresses
        # All of them: a name with one foot inside is a trap, not a mistake.
        if not all(is_public(address) for address in addresses):
            raise UnsafeLink(str(hop))
        return addresses

    async def _page(self, response: httpx.Response, *, url: str, final_url: str) -> Page:
        kept = self._shelf.find(final_url)
        if response.status_code == httpx.codes.NOT_MODIFIED and kept:
            self._shelf.put(final_url, kept)
            return kept.page
        if not response.is_success:
            raise BadStatus(response.status_code, url=url)
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in READABLE_TYPES:
            raise NotAnArticlePage(media_type, url=url)
        content = await self._body(response)
        page = Page(content=content, media_type=media_type, charset=response.charset_encoding, url=final_url)
        self._keep(page, final_url, response.headers)
        return page

    async def _body(self, response: httpx.Response) -> bytes:
        unpacking = Unpacking(response.headers.get("content-encoding", ""), self._limit_bytes)
        declared = response.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > self._limit_bytes:
            raise TooMuch
        body = bytearray()
        # As it came: httpx's own decoders unpack whatever arrives at a time in one piece.
        async for piece in cast(httpx.AsyncByteStream, response.stream):
            body += unpacking.feed(piece)
        unpacking.finish()
        return bytes(body)

    def _keep(self, page: Page, url: str, headers: httpx.Headers) -> None:
        etag, last_modified = _mark(headers.get("etag", "")), _mark(headers.get("last-modified", ""))
        if (etag or last_modified) and "no-store" not in headers.get("cache-control", "").lower():
            self._shelf.put(url, Kept(page, etag, last_modified))
        else:
            self._shelf.drop(url)


def _joined(hop: str, location: str) -> str:
    """Where a redirect leads. Raises UnsafeLink for what is no address at all."""
    try:
        return urljoin(hop, location)
    except ValueError as exc:
        raise UnsafeLink(location) from exc


def _mark(value: str) -> str:
    """A validator that may be sent back; empty for a strange one."""
    return value if len(value) <= MARK_LIMIT_CHARS and _MARK.fullmatch(value) else ""


def _conditions(kept: Kept | None) -> dict[str, str]:
    if kept is None:
        return {}
    conditions = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: mark for name, mark in conditions.items() if mark}
