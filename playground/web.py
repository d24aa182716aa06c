"""The page's server on loopback: the page, a WebSocket with all that it shows, documents, and a news website.

In: a Bot API server with its world, the town, the samples; out: http://127.0.0.1:PORT/. What is shown is
decided in `picture`, what is done in `orders`; this module knows who may ask. Pages of other websites may
not: Host and Origin must be this server's own, which DNS rebinding cannot forge, and everything is served
with a policy that loads nothing from outside. It keeps nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from playground.bot_api import LOOPBACK, BotApiServer
from playground.orders import ALBUM_MOST, FILE_LIMIT_BYTES, Orders, Refused
from playground.picture import SHOWN_TYPES, Picture, difference, picture_of
from playground.samples import Sample
from playground.town import Town
from playground.traffic import Traffic, last_stages, stage_seconds
from playground.world import World

log = logging.getLogger(__name__)

PAGE = Path(__file__).resolve().parent / "page"
NAMES = (LOOPBACK, "localhost")
"""Under which names the page may be opened."""
BEAT_S = 0.03
"""How long changes are gathered before the page is told: a person sees no difference."""
BASE64_SHARE = 1.4
"""How much longer a file is on its way, in the letters that JSON can carry."""
ORDER_LIMIT_BYTES = int(FILE_LIMIT_BYTES * BASE64_SHARE)
"""What the page may send at once; more would break the connection, so the page itself refuses it."""
FIGURES_TIMEOUT_S = 2.0
FIGURES_PAUSE_S = 0.5
"""Between two looks at the bot's figures, which cost it a few queries."""

MEDIA_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self' {socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)
SANDBOX = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""For files that somebody sent: they may look as they like, run nothing and load nothing."""

BotOrder = Callable[[str], Awaitable[None]]
"""Starts ("start") or kills ("kill") the bot that belongs to this playground."""


class PageServer:
    """The server; an async context manager that lives in the running event loop."""

    def __init__(
        self, server: BotApiServer, town: Town, samples: tuple[Sample, ...], *, port: int = 0
    ) -> None:
        self.port = port
        self.figures_url = ""
        """Where the bot's /metrics are, if they are known."""
        self.bot_order: BotOrder | None = None
        self.bot_state = ""
        """Of a bot that belongs to this playground: "starting", "running", "stopped"."""
        self._server = server
        self._town = town
        self.samples = samples
        self._orders = Orders(server, town)
        self._traffic = Traffic(server.world)
        self._sockets: set[_Socket] = set()
        self._beat: asyncio.TimerHandle | None = None
        self._stages: dict[str, Any] = {}
        self._stages_before: dict[str, Any] = {}
        self._looking: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def world(self) -> World:
        """The world that is shown."""
        return self._server.world

    @property
    def host(self) -> str:
        """host:port, as FETCH_ALLOW wants it for the news website."""
        return f"{LOOPBACK}:{self.port}"

    async def __aenter__(self) -> PageServer:
        self._loop = asyncio.get_running_loop()
        sockets = bind_sockets(self.port, LOOPBACK)
        self.port = sockets[0].getsockname()[1]
        routes = [
            (r"/socket", _Socket, {"page": self}),
            (r"/file/([^/]+)/.*", _File, {"page": self}),
            (r"/berita/([a-z-]+)", _News, {"page": self}),
            (r"/(.*)", _Page, {"page": self}),
        ]
        application = Application(
            routes,
            log_function=lambda handler: None,
            websocket_max_message_size=ORDER_LIMIT_BYTES,
            websocket_ping_interval=20,
        )
        self._http = HTTPServer(application)
        self._http.add_sockets(sockets)
        self._unsubscribe = self.world.subscribe(self._look)
        self._traffic.look()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unsubscribe()
        if self._beat is not None:
            self._beat.cancel()
        if self._looking is not None:
            await asyncio.gather(self._looking, return_exceptions=True)
        for socket in tuple(self._sockets):
            socket.close(1001, "the playground has ended")
        self._http.stop()
        await self._http.close_all_connections()

    # Who may ask

    def knows_host(self, host: str) -> bool:
        """Whether a request's Host is this server's own: a rebound name of another website is not."""
        return host in {f"{name}:{self.port}" for name in NAMES}

    def knows_origin(self, origin: str) -> bool:
        """Whether a WebSocket comes from this server's own page."""
        return origin in {f"http://{name}:{self.port}" for name in NAMES}

    # What is shown

    def picture(self) -> Picture:
        """All that the page shows at this moment."""
        faults = [
            {
                "method": fault.method,
                "times": fault.times,
                "kind": _kind(fault),
                "after": fault.strikes == "after",
            }
            for fault in self._server.faults.waiting
        ]
        samples = [
            {"name": sample.name, "title": sample.title, "text": sample.text, "file": sample.file_name,
             "source": sample.content.decode(),
             "link": f"http://{self.host}/berita/{sample.name}", "is_page": sample.is_page,
             "language": sample.language}
            for sample in self.samples
        ]  # fmt: skip
        return picture_of(self.world, self._town, self._traffic) | {
            "faults": faults, "samples": samples, "stages": self._stages,
            "limits": {"on": self._server.limits is not None},
            "most": {"files": FILE_LIMIT_BYTES, "order": ORDER_LIMIT_BYTES, "count": ALBUM_MOST},
            "connection": {
                "listening": self._server.is_polled or bool(self.world.webhook.url),
                "ours": self.bot_order is not None, "state": self.bot_state,
            },
        }  # fmt: skip

    def told(self, socket: _Socket) -> None:
        """A page was opened: it is told everything, and every change from now on."""
        self._sockets.add(socket)
        self._tell()

    def left(self, socket: _Socket) -> None:
        """A page was closed."""
        self._sockets.discard(socket)

    def changed(self) -> None:
        """Something that is no part of the world has changed."""
        if self._beat is None:
            self._beat = self._loop.call_later(BEAT_S, self._tell)

    def _look(self) -> None:
        self._traffic.look()
        self.changed()

    def _tell(self) -> None:
        self._beat = None
        picture = self.picture() if self._sockets else {}
        for socket in tuple(self._sockets):
            socket.tell(picture)
        if self.figures_url and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look_at_figures())

    async def _look_at_figures(self) -> None:
        """Take the times of the last digest's stages from the bot's own figures."""
        await asyncio.sleep(FIGURES_PAUSE_S)
        try:
            response = await AsyncHTTPClient().fetch(self.figures_url, request_timeout=FIGURES_TIMEOUT_S)
        except (HTTPClientError, OSError):
            return
        after = stage_seconds(response.body.decode())
        if taken := last_stages(self._stages_before, after):
            self._stages, self._stages_before = taken, after
            self.changed()

    # What is done

    async def carry_out(self, order: Any) -> str | None:
        """Carry out an order; return why not where it cannot be done."""
        try:
            if isinstance(order, dict) and order.get("order") == "process":
                if self.bot_order is None:
                    raise Refused("this bot was started elsewhere")
                await self.bot_order(str(order.get("do")))
            else:
                self._orders.carry_out(order)
        except Refused as refused:
            return str(refused)
        return None


def _kind(fault: Any) -> str:
    if fault.drop:
        return "drop"
    return str(fault.status) if fault.status else f"slow {fault.delay_s:g} s"


class _Own(RequestHandler):
    """Answers only under this server's own name, and lets nothing in from outside."""

    def initialize(self, page: PageServer) -> None:
        self.page = page

    def prepare(self) -> None:
        if not self.page.knows_host(self.request.host):
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Server", "playground")
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish({403: "Not from there.", 404: "There is nothing here."}.get(status_code, "No."))


class _Page(_Own):
    """The page, its styles and scripts."""

    def get(self, path: str) -> None:
        file = PAGE / (path or "index.html")
        if file.suffix not in MEDIA_TYPES or file.parent != PAGE or not file.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", f"{MEDIA_TYPES[file.suffix]}; charset=utf-8")
        self.set_header("Content-Security-Policy", POLICY.format(socket=f"ws://{self.request.host}"))
        self.finish(file.read_bytes())


class _News(_Own):
    """The samples as a news website, so that there are links to send."""

    def get(self, name: str) -> None:
        sample = next((sample for sample in self.page.samples if sample.name == name), None)
        if sample is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", SANDBOX)
        self.finish(sample.page)


class _File(_Own):
    """A file that somebody sent, to be looked at in a tab of its own: it can run and load nothing."""

    def get(self, file_id: str) -> None:
        stored = self.page.world.files.get(file_id)
        if stored is None:
            raise HTTPError(404)
        given = self.get_query_argument("type", "application/octet-stream").partition(";")[0].strip()
        media_type = SHOWN_TYPES.get(given)
        self.set_header("Content-Security-Policy", SANDBOX)
        if media_type is None:
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("Content-Disposition", "attachment")
        else:
            charset = "; charset=utf-8" if media_type.startswith("text/") else ""
            self.set_header("Content-Type", media_type + charset)
        self.finish(stored.content)


class _Socket(WebSocketHandler):
    """One open page."""

    def initialize(self, page: PageServer) -> None:
        self.page = page
        self._shown: Picture = {}

    def prepare(self) -> None:
        if not self.page.knows_host(self.request.host) or not self.page.knows_origin(
            self.request.headers.get("Origin", "")
        ):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self.page.knows_origin(origin)

    def open(self, *args: str, **kwargs: str) -> None:
        self.set_nodelay(True)
        self.page.told(self)

    def on_close(self) -> None:
        self.page.left(self)

    async def on_message(self, message: str | bytes) -> None:
        try:
            order = json.loads(message)
        except (ValueError, RecursionError):
            order = None
        refused = await self.page.carry_out(order)
        number = order.get("number") if isinstance(order, dict) else None
        self._write(
            {"number": number if isinstance(number, int) else None}
            | ({"refused": refused} if refused else {})
        )

    def tell(self, picture: Picture) -> None:
        """Tell the page what is new since it was last told."""
        news = difference(self._shown, picture)
        self._shown = picture
        if news:
            self._write({"news": news})

    def _write(self, value: Any) -> None:
        try:
            self.write_message(json.dumps(value, ensure_ascii=False, default=str))
        except WebSocketClosedError:
            self.page.left(self)
