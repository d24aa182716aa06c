"""Telegram's limits on what a bot sends, as its server sees them: over any period, without an allowance.

In: when a call came, for which chat, and whether it is a new message. Out: whether it passes, or how long to
wait. It knows no clock and no call.

    server.limits = Limits()
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import NamedTuple

FRESH = frozenset(
    {"sendMessage", "sendDocument", "sendPhoto", "sendAudio", "sendVideo", "sendAnimation", "sendVoice",
     "sendVideoNote", "sendSticker", "sendMediaGroup", "copyMessage", "copyMessages", "forwardMessage",
     "forwardMessages"}
)  # fmt: skip
"""Methods that put a new message into a chat."""
CHANGING = frozenset({"editMessageText", "editMessageReplyMarkup", "editMessageCaption", "editMessageMedia"})


class Limit(NamedTuple):
    """So many calls in any period."""

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
    """Limit -> calls that broke it."""
    refused: int = 0
    writes: int = 0
    busiest: int = 0
    """Most writes within any second."""
    _passed: dict[tuple[str, int], deque[float]] = field(default_factory=dict)

    def hear(self, moment_s: float, chat_id: int, *, fresh: bool) -> int:
        """Return 0 where a call passes, or else in how many whole seconds it will.

        One that does not pass is counted and fills no period. A chat of id 0 is no chat in particular.
        """
        windows = [("overall", 0, self.overall)]
        windows += [("chat", chat_id, self.a_chat)] if fresh and chat_id else []
        windows += [("group", chat_id, self.a_group)] if chat_id < 0 else []
        lately = {
            (name, key): self._lately(name, key, moment_s - limit.period_s) for name, key, limit in windows
        }
        full = [
            (name, lately[name, key][0] + limit.period_s - moment_s)
            for name, key, limit in windows
            if len(lately[name, key]) >= limit.most
        ]
        self.broken.update(name for name, _ in full)
        if full:
            self.refused += 1
            return max(1, math.ceil(max(left_s for _, left_s in full)))
        for moments in lately.values():
            moments.append(moment_s)
        self.writes += 1
        self.busiest = max(self.busiest, len(lately["overall", 0]))
        return 0

    def _lately(self, name: str, key: int, since_s: float) -> deque[float]:
        moments = self._passed.setdefault((name, key), deque())
        while moments and moments[0] <= since_s:
            moments.popleft()
        return moments
