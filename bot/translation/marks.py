"""Marks inside a sentence: bold words, links, pictures. Off before it is translated, and back behind it.

In: a line as it was written. Out: the line as people read it, and where its marks stood; or a translation
with the marks around the words that stand for those that were marked. Pure; this module must not know how
words are found again in a translation.

A model that learnt from sentences has seen no marks, and a sentence that is cut at each of them falls into
pieces: 200 sentences of news with two marked places each had BLEU 16.6 so, and have 20.2 as without marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from bot.translation.pieces import BLANK, PICTURE, VERBATIM

INLINE_NAMES = (
    "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
)  # fmt: skip
"""HTML's elements inside a sentence; the others end one."""

LIMIT_MARKS = 100
"""A line with more of them is no text that somebody wrote; the others are left out."""

LONG_ADDRESS_CHARS = 80
"""From here on an address is too long for a sentence that a model reads."""
STAND_IN = "https://{}.example/x"
"""Stands for such an address: models copy it as any other. With letters: a number might be held."""
_STAND_IN_END = STAND_IN.partition("{}")[2]

Span = tuple[int, int]

_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{'|'.join(INLINE_NAMES)})(?:\s[^<>]{{0,2000}})?>", re.IGNORECASE)
_LINK = re.compile(
    r"(?<!!)\[(?P<shown>[^\[\]\n]{1,300})\](?P<target>\((?:https?://|/|#|mailto:)[^()\s]{0,2000}\))"
)
_EMPHASIS = re.compile(
    r"(?<![\w*_~])(?P<sign>\*{1,3}|__|~~)(?=[^\s*_~])(?P<shown>[^*~]{0,400}?[^\s*_~])(?P=sign)(?![\w*_~])"
)
_PICTURES = re.compile(
    rf"(?<=[\w,;:)\"”’>*])[ \t]?(?P<shown>[{PICTURE}][{PICTURE}\ufe0f\u200d]*)"
    r"(?=\s?[a-z]|\s?(?:</\w{1,10}>|\*+)?[,;:.!?)])"
)
_MARKED = re.compile(r"</?[a-zA-Z]|\]\(|\*|__|~~" + f"|[{PICTURE}]")
EDGE_SIGNS = " ,.;:!?\"“”'‘’()[]"
"""What stands around words and is none."""
_ENDS = " ,.;:!?"


@dataclass(frozen=True, slots=True)
class Mark:
    """`opening` stands before `start` of the bare text and `closing` behind its `end`; a picture stands at
    one place."""

    start: int
    end: int
    opening: str
    closing: str = ""
    is_link: bool = False


def without_marks(line: str) -> tuple[str, tuple[Mark, ...]]:
    """The line as people read it, with single blanks, and its marks; a line without any as it is.

    >>> without_marks("Menteri <b>Perhubungan</b> hadir.")
    ('Menteri Perhubungan hadir.', (Mark(start=8, end=19, opening='<b>', closing='</b>', is_link=False),))
    """
    if not _MARKED.search(line):
        return line, ()
    signs = sorted(
        (*_tags(line), *_markdown(line), *_pictures(line)), key=lambda sign: (sign.start, -sign.end)
    )
    if not signs:
        return line, ()
    taken = _taken_out(line, signs)
    return taken if taken[1] else (line, ())


def with_short_addresses(line: str) -> tuple[str, dict[str, str]]:
    """The line with short addresses in the place of long ones inside it, and which stands for which."""
    long: dict[str, str] = {}

    def shortened(match: re.Match[str]) -> str:
        inside = line[: match.start()].strip() and line[match.end() :].strip(EDGE_SIGNS)
        if len(match.group()) < LONG_ADDRESS_CHARS or not inside or len(long) == len(ascii_lowercase):
            return match.group()
        short = STAND_IN.format(ascii_lowercase[len(long)])
        long[short] = match.group()
        return short

    if len(line) < LONG_ADDRESS_CHARS or "://" not in line or _STAND_IN_END in line:
        return line, {}
    return VERBATIM.sub(shortened, line), long


def with_long_addresses(translation: str, long: Mapping[str, str]) -> str:
    """The translation with the long addresses again; one that was lost stands at its end."""
    for short, address in long.items():
        if short in translation:
            translation = translation.replace(short, address)
        else:
            translation = f"{translation} {address}"
    return translation


@dataclass(frozen=True, slots=True)
class _Sign:
    """What stands in a line from `start` to `end`; the two of a pair share a number."""

    start: int
    end: int
    pair: int
    is_link: bool = False


def _tags(line: str) -> Iterator[_Sign]:
    """The tags that have their other end in the line."""
    begun: list[tuple[str, Span]] = []
    names: Counter[str] = Counter()
    for match in _TAG.finditer(line):
        name = match["name"].lower()
        if not match["end"]:
            begun.append((name, match.span()))
            names[name] += 1
        elif names[name]:
            last, opening = begun.pop()
            while last != name:  # tags without another end
                names[last] -= 1
                last, opening = begun.pop()
            names[name] -= 1
            yield from _pair(opening, match.span(), is_link=name == "a")


def _markdown(line: str) -> Iterator[_Sign]:
    for match in _LINK.finditer(line):
        start, end = match.span("shown")
        yield from _pair((match.start(), start), (end, match.end()), is_link=True)
    for match in _EMPHASIS.finditer(line):
        start, end = match.span("shown")
        yield from _pair((match.start(), start), (end, match.end()))


def _pair(opening: Span, closing: Span, *, is_link: bool = False) -> Iterator[_Sign]:
    yield _Sign(*opening, opening[0], is_link)
    yield _Sign(*closing, opening[0], is_link)


def _pictures(line: str) -> Iterator[_Sign]:
    """Pictures inside a sentence; one before a capital stands between two."""
    for match in _PICTURES.finditer(line):
        yield _Sign(match.start(), match.end(), match.start())


def _taken_out(line: str, signs: Sequence[_Sign]) -> tuple[str, tuple[Mark, ...]]:
    alone = Counter(sign.pair for sign in signs)
    text, at = _Text(), 0
    begun: dict[int, tuple[int, str]] = {}
    marks = []
    for sign in signs:
        if sign.start < at:
            continue  # it stands in another one: an address with stars in it
        text.add(line[at : sign.start])
        shown = line[sign.start : sign.end]
        at = sign.end
        if alone[sign.pair] == 1:
            marks.append(Mark(text.size - text.ends_blank, text.size - text.ends_blank, shown))
        elif sign.pair in begun:
            start, opening = begun.pop(sign.pair)
            marks.append(Mark(start, text.size, opening, shown, sign.is_link))
        else:
            begun[sign.pair] = text.size, shown
    text.add(line[at:])
    bare = "".join(text.parts)
    if begun:
        return line, ()  # pairs that cross each other
    trimmed = (_trimmed(bare, mark) if mark.closing else mark for mark in marks[:LIMIT_MARKS])
    return bare, tuple(mark for mark in trimmed if mark.start < mark.end or not mark.closing)


class _Text:
    """A text with single blanks, in the making."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size, self.ends_blank = 0, False

    def add(self, more: str) -> None:
        more = BLANK.sub(" ", more)
        more = more[1:] if self.ends_blank and more.startswith(" ") else more
        if more:
            self.parts.append(more)
            self.size, self.ends_blank = self.size + len(more), more.endswith(" ")


def _trimmed(text: str, mark: Mark) -> Mark:
    """The mark without blanks at its edges."""
    marked = text[mark.start : mark.end]
    start = mark.start + len(marked) - len(marked.lstrip())
    return replace(mark, start=start, end=max(start, mark.start + len(marked.rstrip())))


def within(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of a part of the text, as they stand in it; one that goes on behind it ends with it."""
    found = []
    for mark in marks:
        if mark.start == mark.end:
            if start < mark.start <= end:
                found.append(replace(mark, start=mark.start - start, end=mark.start - start))
        elif mark.start < end and start < mark.end:
            found.append(replace(mark, start=max(0, mark.start - start), end=min(mark.end, end) - start))
    return tuple(found)


def with_marks(
    source: str, translation: str, marks: Sequence[Mark], find: Callable[[int, int], Span | None]
) -> str:
    """`translation` with the marks of `source` around the words that stand for those that they marked.

    `find` says where a part of the source stands in the translation, as far as that can be told. What only
    makes words bold is left out where it cannot; a link is put around everything.
    """
    placed: list[tuple[Mark, Span]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        place = _place(source, translation, mark, find)
        if place is not None and all(_fits(place, other) for _, other in placed):
            placed.append((mark, place))
    return _put_in(translation, placed)


def _place(source: str, translation: str, mark: Mark, find: Callable[[int, int], Span | None]) -> Span | None:
    if mark.start == mark.end:
        return _picture_place(source, translation, mark.start, find)
    if not source[: mark.start].strip(EDGE_SIGNS) and not source[mark.end :].strip(EDGE_SIGNS):
        return _everything(source, translation, mark)
    marked = source[mark.start : mark.end]
    same = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(marked)}(?!\w)", translation)]
    if len(same) == 1:
        return same[0]
    found = find(mark.start, mark.end)
    if found is None:
        return (0, len(translation)) if mark.is_link else None
    return found


def _everything(source: str, translation: str, mark: Mark) -> Span:
    """All of the translation, but for the signs at its edges that the mark leaves out in the source."""
    before = len(source[: mark.start].strip())
    behind = len(source[mark.end :].strip())
    start = len(translation) - len(translation.lstrip(EDGE_SIGNS)) if before else 0
    end = len(translation.rstrip(EDGE_SIGNS)) if behind else len(translation)
    return (start, end) if start < end else (0, len(translation))


def _picture_place(source: str, translation: str, at: int, find: Callable[[int, int], Span | None]) -> Span:
    """Behind the words that stand for the one before it; else before the signs that end everything."""
    words = list(re.finditer(r"\S+", source[:at]))
    if not source[at:].strip(_ENDS) or not words:
        ends = bool(source[at:].strip())
        end = len(translation.rstrip(_ENDS)) if ends else len(translation)
        return end, end
    found = find(words[-1].start(), at)
    end = found[1] if found else len(translation.rstrip(_ENDS))
    if source[at - 1] in _ENDS and translation[end : end + 1] in _ENDS:
        end += len(translation[end : end + 1].strip())
    return end, end


def _fits(place: Span, other: Span) -> bool:
    """Whether two marks stand beside or in each other."""
    (start, end), (other_start, other_end) = place, other
    apart = end <= other_start or other_end <= start
    nested = (other_start <= start and end <= other_end) or (start <= other_start and other_end <= end)
    return apart or nested


def _put_in(translation: str, placed: Sequence[tuple[Mark, Span]]) -> str:
    """Closings before openings at one place, the inner of two closings first."""
    signs: list[tuple[int, int, int, str]] = []
    for number, (mark, (start, end)) in enumerate(placed):
        if start == end:
            signs.append((start, 1, number, mark.opening))
        else:
            signs += ((start, 2, number, mark.opening), (end, 0, -number, mark.closing))
    parts: list[str] = []
    at = 0
    for place, _, _, shown in sorted(signs):
        parts += (translation[at:place], shown)
        at = place
    return "".join((*parts, translation[at:]))
