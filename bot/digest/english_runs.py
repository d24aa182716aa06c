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

_HEADS_WITH_ON = frozenset(
    {"commission", "committee", "council", "conference", "agency", "institute", "center", "centre", "forum"}
)
"""Heads of names that go on with "on": "Commission on Human Rights"."""

_HOLDERS = frozenset(
    {
        "people",
        "women",
        "men",
        "children",
        "general",
        "workers",
        "farmers",
        "teachers",
        "nurses",
        "journalists",
        "lawyers",
    }
)
"""Words whose possessive stands inside a body's name: "Attorney General's Office"."""

_LIST_HEADS = frozenset(
    {
        "ministry",
        "department",
        "sub-department",
        "agency",
        "bureau",
        "commission",
        "council",
        "committee",
        "board",
        "authority",
        "office",
        "service",
        "directorate",
        "administration",
        "university",
        "institute",
        "center",
        "centre",
        "association",
        "federation",
        "chamber",
        "union",
    }
)
"""Heads of bodies that are called by what they are for."""

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_ARTICLES = frozenset({"the", "a", "an"})
_JOINTS = frozenset({"and", "&"})
_LISTED = _JOINTS | {","}
"""What parts the items of a list."""

_MOST_LIST_WORDS = 14
"""Words of what an office or a body is for, marks included."""


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
    while end < min(len(line.words), start + _MOST_RUN_WORDS):
        listed = _list_end(line, start, end)
        if listed is not None:
            end = listed
            continue
        if not _goes_on(line, end):
            break
        if line.words[end].is_capital:
            end += 1
            continue
        after = _past_links(line, end)
        if after is None or not _links(line, start, end, after):
            break
        end = after + 1
    return end


def _goes_on(line: Line, at: int) -> bool:
    """Whether nothing parts the word at `at` from the one before; "People's Assembly" goes on."""
    before = line.words[at - 1]
    if not before.possessive:
        return adjoins(line, at)
    between = line.text[before.end : line.words[at].start]
    return before.plain in _HOLDERS and between.strip() in _POSSESSIVES


def _list_end(line: Line, start: int, at: int) -> int | None:
    """Where a list of what an office or a body is for ends, its head included, where one goes on with
    the mark or "and" at `at`: "Law and Human Rights Ministry"; None where none does."""
    table = english_words()
    if line.words[at].text not in _LISTED:
        return None
    before = [word.plain for word in line.words[start:at]]
    of = next((place for place, word in enumerate(before) if word in ("of", "for")), -1)
    office = of > 0 and not table.roles.isdisjoint(before[:of])
    own = before[of + 1 :] if office else before
    while own and (own[0] in table.not_names | _ARTICLES | table.compass or (own[0],) in table.known):
        own = own[1:]
    if not own or not all(word in table.topics or word in _LISTED for word in own):
        return None
    joined = False
    for place in range(at, min(len(line.words), at + _MOST_LIST_WORDS)):
        word = line.words[place]
        joined = joined or word.text in _JOINTS
        if not word.is_capital and word.text not in _LISTED:
            return None
        if word.plain in _LIST_HEADS | table.roles and word.plain not in table.topics:
            return place + 1 if joined else None
        if word.text not in _LISTED and word.plain not in table.topics:
            return place if office and joined else None
    return None


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
    link, follows = line.words[at].text, line.words[after].plain
    if link in table.person_links:
        return True
    if link == "&":
        return before[0] in table.organization_openings or _heads_soon(line, after)
    if link == "of":
        heads = table.organization_heads | table.place_heads | table.place_openings | table.roles
        opened = "for" in before and not table.organization_heads.isdisjoint(before)
        return opened or before[-1] in heads | _HEADS_WITH_OF
    if follows in table.not_names or (follows,) in table.known or follows in table.given:
        return False
    if link == "and":
        opened = any(word.text in ("of", "for", "on") for word in line.words[start:at])
        return opened and not table.organization_heads.isdisjoint(before) and not _heads_soon(line, after)
    if link == "for":
        return before[-1] in table.organization_heads | table.roles
    return link == "on" and before[-1] in _HEADS_WITH_ON


def _heads_soon(line: Line, at: int) -> bool:
    """Whether the words with capitals at `at` end with the head of a body."""
    for word in line.words[at : at + 4]:
        if not word.is_capital:
            return False
        if word.plain in english_words().organization_heads:
            return True
    return False


def _past_opener(line: Line, start: int, end: int, small: frozenset[str]) -> int:
    """Where a run begins without the words that have a capital only because a sentence opens with them."""
    words = line.words
    if words[start].plain in _ARTICLES:
        start += 1
    elif start == 0 or words[start - 1].text in OPENERS:
        first = words[start]
        lower = first.text.lower()
        stop = not content_words(lower, "en") and first.plain not in english_words().honorifics
        if stop or _is_common(first, lower, small, alone=end - start == 1):
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
    return load_english_speech().verbs_alone | english_words().not_names | english_words().counts
