"""Long texts of a group's talk that nobody has asked about yet, in the memory of this process alone.

Telegram's apps cut a long text into pieces, and whoever answers one of them with /ringkas means all. A bot is
handed the answered piece alone and cannot look up the others. So what may be a piece is remembered for a
while where the bot sees it: never written down, and written down only with what is asked about. After a
restart, and with privacy mode on, the answered piece is all that there is.

In: messages that are not for us; out: those of one writer. This module must know no stage.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from telegram import Message

from bot.intake.joining import SHORTEST_CUT_UTF16, utf16_length
from bot.runtime.correspondence import Writer
from handlers.message import text_of

HEARD_S = 3_600.0
"""How long a text may be asked about as a whole: most are asked about within minutes."""

MOST_HEARD = 300
"""Messages that are remembered at most, in all groups together: about 4 MB."""

AFTER_S = 60.0
"""How long after a long piece a short one may be its end: longer than a torn sentence is waited for."""


class Overheard:
    """What groups said lately that may be a piece of a long text; safe to call from several threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds, from any beginning."""
        self._now = now
        self._heard: deque[tuple[float, Writer, Message]] = deque(maxlen=MOST_HEARD)
        self._lock = Lock()

    def hear(self, writer: Writer, message: Message) -> None:
        """Remember a message that may be a piece: a long one, or one that comes right after such a one."""
        if not text_of(message):
            return
        is_long = utf16_length(text_of(message)) >= SHORTEST_CUT_UTF16
        with self._lock:
            self._forget_the_old()
            last = next((heard for heard in reversed(self._heard) if heard[1] == writer), None)
            if is_long or (last is not None and self._now() - last[0] <= AFTER_S):
                self._heard.append((self._now(), writer, message))

    def change(self, message: Message) -> None:
        """Remember a message as it is after an edit, if it is remembered."""
        with self._lock:
            for place, (heard_at_s, writer, heard) in enumerate(self._heard):
                if (heard.chat_id, heard.message_id) == (message.chat_id, message.message_id):
                    self._heard[place] = (heard_at_s, writer, message)

    def by(self, writer: Writer) -> tuple[Message, ...]:
        """Return what is remembered of somebody in a place, in the order of the chat."""
        with self._lock:
            self._forget_the_old()
            said = [message for _, who, message in self._heard if who == writer]
        return tuple(sorted(said, key=lambda message: message.message_id))

    def forget(self, number: int) -> None:
        """Forget a chat, or what the person with this number has said anywhere."""
        with self._lock:
            kept = [heard for heard in self._heard if number not in (heard[1].chat_id, heard[1].user_id)]
            self._heard = deque(kept, maxlen=MOST_HEARD)

    def _forget_the_old(self) -> None:
        while self._heard and self._now() - self._heard[0][0] > HEARD_S:
            self._heard.popleft()
