"""An article's sentences, with their places.

In: an Article. Out: its sentences and sub-headlines as Sentence records, in order. This module must not know
what the sentences are wanted for, no library beside the standard one, and no other stage.

Full stops are looked at one by one: a stop ends a sentence unless something says that it does not - an
abbreviation, an initial, the number of a list, a small letter after it, or a quotation or bracket around
it. A quotation stays whole with its reporting clause, because half of it would be nobody's words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.data import read_table
from bot.records import PARAGRAPH_BREAK, Article, Sentence

MAX_QUOTATION_CHARS = 600
"""A quotation without a reporting clause behind it is cut into its sentences from this length on: readers and
the translation both lose the thread of longer ones. The longest of 157 labelled quotations has 369."""

MAX_BRACKET_CHARS = 200
"""A bracket longer than this was probably never closed where it seems to be."""

MAX_SENTENCE_CHARS = 3_000
"""What is longer holds no sentences, and is cut between words: whoever works on a sentence may then compare
its words with one another. The longest sentence of 1,483 articles has 2,740."""

MAX_LIST_ITEM_CHARS = 400
"""Numbers further apart than this are not those of one list: some three sentences for an item."""

SHORTEST_PLAIN_WORD = 4
"""Letters. A word in small letters this long is no abbreviation unless a table names it (a capital asks for
one letter more): of 107 full stops before a small letter in 1,483 articles, those behind shorter words are
letters of lists and clipped words."""

SHORTEST_FULL_NUMBER = 3
"""Digits. A shorter number with a full stop behind may count the items of a list."""

LOOK_BEHIND_CHARS = 40
"""As far as is read before a full stop and after it: longer than any abbreviation; keeps the work linear."""

TABLES: Mapping[str, str] = {"id": "abbreviations.toml", "en": "abbreviations_en.toml"}
"""Language -> its table."""

_OPENING = "“«‘„([{"
_CLOSING = "\"'”’»)]}"
_STOP = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*")
_STOPPED_WORD = re.compile(r"[^\s“”\"«»‘’'()\[\]{},;:]+$")
_LIST_NUMBER = re.compile(r"(?:^|[.:;!?…\"”)])\s*(?:\d{1,2}|[A-Za-z])$")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,4}\.)+[A-Za-z]{1,4}")
_BRACKET_MARK = re.compile(r"[()\[\]]")
_OPENED_BY = {")": "(", "]": "["}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NEXT_GROUP = re.compile(r"\d{3}(?![\d.,]?\d)")
_QUOTE_MARK = re.compile(r"[\"“”„«»]")
_REPORTING_FOLLOWS = re.compile(r"\s*(?:,|[a-z])")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
_LIST_ITEM = re.compile(r"(?<![\d.,/:–-])(\d{1,2})\.(?=\s)")


@dataclass(frozen=True, slots=True)
class _Table:
    before_name: frozenset[str]
    before_number: frozenset[str]
    before_amount: frozenset[str]
    after_name: frozenset[str]
    closing: frozenset[str]
    openers: frozenset[str]
    dotted: frozenset[str]
    """Of those after a name, what is no letter of a list although a stop stands before its last one:
    "U.S"."""
    domains: frozenset[str]
    months: frozenset[str]
    """Cut-off months, behind which a number is a day and counts no list."""


@lru_cache
def _table(language: str) -> _Table:
    content = read_table(TABLES.get(language, TABLES["id"]))
    return _Table(**{name: frozenset(entries) for name, entries in content.items()})


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in order; `text[start:end] == source`, never empty, no space at either end.

    Together they hold every character of the text that is not space. A paragraph always ends a sentence,
    and a sub-headline is one sentence with `heading` set, whatever marks it holds; none is longer than
    MAX_SENTENCE_CHARS. Never raises; () for an empty text.
    """
    headings, table = frozenset(article.headings), _table(article.language)
    sentences: list[Sentence] = []
    offset = 0
    for number, paragraph in enumerate(article.text.split(PARAGRAPH_BREAK)):
        heading = number in headings
        ends = [len(paragraph)] if heading else [*_sentence_ends(paragraph, table), len(paragraph)]
        for start, end in _pieces(paragraph, ends):
            place = (offset + start, offset + end)
            sentences.append(Sentence(len(sentences), number, *place, paragraph[start:end], heading=heading))
        offset += len(paragraph) + len(PARAGRAPH_BREAK)
    return tuple(sentences)


def _pieces(paragraph: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    cuts = (cut for start, end in pairwise([0, *ends]) for cut in _cuts(paragraph, start, end))
    for start, end in pairwise([0, *cuts]):
        piece = paragraph[start:end]
        if bare := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(bare)


def _cuts(paragraph: str, start: int, end: int) -> Iterator[int]:
    """The end of a sentence, and before it where it is cut because it is too long."""
    while end - start > MAX_SENTENCE_CHARS:
        limit = start + MAX_SENTENCE_CHARS
        blank = paragraph.rfind(" ", start + MAX_SENTENCE_CHARS // 2, limit)
        start = limit if blank < 0 else blank
        yield start
    yield end


def _sentence_ends(paragraph: str, table: _Table) -> Iterator[int]:
    """Where the sentences of a paragraph end, the last one's end left out."""
    shelters = _shelters(paragraph)
    starts = [start for start, _ in shelters]
    items = _list_items(paragraph)
    for stop in _STOP.finditer(paragraph):
        end = _before_opening_mark(paragraph, stop, shelters)
        nearest = bisect_right(starts, stop.start()) - 1
        if nearest >= 0 and end < shelters[nearest][1]:
            continue
        if stop.start() in items:
            yield items[stop.start()]
        elif _ends_sentence(paragraph, stop.start(), end, table):
            yield end


def _list_items(paragraph: str) -> dict[int, int]:
    """Where the items of a list in one line begin, by the place of their stops: "1. Beras 2. Gula"."""
    items: dict[int, int] = {}
    last: re.Match[str] | None = None
    for found in _LIST_ITEM.finditer(paragraph):
        if last and int(found[1]) == int(last[1]) + 1 and found.start() - last.end() <= MAX_LIST_ITEM_CHARS:
            items |= {last.end() - 1: last.start(), found.end() - 1: found.start()}
            last = found
        elif found[1] == "1":
            last = found
    return items


def _before_opening_mark(paragraph: str, stop: re.Match[str], shelters: list[tuple[int, int]]) -> int:
    """The end of a stop and its closing marks; a straight mark that opens a quotation is left to it."""
    end = stop.end()
    if paragraph[end - 1] == '"' and any(start == end - 1 for start, _ in _near(shelters, end - 1)):
        return end - 1
    return end


def _near(shelters: list[tuple[int, int]], position: int) -> list[tuple[int, int]]:
    at = bisect_right(shelters, (position, position))
    return shelters[max(0, at - 1) : at + 1]


def _shelters(paragraph: str) -> list[tuple[int, int]]:
    """The quotations and brackets inside which no sentence ends, from mark to mark, without overlap."""
    spans = [span for span in _quotations(paragraph) if _stays_whole(paragraph, *span)]
    spans += [(start, end) for start, end in _brackets(paragraph) if end - start <= MAX_BRACKET_CHARS]
    outermost: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not outermost or span[0] >= outermost[-1][1]:
            outermost.append(span)
        elif span[1] > outermost[-1][1]:
            outermost[-1] = (outermost[-1][0], span[1])
    return outermost


def _brackets(paragraph: str) -> Iterator[tuple[int, int]]:
    """Pairs of brackets, those inside of others too; what was never opened or closed is left out."""
    opened: list[tuple[str, int]] = []
    for mark in _BRACKET_MARK.finditer(paragraph):
        if mark[0] in "([":
            opened.append((mark[0], mark.start()))
        elif opened and opened[-1][0] == _OPENED_BY[mark[0]]:
            yield opened.pop()[1], mark.end()


def _quotations(paragraph: str) -> Iterator[tuple[int, int]]:
    """Pairs of marks. One that opens while another is open forgets the other: a lost mark harms little."""
    opened: int | None = None
    for mark in _QUOTE_MARK.finditer(paragraph):
        at = mark.start()
        if _opens(paragraph, at, opened is not None):
            opened = at
        elif opened is not None:
            yield opened, at + 1
            opened = None


def _opens(paragraph: str, at: int, inside: bool) -> bool:
    mark = paragraph[at]
    if mark in "„«“":
        return True
    if mark in "”»":
        return False
    before, after = paragraph[at - 1 : at], paragraph[at + 1 : at + 2]
    free_before = not before or before.isspace() or before in "([{-–—/"
    free_after = not after or after.isspace() or after in ".,;:!?)]}"
    if free_before != free_after:
        return free_before
    return not inside


def _stays_whole(paragraph: str, start: int, end: int) -> bool:
    if end - start <= MAX_QUOTATION_CHARS:
        return True
    return paragraph[end - 2] == "," or _REPORTING_FOLLOWS.match(paragraph, end) is not None


def _ends_sentence(paragraph: str, stop: int, end: int, table: _Table) -> bool:
    """Whether the marks at stop..end close a sentence, by what stands after them and before them."""
    after = paragraph[end : end + LOOK_BEHIND_CHARS]
    following = after.lstrip()
    if not following:
        return False  # the paragraph's own end, which nobody needs to be told
    before = paragraph[max(0, stop - LOOK_BEHIND_CHARS) : stop]
    if following == after:
        return _ends_glued(paragraph, before, stop, end, table)
    if not _may_begin(following):
        return paragraph[stop:end] == "." and _begins_small(before, following, table)
    if paragraph[stop:end].rstrip(_CLOSING) != ".":
        return True
    return end > stop + 1 or not _belongs_to_stop(before, following, table)


def _may_begin(following: str) -> bool:
    first = following.lstrip(_OPENING + _CLOSING + "-–—•* ")[:1]
    return first.isupper() or first.isdigit() or not (first.islower() or first in ",;:.!?")


def _begins_small(before: str, following: str, table: _Table) -> bool:
    """Whether a sentence ended although a small letter follows: "… ke pasar. warga pulang sore"."""
    word, next_word = _STOPPED_WORD.search(before), _WORD.match(following.lstrip("-–—•* "))
    if word is None or next_word is None or next_word[0].lower() in table.domains:
        return False
    if word[0].isdigit():
        return len(word[0]) >= SHORTEST_FULL_NUMBER
    return (word[0].islower() or word[0].istitle()) and _is_no_abbreviation(word[0], table)


def _is_no_abbreviation(word: str, table: _Table) -> bool:
    tables = (table.before_name, table.before_number, table.before_amount, table.after_name, table.closing)
    known = any(word.lower() in entries for entries in tables)
    return word.isalpha() and len(word) >= SHORTEST_PLAIN_WORD + word.istitle() and not known


def _ends_glued(paragraph: str, before: str, stop: int, end: int, table: _Table) -> bool:
    """A full stop that lost its space, "terjaga.Pertama"; addresses, initials and figures have none."""
    word = _STOPPED_WORD.search(before)
    next_word = _WORD.match(paragraph, end + (paragraph[end] in '"“‘(['))
    if next_word is None or len(next_word[0]) < 2 or next_word[0].lower() in table.domains:
        return False
    if not next_word[0][0].isupper() or not next_word[0][1:].islower():
        return False
    if end > stop + 1:
        return True
    if word is None:
        return bool(before) and before[-1] in _CLOSING
    return word[0].isdigit() or _is_plain(word[0], table)


def _is_plain(word: str, table: _Table) -> bool:
    """Whether a word is no initial and no clipped name: "desa", "Desa", "WIB"; not "Moh", "hlm"."""
    least = 4 if word.istitle() else 3
    return word.isalpha() and len(word) >= least and word.lower() not in table.before_name


def _is_day(before: str, table: _Table) -> bool:
    """Whether a number is the day of a month: "Jan. 5"."""
    words = before.split()[-2:]
    return len(words) == 2 and words[0].lower().rstrip(".") in table.months


def _belongs_to_stop(before: str, following: str, table: _Table) -> bool:
    """Whether a single full stop belongs to the word before it rather than to the sentence."""
    found = _STOPPED_WORD.search(before)
    if found is None:
        return False
    word = found[0].lower().lstrip("-–—/")
    if _LIST_NUMBER.search(before) and not (word in table.dotted or _is_day(before, table)):
        return True
    if _GROUPED.fullmatch(found[0]) and _NEXT_GROUP.match(following):
        return True  # "2.904. 678": a figure with a blank inside
    next_word = _WORD.match(following.lstrip(_OPENING + _CLOSING))
    opens = next_word is not None and next_word[0].lower() in table.openers and not next_word[0].isupper()
    if word in table.before_amount:
        return True
    if word in table.before_number:
        return _NUMBER.match(following) is not None
    if word in table.closing:
        return False
    if word in table.before_name and not found[0].isupper():
        return True
    if word in table.before_name:
        return not opens
    initial = len(word) == 1 and word.isalpha() and found[0].isupper()
    return (initial or word in table.after_name or _DOTTED.fullmatch(word) is not None) and not opens
