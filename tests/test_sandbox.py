"""sandbox: pages read where a crash, a hang or a bomb takes nothing along."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import errors
from bot.errors import ConfigError, NoArticle, NotAnArticlePage, RingkasError, Unreadable
from bot.intake import sandbox as module
from bot.intake.document import read_page
from bot.intake.paging import Paging, paging_of
from bot.intake.sandbox import InProcess, Sandbox, SandboxBug
from bot.intake.sandbox_worker import Answer, _answer
from bot.records import Article, Page
from tests.hostile import PAGE, PDF, SENTENCE

URL = "https://kabar.example/berita/1"
GOOD = Page(PAGE, media_type="text/html", url=URL)
PATIENCE_S = 120
LONG = Page(f"<p>{SENTENCE}</p>".encode() * 6_000, media_type="text/html", url=URL)
"""Takes seconds to read."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows its processes in /proc")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Sandbox]:
    """One process for all tests that leave it as it is."""
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S)
    await sandbox.start()
    yield sandbox
    await sandbox.close()


def process_of(sandbox: Sandbox) -> int:
    """The process of a sandbox with one, which is idle and runs."""
    worker = sandbox._idle._queue[-1]  # type: ignore[attr-defined]
    assert worker
    assert worker._process.returncode is None
    return int(worker._process.pid)


@asynccontextmanager
async def stuck(*, workers: int = 1, time_limit_s: float = PATIENCE_S) -> AsyncIterator[tuple[Sandbox, int]]:
    """A sandbox whose next page hangs, and the process in which it does."""
    sandbox = Sandbox(workers=workers, time_limit_s=time_limit_s)
    await sandbox.start()
    process = process_of(sandbox)
    os.kill(process, signal.SIGSTOP)
    try:
        yield sandbox, process
    finally:
        await sandbox.close()


async def taken(sandbox: Sandbox, *, left: int) -> None:
    """Wait until so many processes are idle."""
    while sandbox._idle.qsize() != left:
        await asyncio.sleep(0)


def descriptors_of(process: int) -> list[str]:
    return [str(entry.readlink()) for entry in Path("/proc", str(process), "fd").iterdir()]


@pytest.mark.asyncio(loop_scope="module")
async def test_an_article_comes_out_as_it_does_without_a_sandbox(shared: Sandbox) -> None:
    assert await shared.read(GOOD) == read_page(GOOD)
    assert await InProcess().read(GOOD) == read_page(GOOD)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_other_pages_of_a_story_come_out_as_they_do_without_a_sandbox(shared: Sandbox) -> None:
    links = b'<a href="/berita/satu?page=2">2</a><a href="/berita/satu?page=3">3</a></article>'
    page = Page(PAGE.replace(b"</article>", links), url="https://kabar.example/berita/satu")
    assert len((await shared.paging(page)).numbered) == 2
    assert await shared.paging(page) == await InProcess().paging(page) == paging_of(page)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.4 x", b"", b"<html><body><p>x", bytes(99)])
async def test_a_refusal_comes_out_with_all_its_facts(content: bytes, shared: Sandbox) -> None:
    page = Page(content, media_type="text/html", url=URL)
    with pytest.raises(RingkasError) as expected:
        read_page(page)
    with pytest.raises(type(expected.value)) as caught:
        await shared.read(page)
    assert vars(caught.value) == vars(expected.value)


@linux
@pytest.mark.asyncio(loop_scope="module")
async def test_the_process_has_no_secrets_and_few_rights(
    shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "rahasia")
    await shared.close()
    await shared.start()
    process = Path("/proc", str(process_of(shared)))
    limits = (process / "limits").read_text().splitlines()
    assert b"rahasia" not in (process / "environ").read_bytes()
    assert "Max file size             0" in "\n".join(limits)
    assert "Max core file size        0" in "\n".join(limits)
    assert f"Max data size             {module.MEMORY_LIMIT_BYTES}" in "\n".join(limits)
    assert (process / "oom_score_adj").read_text().strip() == "1000"


@linux
@pytest.mark.asyncio(loop_scope="module")
async def test_the_process_holds_no_file_or_connection_of_the_bot(shared: Sandbox, tmp_path: Path) -> None:
    with (tmp_path / "rahasia").open("w") as opened:
        os.set_inheritable(opened.fileno(), True)
        await shared.close()
        await shared.start()
        held = descriptors_of(process_of(shared))
    assert len(held) <= 6
    assert not any("rahasia" in target for target in held)


@pytest.mark.asyncio(loop_scope="module")
async def test_many_pages_at_once_each_get_their_own_answer(shared: Sandbox) -> None:
    pages = [Page(PAGE.replace(b"kota", b"kota %d" % n), url=f"{URL}/{n}") for n in range(12)]
    articles = await asyncio.gather(*(shared.read(page) for page in pages))
    assert all(f"kota {n} " in article.text for n, article in enumerate(articles))


async def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    sandbox = Sandbox(workers=1, time_limit_s=0.05)
    try:
        await sandbox.start()
        process = process_of(sandbox)
        with pytest.raises(Unreadable) as caught:
            await sandbox.read(LONG)
        assert caught.value.url == URL
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        sandbox._time_limit_s = PATIENCE_S
        assert (await sandbox.read(GOOD)).text
    finally:
        await sandbox.close()


async def test_a_process_that_dies_takes_only_its_page_along() -> None:
    async with stuck() as (sandbox, process):
        reading = asyncio.create_task(sandbox.read(GOOD))
        await taken(sandbox, left=0)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(Unreadable):
            await reading
        assert (await sandbox.read(GOOD)).text
        assert process_of(sandbox) != process


async def test_a_process_that_died_while_idle_is_replaced_unnoticed() -> None:
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S)
    try:
        await sandbox.start()
        worker = sandbox._idle._queue[-1]  # type: ignore[attr-defined]
        os.kill(process_of(sandbox), signal.SIGKILL)
        await worker._process.wait()
        assert (await sandbox.read(GOOD)).text
    finally:
        await sandbox.close()


@linux
async def test_a_page_that_takes_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S, memory_limit_bytes=110_000_000)
    try:
        with pytest.raises(Unreadable):
            await sandbox.read(Page(bytes(60_000_000), url=URL))
        assert (await sandbox.read(GOOD)).text
    finally:
        await sandbox.close()


async def test_a_reader_who_gives_up_leaves_no_process_at_work() -> None:
    async with stuck() as (sandbox, process):
        reading = asyncio.create_task(sandbox.read(GOOD))
        await taken(sandbox, left=0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        assert (await sandbox.read(GOOD)).text


async def test_a_process_is_replaced_when_it_has_done_its_share() -> None:
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S, tasks_per_worker=2)
    try:
        seen = []
        for _ in range(4):
            await sandbox.read(GOOD)
            seen.append(process_of(sandbox))
        assert seen[0] == seen[1] != seen[2] == seen[3]
    finally:
        await sandbox.close()


async def test_a_page_that_hangs_holds_up_no_other() -> None:
    async with stuck(workers=2) as (sandbox, process):
        hanging = asyncio.create_task(sandbox.read(GOOD))
        await taken(sandbox, left=1)
        assert (await sandbox.read(GOOD)).text
        assert not hanging.done()
        os.kill(process, signal.SIGCONT)
        assert (await hanging).text


async def test_after_the_end_no_process_is_left() -> None:
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S)
    await sandbox.start()
    process = process_of(sandbox)
    await sandbox.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@linux
async def test_a_process_ends_with_its_parent() -> None:
    # The pipe that the parent writes to is all that ties the two together.
    worker = await module._Worker.started(module.MEMORY_LIMIT_BYTES)
    worker._stdin.close()
    assert await worker._process.wait() == 0


# --- what an answer may hold -----------------------------------------------------------------------


class _Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "answer",
    [_Evil(), Path("/"), print, os.system, object(), GOOD, dict, errors.__dict__["dataclass"], SandboxBug()],
    ids=["call", "path", "print", "system", "object", "page", "type", "foreign name", "bug"],
)
def test_an_answer_that_holds_anything_else_is_no_answer(answer: object) -> None:
    with pytest.raises(module._Died):
        module._unpickled(pickle.dumps((Answer.DONE, answer)))


@pytest.mark.parametrize("answer", [b"", b"x", b"\x80\x05.", pickle.dumps(5), pickle.dumps((1, 2, 3))])
def test_bytes_that_are_no_answer_are_none(answer: bytes) -> None:
    with pytest.raises(module._Died):
        module._unpickled(answer)


WIB = timezone(timedelta(hours=7), "WIB")


@pytest.mark.parametrize("published", [None, date(2026, 5, 3), datetime(2026, 5, 3, 8, 30, tzinfo=WIB)])
def test_an_article_crosses_between_processes(published: date | None) -> None:
    article = Article("Isi.", title="Judul", headings=(1,), url=URL, published=published, authors=("Sri",))
    assert module._unpickled(pickle.dumps((Answer.DONE, article))) == (Answer.DONE, article)


def test_a_paging_crosses_between_processes() -> None:
    paging = Paging(own=2, whole=URL, numbered={1: URL})
    assert module._unpickled(pickle.dumps((Answer.DONE, paging))) == (Answer.DONE, paging)


def leaves(root: type[RingkasError] = RingkasError) -> Iterator[type[RingkasError]]:
    for child in root.__subclasses__():
        yield from leaves(child) if child.__subclasses__() else (child,)


FACTS = {"url": URL, "timeout_s": 2.5, "status": 404, "limit_bytes": 5, "length_chars": 7, "limit_chars": 9,
         "detected": "jv", "targets": ("en", "fr"), "source": "id", "target": "fr", "retry_after_s": 3.5,
         "content_type": "image/png", "found": "video"}  # fmt: skip


@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.__name__)
def test_every_error_crosses_between_processes_with_all_its_facts(leaf: type[RingkasError]) -> None:
    wanted = getattr(leaf, "__dataclass_fields__", {})
    error = leaf(**{name: fact for name, fact in FACTS.items() if name in wanted})
    kind, copy = module._unpickled(pickle.dumps((Answer.REFUSED, error)))
    assert type(copy) is leaf
    assert vars(copy) == vars(error)
    assert kind == Answer.REFUSED


# --- how a task ends -------------------------------------------------------------------------------


def raising(error: BaseException, cause: BaseException | None = None) -> Any:
    def reader(page: Page) -> object:
        raise error from cause

    return reader


@pytest.mark.parametrize(
    ("reader", "kind"),
    [
        (lambda page: 5, Answer.DONE),
        (raising(NoArticle()), Answer.REFUSED),
        (raising(RecursionError()), Answer.REFUSED),
        (raising(MemoryError()), Answer.OUT_OF_MEMORY),
        (raising(NotAnArticlePage(), MemoryError()), Answer.OUT_OF_MEMORY),
        (raising(ZeroDivisionError()), Answer.BUG),
    ],
)
def test_a_task_ends_in_one_of_four_ways(reader: Any, kind: int) -> None:
    assert _answer(reader, GOOD)[0] == kind


def test_a_bug_in_a_reader_comes_out_with_its_traceback() -> None:
    kind, result = _answer(raising(ZeroDivisionError("kelas")), GOOD)
    with pytest.raises(SandboxBug, match=r"(?s)Traceback.*ZeroDivisionError: kelas"):
        module._result(kind, result, GOOD)


def test_an_answer_of_the_wrong_kind_is_a_bug() -> None:
    with pytest.raises(SandboxBug, match="int"):
        module._checked(5, Article)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_pdf_is_read_in_the_sandbox_too(shared: Sandbox) -> None:
    assert SENTENCE in (await shared.read(Page(PDF["plain"](), url=URL))).text


async def test_a_process_that_cannot_start_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMAND", "bot.intake.tidak_ada")
    sandbox = Sandbox(workers=1)
    with pytest.raises(ConfigError):
        await sandbox.start()
    with pytest.raises(Unreadable):
        await sandbox.read(GOOD)
    await sandbox.close()


async def test_a_page_that_is_given_up_is_in_the_log_without_its_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with stuck(time_limit_s=0.01) as (sandbox, _):
        with pytest.raises(Unreadable):
            await sandbox.read(GOOD)
    assert "took too long" in caplog.text
    assert "kabar.example" not in caplog.text
