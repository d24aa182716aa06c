"""A headline as a sentence, and a translation as a headline: "Warga Mengungsi ke Balai Desa".

In: a line; its names, which keep their capitals. Out: the line as sentences write it, and a translation with
the capitals of headlines. Models learn from sentences: what has a capital they take for a name, and leave it
or make something of its sound. Pure but for its tables; this module must know no model, and no digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.data import read_lines, read_table
from bot.translation.written import LANGUAGES, written_words

WORD = re.compile(r"(?<![\w.@/#])[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")
"""Not the ends of ordinals and of sites."""
LEAST_WORDS, MOST_WORDS = 4, 24
"""Fewer are as often the name of a body or of a place; more are a sentence with many names."""
LONG_CHARS = 4
"""Words of more letters have a capital in every headline's style."""
CAPITAL_SHARE = 0.9
"""Of the long words that sentences write small, what has a capital in a headline: a slip is left room for."""
PLAIN_SHARE, LEAST_PLAIN = 1 / 3, 2
"""Of the long words, what sentences write small; with less the line is a list of names."""
_INSIDE = re.compile(r"\w")
_SOURCES = re.compile(r"\"\"|\^")
"""Marks of a list of sources."""


def is_headline(line: str, language: str) -> bool:
    """Return whether a line is written as headlines are: its long words with capitals, most of them no names.

    The first word tells nothing.
    """
    is_as_long = LEAST_WORDS <= len(line.split()) <= MOST_WORDS
    if not is_as_long or _SOURCES.search(line) or _is_closed(line):
        return False
    long = [word for word in WORD.findall(line)[1:] if len(word) > LONG_CHARS]
    plain = [word for word in long if is_plain(word.lower(), language)]
    capitals = sum(word[0].isupper() for word in plain)
    is_told = len(plain) >= max(LEAST_PLAIN, PLAIN_SHARE * len(long))
    return is_told and capitals >= CAPITAL_SHARE * len(plain)


def _is_closed(line: str) -> bool:
    """Whether a full stop ends the line, marks behind it aside."""
    end = next((at for at in range(len(line), 0, -1) if line[at - 1].isalnum()), 0)
    return "." in line[end:]


def is_plain(word: str, language: str) -> bool:
    """Return whether people write a word small inside sentences. It is given so, in one of LANGUAGES."""
    if language not in LANGUAGES:
        return False
    parts = word.split("-")
    known, capitals = written_words(language), _capitals(language)
    return all(part in known and part not in capitals for part in parts) and word not in capitals


def in_small_letters(line: str, language: str, names: Iterable[tuple[int, int]] = ()) -> str:
    """Return a headline with small letters where sentences have them.

    Its first word and what lies in `names`, spans of the line, stay as they are.
    """
    kept = tuple(names)

    def small(match: re.Match[str]) -> str:
        word = match.group()
        is_name = any(start < match.end() and match.start() < end for start, end in kept)
        keeps = is_name or not word.istitle() or not _INSIDE.search(line, 0, match.start())
        return word if keeps or not is_plain(word.lower(), language) else word.lower()

    return WORD.sub(small, line)


def as_a_headline(text: str, language: str, names: Iterable[str] = ()) -> str:
    """Return a translation with the capitals of headlines; `names` stay as they are."""
    small = _small(language)
    written = [match.span() for name in names for match in re.finditer(re.escape(name), text)]

    def large(match: re.Match[str]) -> str:
        word = match.group()
        is_first = not _INSIDE.search(text, 0, match.start())
        is_name = any(start <= match.start() < end for start, end in written)
        is_kept = is_name or (word in small and not is_first) or not word.islower()  # "e-KTP", "iPhone"
        return word if is_kept else word[0].upper() + word[1:]

    return WORD.sub(large, text)


@lru_cache(maxsize=len(LANGUAGES))
def _capitals(language: str) -> frozenset[str]:
    """The words that people write with a capital, in small letters."""
    return frozenset(read_lines(f"capitals_{language}.txt"))


@lru_cache(maxsize=len(LANGUAGES))
def _small(language: str) -> frozenset[str]:
    return frozenset(read_table("headlines.toml")["small"].get(language, ()))
