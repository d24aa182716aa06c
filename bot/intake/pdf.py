"""PDF -> text: the only module that imports pypdf.

In: the bytes of a PDF. Out: its text by paragraphs, or NotAnArticlePage for one that is encrypted,
broken, or only pictures. It must not know what the text says; furniture inside it is clean's business.

A PDF knows where glyphs stand, not where paragraphs end: that is told from the lines by printed.py.
"""

from __future__ import annotations

import logging
import math
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, PyPdfError

from bot.errors import NotAnArticlePage
from bot.intake.printed import (
    PITCH_EM,
    SAME_LINE_EM,
    PrintedLine,
    paragraphs,
    width_em,
    without_running_lines,
)
from bot.records import PARAGRAPH_BREAK

PAGE_LIMIT = 50
"""Pages that are read: a long report's executive part; articles have one to ten."""

TEXT_LIMIT_CHARS = 200_000
"""About 50 dense pages; what lies behind is not read, so that a file of one endless page ends as well."""

LIMITS: Mapping[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "brotli_maximum_output_length": 20_000_000,
    "maximum_declared_stream_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 200_000,
    "xform_maximum_invocations_per_extraction": 500,
}
"""Of one stream, in bytes unpacked and in operands and operators, and of the tree of pages. A dense page of
text has 50 KB and 10,000 operators; a quarter to a tenth of pypdf's own limits, which let a page of 90 KB
keep a core for 20 s."""

CELL_GAP_EM = 4.0
"""Room after which the same baseline holds something else; justified spaces stay below 2 em, and the
end of a piece is known to about 1 em."""

FAR_POINTS = 1e6
"""Beyond any page: the largest that readers show is 14,400 points wide (PDF 1.7, annex C.2)."""

PLACED_SHARE = 0.9
"""Share of the plain text's characters that must have a place on the page, or the places are not used."""

_BULLETS = frozenset("•‣◦●○▪■□–·*o")

_READING_FAILED = (
    PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    NotImplementedError, AssertionError, RecursionError, OSError, EOFError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on damaged files, by its own tests and ours: far more than its own errors."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What pypdf gives at a time: a line, or the part of it in one font."""

    text: str
    x: float
    y: float
    size: float
    angle: int
    is_bold: bool


class _Enough(Exception):
    pass


def read_pdf(content: bytes) -> str:
    """The text, paragraphs with PARAGRAPH_BREAK between them, running headers and page numbers left out.

    A headline is one paragraph, however many lines it was set in. At most PAGE_LIMIT pages and about
    TEXT_LIMIT_CHARS characters. Raises NotAnArticlePage.
    """
    # What is wrong inside a reader's file is no news for the operator's log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(**LIMITS):
            pages = list(_pages(content))
    except _READING_FAILED as exc:
        raise NotAnArticlePage(content_type="application/pdf") from exc
    text = PARAGRAPH_BREAK.join(paragraphs(without_running_lines(pages)))
    if not text.strip():
        raise NotAnArticlePage(content_type="application/pdf")
    return text


def _pages(content: bytes) -> Iterator[list[PrintedLine]]:
    reader = PdfReader(BytesIO(content), strict=False)
    # Many PDFs are encrypted with an empty password, only to forbid printing.
    if reader.is_encrypted and not reader.decrypt(""):
        raise PyPdfError("a password is needed")
    chars = 0
    for number in range(min(len(reader.pages), PAGE_LIMIT)):
        lines = _page_lines(reader.pages[number], number, TEXT_LIMIT_CHARS - chars)
        chars += sum(len(line.text) for line in lines)
        yield lines
        if chars >= TEXT_LIMIT_CHARS:
            return


def _page_lines(page: PageObject, number: int, limit_chars: int) -> list[PrintedLine]:
    """The lines of a page where they stand; one below the other where the file does not tell."""
    texts: list[str] = []
    pieces: list[_Piece] = []
    chars = 0

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        nonlocal chars
        text = text[: limit_chars - chars]
        chars += len(text)
        texts.append(text)
        piece = _piece(text, cm, tm, font, size)
        if piece is not None:
            pieces.append(piece)
        if chars >= limit_chars:
            raise _Enough

    with suppress(_Enough):
        page.extract_text(visitor_text=visit)
    plain = "".join(texts)
    placed = sum(len("".join(piece.text.split())) for piece in pieces)
    if placed < PLACED_SHARE * len("".join(plain.split())):
        return _unplaced(plain, number)
    return _with_items(_lines(_upright(pieces), number))


def _piece(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> _Piece | None:
    """None for white space alone and for what has no place."""
    if not text.strip():
        return None
    a, b, c, d = (
        tm[i] * cm[j] + tm[i + 1] * cm[j + 2] for i, j in ((0, 0), (0, 1), (2, 0), (2, 1))
    )  # fmt: skip
    e, f = (tm[4] * cm[j] + tm[5] * cm[j + 2] + cm[j + 4] for j in (0, 1))
    along, height = math.hypot(a, b), math.hypot(c, d) * abs(size)
    if not all(abs(value) < FAR_POINTS for value in (along, height, e, f)) or not along or not height:
        return None
    x, y = (a * e + b * f) / along, (a * f - b * e) / along
    angle = round(math.degrees(math.atan2(b, a))) % 360
    return _Piece(text, x, y, height, angle, _is_bold(font))


def _is_bold(font: Any) -> bool:
    name = str(font.get("/BaseFont", "")).casefold() if isinstance(font, dict) else ""
    return any(weight in name for weight in ("bold", "black", "heavy"))


def _upright(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces in the page's own direction; stamps and notes up the margin are none of its text."""
    chars: Counter[int] = Counter()
    for piece in pieces:
        chars[piece.angle] += len(piece.text)
    return [piece for piece in pieces if piece.angle == chars.most_common(1)[0][0]]


def _lines(pieces: Sequence[_Piece], page: int) -> list[PrintedLine]:
    rows: list[list[_Piece]] = []
    end = 0.0
    for piece in pieces:
        if not (rows and _is_same_line(rows[-1][-1], piece, end)):
            rows.append([])
        rows[-1].append(piece)
        end = piece.x + width_em(piece.text.rstrip()) * piece.size
    return [_line(row, page) for row in rows]


def _is_same_line(before: _Piece, piece: _Piece, end: float) -> bool:
    size = max(before.size, piece.size)
    if abs(piece.y - before.y) > SAME_LINE_EM * size or piece.x < before.x:
        return False
    # An end is estimated, and the more so the longer the piece is.
    slack = CELL_GAP_EM * size + 0.1 * (end - before.x)
    return piece.x - end < slack


def _line(row: Sequence[_Piece], page: int) -> PrintedLine:
    # pypdf has set the spaces between the pieces, and after a font that it gave alone a line feed.
    text = " ".join("".join(piece.text for piece in row).split())
    main = max(row, key=lambda piece: len(piece.text))
    is_bold = all(piece.is_bold for piece in row)
    return PrintedLine(text, row[0].x, main.y, main.size, page, is_bold)


def _with_items(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, without bullets that the file has apart: the lines beside them open an item."""
    marks = [line for line in lines if line.text in _BULLETS]
    if not marks:
        return list(lines)
    rows = {round(mark.y) for mark in marks}
    return [
        replace(line, is_item=any(round(line.y) + off in rows for off in (-1, 0, 1)))
        for line in lines
        if line.text not in _BULLETS
    ]


def _unplaced(text: str, page: int) -> list[PrintedLine]:
    return [
        PrintedLine(" ".join(line.split()), 0.0, -row * PITCH_EM, 1.0, page)
        for row, line in enumerate(text.splitlines())
        if line.strip()
    ]
