"""fetch: pages within limits, and no way into the operator's network."""

import asyncio
import gzip
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import pytest

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
from bot.intake import fetch as module
from bot.intake.fetch import HEADERS, MAX_REDIRECTS, Fetcher, name_resolver, open_client
from bot.intake.unpacking import ENCODINGS
from bot.records import Page
from tests.loopback import dripping, saying

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
    with pytest.raises(Unreadable):
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


async def test_damaged_compression_is_unreadable() -> None:
    with pytest.raises(Unreadable):
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


async def test_a_real_server_is_reached_through_its_address_and_told_its_name() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("127.0.0.1",)

    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
    async with saying(body) as (host_port, heads), open_client() as client:
        name = "berita.contoh.example:" + host_port.partition(":")[2]
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=100, allow=frozenset({name}), resolve=resolve)
        page = await fetcher.fetch(f"http://{name}/x?y=1")
    assert page.content == b"hi"
    assert heads[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert f"host: {name}".encode() in heads[0].lower()


async def test_a_body_that_never_ends_is_cut_off_while_it_comes() -> None:
    flood = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + b"x" * 200_000
    async with saying(flood) as (host_port, _), open_client() as client:
        fetcher = Fetcher(client, timeout_s=5, limit_bytes=1_000, allow=frozenset({host_port}))
        with pytest.raises(TooLarge):
            await fetcher.fetch(f"http://{host_port}/")


# --- redirects ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("location", ["http://[", "http://[::1", "http://[x]/"])
async def test_a_redirect_to_what_is_no_address_is_refused(location: str) -> None:
    with pytest.raises(UnsafeLink):
        await fetched(answering(status_code=302, headers={"location": location}))


async def test_each_hop_is_resolved_and_judged_for_itself() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return (PUBLIC,) if host == "www.kabarkita.example" else ("10.0.0.1",)

    handler = answering(status_code=302, headers={"location": "https://dalam.example/"})
    with pytest.raises(UnsafeLink) as caught:
        await fetched(handler, resolve=resolve)
    assert caught.value.url == "https://dalam.example/"


async def test_a_status_that_is_no_redirect_leads_nowhere() -> None:
    page = await fetched(answering(headers={**HTML, "location": "http://127.0.0.1/"}, content=b"x"))
    assert page.content == b"x"
    with pytest.raises(BadStatus):
        await fetched(answering(status_code=300, headers={"location": "http://127.0.0.1/"}))


# --- the name and the connection ---------------------------------------------------------------------


async def test_a_name_that_changes_its_mind_between_two_hops_is_refused() -> None:
    answers = iter([(PUBLIC,), ("127.0.0.1",)])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return next(answers)

    with pytest.raises(UnsafeLink):
        await fetched(answering(status_code=302, headers={"location": "/2"}), resolve=resolve)


CERTIFICATE = Path(__file__).parent / "tls" / "kabarkita.example.pem"
"""A certificate for kabarkita.example with its key, signed by itself: `openssl req -x509 -newkey rsa:2048
-nodes -days 36500 -subj /CN=kabarkita.example -addext subjectAltName=DNS:kabarkita.example`."""


async def fetched_over_tls(host: str, *, trusted: bool) -> tuple[Page, str | None]:
    """A page of a server that shows CERTIFICATE, and the name that it was asked for."""
    asked: list[str | None] = []
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(CERTIFICATE)
    server_side.sni_callback = lambda connection, name, context: asked.append(name)
    client_side = ssl.create_default_context(cafile=str(CERTIFICATE) if trusted else None)
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("127.0.0.1",)

    transport = httpx.AsyncHTTPTransport(verify=client_side, trust_env=False)
    async with saying(body, server_side) as (host_port, _), open_client(transport) as client:
        name = f"{host}:{host_port.partition(':')[2]}"
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=100, allow=frozenset({name}), resolve=resolve)
        return await fetcher.fetch(f"https://{name}/"), asked[0]


async def test_a_certificate_is_checked_against_the_name_and_not_the_address() -> None:
    page, asked = await fetched_over_tls("kabarkita.example", trusted=True)
    assert (page.content, asked) == (b"hi", "kabarkita.example")


async def test_a_certificate_of_another_name_does_not_hold() -> None:
    with pytest.raises(Unreachable):
        await fetched_over_tls("kabarlain.example", trusted=True)


async def test_a_certificate_that_nobody_trusts_does_not_hold() -> None:
    with pytest.raises(Unreachable):
        await fetched_over_tls("kabarkita.example", trusted=False)


async def test_a_look_up_gives_each_address_once() -> None:
    assert await name_resolver()("127.0.0.1", 80) == ("127.0.0.1",)


# --- time and size -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /2\r\n", b"X: y\r\n"),
    ],
    ids=["status", "headers", "early answers", "body", "length", "chunks", "trailers", "redirect"],
)
async def test_whatever_drips_is_given_up_when_the_time_is_over(head: bytes, drop: bytes) -> None:
    async with dripping(head, drop) as server, open_client() as client:
        fetcher = Fetcher(client, timeout_s=0.3, limit_bytes=1_000, allow=frozenset({server}))
        with pytest.raises(FetchTimeout):
            await fetcher.fetch(f"http://{server}/")


@pytest.fixture
def limits_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time limits that begin during a test, in their order."""
    begun: list[float] = []
    timeout = asyncio.timeout

    def noted(delay: float) -> asyncio.Timeout:
        begun.append(delay)
        return timeout(delay)

    monkeypatch.setattr(asyncio, "timeout", noted)
    return begun


async def test_redirects_share_one_time(limits_s: list[float]) -> None:
    with pytest.raises(Unreachable):
        await fetched(answering(status_code=302, headers={"location": "/2"}), timeout_s=7)
    hops = [limit for limit in limits_s if limit <= 7]
    assert len(hops) == MAX_REDIRECTS + 1
    assert hops == sorted(set(hops), reverse=True)


@pytest.mark.parametrize(
    "headers",
    [[(f"x-{n}", "y") for n in range(module.HEADER_LIMIT_FIELDS)], [("x", "y" * module.HEADER_LIMIT_BYTES)]],
    ids=["many", "large"],
)
async def test_too_many_headers_are_no_answer(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(Unreachable):
        await fetched(answering(headers=[*HTML.items(), *headers]))


async def test_only_encodings_that_can_be_stopped_are_asked_for() -> None:
    asked = {name.strip() for name in HEADERS["Accept-Encoding"].split(",")}
    assert asked == set(ENCODINGS) == {"gzip", "deflate"}


# --- manners -----------------------------------------------------------------------------------------


async def test_a_host_is_visited_by_one_at_a_time_and_another_host_meanwhile() -> None:
    visitors: dict[str, int] = {}
    most: dict[str, int] = {}

    async def handler(request: httpx.Request) -> httpx.Response:
        host = request.headers["host"]
        visitors[host] = visitors.get(host, 0) + 1
        most[host] = max(most.get(host, 0), visitors[host])
        most["all"] = max(most.get("all", 0), sum(visitors.values()))
        for _ in range(5):
            await asyncio.sleep(0)
        visitors[host] -= 1
        return httpx.Response(200, headers=HTML, content=b"x")

    async with open_client(httpx.MockTransport(handler)) as client:
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=100, resolve=resolve_publicly)
        urls = [f"https://{host}.example/{n}" for host in "ab" for n in range(4)]
        await asyncio.gather(*(fetcher.fetch(url) for url in urls))
    assert most == {"a.example": 1, "b.example": 1, "all": 2}
    assert not fetcher._turns._locks


async def test_waiting_for_ones_turn_is_no_slowness_of_the_host(limits_s: list[float]) -> None:
    async with open_client(httpx.MockTransport(answering(content=b"x"))) as client:
        fetcher = Fetcher(client, timeout_s=7, limit_bytes=100, resolve=resolve_publicly)
        async with fetcher._turns.at("www.kabarkita.example"):
            waiting = asyncio.create_task(fetcher.fetch(URL))
            for _ in range(3):
                await asyncio.sleep(0)
            assert limits_s == [module.TURN_LIMIT_S] * 2
        await waiting
    assert limits_s == [module.TURN_LIMIT_S] * 2 + [7]


async def test_whoever_waits_too_long_for_a_turn_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TURN_LIMIT_S", 0.01)
    release = asyncio.Event()

    async def handler(request: httpx.Request) -> httpx.Response:
        await release.wait()
        return httpx.Response(200, headers=HTML, content=b"x")

    async with open_client(httpx.MockTransport(handler)) as client:
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=100, resolve=resolve_publicly)
        first = asyncio.create_task(fetcher.fetch(URL))
        await asyncio.sleep(0)
        with pytest.raises(Busy) as caught:
            await fetcher.fetch(URL)
        release.set()
        assert (await first).content == b"x"
    assert caught.value.retry_after_s == 0.01


async def test_a_turn_is_given_back_when_a_fetch_fails() -> None:
    async with open_client(httpx.MockTransport(answering(status_code=500))) as client:
        fetcher = Fetcher(client, timeout_s=30, limit_bytes=100, resolve=resolve_publicly)
        for _ in range(2):
            with pytest.raises(BadStatus):
                await fetcher.fetch(URL)


async def fetched_twice(
    headers: dict[str, str] | None = None, *, now_s: float = 1, second: httpx.Response | None = None
) -> tuple[Page, httpx.Request]:
    """A page that is fetched again after `now_s`, and the second request; the first answer has `headers`."""
    asked: list[httpx.Request] = []
    times = iter([0.0])

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 2 and second is not None:
            return second
        return httpx.Response(200, headers={**HTML, **(headers or {})}, content=b"lama")

    async with open_client(httpx.MockTransport(handler)) as client:
        fetcher = Fetcher(
            client, timeout_s=30, limit_bytes=100, resolve=resolve_publicly,
            clock_s=lambda: next(times, now_s),
        )  # fmt: skip
        await fetcher.fetch(URL)
        return await fetcher.fetch(URL), asked[1]


async def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    marks = {"etag": '"satu"', "last-modified": "Sun, 03 May 2026 01:00:00 GMT"}
    page, request = await fetched_twice(marks, second=httpx.Response(304))
    assert request.headers["if-none-match"] == '"satu"'
    assert request.headers["if-modified-since"] == "Sun, 03 May 2026 01:00:00 GMT"
    assert page == Page(content=b"lama", media_type="text/html", charset="utf-8", url=URL)


async def test_a_page_that_has_changed_is_the_new_one() -> None:
    changed = httpx.Response(200, headers=HTML, content=b"baru")
    assert (await fetched_twice({"etag": '"satu"'}, second=changed))[0].content == b"baru"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"etag": '"satu"', "cache-control": "private, No-Store"},
        {"etag": "x" * 201},
        {"etag": "a\tb"},
    ],
    ids=["no mark", "no-store", "long mark", "strange mark"],
)
async def test_a_page_that_is_not_to_be_kept_is_asked_for_without_condition(headers: dict[str, str]) -> None:
    _, request = await fetched_twice(headers)
    assert not {"if-none-match", "if-modified-since"} & set(request.headers)


async def test_a_page_is_forgotten_after_an_hour() -> None:
    _, request = await fetched_twice({"etag": '"satu"'}, now_s=3_601)
    assert "if-none-match" not in request.headers


async def test_not_modified_without_a_condition_brings_no_page() -> None:
    with pytest.raises(BadStatus):
        await fetched_twice(second=httpx.Response(304))
