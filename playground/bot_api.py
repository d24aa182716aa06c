"""A Bot API server on loopback, in front of a `World`.

In: the calls that a bot's library sends to https://api.telegram.org. Out: what Telegram would answer, faults
on demand (`faults`), and the updates, by long polling or to a webhook. How it is asked is in `api_http`; it
must not know what a message means: that is `methods` and `world`.

    world = World()
    async with BotApiServer(world) as server:
        ...  # a bot with base_url=server.url + "/bot" and base_file_url=server.url + "/file/bot"
        world.send_text(chat, "/start")
        await server.wait_for(lambda: world.messages(chat))
        assert not world.violations

`threaded` has the same in a thread of its own, for tests without an event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from types import TracebackType
from typing import Any, TypeVar

from tornado.netutil import bind_sockets

from playground.api_http import Answer, accepted, http_server, refusal
from playground.by_address import with_files
from playground.changes import Changes
from playground.checks import chat_with
from playground.faults import ConnectionDroppedError, Faults, strike
from playground.limits import CHANGING, FRESH, Limits, message_count
from playground.methods import METHODS
from playground.polling import WEBHOOK_WAS_SET, Poll, Polling
from playground.rules import Reading, Rules, Upload, Violation, load_rules
from playground.webhook import WebhookDelivery
from playground.world import BotApiError, Call, World

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
DEFAULT_TOKEN = "7000000001:AAloopback-token-of-no-worth-at-all"  # noqa: S105 - opens nothing
DEFAULT_TIMEOUT_S = 10.0
LAST_TOLD = 5
"""How many calls and violations are told where somebody waited in vain."""


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
        self._changes = Changes()
        self._polling = Polling(world, self._changes)
        self._webhook = WebhookDelivery(world, self._changes, self._call_from_webhook)

    @property
    def url(self) -> str:
        """The address to give to the bot, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits for updates at this moment."""
        return self._polling.is_under_way

    # Coming and going

    async def __aenter__(self) -> BotApiServer:
        self._changes.begin()
        self._listen()
        self._unsubscribe = self.world.subscribe(self._changes.tell)
        self._delivery = asyncio.create_task(self._webhook.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unsubscribe()
        self._delivery.cancel()
        await asyncio.gather(self._delivery, return_exceptions=True)
        await self.go_away()

    def _listen(self) -> None:
        self._http = http_server(self)
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

    # Waiting

    async def wait_for(self, predicate: Callable[[], T], timeout_s: float = DEFAULT_TIMEOUT_S) -> T:
        """The first true value of `predicate`, asked anew after every change in the world.

        Raises TimeoutError, with the last calls of the bot in its words.
        """
        try:
            async with asyncio.timeout(timeout_s):
                return await self._changes.until(predicate)
        except TimeoutError:
            raise TimeoutError(f"nothing after {timeout_s} s; {self._last_calls()}") from None

    def _last_calls(self) -> str:
        calls = [call for call in self.world.calls if call.method != "getUpdates"][-LAST_TOLD:]
        lines = [f"{call.method} {call.status} {call.description or ''}".strip() for call in calls]
        broken = [str(violation) for violation in self.world.violations[-LAST_TOLD:]]
        return f"last calls: {lines}; violations: {broken}"

    # Calls

    async def answer(
        self, token: str, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload], poll: Poll
    ) -> Answer:
        """Answers one call, and puts it on record. Raises ConnectionDroppedError where no answer is given."""
        if token != self.token:
            return self._unanswerable(Call(name, {}, 401, description="Unauthorized"))
        method = self.rules.names.get(name.lower())
        if method is None:
            self._violated(Violation(name, "no such method"))
            return self._unanswerable(Call(name, raw, 404, description="Not Found"))
        return await self._answer_known(method, self.rules.read(method, raw, uploads), poll)

    def _unanswerable(self, call: Call) -> Answer:
        self._record(call)
        return refusal(BotApiError(call.status, call.description or ""))

    async def _answer_known(self, method: str, reading: Reading, poll: Poll) -> Answer:
        try:
            result = await self._struck(method, reading, poll)
        except BotApiError as error:
            self._record(Call(method, reading.values, error.code, description=error.description))
            return refusal(error)
        except ConnectionDroppedError:
            self._record(Call(method, reading.values, 0, description="connection dropped"))
            raise
        self._record(Call(method, reading.values, 200, result))
        return accepted(result)

    async def _struck(self, method: str, reading: Reading, poll: Poll) -> Any:
        """The result of a call, with what is to go wrong before or after it takes effect."""
        fault = self.faults.take(method)
        if fault is not None:
            self.world.changed()  # whoever waits for it to strike looks now
        await strike(fault, "before")
        self._check(reading)
        result = deepcopy(await self._result(method, reading.values, poll))
        self._check_own_answer(method, result)
        if fault is not None:
            self.world.changed()
        await strike(fault, "after")
        return result

    def _check(self, reading: Reading) -> None:
        """Refuse what breaks the table of the Bot API."""
        self._violated(*reading.violations)
        if reading.refusal is not None:
            raise BotApiError(400, f"Bad Request: {reading.refusal}")
        if reading.violations and self.strict:
            raise BotApiError(400, f"Bad Request: {reading.violations[0].words}")

    async def _result(self, method: str, values: Mapping[str, Any], poll: Poll) -> Any:
        if method == "getUpdates":
            return await self._polling.get_updates(values, poll)
        function = METHODS.get(method)
        if function is None:
            self._violated(Violation(method, "not played here"))
            raise BotApiError(501, f"Not Implemented: the playground does not know {method} yet")
        self._keep_limits(method, values)
        result = function(self.world, await with_files(values))
        if method == "setWebhook":
            self._polling.end(WEBHOOK_WAS_SET)
        return result

    def _keep_limits(self, method: str, values: Mapping[str, Any]) -> None:
        if self.limits is None or method not in FRESH | CHANGING:
            return
        chat_id = self._chat_id(values.get("chat_id", 0))
        count = message_count(method, values)
        wait_s = self.limits.hear(time.monotonic(), chat_id, fresh=method in FRESH, count=count)
        if wait_s:
            raise BotApiError(429, f"Too Many Requests: retry after {wait_s}", retry_after=wait_s)

    def _chat_id(self, named: int | str) -> int:
        """The number of a chat that may be named by its @name; 0 where there is none."""
        try:
            return chat_with(self.world, named).id
        except BotApiError:
            return 0

    def _check_own_answer(self, method: str, result: Any) -> None:
        problems = self.rules.check_result(method, result)
        if problems:
            self._violated(Violation(method, f"the playground's own answer breaks the table{problems[0]}"))

    def _record(self, call: Call) -> None:
        self.world.calls.append(call)
        self.world.changed()

    def _violated(self, *violations: Violation) -> None:
        self.world.violations.extend(violations)

    async def _call_from_webhook(self, name: str, values: Mapping[str, Any]) -> None:
        """Carry out what a webhook's answer calls; nobody waits for what comes of it."""
        with suppress(ConnectionDroppedError):
            await self.answer(self.token, name, values, {}, Poll())

    def poll_is_gone(self, poll: Poll) -> None:
        """The one who asked has closed the connection."""
        self._polling.leave(poll)

    # Files

    async def download(self, token: str, path: str) -> bytes:
        """The content of a file, by the path that getFile named; faults of "file" strike it.

        Raises BotApiError, ConnectionDroppedError.
        """
        if token != self.token:
            raise BotApiError(401, "Unauthorized")
        fault = self.faults.take("file")
        await strike(fault, "before")
        await strike(fault, "after")
        for stored in list(self.world.files.values()):
            if stored.path == path:
                return stored.content
        raise BotApiError(404, "Not Found")
