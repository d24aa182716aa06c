"""getUpdates: a bot that asks for its updates, and waits where there are none.

In: the parameters of the call and the one who waits; out: updates, or BotApiError where somebody else asks
too, or a webhook is set. It must know neither HTTP nor what an update says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.changes import Changes
from playground.faults import ConnectionDroppedError
from playground.webhook_methods import set_allowed_updates
from playground.world import BotApiError, World

MAX_TIMEOUT_S = 50
"""The longest that Telegram lets a bot wait."""
MAX_UPDATES = 100
"""How many updates one answer holds."""
WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
ASKED_BY_ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_WAS_SET = "terminated by setWebhook request"


@dataclass(slots=True, eq=False)
class Poll:
    """One who waits for updates."""

    ended_by: str | None = None
    """Why it ends, in Telegram's words, before there are any."""
    gone: bool = False
    """Whether the connection was closed at the other end."""


class Polling:
    """Gives updates to one who asks at a time: whoever asks later ends the wait of the one before."""

    def __init__(self, world: World, changes: Changes) -> None:
        self._world = world
        self._changes = changes
        self._waiting: Poll | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for updates at this moment."""
        return self._waiting is not None

    async def get_updates(self, values: Mapping[str, Any], poll: Poll) -> list[Any]:
        """The updates from `offset` on, at most `limit`, after at most `timeout` seconds."""
        if self._world.webhook.url:
            raise BotApiError(409, WEBHOOK_IS_ACTIVE)
        self.end(ASKED_BY_ANOTHER)
        set_allowed_updates(self._world, values)
        if values.get("offset"):
            self._world.confirm(values["offset"])
        self._waiting = poll
        self._world.changed()
        try:
            return await self._updates(values, poll)
        finally:
            if self._waiting is poll:
                self._waiting = None

    def end(self, words: str) -> None:
        """End the wait of the one who waits, if anybody does; `words` say why."""
        if self._waiting is not None:
            self._waiting.ended_by = words
            self._waiting = None
            self._world.changed()

    def leave(self, poll: Poll) -> None:
        """The one who waited has closed the connection."""
        poll.gone = True
        self._world.changed()

    async def _updates(self, values: Mapping[str, Any], poll: Poll) -> list[Any]:
        limit = min(max(values.get("limit", MAX_UPDATES), 1), MAX_UPDATES)
        timeout_s = min(max(values.get("timeout", 0), 0), MAX_TIMEOUT_S)
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + timeout_s
        while True:
            changed = self._changes.next()
            await _still_waiting(poll)
            updates, left_s = self._world.pending(limit), deadline_s - loop.time()
            if updates or left_s <= 0:
                return updates
            await self._wait(changed, left_s)

    async def _wait(self, changed: asyncio.Event, most_s: float) -> None:
        """Wait for a change, for an update that is on its way, or for so long."""
        due_s = self._world.next_due_s()
        try:
            await asyncio.wait_for(changed.wait(), most_s if due_s is None else min(most_s, due_s))
        except TimeoutError:
            return


async def _still_waiting(poll: Poll) -> None:
    """Raise where the one who waits is to wait no longer."""
    if poll.ended_by is not None:
        await asyncio.sleep(0)  # lets the loop notice that the one who asked has gone
    if poll.gone:
        raise ConnectionDroppedError
    if poll.ended_by is not None:
        raise BotApiError(409, f"Conflict: {poll.ended_by}")
