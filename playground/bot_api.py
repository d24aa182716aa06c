"""A Bot API server on loopback: HTTP in front of a `World`.

In: what a bot's library sends to https://api.telegram.org. Out: what Telegram would answer, faults on
demand (`faults`), and the updates, by long polling or to a webhook. It must not know what a message means:
that is `methods` and `world`.

    world = World()
    async with BotApiServer(world) as server:
        ...  # a bot with base_url=server.url + "/bot" and base_file_url=server.url + "/file/bot"
        world.send_text(chat, "/start")
        await server.wait_for(lambda: world.messages(chat))
        assert not world.violations

`ThreadedBotApiServer` is the same in a thread of its own, for tests without an event loop.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from playground.checks import chat_with
from playground.faults import ConnectionDroppedError, Faults, strike
from playground.files import UPLOAD_LIMIT_BYTES
from playground.limits import CHANGING, FRESH, Limits
from playground.methods import METHODS, set_allowed_updates
from playground.rules import Rules, Upload, Violation, load_rules
from playground.world import BotApiError, Call, World

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
DEFAULT_TOKEN = "7000000001:AAloopback-token-of-no-worth-at-all"  # noqa: S105 - opens nothing
DEFAULT_TIMEOUT_S = 10.0
MAX_POLL_TIMEOUT_S = 50
MAX_UPDATES_PER_POLL = 100
WEBHOOK_RETRY_S = 0.2
WEBHOOK_TIMEOUT_S = 30.0
OVERHEAD_BYTES = 1024 * 1024
"""Room for the other parts of a multipart body."""


@dataclass(slots=True, eq=False)
class _Poll:
    """A getUpdates that waits."""

    ended_by: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    media_type: str = "application/json"


class BotApiServer:
    """The server; an async context manager that lives in the running event loop.

    With `strict` (the default) a call that breaks the table of the Bot API is refused even where
    Telegram would let it pass, so that no test passes by Telegram's patience; either way the breach
    stands in `world.violations`.
    """

    def __init__(self, world: World, token: str = DEFAULT_TOKEN, *, strict: bool = True) -> None:
        self.world = world
        self.token = token
        self.strict = strict
        self.faults = Faults()
        self.limits: Limits | None = None
        """Telegram's limits, where they are to be kept: what is over them is answered with 429."""
        self.rules: Rules = load_rules()
        self.port = 0
        self._changed = asyncio.Event()
        self._poll: _Poll | None = None

    @property
    def url(self) -> str:
        """The address to give to the bot, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits for updates at this moment."""
        return self._poll is not None

    async def __aenter__(self) -> BotApiServer:
        self._loop = asyncio.get_running_loop()
        self._thread_ident = threading.get_ident()
        self._listen()
        self._unsubscribe = self.world.subscribe(self._wake)
        self._delivery = asyncio.create_task(self._deliver_to_webhook())
        return self

    def _listen(self) -> None:
        routes = [
            (r"/file/bot([^/]*)/(.+)", _FileHandler, {"server": self}),
            (r"/bot([^/]*)/([^/]*)", _MethodHandler, {"server": self}),
        ]
        self._http = HTTPServer(
            Application(routes, log_function=lambda handler: None),
            max_body_size=UPLOAD_LIMIT_BYTES + OVERHEAD_BYTES,
            max_buffer_size=UPLOAD_LIMIT_BYTES + OVERHEAD_BYTES,
        )
        sockets = bind_sockets(self.port, LOOPBACK)
        self.port = sockets[0].getsockname()[1]
        self._http.add_sockets(sockets)

    async def go_away(self) -> None:
        """Refuse connections and break off those that there are, as a Telegram that cannot be reached."""
        self._http.stop()
        await self._http.close_all_connections()

    def come_back(self) -> None:
        """Listen at the same address again."""
        self._listen()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unsubscribe()
        self._delivery.cancel()
        await asyncio.gather(self._delivery, return_exceptions=True)
        self._http.stop()
        await self._http.close_all_connections()

    async def wait_for(self, predicate: Callable[[], T], timeout_s: float = DEFAULT_TIMEOUT_S) -> T:
        """The first true value of `predicate`, asked anew after every change in the world.

        Raises TimeoutError, with the last calls of the bot in its words.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    changed = self._changed
                    if value := predicate():
                        return value
                    await changed.wait()
        except TimeoutError:
            raise TimeoutError(f"nothing after {timeout_s} s; {self._last_calls()}") from None

    def _last_calls(self) -> str:
        calls = [call for call in self.world.calls if call.method != "getUpdates"][-5:]
        lines = [f"{call.method} {call.status} {call.description or ''}".strip() for call in calls]
        broken = [str(violation) for violation in self.world.violations[-5:]]
        return f"last calls: {lines}; violations: {broken}"

    # Waking

    def _wake(self) -> None:
        if threading.get_ident() == self._thread_ident:
            self._set_changed()
        else:
            self._loop.call_soon_threadsafe(self._set_changed)

    def _set_changed(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    # Calls

    async def answer(
        self, token: str, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload], poll: _Poll
    ) -> _Answer:
        """Answers one call, and puts it on record."""
        if token != self.token:
            self._record(Call(name, {}, 401, description="Unauthorized"))
            return _refusal(BotApiError(401, "Unauthorized"))
        method = self.rules.names.get(name.lower())
        if method is None:
            self._violated(Violation(name, "no such method"))
            self._record(Call(name, raw, 404, description="Not Found"))
            return _refusal(BotApiError(404, "Not Found"))
        return await self._answer_known(method, raw, uploads, poll)

    async def _answer_known(
        self, method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload], poll: _Poll
    ) -> _Answer:
        reading = self.rules.read(method, raw, uploads)
        fault = self.faults.take(method)
        try:
            await strike(fault, "before")
            self._violated(*reading.violations)
            if reading.refusal is not None:
                raise BotApiError(400, f"Bad Request: {reading.refusal}")
            if reading.violations and self.strict:
                raise BotApiError(400, f"Bad Request: {reading.violations[0].words}")
            result = deepcopy(await self._result(method, reading.values, poll))
            self._check_own_answer(method, result)
            if fault is not None:
                self.world.changed()
            await strike(fault, "after")
        except BotApiError as error:
            self._record(Call(method, reading.values, error.code, description=error.description))
            return _refusal(error)
        except ConnectionDroppedError:
            self._record(Call(method, reading.values, 0, description="connection dropped"))
            raise
        self._record(Call(method, reading.values, 200, result))
        return _Answer(200, _json({"ok": True, "result": result}))

    async def _result(self, method: str, values: Mapping[str, Any], poll: _Poll) -> Any:
        if method == "getUpdates":
            return await self._get_updates(values, poll)
        function = METHODS.get(method)
        if function is None:
            self._violated(Violation(method, "not played here"))
            raise BotApiError(501, f"Not Implemented: the playground does not know {method} yet")
        self._keep_limits(method, values)
        result = function(self.world, values)
        if method == "setWebhook" and self._poll is not None:
            self._end_poll("terminated by setWebhook request")
        return result

    def _keep_limits(self, method: str, values: Mapping[str, Any]) -> None:
        if self.limits is None or method not in FRESH | CHANGING:
            return
        chat_id = self._chat_id(values.get("chat_id", 0))
        wait_s = self.limits.hear(time.monotonic(), chat_id, fresh=method in FRESH)
        if wait_s:
            raise BotApiError(429, f"Too Many Requests: retry after {wait_s}", retry_after=wait_s)

    def _chat_id(self, named: int | str) -> int:
        """The number of a chat that may be named by its @name; 0 where there is none."""
        try:
            return chat_with(self.world, named).id
        except BotApiError:
            return 0

    def _record(self, call: Call) -> None:
        self.world.calls.append(call)
        self.world.changed()

    def _violated(self, *violations: Violation) -> None:
        self.world.violations.extend(violations)

    def _check_own_answer(self, method: str, result: Any) -> None:
        problems = self.rules.check_result(method, result)
        if problems:
            self._violated(Violation(method, f"the playground's own answer breaks the table{problems[0]}"))

    # Polling

    async def _get_updates(self, values: Mapping[str, Any], poll: _Poll) -> list[Any]:
        if self.world.webhook.url:
            raise BotApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        self._end_poll(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        set_allowed_updates(self.world, values)
        if values.get("offset"):
            self.world.confirm(values["offset"])
        self._poll = poll
        self._set_changed()
        try:
            return await self._wait_for_updates(values, poll)
        finally:
            if self._poll is poll:
                self._poll = None

    async def _wait_for_updates(self, values: Mapping[str, Any], poll: _Poll) -> list[Any]:
        limit = min(max(values.get("limit", MAX_UPDATES_PER_POLL), 1), MAX_UPDATES_PER_POLL)
        deadline_s = self._loop.time() + min(max(values.get("timeout", 0), 0), MAX_POLL_TIMEOUT_S)
        while True:
            changed = self._changed
            if poll.ended_by is not None:
                await asyncio.sleep(0)  # lets the loop notice that the one who asked has gone
                if poll.gone:
                    raise ConnectionDroppedError
                raise BotApiError(409, f"Conflict: {poll.ended_by}")
            if poll.gone:
                raise ConnectionDroppedError
            updates = self.world.pending(limit)
            left_s = deadline_s - self._loop.time()
            if updates or left_s <= 0:
                return updates
            next_s = self.world.next_due_s()
            try:
                await asyncio.wait_for(changed.wait(), left_s if next_s is None else min(left_s, next_s))
            except TimeoutError:
                continue

    def _end_poll(self, words: str) -> None:
        if self._poll is not None:
            self._poll.ended_by = words
            self._poll = None
            self._set_changed()

    def poll_is_gone(self, poll: _Poll) -> None:
        """The one who waited for updates has closed the connection."""
        poll.gone = True
        self._set_changed()

    # Webhook

    async def _deliver_to_webhook(self) -> None:
        client = AsyncHTTPClient(force_instance=True)
        try:
            while True:
                changed = self._changed
                next_s = self.world.next_due_s()
                if not self.world.webhook.url or next_s is None:
                    await changed.wait()
                elif next_s > 0:
                    await asyncio.sleep(next_s)
                elif not await self._deliver_one(client):
                    await asyncio.sleep(WEBHOOK_RETRY_S)
        finally:
            client.close()

    async def _deliver_one(self, client: AsyncHTTPClient) -> bool:
        """Posts the oldest update, and confirms it when it was taken."""
        hook, update = self.world.webhook, self.world.updates[0]
        headers = {"Content-Type": "application/json"}
        if hook.secret_token is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token
        request = HTTPRequest(
            hook.url, "POST", headers, _json(update.payload), request_timeout=WEBHOOK_TIMEOUT_S
        )
        try:
            response = await client.fetch(request)
        except (HTTPClientError, OSError, StreamClosedError) as error:
            code = getattr(error, "code", None)
            hook.last_error_message = f"Wrong response from the webhook: {code}" if code else str(error)
            hook.last_error_date = int(self.world.now())
            self.world.changed()
            return False
        self.world.delivered(update)
        await self._call_in_response(response.body)
        self.world.changed()
        return True

    async def _call_in_response(self, body: bytes) -> None:
        """A webhook may answer with a method to call."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            name = call.pop("method")
            await self.answer(self.token, name, call, {}, _Poll())


_GATEWAY_STATUSES = frozenset({502, 503, 504})
"""Answered by the web server before the Bot API, with a page instead of JSON."""


def _refusal(error: BotApiError) -> _Answer:
    if error.code in _GATEWAY_STATUSES:
        page = f"<html><head><title>{error.code} {error.description}</title></head></html>"
        return _Answer(error.code, page.encode(), "text/html")
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return _Answer(error.code, _json(body))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


class _MethodHandler(RequestHandler):
    """URL/botTOKEN/METHOD"""

    def initialize(self, server: BotApiServer) -> None:
        self.server = server
        self.poll = _Poll()

    async def get(self, token: str, name: str) -> None:
        try:
            raw, uploads = self._parameters()
            answer = await self.server.answer(token, name, raw, uploads, self.poll)
        except BotApiError as error:
            answer = _refusal(error)
        except ConnectionDroppedError:
            if not self.poll.gone:
                self.detach().close()
            return
        if not self.poll.gone:
            self.set_status(answer.status)
            self.set_header("Content-Type", answer.media_type)
            await self.finish(answer.body)

    post = get

    def on_connection_close(self) -> None:
        self.server.poll_is_gone(self.poll)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        words = {404: "Not Found", 405: "Method Not Allowed"}.get(status_code, "Internal Server Error")
        self.set_header("Content-Type", "application/json")
        self.finish(_json({"ok": False, "error_code": status_code, "description": words}))

    def _parameters(self) -> tuple[dict[str, Any], dict[str, Upload]]:
        """Query, form and multipart fields, or the JSON body."""
        given = {name: values[-1] for name, values in self.request.arguments.items()}
        try:
            raw: dict[str, Any] = {name: value.decode() for name, value in given.items()}
        except UnicodeDecodeError:
            raise BotApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            raw |= _json_parameters(self.request.body)
        uploads = {
            name: Upload(files[-1]["filename"], files[-1]["body"], files[-1]["content_type"])
            for name, files in self.request.files.items()
        }
        return raw, uploads


def _json_parameters(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        raise BotApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(values, dict):
        raise BotApiError(400, "Bad Request: object expected as request")
    return values


class _FileHandler(RequestHandler):
    """URL/file/botTOKEN/PATH"""

    def initialize(self, server: BotApiServer) -> None:
        self.server = server

    async def get(self, token: str, path: str) -> None:
        if token != self.server.token:
            raise HTTPError(401)
        if await self._struck():
            return
        for stored in list(self.server.world.files.values()):
            if stored.path == path:
                self.set_header("Content-Type", "application/octet-stream")
                await self.finish(stored.content)
                return
        raise HTTPError(404)

    async def _struck(self) -> bool:
        """Faults of the pseudo method "file" strike downloads."""
        fault = self.server.faults.take("file")
        try:
            await strike(fault, "before")
            await strike(fault, "after")
        except ConnectionDroppedError:
            self.detach().close()
            return True
        except BotApiError as error:
            raise HTTPError(error.code) from None
        return False

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        words = {401: "Unauthorized", 404: "Not Found"}.get(status_code, "Internal Server Error")
        self.set_header("Content-Type", "application/json")
        self.finish(_json({"ok": False, "error_code": status_code, "description": words}))


class ThreadedBotApiServer:
    """The same server in a thread with its own event loop; a plain context manager.

    People act from the test's thread: every verb of `World` wakes the server wherever it is called.
    """

    def __init__(self, world: World, token: str = DEFAULT_TOKEN, *, strict: bool = True) -> None:
        self.world = world
        self.token = token
        self.strict = strict

    def __enter__(self) -> ThreadedBotApiServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self.server = self._run(self._start())
        self.url, self.faults = self.server.url, self.server.faults
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self.server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for(self, predicate: Callable[[], T], timeout_s: float = DEFAULT_TIMEOUT_S) -> T:
        """As BotApiServer.wait_for; the predicate is asked in the server's thread."""
        return self._run(self.server.wait_for(predicate, timeout_s))

    async def _start(self) -> BotApiServer:
        return await BotApiServer(self.world, self.token, strict=self.strict).__aenter__()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
