"""What is to go wrong between a bot and Telegram.

In: what a test wants to fail, and how often; out: the fault that strikes a call, and what it does to the
call. It must not know what is called, nor HTTP beyond an answer's status.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from playground.records import BotApiError

Effect = Literal["before", "after"]
"""Whether a fault strikes before the call has taken effect, or after it, so that only the answer is lost."""


@dataclass(slots=True, eq=False)
class Fault:
    """What goes wrong with the next `times` calls of a method ("*" for any method)."""

    method: str
    times: int = 1
    status: int | None = None
    """The HTTP status to answer with; None where the call goes through."""
    retry_after_s: int | None = None
    drop: bool = False
    delay_s: float = 0.0
    strikes: Effect = "before"


@dataclass(slots=True)
class Faults:
    """Everything that is to go wrong, in the order in which it was asked for."""

    waiting: list[Fault] = field(default_factory=list)

    def fail(self, method: str, status: int = 500, *, times: int = 1, strikes: Effect = "before") -> None:
        """Answers with 500, 502 or another status."""
        self.waiting.append(Fault(method, times, status=status, strikes=strikes))

    def too_many_requests(self, method: str, retry_after_s: int, *, times: int = 1) -> None:
        """Answers with 429 and how long to wait; a call that is refused so never takes effect."""
        self.waiting.append(Fault(method, times, status=429, retry_after_s=retry_after_s))

    def drop(self, method: str, *, times: int = 1, strikes: Effect = "before") -> None:
        """Breaks the connection off without an answer."""
        self.waiting.append(Fault(method, times, drop=True, strikes=strikes))

    def slow(self, method: str, delay_s: float, *, times: int = 1, strikes: Effect = "before") -> None:
        """Takes its time, then does what was asked; or does it, and takes its time to say so."""
        self.waiting.append(Fault(method, times, delay_s=delay_s, strikes=strikes))

    def clear(self) -> None:
        """Everything works again."""
        self.waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, counted off."""
        for fault in self.waiting:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


class ConnectionDroppedError(Exception):
    """The answer is to be a broken connection."""


async def strike(fault: Fault | None, moment: Effect) -> None:
    """Do what a fault does at this moment of a call, if it is the fault's.

    Raises BotApiError with the answer that is to be given, ConnectionDroppedError where there is to be none.
    """
    if fault is None or fault.strikes != moment:
        return
    if fault.delay_s:
        await asyncio.sleep(fault.delay_s)
    if fault.drop:
        raise ConnectionDroppedError
    if fault.status == 429:
        after_s = fault.retry_after_s or 1
        raise BotApiError(429, f"Too Many Requests: retry after {after_s}", retry_after=after_s)
    if fault.status is not None:
        raise BotApiError(fault.status, _STATUS_WORDS.get(fault.status, f"Error {fault.status}"))


_STATUS_WORDS = {
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
