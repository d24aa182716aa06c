"""fetch: pages within limits, and no way into the operator's network."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.errors import BadStatus, FetchTimeout, NotAnArticlePage, TooLarge, Unreachable, UnsafeLink
from bot.intake.fetch import MAX_REDIRECTS, Fetcher, open_client
from bot.records import Page

URL = "https://www.kabarkita.example/berita/1"
PUBLIC = "93.184.216.34"
HTML = {"content-type": "text/html; charset=utf-8"}
Handler = Callable[[httpx.Request], httpx.Response]


async def resolve_publicly(host: str, port: int) -> Sequence[str]:
    return (PUBLIC,)


async def fetched(
    handler: Handler,
    url: str = URL,
    *,
    limit_bytes: int = 10_000,
    timeout_s: float = 5,
    allow: frozenset[str] = frozenset(),
    resolve: Callable[..., object] = resolve_publicly,
) -> Page:
    async with open_client(httpx.MockTransport(handler)) as client:
        fetcher = Fetcher(client, timeout_s=timeout_s, limit_bytes=limit_bytes, allow=allow, resolve=resolve)  # type: ignore[arg-type]
        return await fetcher.fetch(url)


def answering(**response: object) -> Handler:
    return lambda request: httpx.Response(**{"status_code": 200, "headers": HTML, **response})  # type: ignore[arg-type]


async def test_a_page_carries_its_content_type_charset_and_address() -> None:
    page = await fetched(
        answering(content=b"<p>Halo</p>", headers={"content-type": "Text/HTML; charset=ISO-8859-1"})
    )
    assert page == Page(content=b"<p>Halo</p>", media_type="text/html", charset="iso-8859-1", url=URL)


async def test_the_connection_goes_to_the_judged_address_under_the_sites_own_name() -> None:
    seen: list[httpx.Request] = []
    await fetched(lambda request: seen.append(request) or httpx.Response(200, headers=HTML))  # type: ignore[func-returns-value]
    assert seen[0].url.host == PUBLIC
    assert seen[0].headers["host"] == "www.kabarkita.example"
    assert seen[0].extensions["sni_hostname"] == "www.kabarkita.example"


async def test_the_request_says_who_asks_and_prefers_indonesian() -> None:
    seen: list[httpx.Request] = []
    await fetched(lambda request: seen.append(request) or httpx.Response(200, headers=HTML))  # type: ignore[func-returns-value]
    assert seen[0].headers["user-agent"].startswith("Ringkas/")
    assert seen[0].headers["accept-language"].startswith("id")


async def test_a_redirect_is_followed_and_the_last_address_kept() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/berita/1":
            return httpx.Response(301, headers={"location": "/berita/2#atas"})
        return httpx.Response(200, headers=HTML, content=b"x")

    assert (await fetched(handler)).url == "https://www.kabarkita.example/berita/2"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/x",
        "file:///etc/passwd",
        "//localhost/",
        "http://kabar.example:22/",
    ],
)
async def test_a_redirect_into_the_network_is_refused(location: str) -> None:
    with pytest.raises(UnsafeLink):
        await fetched(answering(status_code=302, headers={"location": location}))


async def test_redirects_without_end_are_given_up() -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(302, headers={"location": f"/{len(asked)}"})

    with pytest.raises(Unreachable):
        await fetched(handler)
    assert len(asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "addresses", [("10.0.0.1",), (PUBLIC, "127.0.0.1"), ("::1",), ("::ffff:10.0.0.1",), ("fe80::1%2",)]
)
async def test_a_name_with_a_private_address_is_never_asked(addresses: tuple[str, ...]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError("connected")

    with pytest.raises(UnsafeLink):
        await fetched(handler, resolve=resolve)


async def test_a_name_is_resolved_once_for_each_hop() -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(f"{host}:{port}")
        return (PUBLIC,)

    await fetched(answering(content=b"x"), resolve=resolve)
    assert asked == ["www.kabarkita.example:443"]


async def test_a_private_address_on_the_operators_list_may_be_fetched() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("10.0.0.5",)

    url = "http://arsip.kantor.internal:8080/1"
    page = await fetched(
        answering(content=b"x"), url, resolve=resolve, allow=frozenset({"arsip.kantor.internal:8080"})
    )
    assert page.url == url


async def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("2606:4700::1111", PUBLIC)

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.host != PUBLIC:
            raise httpx.ConnectError("no route")
        return httpx.Response(200, headers=HTML, content=b"x")

    assert (await fetched(handler, resolve=resolve)).content == b"x"


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503, 304])
async def test_a_status_that_brings_no_page_is_told(status: int) -> None:
    with pytest.raises(BadStatus) as caught:
        await fetched(answering(status_code=status))
    assert (caught.value.status, caught.value.url) == (status, URL)


@pytest.mark.parametrize("media_type", ["image/jpeg", "video/mp4", "application/json", "application/zip"])
async def test_what_is_no_text_is_not_downloaded(media_type: str) -> None:
    with pytest.raises(NotAnArticlePage) as caught:
        await fetched(answering(headers={"content-type": media_type}, content=b"x"))
    assert (caught.value.content_type, caught.value.url) == (media_type, URL)


@pytest.mark.parametrize("headers", [{}, {"content-type": "application/pdf"}, {"content-type": "text/plain"}])
async def test_pdf_text_and_undeclared_content_are_taken(headers: dict[str, str]) -> None:
    assert (await fetched(answering(headers=headers, content=b"%PDF-"))).content == b"%PDF-"


async def test_a_page_over_the_limit_is_cut_off() -> None:
    with pytest.raises(TooLarge) as caught:
        await fetched(answering(content=b"x" * 10_001))
    assert (caught.value.limit_bytes, caught.value.url) == (10_000, URL)


async def test_a_page_of_exactly_the_limit_is_taken() -> None:
    assert len((await fetched(answering(content=b"x" * 10_000))).content) == 10_000


async def test_the_limit_holds_for_the_page_after_decompression() -> None:
    small = gzip.compress(b"0" * 1_000_000)
    assert len(small) < 10_000
    with pytest.raises(TooLarge):
        await fetched(answering(content=small, headers={**HTML, "content-encoding": "gzip"}))


async def test_compression_in_layers_is_refused() -> None:
    bomb = gzip.compress(gzip.compress(b"0" * 1_000_000))
    with pytest.raises(Unreachable):
        await fetched(answering(content=bomb, headers={**HTML, "content-encoding": "gzip, gzip"}))


async def test_compressed_pages_are_unpacked() -> None:
    page = await fetched(
        answering(content=gzip.compress(b"<p>isi"), headers={**HTML, "content-encoding": "gzip"})
    )
    assert page.content == b"<p>isi"


@pytest.mark.parametrize(
    "broken", [httpx.ConnectError("x"), httpx.ReadError("x"), httpx.RemoteProtocolError("x"), OSError("x")]
)
async def test_a_connection_that_breaks_is_unreachable(broken: Exception) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise broken

    with pytest.raises(Unreachable) as caught:
        await fetched(handler)
    assert caught.value.url == URL


async def test_damaged_compression_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await fetched(
            answering(stream=httpx.ByteStream(b"no gzip"), headers={**HTML, "content-encoding": "gzip"})
        )


async def test_a_name_that_does_not_exist_is_unreachable() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises(Unreachable):
        await fetched(answering(), resolve=resolve)


async def test_a_library_timeout_is_a_timeout_of_ours() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    with pytest.raises(FetchTimeout) as caught:
        await fetched(handler)
    assert (caught.value.timeout_s, caught.value.url) == (5, URL)


async def test_the_time_limit_holds_for_the_whole_fetch() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return ()

    with pytest.raises(FetchTimeout):
        await fetched(answering(), resolve=resolve, timeout_s=0.01)


async def test_an_address_inside_is_refused_before_anything_is_resolved() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError("resolved")

    with pytest.raises(UnsafeLink):
        await fetched(answering(), "http://127.0.0.1/", resolve=resolve)


async def test_cookies_are_not_kept_between_fetches() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, headers={**HTML, "set-cookie": "pembaca=1; Path=/"})

    async with open_client(httpx.MockTransport(handler)) as client:
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=100, resolve=resolve_publicly)
        await fetcher.fetch(URL)
        await fetcher.fetch(URL)
    assert "cookie" not in seen[1].headers


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with open_client() as client:
        assert not [mount for mount in client._mounts.values() if mount is not None]


@asynccontextmanager
async def served(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server on loopback that always gives one answer; yields host:port and the requests' heads."""
    heads: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", heads


async def test_a_real_server_is_reached_through_its_address_and_told_its_name() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("127.0.0.1",)

    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
    async with served(body) as (host_port, heads), open_client() as client:
        name = "berita.contoh.example:" + host_port.partition(":")[2]
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=100, allow=frozenset({name}), resolve=resolve)
        page = await fetcher.fetch(f"http://{name}/x?y=1")
    assert page.content == b"hi"
    assert heads[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert f"host: {name}".encode() in heads[0].lower()


async def test_a_body_that_never_ends_is_cut_off_while_it_comes() -> None:
    flood = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + b"x" * 200_000
    async with served(flood) as (host_port, _), open_client() as client:
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=1_000, allow=frozenset({host_port}))
        with pytest.raises(TooLarge):
            await fetcher.fetch(f"http://{host_port}/")
