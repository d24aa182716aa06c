"""Where the next sentence begins behind another story's headline that lost its line break.

In: the words behind "Baca juga:", and the paragraph in which they stand. Out: the word with which the story
goes on, or None where that cannot be told. The lists stand in bot/data/furniture.toml. A word too late would
take something from the story, a word too early leave a piece of a headline that nobody would know for one: in
doubt nothing is told. This module must not know how headlines are labelled.

Two kinds of headlines are told apart by their first small word that is no preposition or the like. Where all
words have a capital, it belongs to the next sentence; where only names have one, to the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.intake.common import common_words

HEADLINE_MIN_WORDS = 3
"""Words that a headline has at least: nothing ends it before."""
TITLE_CASE_MIN_WORDS = 4
"""Capitalised words in a row that make a headline certain."""
OFFICE_REACH_WORDS = 12
"""How far before its verb an office may stand: "Wakil Ketua Komisi X DPR dari Fraksi ... menyebut"."""
RANK_REACH_WORDS = 5
"""How far before a rank its bearer's office may stand: "Kapolres Muara Wulan AKBP Bagas"."""

Word = re.Match[str]

_ITEM = re.compile(r"\d{1,2}\.|•")
_QUOTED_TERM = re.compile(r"[\"“][^\"”]{0,30}[^\"”,.?!][\"”](?![,.])")
_STOP = re.compile(r"\w{3,}[.!?][\"”’')]*$")
_ENDS_PART = re.compile(r"[,:;?!]$")


def next_sentence(words: Sequence[Word], paragraph: str) -> Word | None:
    """The word of `words` with which a sentence begins; None where a headline's end cannot be told."""
    stop = next((at + 1 for at, word in enumerate(words) if _STOP.search(word.group())), len(words))
    words = words[:stop]
    small = next((at for at in range(1, len(words)) if _is_small_content(words[at])), len(words))
    if phrase := _opening_phrase(words):
        return phrase
    capitals = sum(map(_has_capital, words[:small]))
    if capitals >= TITLE_CASE_MIN_WORDS or small == len(words):
        return (
            _item(words[:small], bullets=True)
            or _quotation(words[:small])
            or _behind_capitals(words[:small], paragraph)
        )
    if small >= 2 and _bare(words[small - 1]) in _lists().openers:
        return None
    return (
        _item(words, bullets=False)
        or _quotation(words)
        or _behind_small(words, small)
        or _known_subject(words, small, paragraph)
    )


def _opening_phrase(words: Sequence[Word]) -> Word | None:
    """The first word of what only opens sentences: "Sementara itu, ...", "Di sisi lain, ..."."""
    for at in range(HEADLINE_MIN_WORDS, len(words) - 1):
        text = words[0].string[words[at].start() :]
        if _lists().phrase.match(text) and not _ENDS_PART.search(words[at - 1].group()):
            return words[at]
    return None


def _item(words: Sequence[Word], *, bullets: bool) -> Word | None:
    """The number or the sign before an item of a list."""
    for at in range(HEADLINE_MIN_WORDS, len(words) - 1):
        text = words[at].group()
        if _ITEM.fullmatch(text) and (bullets or text != "•") and _has_capital(words[at + 1]):
            return words[at]
    return None


def _quotation(words: Sequence[Word]) -> Word | None:
    """The word that opens a quotation, and no term of the headline."""
    for at in range(HEADLINE_MIN_WORDS, len(words)):
        text = words[at].group()
        if text[0] in '"“' and text[1:2].isupper() and not _ENDS_PART.search(words[at - 1].group()):
            following = words[0].string[words[at].start() :]
            return None if _QUOTED_TERM.match(following) else words[at]
    return None


def _behind_capitals(words: Sequence[Word], paragraph: str) -> Word | None:
    """The same behind a headline in capitals: `words` end before the first small word of the sentence."""
    if len(words) <= TITLE_CASE_MIN_WORDS:
        return None
    last = max(at for at in range(len(words)) if _has_capital(words[at]))
    office = _office(words, last)
    if office is not None:
        return _whole_subject(words, office, last)
    if last < TITLE_CASE_MIN_WORDS:
        return None
    word, before = words[last], words[last - 1]
    if _bare(word) in _lists().openers:
        return word
    joined = rf"\b{re.escape(before.group())} {re.escape(word.group())}\b"
    belongs = _bare(before) in _lists().titles | _lists().opens_name | _lists().openers
    if belongs or _ENDS_PART.search(word.group()) or _ENDS_PART.search(before.group()):
        return None
    if before.group()[0].islower() or len(re.findall(joined, paragraph)) > 1:
        return None
    return word if _is_common(word) and _bare(word) not in _lists().titles else None


def _office(words: Sequence[Word], last: int) -> int | None:
    """Where the office of the sentence's subject begins, as far as there is one."""
    office = None
    for at in range(last - 1, max(HEADLINE_MIN_WORDS, last - OFFICE_REACH_WORDS), -1):
        if not _has_capital(words[at]) or _bare(words[at]) not in _lists().titles:
            continue
        if office is None or (office - at <= RANK_REACH_WORDS and _bare(words[office]) in _lists().ranks):
            office = at
    return office


def _whole_subject(words: Sequence[Word], office: int, last: int) -> Word | None:
    """The first word of a subject with an office; None where there are words of a headline in it."""
    lists = _lists()
    known = lists.in_office | lists.titles
    if any(_is_common(word) and _bare(word) not in known for word in words[office + 1 : last + 1]):
        return None
    while office > HEADLINE_MIN_WORDS and _bare(words[office - 1]) in lists.before_office:
        office -= 1
    before = words[office - 1].group()
    return None if before[0].islower() or _ENDS_PART.search(before) else words[office]


def _behind_small(words: Sequence[Word], small: int) -> Word | None:
    """The same behind a headline in small letters, whose capitals are names."""
    lists = _lists()
    for at in range(max(small + 1, HEADLINE_MIN_WORDS), len(words) - 1):
        word, before = words[at], words[at - 1]
        if before.group()[:1] in "\"“‘'":
            return None
        opens = _bare(word) in lists.openers
        if not word.group()[0].isupper() or not words[at + 1].group()[0].islower():
            continue
        if not opens and not (_is_common(word) and _is_small_content(words[at + 1])):
            continue
        part_of_name = (
            _bare(word) in lists.titles | lists.opens_name or _bare(before) in lists.titles | lists.opens_name
        )
        goes_on = _ENDS_PART.search(before.group()) or (not opens and _bare(before) in lists.small)
        return None if part_of_name or goes_on else word
    return None


def _known_subject(words: Sequence[Word], small: int, paragraph: str) -> Word | None:
    """The name before a full verb, behind a headline in small letters, that the paragraph has elsewhere."""
    first = max(small + 2, HEADLINE_MIN_WORDS + 1)
    verb = next((at for at in range(small, len(words)) if words[at].group() in _lists().full_verbs), 0)
    start = verb
    while start > HEADLINE_MIN_WORDS and _has_capital(words[start - 1]):
        start -= 1
    if verb < first or any(_ENDS_PART.search(word.group()) for word in words[start - 1 : verb]):
        return None
    for at in range(start, verb):
        name = " ".join(word.group() for word in words[at:verb])
        if f" {name}" in paragraph.replace(name, "", 1):
            joined = at == start and words[at - 1].group() in _lists().small  # "Otorita dan | Mirna"
            return None if joined else words[at]
    return None


def _has_capital(word: Word) -> bool:
    return word.group().lstrip('"“(')[:1].isupper()


def _is_small_content(word: Word) -> bool:
    text = word.group()
    return text[0].islower() and text.islower() and _bare(word) not in _lists().small


def _is_common(word: Word) -> bool:
    return _bare(word) in common_words()


def _bare(word: Word) -> str:
    return word.group().strip(",.:;?!()\"“”'’").lower()


@dataclass(frozen=True, slots=True)
class _Lists:
    phrase: re.Pattern[str]
    small: frozenset[str]
    openers: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    before_office: frozenset[str]
    opens_name: frozenset[str]
    in_office: frozenset[str]
    full_verbs: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = read_table("furniture.toml")
    names = (
        "sentence_openers", "titles_before_name", "ranks", "before_office", "opens_name", "in_office",
        "full_verbs",
    )  # fmt: skip
    small = frozenset(f"{table['headline_small']} {table['headline_small_too']}".split())
    phrase = re.compile(rf"(?:{table['opening_phrase']}),")
    return _Lists(phrase, small, *(frozenset(table[name].split()) for name in names))
