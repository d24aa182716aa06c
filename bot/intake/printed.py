"""Printed lines -> paragraphs: what the eye does with a page that only says where its lines stand.

In: lines with place and size, page by page in the order of the file, in which writers put one column after
the other. Out: paragraphs, put together by the room between lines, their size, their indentation and their
length, without running headers and page numbers. It must not know where the lines come from.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bot.intake.furniture import is_page_line
from bot.intake.wrap import before_join, ends_sentence, is_list_item

EDGE_LINES = 3
"""How many lines from the top and the bottom of a page may be header and footer."""

GAP_FACTOR = 1.25
"""A step down that parts paragraphs, in usual steps: word processors set single lines 6 pt apart
(1.4 at 12 pt), browsers one line (1.8); inside a paragraph a bold word or a note sign adds up to a tenth."""

PITCH_EM = 1.3
"""The step from line to line where a size has no running text to measure it by: between 1.15 and 1.5."""

SIZE_FACTOR = 1.08
"""From here on two sizes are meant to differ: 10 and 11 pt do, rounding and hinting stay below 1.02."""

SAME_LINE_EM = 0.5
"""How far pieces of one line stand above and below another: note signs are raised by a third."""

INDENT_EM = (0.5, 4.0)
"""How far first lines are set in; beyond it begins another column."""

DROP_CAP_FACTOR = 1.5
"""How much larger than the text the letter is that opens it over two lines and more."""

DROP_CAP_LIMIT = 50
"""One to a page; a page of single letters is no story."""

FULL_LINE_SHARE = 0.97
"""A finished line whose next word had found room within this share of the lines about it is a last
line. In 12 files of two makers, the lines that their column had broken start at 1.01."""

LOOSE_LINE_SHARE = 0.92
"""The same for a line without a full stop before a capital, which a headline or a byline may be."""

SHORT_LINE_SHARES = (0.7, 0.5)
"""Both for a line among short ones, by the whole column: beside pictures all lines are short."""

NEIGHBOURS = 3
"""Lines above and below that show how far lines reach; text beside a picture has more lines than that."""

_WIDTHS_EM = {
    **dict.fromkeys("iljI.,:;'|!‘’", 0.28), **dict.fromkeys(" ftr()[]-\"“”", 0.33),
    **dict.fromkeys("mwMW—@%", 0.87), **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.69),
}  # fmt: skip
"""Rounded from Helvetica's metrics; other faces keep the proportions, which is all that is compared."""

_LETTER_EM = 0.54

_HYPHENATION = "\u2010"
"""The sign of programs that break words; writers type the other hyphen."""

_COMPOUND = re.compile(r"\w-$")

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:halaman|hal|page|hlm)\b\W*)?\d{1,4}(?:\s*(?:dari|of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Text on one baseline; x and y in points along and across the reading direction, y upwards."""

    text: str
    x: float
    y: float
    size: float
    page: int
    is_bold: bool = False
    is_item: bool = False

    @property
    def right(self) -> float:
        return self.x + width_em(self.text) * self.size

    @property
    def size_class(self) -> float:
        return round(self.size * 2) / 2


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual in a document, in points; by size class where sizes differ in it."""

    body_size: float
    pitch_em: float
    """For sizes without a step of their own."""
    pitch: Mapping[float, float]
    columns: Mapping[float, Sequence[tuple[float, float]]]
    """Left and right edges in points."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Shares of a width that a line would fill together with the word after it."""

    of_column: float
    of_neighbours: float


def width_em(text: str) -> float:
    """About how wide the text is, in its own size; good enough to compare lines by."""
    return sum(_WIDTHS_EM.get(char, _LETTER_EM) for char in text)


def without_running_lines(pages: Sequence[list[PrintedLine]]) -> list[PrintedLine]:
    """The lines without page numbers, and without what stands at the edge of most pages."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    full = sum(bool(page) for page in pages)
    repeated = {key for key, count in edges.items() if count >= 2 and count > full / 2}
    return [line for page in pages for line in _inner(page, repeated)]


def _edge(page: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    rows = sorted(page, key=lambda line: -line.y)
    return [*rows[:EDGE_LINES], *rows[EDGE_LINES:][-EDGE_LINES:]]


def _key(line: PrintedLine) -> tuple[str, float]:
    """What a running line repeats; the headline itself is larger than the same words above each page."""
    return re.sub(r"\d+", "#", line.text).casefold(), line.size_class


def _inner(page: Sequence[PrintedLine], repeated: set[tuple[str, float]]) -> list[PrintedLine]:
    rows = sorted(range(len(page)), key=lambda index: -page[index].y)
    for end in (0, -1):
        for _ in range(EDGE_LINES):
            line = page[rows[end]] if rows else None
            if line and (_key(line) in repeated or _is_running(line.text)):
                rows.pop(end)
    return [page[index] for index in sorted(rows)]


def _is_running(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text)) or is_page_line(text)


def paragraphs(lines: Sequence[PrintedLine]) -> list[str]:
    """The paragraphs and headlines that the lines make, in order, their broken words joined."""
    if not lines:
        return []
    lines = _with_drop_caps(lines)
    layout = _layout(lines)
    put_together = [[lines[0].text]]
    is_first = True
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        # No paragraph leaves its first line alone at the foot of a page: typesetters see to that.
        is_whole = is_first and not _is_below(before, line) and not line.text[0].islower()
        is_first = is_whole or _is_parted(before, line, _room(lines, index, layout), layout)
        if is_first:
            put_together.append([line.text])
        else:
            put_together[-1][-1] = _before_join(put_together[-1][-1], line.text)
            put_together[-1].append(line.text)
    return ["".join(pieces) for pieces in put_together]


def _before_join(text: str, following: str) -> str:
    if text.endswith(_HYPHENATION):
        text = f"{text[:-1]}\u00ad"
    return (
        text if _COMPOUND.search(text[-2:]) and not following[0].islower() else before_join(text, following)
    )


def _with_drop_caps(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, with an initial over several lines before the first that stands beside it."""
    joined = list(lines)
    initials = [line for line in lines if len(line.text) == 1 and line.text.isupper()]
    for initial in initials[:DROP_CAP_LIMIT]:
        beside = [line for line in joined if _is_beside(initial, line)]
        if beside:
            first = max(beside, key=lambda line: line.y)
            joined[joined.index(first)] = replace(first, text=initial.text + first.text)
            joined.remove(initial)
    return joined


def _is_beside(initial: PrintedLine, line: PrintedLine) -> bool:
    return (
        line.page == initial.page
        and initial.size > DROP_CAP_FACTOR * line.size
        and -SAME_LINE_EM * line.size < line.x - initial.x < 2 * initial.size
        and -SAME_LINE_EM * line.size < line.y - initial.y < initial.size
    )


def _layout(lines: Sequence[PrintedLine]) -> _Layout:
    chars: Counter[float] = Counter()
    steps, classes = defaultdict(list), defaultdict(list)
    for line in lines:
        chars[line.size_class] += len(line.text)
        classes[line.size_class].append(line)
    for before, line in pairwise(lines):
        # Before a line that begins small there is no paragraph's end.
        if _is_below(before, line) and _is_same_size(before, line) and line.text[0].islower():
            steps[line.size_class].append(before.y - line.y)
    pitch = {size: median(found) for size, found in steps.items()}
    body_size = chars.most_common(1)[0][0]
    return _Layout(
        body_size=body_size,
        pitch_em=max(PITCH_EM, pitch.get(body_size, 0.0) / max(body_size, 0.5)),
        pitch=pitch,
        columns={size: _columns(of_size) for size, of_size in classes.items()},
    )


def _columns(lines: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """Left and right edges of the columns in which lines of one size stand."""
    columns: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: line.x):
        if not columns or line.x - columns[-1][-1].x > INDENT_EM[1] * line.size:
            columns.append([])
        columns[-1].append(line)
    edges = []
    for column in columns:
        rights = sorted(line.right for line in column)
        edges.append((column[0].x, rights[int(0.9 * (len(rights) - 1))]))
    return edges


def _is_below(before: PrintedLine, line: PrintedLine) -> bool:
    return before.page == line.page and before.y - line.y > SAME_LINE_EM * line.size


def _is_same_size(one: PrintedLine, two: PrintedLine) -> bool:
    return max(one.size, two.size) < SIZE_FACTOR * min(one.size, two.size)


def _is_parted(before: PrintedLine, line: PrintedLine, room: _Room, layout: _Layout) -> bool:
    """Whether a paragraph ends between two lines that follow one another."""
    if line.is_item or is_list_item(line.text) or not _is_same_size(before, line):
        return True
    if before.page == line.page and abs(before.y - line.y) <= SAME_LINE_EM * line.size:
        return True  # cells of a table
    is_small = line.text[0].islower()
    runs_on = is_small and not _is_finished(before.text) and room.of_column >= FULL_LINE_SHARE
    if _is_below(before, line):
        pitch = layout.pitch.get(line.size_class, layout.pitch_em * line.size)
        if before.y - line.y > GAP_FACTOR * pitch:
            return not runs_on
    elif before.page == line.page and line.x < before.x:
        return not runs_on  # back to the left and up: another story of the page
    if line.size >= SIZE_FACTOR * layout.body_size:
        return False
    if before.is_bold != line.is_bold and not is_small:
        return True
    return _is_set_in(before, line, room, layout) or _is_last(before, line, room)


def _is_set_in(before: PrintedLine, line: PrintedLine, room: _Room, layout: _Layout) -> bool:
    least, most = (em * line.size for em in INDENT_EM)
    if not least <= line.x - _column(line, layout)[0] <= most:
        return False
    is_step = line.x - before.x >= least and not line.text[0].islower()
    return is_step or _is_finished(before.text) or room.of_neighbours < 1


def _is_last(before: PrintedLine, line: PrintedLine, room: _Room) -> bool:
    """Whether the next word had found room in the line: its writer ended it."""
    if _is_finished(before.text):
        return room.of_neighbours < FULL_LINE_SHARE or room.of_column < SHORT_LINE_SHARES[0]
    is_loose = room.of_neighbours < LOOSE_LINE_SHARE or room.of_column < SHORT_LINE_SHARES[1]
    return is_loose and not line.text[0].islower()


def _room(lines: Sequence[PrintedLine], index: int, layout: _Layout) -> _Room:
    """How the line above `index` would stand in its column with the word that follows it."""
    before, line = lines[index - 1], lines[index]
    left, right = _column(before, layout)
    about = lines[max(index - 1 - NEIGHBOURS, 0) : index + NEIGHBOURS]
    # Lines that go on in the next column reach as far there as they would here.
    reach = max(
        other.right - _column(other, layout)[0] for other in about if other.size_class == before.size_class
    )
    end = before.right - left + width_em(" " + line.text.split(" ", 1)[0]) * before.size
    column = max(right - left, before.size)
    return _Room(end / column, end / min(column, max(reach, before.size)))


def _column(line: PrintedLine, layout: _Layout) -> tuple[float, float]:
    columns = layout.columns[line.size_class]
    return columns[bisect_right(columns, (line.x, math.inf)) - 1]


def _is_finished(line: str) -> bool:
    return ends_sentence(line) or line.endswith(":")
