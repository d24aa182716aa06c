"""Address -> Page: the only module that speaks HTTP to the outside.

In: an address that somebody sent. Out: the bytes that the last hop answered with, within limits of
time and size. It must not know what a page says; it judges headers, never content. Where an address
may lead is guard's business; here every hop is put to it, and the connection goes to the very
address that was judged, so that a name cannot change its mind between the check and the connection
(DNS rebinding).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import NoReturn
from urllib.parse import urljoin

import httpx

from bot.errors import BadStatus, FetchTimeout, NotAnArticlePage, TooLarge, Unreachable, UnsafeLink
from bot.intake.guard import check_url, is_allowed, is_public
from bot.records import Page

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Name and port -> the network addresses behind it; raises OSError when there are none."""

MAX_REDIRECTS = 5
"""Shortener, tracker, http->https, www, AMP: the longest honest chain."""

MAX_ADDRESSES = 3
"""How many of a name's addresses are tried before the host counts as unreachable."""

CONNECT_TIMEOUT_S = 4.0
"""For one connection; a host that answers at all does so within one round trip, or three on bad days."""

USER_AGENT = "Ringkas/0.1 (+self-hosted news reader)"

HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8",
    "Accept-Language": "id,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}

READABLE_TYPES = frozenset({
    "", "text/html", "application/xhtml+xml", "application/pdf", "application/x-pdf", "text/plain",
})  # fmt: skip
"""Media types worth reading; without a declaration the content itself will tell."""


async def resolve_name(host: str, port: int) -> tuple[str, ...]:
    """The system resolver's addresses for a name, in its order, once each; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def open_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client as Fetcher needs it; the caller closes it.

    It takes no proxy from the environment (a proxy would resolve names by itself), keeps no cookies
    (one reader's visit is none of the next one's business), follows nothing by itself, and keeps no
    connection: connections go to addresses, and two sites may share one without sharing a certificate.
    """
    return httpx.AsyncClient(
        transport=transport,
        headers=HEADERS,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
        http2=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )


class Fetcher:
    """Fetches pages within limits; safe to use for many fetches at once.

    timeout_s holds for the whole fetch, redirects and body included; limit_bytes for the body after
    decompression; `allow` as in guard.check_url.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        timeout_s: float,
        limit_bytes: int,
        allow: frozenset[str] = frozenset(),
        resolve: Resolve = resolve_name,
    ) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self._limit_bytes = limit_bytes
        self._allow = allow
        self._resolve = resolve

    async def fetch(self, url: str) -> Page:
        """The page behind an address, with the address that finally answered.

        Raises UnsafeLink, FetchTimeout, Unreachable, BadStatus, TooLarge, NotAnArticlePage; all but
        the first name the address as it was given.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(url)
        except (TimeoutError, httpx.TimeoutException) as exc:
            raise FetchTimeout(self._timeout_s, url=url) from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as exc:
            raise Unreachable(url=url) from exc

    async def _follow(self, url: str) -> Page:
        hop = url
        for _ in range(MAX_REDIRECTS + 1):
            hop = check_url(hop, allow=self._allow)
            async with self._response(hop) as response:
                if not response.has_redirect_location:
                    return await self._page(response, url=url, final_url=hop)
                hop = urljoin(hop, response.headers["location"])
        raise Unreachable(url=url)

    @asynccontextmanager
    async def _response(self, hop: str) -> AsyncIterator[httpx.Response]:
        response = await self._send(httpx.URL(hop))
        try:
            yield response
        finally:
            await response.aclose()

    async def _send(self, hop: httpx.URL) -> httpx.Response:
        """The first answer from one of the addresses behind the hop's name."""
        failure: httpx.TransportError | None = None
        for address in (await self._addresses(hop))[:MAX_ADDRESSES]:
            request = self._client.build_request(
                "GET",
                hop.copy_with(host=address),
                headers={"Host": hop.netloc.decode("ascii")},
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
        if not response.is_success:
            raise BadStatus(response.status_code, url=url)
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in READABLE_TYPES:
            raise NotAnArticlePage(media_type, url=url)
        content = await self._body(response, url)
        return Page(content=content, media_type=media_type, charset=response.charset_encoding, url=final_url)

    async def _body(self, response: httpx.Response, url: str) -> bytes:
        # Two layers of compression multiply: a few kilobytes could unfold to gigabytes in one piece.
        if "," in response.headers.get("content-encoding", ""):
            raise Unreachable(url=url)
        declared = response.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > self._limit_bytes:
            self._too_large(url)
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > self._limit_bytes:
                self._too_large(url)
        return bytes(body)

    def _too_large(self, url: str) -> NoReturn:
        raise TooLarge(self._limit_bytes, url=url)
