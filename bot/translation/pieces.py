"""Text in pieces that a translation model can take, and back.

In: a text, and a function that says how many subwords a piece has. Out: pieces in order, none over
the limit, which joined with a space give the text again (but for runs of blanks at the seams).
Pure; this module must know no model and no language beyond its punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SENTENCE_END = re.compile(r"(?<=[^\W_]{3})(?:[.!?…]+[\"”’')\]]*)\s+(?=[\"“‘'(\[]*[A-Z0-9])")
"""The end of a sentence inside a text: at least three letters before the mark, so that initials and
titles ("H.M. Nasir", "Dr. Siti") stay whole; a capital or digit after it."""

CLAUSE_END = re.compile(r"(?<=[,;:—–])\s+|\s+(?=[—–(])")
LONGER_TIMES = 3
LONGER_CHARS = 60
"""In a general development set, nine of ten English sentences have 0.6 to 1.3 times the characters of their
Indonesian ones; only very short texts, such as an acronym written out, grow more."""
REPEATS = 2
"""The same words three times in a row: no sentence of news needs that."""
LONGEST_GROUP = 8
STUTTER = re.compile(r"(\w{1,6}?)\1{5}|([a-z])\2{2}")
"""A few letters six times in a row, or a small one three times: no word of either language has that."""
SMALL_WORDS = frozenset({
    "the", "a", "an", "and", "or", "but", "in", "on", "at", "to", "by", "for", "from", "with", "as", "of",
    "that", "which", "who", "while", "because", "when", "if", "so", "he", "she", "it", "they", "we", "you",
    "this", "these", "those", "there", "his", "her", "its", "their", "our", "after", "before", "until", "not",
})  # fmt: skip
"""English words that only a sentence's beginning gives a capital."""
PICTURE = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u25a0-\u25ff\u2190-\u21ff"
"""Emoji and the signs that news channels use as such: ranges for a regular expression."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: scripts that put no blanks between words, or few."""
NO_WORD = re.compile(
    rf"([^\s{UNSPACED}]{{80,}}|</?[a-zA-Z][^<>]{{0,200}}>|[{PICTURE}][{PICTURE}\ufe0f\u200d]*)"
)
"""An address, a key, a row of letters: on these a model writes until it is stopped, for seconds. The
longest Indonesian words have some 30 characters. And markup and pictures, which no model has learnt."""
VERBATIM = re.compile(
    r"https?://[^\s<>\"”]+[^\s<>\"”.,;:!?)\]]|www\.[^\s<>\"”]+[^\s<>\"”.,;:!?)\]]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|(?<![\w/])[@#]\w{2,}"
    r"|(?<![\w.@/-])[A-Za-z][\w-]{1,62}(?:\.(?:co|go|ac|or))?\.(?:com|id|net|org|tv)(?!\w)"
)
"""Addresses of pages and of people, handles, hashtags, sites ("Kompas.com")."""
LEAST_BYTES = 60
LEAST_SHARE = 0.25
"""A translation of a longer text is not shorter than this share of it, in bytes of UTF-8: a Chinese character
says as much as three Latin ones. Of 24,000 pairs of parallel news, two
are, both badly aligned (`python -m benchmarks.sense`)."""
LEAST_WORDS = 5
ENGLISH_WORDS = 2
"""So many small English words in the source show that it was English."""
COPIED_SHARE = 0.7
"""A translation of at least so many small words has no greater share of them from the source; none of those
24,000 has."""
BRACKETED = re.compile(r"\(([^\W\d_][^\W\d_-]*(?:-[^\W\d_]+)?)\)")
LONGEST_ABBREVIATED = 8
"""Words that an abbreviation stands for, at most."""
PLAIN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BLANK = re.compile(r"\s+")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, stripped: a rough cut, enough to feed a model that learnt from sentences.

    What is no word in any language stands alone.
    """
    return tuple(part for piece in NO_WORD.split(text) for part in _cut(piece, SENTENCE_END))


def fit_seam(source: str, output: str) -> str:
    """The translation of a piece from inside a sentence, without the capital and the full stop of one."""
    mark = source[-1:]
    if mark in ",;:" and output.endswith("."):
        output = output[:-1] + mark
    first = output.split(" ", 1)[0]
    if source[:1].islower() and first.lower() in SMALL_WORDS and first != "I":
        output = first.lower() + output[len(first) :]
    return output


def is_text(piece: str) -> bool:
    """Whether there are words in `piece` that can be translated."""
    return any(map(str.isalpha, piece)) and not NO_WORD.fullmatch(piece)


def split_long(text: str, limit: int, count: Callable[[str], int]) -> tuple[str, ...]:
    """`text` in pieces of at most `limit` subwords: cut at clauses, then between words, then inside words.

    What is no word in any language stays whole.

    `count` tells the subwords of a piece; it is asked once for each clause (or word), not for each cut.
    """
    if NO_WORD.fullmatch(text) or count(text) <= limit:
        return (text,)
    pieces: list[str] = []
    for clause in _cut(text, CLAUSE_END):
        if count(clause) <= limit:
            pieces.append(clause)
        else:
            pieces.extend(_fill(_short_words(clause, limit), limit, count))
    return tuple(_fill(pieces, limit, count))


def runs_in_circles(source: str, output: str) -> bool:
    """Whether a model lost its way: it wrote far too much, or the same words again and again.

    What the source itself repeats may be repeated.
    """
    if len(output) > LONGER_TIMES * len(source) + LONGER_CHARS:
        return True
    repeats = _most_repeats(_words(output))
    if repeats > REPEATS and repeats > _most_repeats(_words(source)):
        return True
    return STUTTER.search(output) is not None and STUTTER.search(source) is None


def shrinks(source: str, output: str) -> bool:
    """Whether most of the source is missing, by length."""
    size = len(source.encode("utf-8", "replace"))
    return size >= LEAST_BYTES and len(output.encode("utf-8", "replace")) < LEAST_SHARE * size


def stays_as_it_was(source: str, output: str) -> bool:
    """Whether the words of an English output are the source's; those with a capital may be names and do not
    count. What was English before, such as a quotation or a title, rightly stays."""
    small = [word for word in output.split() if word.islower()]
    if len(small) < LEAST_WORDS:
        return False
    known = set(source.split())
    copied = [word for word in small if word in known]
    already_english = sum(word in SMALL_WORDS for word in copied) >= ENGLISH_WORDS
    return len(copied) > COPIED_SHARE * len(small) and not already_english


def verbatim(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` something stands that is not translated: addresses, handles, tags."""
    for match in VERBATIM.finditer(text):
        yield match.span()


def abbreviations(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` words are followed by what they will be called from there on, in brackets: "wisatawan
    mancanegara (wisman)", "Kementerian Pertanian (Kementan)".

    >>> [*abbreviations("Wisatawan mancanegara (wisman) datang.")]
    [(23, 29)]
    """
    for match in BRACKETED.finditer(text):
        short = match.group(1).replace("-", "")
        words = PLAIN_WORD.findall(text[: match.start()].lower())[-LONGEST_ABBREVIATED:]
        runs = short.islower()
        if any(_abbreviates(short.lower(), " ".join(words[at:]), runs=runs) for at in range(len(words) - 1)):
            yield match.span(1)


def _abbreviates(short: str, words: str, *, runs: bool) -> bool:
    """Whether `short` takes its letters from several of `words` in order, the first from their beginning;
    with `runs` in runs that begin where words do."""
    at = -1
    for letter in short if runs else short[:-1]:
        following = words[at + 1 : at + 2] == letter
        before = " " if runs else ""
        found = at + 1 if following else words.find(before + letter, at + 1)
        if found < 0 or (at < 0 and not following):
            return False
        at = found if following else found + len(before)
    last = at if runs else words.rfind(short[-1])
    return last >= at and " " in words[:last]


def _words(text: str) -> list[str]:
    """The words of `text` in small letters without their marks, those of a compound apart."""
    return PLAIN_WORD.findall(text.lower())


def _most_repeats(words: list[str]) -> int:
    """How often a group of up to LONGEST_GROUP words comes at most, counted without a pause."""
    if len(set(words)) == len(words):
        return min(1, len(words) // 2)
    most = 0
    for size in range(1, min(LONGEST_GROUP, len(words) // 2) + 1):
        same = 0
        for at in range(size, len(words)):
            same = same + 1 if words[at] == words[at - size] else 0
            most = max(most, same // size + 1)
    return most


def _cut(text: str, boundary: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in boundary.finditer(text):
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def _short_words(text: str, limit: int) -> Iterator[str]:
    """The words of `text`; one with more characters than `limit` comes in parts, because a character
    may be a subword."""
    for word in BLANK.split(text.strip()):
        for start in range(0, len(word), limit):
            yield word[start : start + limit]


def _fill(parts: Iterator[str] | list[str], limit: int, count: Callable[[str], int]) -> Iterator[str]:
    """Neighbours put together again while they stay within the limit."""
    held: list[str] = []
    size = 0
    for part in parts:
        more = count(part)
        if held and size + more > limit:
            yield " ".join(held)
            held, size = [], 0
        held.append(part)
        size += more
    if held:
        yield " ".join(held)
