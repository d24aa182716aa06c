"""Pages that were fetched not long ago, kept so that their server need not send them again unchanged.

In: a page with the marks by which its server knows it (ETag, Last-Modified). Out: the same, by its
address, as long as there is room and it is fresh. Kept in memory only, and little of it: no archive of
what people read. It must not know HTTP. The time is handed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.records import Page

KEEP_S = 3_600.0
"""An hour: as long as a story makes the round of a newsroom."""

LIMIT_BYTES = 32_000_000
"""Of all pages together: some two hundred news pages."""

LIMIT_PAGES = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A page, and what its server calls this state of it; either mark may be empty."""

    page: Page
    etag: str
    last_modified: str


class Shelf:
    """Pages by address; the one that was asked for longest ago makes room."""

    def __init__(
        self,
        clock_s: Callable[[], float],
        *,
        keep_s: float = KEEP_S,
        limit_bytes: int = LIMIT_BYTES,
        limit_pages: int = LIMIT_PAGES,
    ) -> None:
        """`clock_s` returns seconds that never go back."""
        self._clock_s = clock_s
        self._keep_s = keep_s
        self._limit_bytes = limit_bytes
        self._limit_pages = limit_pages
        self._bytes = 0
        self._kept: OrderedDict[str, tuple[float, Kept]] = OrderedDict()

    def find(self, url: str) -> Kept | None:
        """What is kept of an address; None when nothing is, or it is older than `keep_s`."""
        if url not in self._kept:
            return None
        put_s, kept = self._kept[url]
        if self._clock_s() - put_s > self._keep_s:
            self.drop(url)
            return None
        self._kept.move_to_end(url)
        return kept

    def put(self, url: str, kept: Kept) -> None:
        """Keep a page, and let go of others where there is no room; one that never fits is not kept."""
        self.drop(url)
        size = len(kept.page.content)
        if size > self._limit_bytes or not self._limit_pages:
            return
        self._kept[url] = (self._clock_s(), kept)
        self._bytes += size
        while self._bytes > self._limit_bytes or len(self._kept) > self._limit_pages:
            self.drop(next(iter(self._kept)))

    def drop(self, url: str) -> None:
        """Let go of an address, kept or not."""
        if url in self._kept:
            _, kept = self._kept.pop(url)
            self._bytes -= len(kept.page.content)
