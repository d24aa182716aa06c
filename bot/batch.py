"""Many articles at once: a line of JSON in, a line of JSON out, in order, over several processes.

In: lines `{"id", "text"|"html"|"url", "title"?}`; out: lines `{"id", "digest"}` or `{"id", "error"}`.
A bad line is an error line. This module must know no file and no progress bar.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.errors import RingkasError
from bot.kit import Kit, build_kit
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


class BadLine(Exception):
    """A line that is no record of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every line."""

    target: str
    sentence_count: int | None = None
    """Sentences of each summary; None: as many as tell the story."""
    only: frozenset[Part] = frozenset()
    """The parts to make, untranslated; empty: everything, translated."""


def digest_lines(lines: Iterable[str], wish: Wish, settings: Settings, jobs: int) -> Iterator[str]:
    """Yield one line of JSON for each line, in order; `jobs` processes work at a time."""
    if jobs == 1:
        with _Worker(build_kit(settings), wish) as worker:
            yield from map(worker.digest_line, lines)
        return
    pool = _Pool(jobs, wish, settings)
    waiting: deque[tuple[str, Future[str]]] = deque()
    try:
        for line in lines:
            waiting.append((line, pool.submit(line)))
            if len(waiting) >= jobs * WINDOW_PER_JOB:
                yield _next_answer(waiting, pool)
        while waiting:
            yield _next_answer(waiting, pool)
    finally:
        pool.close()


def _next_answer(waiting: deque[tuple[str, Future[str]]], pool: _Pool) -> str:
    """The answer to the first line that waits; when a process has died, the line is tried once more alone."""
    line, answer = waiting.popleft()
    try:
        return answer.result()
    except BrokenProcessPool:
        log.exception("a process died; its lines are tried again")
        alone = pool.digest_alone(line)
        pool.reopen()
        later = [line for line, _ in waiting]
        waiting.clear()
        waiting.extend((line, pool.submit(line)) for line in later)
        return alone


class _Pool:
    """Processes that digest lines, and a fresh set of them when one has died."""

    def __init__(self, jobs: int, wish: Wish, settings: Settings) -> None:
        self._jobs = jobs
        self._initial = (settings, wish)
        self._processes = self._start(jobs)

    def submit(self, line: str) -> Future[str]:
        try:
            return self._processes.submit(_digest_line, line)
        except BrokenProcessPool as exc:
            failed: Future[str] = Future()
            failed.set_exception(exc)
            return failed

    def digest_alone(self, line: str) -> str:
        """The answer to a line that may have killed a process; an error line if it does so again."""
        with self._start(1) as single:
            try:
                return single.submit(_digest_line, line).result()
            except BrokenProcessPool:
                return _answer_line(_id_of(line), {"error": "Died: the process that digested this line died"})

    def reopen(self) -> None:
        self.close()
        self._processes = self._start(self._jobs)

    def close(self) -> None:
        self._processes.shutdown(cancel_futures=True)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, _open_worker, self._initial)


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
            return _answer_line(record.get("id"), {"digest": digest_to_json(digest)})
        except RingkasError as error:
            words = to_plain("\n".join(render_error(error, Wording("en")).messages)).split()
            return _answer_line(record.get("id"), {"error": f"{type(error).__name__}: {' '.join(words)}"})
        except BadLine as error:
            return _answer_line(record.get("id"), {"error": f"BadLine: {error}"})
        except Exception as bug:
            log.exception("a line could not be digested")
            return _answer_line(record.get("id"), {"error": f"{type(bug).__name__}: {bug}"})

    async def _digest(self, request: Request) -> Digest:
        if not self._wish.only:
            digest, untranslated = await self._kit.pipeline.run(request)
            if untranslated:
                raise untranslated
            return digest
        return _only(await self._kit.pipeline.digest(request), self._wish.only)


def _answer_line(record_id: object, answer: dict[str, Any]) -> str:
    """One line of JSON that any reader takes: half of a surrogate pair is escaped."""
    record = {"id": record_id, **answer}
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


def _id_of(line: str) -> object:
    try:
        return _record_of(line).get("id")
    except BadLine:
        return None


def _record_of(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise BadLine(f"not JSON: {exc}") from exc
    if not isinstance(record, dict):
        raise BadLine("a line must be a JSON object")
    if isinstance(record.get("id"), float) and not math.isfinite(record["id"]):
        raise BadLine("an id must be a string or a number of JSON")
    return record


def _request_of(record: dict[str, Any], wish: Wish) -> Request:
    fields = {key: record.get(key) or "" for key in ("text", "html", "url", "title")}
    for key, value in fields.items():
        if not isinstance(value, str):
            raise BadLine(f"{key} must be a string")
    request = Request(title=fields["title"], target=wish.target, sentence_count=wish.sentence_count)
    if fields["html"]:
        content = fields["html"].encode("utf-8", "replace")
        page = Page(content, media_type="text/html", charset="utf-8", url=fields["url"] or None)
        return replace(request, file=page)
    if fields["text"]:
        return replace(request, text=fields["text"])
    if fields["url"]:
        return replace(request, links=(fields["url"],))
    raise BadLine("a line needs a text, an html or a url")


def _only(digest: Digest, parts: frozenset[Part]) -> Digest:
    return replace(
        digest,
        target=digest.article.language,
        summary=digest.summary if "summary" in parts else (),
        whole=digest.whole and "summary" in parts,
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
