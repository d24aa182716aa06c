"""Runs of English words with capitals, the small words that link names inside: "Ministry of Health".

In: a line in words. Out: where each run begins and ends, without a word that has its capital only because a
sentence opens with it. This module must not know what a run names.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.digest.english_lines import OPENERS, Line, Word, adjoins
from bot.digest.english_speech import load_english_speech
from bot.digest.english_words import english_words
from bot.digest.words import content_words

_MOST_RUN_WORDS = 40
"""Words with capitals that are looked at together: more are no name, and no title with its names either."""

_HEADS_WITH_OF = frozenset({"bank", "house", "people", "republic", "kingdom", "state", "states", "faculty"})
"""Words that are a name's head only before "of": "Bank of Japan"."""


def runs(line: Line, small: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words with capitals, small words that link names inside."""
    at = 0
    while at < len(line.words):
        if not line.words[at].is_capital:
            at += 1
            continue
        end = _run_end(line, at)
        start = _past_opener(line, at, end, small)
        if start < end:
            yield start, end
        at = max(end, at + 1)


def _run_end(line: Line, start: int) -> int:
    end = start + 1
    while end < min(len(line.words), start + _MOST_RUN_WORDS) and not line.words[end - 1].possessive:
        if not adjoins(line, end):
            break
        if line.words[end].is_capital:
            end += 1
            continue
        after = _past_links(line, end)
        if after is None or not _links(line, start, end, after):
            break
        end = after + 1
    return end


def _past_links(line: Line, at: int) -> int | None:
    """The place of the capital behind one or two small words that may stand in a name; None without one."""
    links = english_words().links
    for size in (1, 2):
        inside = line.words[at : at + size]
        after = at + size
        if len(inside) < size or any(word.text not in links or word.possessive for word in inside):
            return None
        if after < len(line.words) and line.words[after].is_capital:
            return after if all(adjoins(line, place) for place in range(at, after + 1)) else None
    return None


def _links(line: Line, start: int, at: int, after: int) -> bool:
    """Whether the small words at..after join one name: "Ministry of Health", "Ludwig van Beethoven"."""
    table = english_words()
    before = [word.plain for word in line.words[start:at]]
    link = line.words[at].text
    if link in table.person_links:
        return True
    heads = table.organization_heads | table.place_heads | table.place_openings
    if link == "of":
        return before[-1] in heads | _HEADS_WITH_OF
    if link in ("and", "for"):
        opened = any(word.text == "of" or word.text == "for" for word in line.words[start:at])
        bodies = before[0] in table.organization_heads and (opened or link == "for")
        return bodies and line.words[after].plain not in table.not_names
    return False


def _past_opener(line: Line, start: int, end: int, small: frozenset[str]) -> int:
    """Where a run begins without the words that have a capital only because a sentence opens with them."""
    words = line.words
    if words[start].plain in ("the", "a", "an"):
        start += 1
    elif start == 0 or words[start - 1].text in OPENERS:
        first = words[start]
        lower = first.text.lower()
        if not content_words(lower, "en") or _is_common(first, lower, small, alone=end - start == 1):
            start += 1
    return start


def _is_common(word: Word, lower: str, small: frozenset[str], *, alone: bool) -> bool:
    """Whether the first word of a sentence is an everyday word: "Residents", "Prices"."""
    table = english_words()
    if word.text.isupper() and len(word.text) > 1:
        return False
    if (lower,) in table.known or lower in table.organization_heads | table.place_openings | table.compass:
        return False
    if lower in table.roles | table.before_role | table.honorifics | table.ranks:
        return False
    return lower in small or (alone and lower not in table.given) or lower in _everyday()


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    return load_english_speech().verbs_alone | english_words().not_names
