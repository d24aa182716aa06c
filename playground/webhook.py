"""Updates on their way to a bot's webhook, with the secret, until each is taken.

As with Telegram's own server those of one chat, and the presses of one person, go one after the other, and
others beside them, as many at a time as the bot wants connections. In: a world with its webhook; out: POST
requests to it, and calls of methods where the bot answers with one. Of an update it knows whose it is.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.iostream import StreamClosedError

from playground.changes import Changes
from playground.records import QueuedUpdate
from playground.world import World

RETRY_S = 0.2
"""How soon an update that was not taken is sent again: sooner than Telegram does, as nobody wants to wait."""
TIMEOUT_S = 30.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

CallMethod = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Does what the bot calls in its answer: the method's name and its parameters."""


MOST_CONNECTIONS = 100
"""The most that a bot may ask for: https://core.telegram.org/bots/api#setwebhook."""

Row = tuple[str, int]
"""Updates of one row go one after the other."""


def row_of(update: QueuedUpdate) -> Row:
    """Return the row that an update stands in: its chat's, or its person's where it is of no chat."""
    content = update.payload[update.kind]
    return update.kind.removeprefix("edited_"), content.get("chat", content.get("from"))["id"]


class WebhookDelivery:
    """Delivers for as long as `run` runs."""

    def __init__(self, world: World, changes: Changes, call: CallMethod) -> None:
        self._world = world
        self._changes = changes
        self._call = call
        self._under_way: set[Row] = set()

    async def run(self) -> None:
        """Deliver what comes, to whatever webhook is set at the time."""
        client = AsyncHTTPClient(force_instance=True, max_clients=MOST_CONNECTIONS)
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    changed, next_due_s = self._changes.next(), None
                    if self._world.webhook.url:
                        for update in self._due():
                            self._under_way.add(row_of(update))
                            tasks.create_task(self._see_to(client, update))
                        next_due_s = self._next_due_s()
                    with suppress(TimeoutError):
                        async with asyncio.timeout(next_due_s):
                            await changed.wait()
        finally:
            client.close()

    def _first_of_rows(self) -> Iterator[QueuedUpdate]:
        """The updates that none of their row is before, or on its way."""
        rows = set(self._under_way)
        for update in tuple(self._world.updates):
            if row_of(update) not in rows:
                rows.add(row_of(update))
                yield update

    def _due(self) -> list[QueuedUpdate]:
        """What may go now."""
        free = self._world.webhook.max_connections - len(self._under_way)
        return [update for update in self._first_of_rows() if update.due_s <= self._world.now()][:free]

    def _next_due_s(self) -> float | None:
        """In how many seconds something else may go; None where that takes a change."""
        waits_s = [update.due_s - self._world.now() for update in self._first_of_rows()]
        return min((wait_s for wait_s in waits_s if wait_s > 0), default=None)

    async def _see_to(self, client: AsyncHTTPClient, update: QueuedUpdate) -> None:
        """Deliver an update, or wait a while before its row is looked at again."""
        if not await self._deliver(client, update):
            await asyncio.sleep(RETRY_S)
        self._under_way.discard(row_of(update))
        self._world.changed()

    async def _deliver(self, client: AsyncHTTPClient, update: QueuedUpdate) -> bool:
        """Post an update, and confirm it when it was taken; return whether it was."""
        try:
            response = await client.fetch(self._request(update))
        except (HTTPClientError, OSError, StreamClosedError) as error:
            self._note(error)
            return False
        self._world.delivered(update)
        await self._call_in(response.body)
        return True

    def _request(self, update: QueuedUpdate) -> HTTPRequest:
        hook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret_token is not None:
            headers[SECRET_HEADER] = hook.secret_token
        return HTTPRequest(hook.url, "POST", headers, json.dumps(update.payload), request_timeout=TIMEOUT_S)

    def _note(self, error: Exception) -> None:
        """Keep for getWebhookInfo what went wrong."""
        hook, code = self._world.webhook, getattr(error, "code", None)
        hook.last_error_message = f"Wrong response from the webhook: {code}" if code else str(error)
        hook.last_error_date = int(self._world.now())
        self._world.changed()

    async def _call_in(self, body: bytes) -> None:
        """A webhook may answer with a method to call."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            name = call.pop("method")
            await self._call(name, call)
