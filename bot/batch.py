"""Many articles at once: a line of JSON in, a line of JSON out, in order, over several processes.

In: lines `{"id", "text"|"html"|"url", "title"?}`; out: lines `{"id", "digest"}` or `{"id", "error"}`.
A bad line is an error line. This module must know no file and no progress bar.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.app import Kit, build_kit
from bot.errors import RingkasError
from bot.records import Digest, Page, Request
from bot.reply.plain import to_plain
from bot.reply.render import render_error
from bot.reply.wording import Wording
from bot.schema import digest_to_json
from bot.settings import Settings

log = logging.getLogger(__name__)

Part = Literal["summary", "quotes", "entities"]

WINDOW_PER_JOB = 8
"""Lines in flight for each process: enough to keep it busy, few enough to hold little text."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every line."""

    target: str
    sentence_count: int
    only: frozenset[Part] = frozenset()
    """The parts to make, untranslated; empty: everything, translated."""


def digest_lines(lines: Iterable[str], wish: Wish, settings: Settings, jobs: int) -> Iterator[str]:
    """Yield one line of JSON for each line, in order; `jobs` processes work at a time."""
    if jobs == 1:
        with _Worker(build_kit(settings), wish) as worker:
            yield from map(worker.digest_line, lines)
        return
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[str]] = deque()
    with ProcessPoolExecutor(jobs, context, _open_worker, (settings, wish)) as pool:
        for line in lines:
            waiting.append(pool.submit(_digest_line, line))
            if len(waiting) >= jobs * WINDOW_PER_JOB:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Worker:
    """One process' stages and event loop."""

    def __init__(self, kit: Kit, wish: Wish) -> None:
        self._kit = kit
        self._wish = wish
        self._runner = asyncio.Runner()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *reason: object) -> None:
        self._runner.close()

    def digest_line(self, line: str) -> str:
        """Return the line of JSON that answers a line."""
        record: dict[str, Any] = {}
        try:
            record = _record_of(line)
            digest = self._runner.run(self._digest(_request_of(record, self._wish)))
            answer: dict[str, Any] = {"digest": digest_to_json(digest)}
        except RingkasError as error:
            words = to_plain("\n".join(render_error(error, Wording("en")).messages)).split()
            answer = {"error": f"{type(error).__name__}: {' '.join(words)}"}
        except Exception as bug:
            log.exception("a line could not be digested")
            answer = {"error": f"{type(bug).__name__}: {bug}"}
        return json.dumps({"id": record.get("id"), **answer}, ensure_ascii=False)

    async def _digest(self, request: Request) -> Digest:
        if not self._wish.only:
            digest, untranslated = await self._kit.pipeline.run(request)
            if untranslated:
                raise untranslated
            return digest
        return _only(await self._kit.pipeline.digest(request), self._wish.only)


def _record_of(line: str) -> dict[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("a line must be a JSON object")
    return record


def _request_of(record: dict[str, Any], wish: Wish) -> Request:
    fields = {key: record.get(key) or "" for key in ("text", "html", "url", "title")}
    for key, value in fields.items():
        if not isinstance(value, str):
            raise ValueError(f"{key} must be a string")
    request = Request(title=fields["title"], target=wish.target, sentence_count=wish.sentence_count)
    if fields["html"]:
        content = fields["html"].encode("utf-8", "replace")
        page = Page(content, media_type="text/html", charset="utf-8", url=fields["url"] or None)
        return replace(request, file=page)
    if fields["text"]:
        return replace(request, text=fields["text"])
    if fields["url"]:
        return replace(request, links=(fields["url"],))
    raise ValueError("a line needs a text, an html or a url")


def _only(digest: Digest, parts: frozenset[Part]) -> Digest:
    return replace(
        digest,
        target=digest.article.language,
        summary=digest.summary if "summary" in parts else (),
        quotes=digest.quotes if "quotes" in parts else (),
        entities=digest.entities if "entities" in parts else (),
    )


_worker: _Worker | None = None
"""The worker of a pool's process; set by its initializer, since a pool hands over arguments only."""


def _open_worker(settings: Settings, wish: Wish) -> None:
    global _worker
    _worker = _Worker(build_kit(settings), wish)


def _digest_line(line: str) -> str:
    if _worker is None:
        raise RuntimeError("the process was not initialised")
    return _worker.digest_line(line)
