"""Lines that a column broke, put together again.

In: lines of text. Out: the lines that their writer ended. This module must not know what the lines say,
nor whether a file or a chat broke them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

WRAP_LIMIT_CHARS = 110
"""The widest column that text is hard-wrapped to; e-mail stops at 78, PDF columns at about 100."""

WRAP_SHARE = 0.6
"""Share of line breaks that must be forced by the column before a text counts as hard-wrapped. At
this share 1 of 1,483 texts of ../shared/data/articles is taken for wrapped; of 250 wrapped at 60, 72, 80
and 100 columns all are, and 99.8% and more of their paragraphs come out as they were."""

WRAP_SLACK = 0.86
"""How full a line must be, with the next word, for its break to be forced; PDF columns are ragged."""

WORD_LIMIT_CHARS = 60
"""How far back a broken word is looked for: the longest words have half of it."""

_SENTENCE_END = re.compile(r"[.!?…][\"”'’)\]]*$")
_LIST_ITEM = re.compile(r"[-•–—*·●▪◦]\s?|\(?[a-z\d]{1,2}[.)]\s")
_BROKEN_WORD = re.compile(r"(\w+)[-\u00ad\u2010]\Z")
_FIRST_WORD = re.compile(r"\w+")


def ends_sentence(line: str) -> bool:
    """Whether a full stop, or its like, ends the line; quotation marks and brackets may follow it."""
    return bool(_SENTENCE_END.search(line))


def is_list_item(line: str) -> bool:
    """Whether the line opens as an item of a list does: "- ", "2. "."""
    return bool(_LIST_ITEM.match(line))


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines, with those joined that only the width of a column had parted; empty lines part as well."""
    width = _column_chars(lines)
    if width is None:
        return list(lines)
    paragraphs: list[list[str]] = []
    previous = ""
    for line in lines:
        if paragraphs and previous and line and _is_forced(previous, line, width):
            paragraphs[-1][-1] = before_join(paragraphs[-1][-1], line)
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        previous = line
    return ["".join(pieces) for pieces in paragraphs]


def before_join(text: str, following: str) -> str:
    """`text` as the line `following` is to be hung on: with a space, or without the hyphen of a broken word.

    The hyphen of a doubled word ("anak-anak", "berlari-lari") is the word's own.
    """
    broken, first = _BROKEN_WORD.search(text[-WORD_LIMIT_CHARS:]), _FIRST_WORD.match(following)
    if not broken or not first or not following[:1].islower():
        return f"{text} "
    before, after = broken[1].casefold(), first.group().casefold()
    is_doubled = after.startswith(before) or before.endswith(after)
    return text if is_doubled and text[-1] != "\u00ad" else text[:-1]


def _column_chars(lines: Sequence[str]) -> int | None:
    """The column that the text was wrapped to, or None when it was not."""
    pairs = [(one, two) for one, two in pairwise(lines) if one and two]
    width = max(map(len, lines), default=0)
    if len(pairs) < 2 or width > WRAP_LIMIT_CHARS:
        return None
    forced = sum(_is_forced(one, two, width) and not ends_sentence(one) for one, two in pairs)
    ended = sum(ends_sentence(one) for one, _ in pairs)
    return width if forced >= 2 and forced >= WRAP_SHARE * (len(pairs) - ended) and forced > ended else None


def _is_forced(line: str, following: str, width: int) -> bool:
    if is_list_item(following):
        return False
    return len(line) + 1 + len(following.split(" ", 1)[0]) > WRAP_SLACK * width
