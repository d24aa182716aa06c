"""The process in which a page is taken apart: `python -m bot.intake.sandbox_worker MEMORY_BYTES`.

In: tasks on stdin, the name of a reader and a Page each. Out: answers on stdout, an Article, a Paging or
the RingkasError that says why there is none. What a hostile page can do, it does here: this process has
no token, no database and no connection, may write no file and start no other, and its parent (sandbox)
kills it when it takes too long. It must not know where pages come from.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from bot.errors import RingkasError, Unreadable
from bot.intake.document import read_page
from bot.intake.paging import paging_of
from bot.records import Page

READERS: dict[str, Callable[[Page], object]] = {"article": read_page, "paging": paging_of}
"""What may be asked, by name."""

FRAME = struct.Struct(">Q")
"""What stands before each task and answer: the length of its pickle in bytes."""

READY = b"R"
"""Written once, when everything is loaded: a task's time begins behind it."""

ORPHAN_S = 120
"""A task that runs so long has lost the parent that should have ended it."""

_SAMPLE = b"""<!doctype html><html lang="id"><head><title>Taman Baca Dibuka</title></head><body><article>
<h1>Taman Baca Dibuka</h1><p>Pemerintah kota membuka taman baca di tepi sungai pada hari Minggu, 3 Mei 2026.
Wali kota mengatakan taman itu dibangun bersama warga selama dua bulan dan terbuka untuk semua.</p>
<p>Anak-anak sudah antre sejak pagi, sementara para orang tua menunggu di bawah pohon.</p>
</article></body></html>"""
"""Our own; reading it loads every table and library before the first reader waits for them."""


class Answer:
    """How a task ended; the first value of every answer."""

    DONE, REFUSED, BUG, OUT_OF_MEMORY = range(4)


def main() -> None:
    """Answer tasks until stdin ends."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    logging.disable(logging.CRITICAL)  # what is wrong inside a page is no news for the operator
    for reader in READERS.values():
        reader(Page(_SAMPLE, media_type="text/html", url="https://contoh.example/baca"))
    _give_up_rights(int(sys.argv[1]))  # behind the libraries, some of which start threads as they load
    answers.write(READY)
    answers.flush()
    with suppress(BrokenPipeError):  # the parent has gone
        while _answer_one(tasks, answers):
            pass


def _answer_one(tasks: BinaryIO, answers: BinaryIO) -> bool:
    """Whether there was a task, and this process is fit for the next."""
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    head = tasks.read(FRAME.size)
    if len(head) < FRAME.size:
        return False
    name, page = pickle.loads(tasks.read(*FRAME.unpack(head)))  # noqa: S301 (the parent's own)
    if hasattr(signal, "alarm"):  # not on Windows
        signal.alarm(ORPHAN_S)
    kind, result = _answer(READERS[name], page)
    answer = pickle.dumps((kind, result), protocol=pickle.HIGHEST_PROTOCOL)
    answers.write(FRAME.pack(len(answer)) + answer)
    answers.flush()
    return kind != Answer.OUT_OF_MEMORY


def _answer(reader: Callable[[Page], object], page: Page) -> tuple[int, object]:
    try:
        return Answer.DONE, reader(page)
    except RingkasError as error:
        if isinstance(error.__cause__, MemoryError):
            return Answer.OUT_OF_MEMORY, None
        return Answer.REFUSED, error
    except MemoryError:
        return Answer.OUT_OF_MEMORY, None
    except RecursionError:
        return Answer.REFUSED, Unreadable(url=page.url or "")
    except Exception:
        return Answer.BUG, traceback.format_exc()


def _give_up_rights(memory_bytes: int) -> None:
    """What this process cannot do from here on; systems without such limits do without them."""
    with suppress(OSError):  # Linux: when memory is short, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # a core file would keep what somebody reads
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main()
