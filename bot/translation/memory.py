"""Remembers sentences that were translated: agency copy comes back from outlet to outlet.

In: what was asked, and what came of it. Out: the same again, or a miss. Bounded in bytes, the longest unused
forgotten first; nothing is written to disk. This module must not know how a translation is made.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

LIMIT_BYTES = 32 << 20
"""Room for some 40,000 sentences of news with their translations."""
ENTRY_BYTES = 350
"""What an entry takes beside its texts: the key's tuple and the links of the order (CPython 3.11)."""

KeyT = TypeVar("KeyT", bound=Hashable)


class TranslationMemory(Generic[KeyT]):
    """Texts under keys. Thread-safe."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._entries: OrderedDict[KeyT, tuple[str | None, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.size_bytes = 0
        self.hits = 0
        self.misses = 0

    def recall(self, keys: Iterable[KeyT]) -> dict[KeyT, str | None]:
        """What is remembered of `keys`; None where it is remembered that no translation came of it."""
        found: dict[KeyT, str | None] = {}
        with self._lock:
            for key in keys:
                if key in self._entries:
                    self._entries.move_to_end(key)
                    found[key] = self._entries[key][0]
                    self.hits += 1
                else:
                    self.misses += 1
        return found

    def remember(self, key: KeyT, text: str | None, key_text: str) -> None:
        """Keeps `text` under `key`; `key_text` is the part of the key that takes the room."""
        size = ENTRY_BYTES + sys.getsizeof(key_text) + sys.getsizeof(text)
        if size > self._limit_bytes:
            return
        with self._lock:
            _, before = self._entries.pop(key, (None, 0))
            self._entries[key] = text, size
            self.size_bytes += size - before
            while self.size_bytes > self._limit_bytes:
                _, (_, freed) = self._entries.popitem(last=False)
                self.size_bytes -= freed
