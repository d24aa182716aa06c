"""PDF -> text: the only module that imports pypdf.

In: the bytes of a PDF. Out: its text by paragraphs, or NotAnArticlePage for one that is encrypted,
broken, or only pictures. It must not know what the text says; furniture inside it is clean's business.

A PDF knows where glyphs stand, not where paragraphs end: lines are put together here by their length
and their last mark.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from bot.errors import NotAnArticlePage
from bot.intake.wrap import before_join, ends_sentence
from bot.records import PARAGRAPH_BREAK

PAGE_LIMIT = 50
"""Pages that are read: a long report's executive part; articles have one to ten."""

TEXT_LIMIT_CHARS = 200_000
"""About 50 dense pages; what lies behind is not read, so that a file of one endless page ends as well."""

EDGE_LINES = 3
"""How many lines from the top and the bottom of a page may be header and footer."""

SHORT_LINE_SHARE = 0.8
"""A line below this share of its page's full width ends where its writer ended it."""

_READING_FAILED = (
    PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    NotImplementedError, AssertionError, RecursionError, OSError, EOFError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on damaged files, by its own tests and ours: far more than its own errors."""

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:halaman|hal|page|hlm)\b\W*)?\d{1,4}(?:\s*(?:dari|of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)


def read_pdf(content: bytes) -> str:
    """The text, paragraphs with PARAGRAPH_BREAK between them, running headers and page numbers left out.

    At most PAGE_LIMIT pages and about TEXT_LIMIT_CHARS characters. Raises NotAnArticlePage.
    """
    # What is wrong inside a reader's file is no news for the operator's log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(_pages(content))
    except _READING_FAILED as exc:
        raise NotAnArticlePage(content_type="application/pdf") from exc
    text = PARAGRAPH_BREAK.join(_paragraphs(_without_running_lines(pages)))
    if not text.strip():
        raise NotAnArticlePage(content_type="application/pdf")
    return text


def _pages(content: bytes) -> Iterator[list[str]]:
    """The lines of each page; an empty line where the page leaves room."""
    reader = PdfReader(BytesIO(content), strict=False)
    # Many PDFs are encrypted with an empty password, only to forbid printing.
    if reader.is_encrypted and not reader.decrypt(""):
        raise PyPdfError("a password is needed")
    chars = 0
    for number in range(min(len(reader.pages), PAGE_LIMIT)):
        text = reader.pages[number].extract_text()[: TEXT_LIMIT_CHARS - chars]
        chars += len(text)
        yield [" ".join(line.split()) for line in text.splitlines()]
        if chars >= TEXT_LIMIT_CHARS:
            return


def _without_running_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without what stands at the edge of most of them."""
    full = [[line for line in page if line] for page in pages]
    edges = Counter(key for page in full for key in {_key(line) for line in _edge(page)})
    repeated = {key for key, count in edges.items() if count >= 2 and count > len(full) / 2}
    return [_inner(page, repeated) for page in pages]


def _edge(page: Sequence[str]) -> Sequence[str]:
    return [*page[:EDGE_LINES], *page[EDGE_LINES:][-EDGE_LINES:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _inner(page: Sequence[str], repeated: set[str]) -> list[str]:
    lines = list(page)
    for end in (0, -1):
        for _ in range(EDGE_LINES):
            while lines and not lines[end]:
                lines.pop(end)
            if lines and (_key(lines[end]) in repeated or _PAGE_NUMBER.fullmatch(lines[end])):
                lines.pop(end)
    return lines


def _paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    paragraphs: list[str] = []
    is_open = False
    for lines in pages:
        lengths = sorted(len(line) for line in lines if line)
        width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        for i, line in enumerate(lines):
            if not line:
                # Some writers leave an empty line after every line: only a finished sentence ends there.
                is_open = is_open and not _is_finished(paragraphs[-1])
                continue
            if is_open:
                paragraphs[-1] = before_join(paragraphs[-1], line) + line
            else:
                paragraphs.append(line)
            is_open = not _ends_paragraph(line, next((after for after in lines[i + 1 :] if after), ""), width)
    return paragraphs


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    """A short line ends one, after a full stop or as a headline before a line that starts anew."""
    if len(line) >= SHORT_LINE_SHARE * width:
        return False
    return _is_finished(line) or (bool(following) and not following[0].islower() and len(line) < width / 2)


def _is_finished(line: str) -> bool:
    return ends_sentence(line) or line.endswith(":")
