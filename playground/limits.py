"""Telegram's limits on what a bot sends, as its server sees them: over any period, without an allowance.

In: when a call came, for which chat, whether it is a new message, and how many messages it sends. Out:
whether it passes, or how long to wait. It knows no clock.

    server.limits = Limits()
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

FRESH = frozenset(
    {"sendMessage", "sendDocument", "sendPhoto", "sendAudio", "sendVideo", "sendAnimation", "sendVoice",
     "sendVideoNote", "sendSticker", "sendMediaGroup", "copyMessage", "copyMessages", "forwardMessage",
     "forwardMessages"}
)  # fmt: skip
"""Methods that put a new message into a chat."""
CHANGING = frozenset({"editMessageText", "editMessageReplyMarkup", "editMessageCaption", "editMessageMedia"})
SEVERAL = {"sendMediaGroup": "media", "forwardMessages": "message_ids", "copyMessages": "message_ids"}
"""The methods that send several messages at once, and the parameter that lists them."""


def message_count(method: str, parameters: Mapping[str, Any]) -> int:
    """How many messages a call sends or changes: each one of an album counts."""
    listed = parameters.get(SEVERAL.get(method, ""), ())
    return max(1, len(listed))


class Limit(NamedTuple):
    """So many messages and changes in any period."""

    most: int
    period_s: float


OVERALL = Limit(30, 1.0)
"""Messages and changes to all chats. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
A_CHAT = Limit(1, 1.0)
"""New messages to one chat."""
A_GROUP = Limit(20, 60.0)
"""Messages and changes to one group."""


@dataclass(slots=True)
class Limits:
    """What passed lately, and what did not."""

    overall: Limit = OVERALL
    a_chat: Limit = A_CHAT
    a_group: Limit = A_GROUP
    broken: Counter[str] = field(default_factory=Counter)
    """Limit -> how many calls broke it."""
    refused: int = 0
    writes: int = 0
    """How many messages and changes passed."""
    busiest: int = 0
    """Most writes within any second."""
    _passed: dict[tuple[str, int], deque[float]] = field(default_factory=dict)
    """Limit and chat -> when each message and change passed."""

    def hear(self, moment_s: float, chat_id: int, *, fresh: bool, count: int = 1) -> int:
        """Return 0 where a call with `count` messages passes, or else in how many whole seconds it will.

        One that does not pass is noted and fills no period. A chat of id 0 is no chat in particular. Messages
        that come at once pass together, also where they are more than a limit has room for, once it is
        empty: an album is never cut.
        """
        windows = [("overall", 0, self.overall)]
        windows += [("chat", chat_id, self.a_chat)] if fresh and chat_id else []
        windows += [("group", chat_id, self.a_group)] if chat_id < 0 else []
        waits_s = {name: self._wait_s(name, key, limit, moment_s, count) for name, key, limit in windows}
        full = {name: wait_s for name, wait_s in waits_s.items() if wait_s is not None}
        self.broken.update(full.keys())
        if full:
            self.refused += 1
            return max(1, math.ceil(max(full.values())))
        for name, key, _ in windows:
            self._passed[name, key].extend([moment_s] * count)
        self.writes += count
        self.busiest = max(self.busiest, len(self._passed["overall", 0]))
        return 0

    def _wait_s(self, name: str, key: int, limit: Limit, moment_s: float, count: int) -> float | None:
        """How long until a limit has room for so many messages; None where it has."""
        lately = self._passed.setdefault((name, key), deque())
        while lately and lately[0] <= moment_s - limit.period_s:
            lately.popleft()
        too_many = len(lately) + min(count, limit.most) - limit.most
        return None if too_many <= 0 else lately[too_many - 1] + limit.period_s - moment_s
