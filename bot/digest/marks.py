"""Quotation marks, and the passages between them.

In: a text. Out: its marks, which of them close which, and the passages in single marks. This module must not
know whether anybody says what stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

CueInside = Callable[[str, int, int], int | None]
"""Where a reporting word cuts into start..end of a text; None when none does."""

LostOpening = Callable[["Mark", Sequence["Span"], Sequence[int]], "Span | None"]
"""Makes good a closing mark whose opening one is lost; from passages before it and paragraphs' ends."""

MOST_SPANS = 1_000
"""Quoted passages of a text that are looked at: an interview of 10,000 words has some 300, a text made of
nothing but marks has a hundred thousand."""

MAX_OPEN_PARAGRAPHS = 4
"""Paragraphs over which one pair of marks may reach; a longer stretch is a lost closing mark."""

_BREAK = re.compile(r"\n+")
_MARK = re.compile(r"''|``|´´|[\"“”„‟«»″＂〝〞]|(?<!\S),,(?=\w)")
_SINGLE = re.compile(
    r"(?<![\w'’])['‘‚‹](?=[A-Z])([^'‘’‹›\n\"“”]{8,600}(?:['’](?=\w)[^'‘’‹›\n\"“”]{1,600}){0,6})['’›](?!\w)"
)
_SINGLE_ENGLISH = re.compile(_SINGLE.pattern.replace("{8,600}", "{2,600}"))
"""English has an apostrophe in its second word already: 'We won't go.'"""
_STRAIGHT = ('"', "''", "＂")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark: where it stands, and whether its surroundings let it open or close."""

    start: int
    end: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What stands between two marks, the marks left out."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    """With the marks."""
    closed: bool = True


def find_marks(text: str) -> list[Mark]:
    """Return the marks of a text in order."""
    marks: list[Mark] = []
    for match in _MARK.finditer(text):
        before = text[match.start() - 1 : match.start()] or "\n"
        after = text[match.end() : match.end() + 1] or "\n"
        free_left = before.isspace() or before in "([{—–-/:"
        free_right = after.isspace() or after in ".,;:?!)]}—–"
        opens, closes = not free_right and free_left, free_right and not free_left
        if opens == closes:
            mark = match.group()
            opens = mark in "“„«〝,,``" or (mark not in "”»〞" and not free_right)
            closes = mark in "”»‟〞" or not opens or not (free_left or mark in "“„«〝")
            if mark in _STRAIGHT and free_left and free_right:  # " so spaced, "
                closes = bool(marks) and marks[-1].opens and "\n" not in text[marks[-1].end : match.start()]
                opens = not closes
        marks.append(Mark(match.start(), match.end(), opens, closes))
    return marks


def paired_spans(
    text: str, cue_inside: CueInside, lost_opening: LostOpening, *, english: bool = False
) -> list[Span]:
    """Return the quoted passages of a text in order, MOST_SPANS at most.

    A lost closing mark is made good by a reporting word, the next mark or the paragraph's end.
    """
    marks = find_marks(text)
    breaks = [match.start() for match in _BREAK.finditer(text)] + [len(text)]
    spans: list[Span] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        closing = _closing_mark(text, marks, index, breaks, cue_inside) if mark.opens else None
        if not mark.opens:
            lost = lost_opening(mark, spans, breaks)
            spans.extend([] if lost is None else [lost])
            if lost is None and _is_turned(text, mark):
                closing = _closing_mark(text, marks, index, breaks, cue_inside)
        elif closing is None:
            spans.append(_lost_closing(text, marks, index, breaks, cue_inside))
        if closing is not None:
            spans.append(Span(mark.end, marks[closing].start, mark.start, marks[closing].end))
        index = index + 1 if closing is None else closing + 1
    spans.extend(_single_spans(text, spans, english=english))
    return sorted(spans, key=lambda span: span.start)[:MOST_SPANS]


def _is_turned(text: str, mark: Mark) -> bool:
    """Whether a mark that closes stands where one should open, behind a sentence: "panen.”Kami pulang"."""
    return text[mark.end : mark.end + 1].isupper() and text[mark.start - 1] in ".?!"


def _lost_closing(
    text: str, marks: Sequence[Mark], index: int, breaks: Sequence[int], cue_inside: CueInside
) -> Span:
    """Return the span of an opening mark alone."""
    mark = marks[index]
    end = breaks[min(bisect_right(breaks, mark.start), len(breaks) - 1)]
    if index + 1 < len(marks):
        end = min(end, marks[index + 1].start)
    cue = cue_inside(text, mark.end, end)
    end = end if cue is None else cue
    return Span(mark.end, end, mark.start, end, closed=False)


def _closing_mark(
    text: str, marks: Sequence[Mark], opening: int, breaks: Sequence[int], cue_inside: CueInside
) -> int | None:
    """Return the index of the mark that closes the one at `opening`; None when it is lost."""
    paragraph = bisect_right(breaks, marks[opening].start)
    depth = 0
    for index in range(opening + 1, min(len(marks), opening + 9)):
        mark = marks[index]
        distance = bisect_right(breaks, mark.start) - paragraph
        if distance >= MAX_OPEN_PARAGRAPHS or (distance and (mark.opens or depth)):
            return None
        if distance and cue_inside(text, marks[opening].end, breaks[paragraph]) is not None:
            return None
        if mark.opens and not mark.closes:
            if not _nests(marks, index, breaks[paragraph] if paragraph < len(breaks) else len(text)):
                return None
            depth += 1
        elif depth:
            depth -= 1
        elif _is_inch(text, marks, index):
            continue
        else:
            return index
    return None


def _nests(marks: Sequence[Mark], index: int, limit: int) -> bool:
    """Whether the opening mark at `index` opens a quote within a quote: two marks that close follow it."""
    if index + 2 >= len(marks) or marks[index + 2].start >= limit:
        return False
    first, second = marks[index + 1], marks[index + 2]
    return first.closes and second.closes and not second.opens


def _is_inch(text: str, marks: Sequence[Mark], index: int) -> bool:
    """Whether a mark after a number is inches: another closing mark follows before one that opens."""
    mark = marks[index]
    if not text[mark.start - 1].isdigit() or index + 1 >= len(marks):
        return False
    return not marks[index + 1].opens and "\n" not in text[mark.end : marks[index + 1].start]


def _single_spans(text: str, spans: Sequence[Span], *, english: bool) -> Iterator[Span]:
    """Yield the passages in single marks that lie outside of the double ones."""
    starts = [span.outer_start for span in sorted(spans, key=lambda span: span.start)]
    ends = [span.outer_end for span in sorted(spans, key=lambda span: span.start)]
    for match in (_SINGLE_ENGLISH if english else _SINGLE).finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if (index >= 0 and ends[index] > match.start()) or (
            index + 1 < len(starts) and starts[index + 1] < match.end()
        ):
            continue
        yield Span(match.start(1), match.end(1), match.start(), match.end())
