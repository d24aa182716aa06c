"""Updates on their way to a bot's webhook: one after the other, with the secret, until each is taken.

In: a world with its webhook; out: POST requests to it, and calls of methods where the bot answers with one.
It must not know what an update says.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
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


class WebhookDelivery:
    """Delivers for as long as `run` runs."""

    def __init__(self, world: World, changes: Changes, call: CallMethod) -> None:
        self._world = world
        self._changes = changes
        self._call = call

    async def run(self) -> None:
        """Deliver what comes, to whatever webhook is set at the time."""
        client = AsyncHTTPClient(force_instance=True)
        try:
            while True:
                await self._step(client)
        finally:
            client.close()

    async def _step(self, client: AsyncHTTPClient) -> None:
        """Deliver an update that is due, or wait for one."""
        changed, due_s = self._changes.next(), self._world.next_due_s()
        if not self._world.webhook.url or due_s is None:
            await changed.wait()
        elif due_s > 0:
            await asyncio.sleep(due_s)
        elif not await self._deliver(client, self._world.updates[0]):
            await asyncio.sleep(RETRY_S)

    async def _deliver(self, client: AsyncHTTPClient, update: QueuedUpdate) -> bool:
        """Post an update, and confirm it when it was taken; return whether it was."""
        try:
            response = await client.fetch(self._request(update))
        except (HTTPClientError, OSError, StreamClosedError) as error:
            self._note(error)
            return False
        self._world.delivered(update)
        await self._call_in(response.body)
        self._world.changed()
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
