"""Whether English words with capitals name a person, and how surely.

In: a line in words, and where the words stand in it. Out: the person, surely where a title, a common name or
what stands beside them says so. This module must not know what else a run of capitals may be, but for the
tables of well-known names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.digest.english_lines import OPENERS, Found, Line, adjoins
from bot.digest.english_speech import load_english_speech
from bot.digest.english_words import english_words

MOST_PERSON_WORDS = 5
"""Words of a person's name; a longer run is a headline or holds something else."""

_SAID_BEFORE_CHARS = 80
"""How far before a name it is looked for a word of saying: several times the longest, with its blanks."""

_NO_NAME = re.compile(r"[0-9/&]")
_CALLED = re.compile(
    r"\b(?:man|woman|boy|girl|person|user|reader|blogger|suspect|victim|child|son|daughter|teacher|student"
    r"|fisherman|farmer|worker|resident|villager|driver|passenger|soldier|officer|identified)"
    r"(?: only)? (?:called|named|known as|as) $"
)
"""The end of what stands before a person's name: "a man called", "identified as"."""

_AGE = re.compile(r",\s+\d{1,3}\b(?:,|\s+years\b)|\s+\(\d{1,3}\)")
_APPOSED = re.compile(r",\s+(?:(?:an?|the|one of the|who|whose|also an?)\s+)?((?:[\w'’-]+\s+){0,5}?[\w'’-]+)")


def read_person(line: Line, start: int, end: int, *, titled: bool) -> Iterator[Found]:
    """Yield the person that the words may be, surely where something beside them says so."""
    table = english_words()
    while start < end and line.words[start].plain in table.honorifics | table.ranks:
        start, titled = start + 1, True
    words = line.words[start:end]
    if not words or len(words) > MOST_PERSON_WORDS or any(_NO_NAME.search(word.text) for word in words):
        return
    plain = [word.plain for word in words]
    if tuple(plain) in table.known:
        yield Found(start, end, table.known[tuple(plain)])
        return
    heads = table.organization_heads | table.place_heads
    if any(word in table.not_names for word in plain) or (plain[-1] in heads and len(plain) > 1):
        return
    if sum(char.isalpha() for char in words[-1].text) < 2 or (
        words[0].text.isupper() and len(words[0].text) > 2
    ):
        return
    if titled or (len(words) > 1 and _looks_like_a_name(plain)):
        yield Found(start, end, "person")
    elif _is_told_of(line, start, end):
        yield Found(start, end, "person", sure=len(words) > 1 or is_name_word(plain[0]))
    elif len(words) > 1:
        yield Found(start, end, "person", sure=False)


def is_name_word(word: str) -> bool:
    """Whether people are called so, by the gazetteer: one word alone may be any noun with a capital."""
    return word in english_words().given or word in english_words().family


def _looks_like_a_name(plain: Sequence[str]) -> bool:
    table = english_words()
    ordinary = table.before_role | table.roles
    if any(word in ordinary for word in plain):
        return False
    return plain[0] in table.given and plain[-1] in table.family


def is_titled(line: Line, start: int) -> bool:
    """Whether a role in small letters stands right before: "spokesman Budi Santoso"."""
    if not start or not adjoins(line, start):
        return False
    before = line.words[start - 1]
    return before.text in english_words().roles and not before.possessive


def _is_told_of(line: Line, start: int, end: int) -> bool:
    """Whether the words beside a run are those beside a person: an age, an office, a word of saying."""
    table, speech = english_words(), load_english_speech()
    after = line.text[line.words[end - 1].end :]
    if line.words[end - 1].possessive:
        return False
    words = end - start
    if words > 1 and _AGE.match(after):
        return True
    apposed = _APPOSED.match(after)
    if words > 1 and apposed and any(word in table.roles for word in apposed[1].lower().split()):
        return True
    opens = start == 0 or line.words[start - 1].text in OPENERS
    if speech.says.match(after) and (
        words > 1 or not opens or line.words[start].plain in table.given | table.family
    ):
        return words > 1 or line.words[start].plain not in table.organization_heads
    at = line.words[start].start
    before = line.text[max(0, at - _SAID_BEFORE_CHARS) : at]
    if _CALLED.search(before):
        return True
    return speech.said_before.search(before) is not None
