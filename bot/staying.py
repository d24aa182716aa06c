"""What `run --stay` does where the bot cannot start: it says so and stays, instead of ending.

In: what is to be had at the start; out: the same, once it is to be had, or the signal that says stop. For
supervisors that start again whatever ends, such as Docker's `restart: unless-stopped`: a wrong setting is
told once and not at every start, and a database that comes late is waited for. It must know no setting.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from bot.errors import DatabaseAwayError

LOOK_PAUSE_S = 15.0
"""Between two looks whether the database is there: one that recovers after a power cut takes minutes."""

STOP = frozenset({signal.SIGTERM, signal.SIGINT})

T = TypeVar("T")


def patiently(open_it: Callable[[], T], *, pause_s: float = LOOK_PAUSE_S) -> T:
    """Return what was opened, as soon as its database is there; raises KeyboardInterrupt on the word stop."""
    while True:
        try:
            return open_it()
        except DatabaseAwayError as error:
            print(f"ringkas: {error}; again in {pause_s:.0f} s", file=sys.stderr, flush=True)
        if stopped_within(pause_s):
            raise KeyboardInterrupt


def stopped_within(limit_s: float | None = None) -> bool:
    """Wait until told to stop, and return True; False when that did not happen within a time.

    The signals are waited for, not left to their defaults: a container's first process has none.
    """
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        if limit_s is None:
            return signal.sigwait(STOP) in STOP
        return signal.sigtimedwait(STOP, limit_s) is not None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
