"""Tells which words of a translation nobody writes: there a model lost its way for a word ("squatary").

In: a source sentence and its translation. Out: the words of the translation that stand neither in the source,
as names do, nor in the tables of words that people write. Pure but for the tables; it must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.data import read_lines
from bot.translation.lexicon import translations_into

LANGUAGES = ("en", "id")
"""Those of which there is a table."""
WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)*")
"""Half of a compound with a hyphen is a word by itself."""
_POSSESSIVE = re.compile(r"'(?:s|d|ll|ve|re|m)?$")


def unwritten(source: str, translation: str, language: str) -> tuple[str, ...]:
    """Return the words of the translation that nobody writes; none of a language without a table."""
    if language not in LANGUAGES:
        return ()
    known = written_words(language)
    strange = [word for word in WORD.findall(translation) if _plain(word) not in known]
    given = set(plain_words(source)) if strange else set()
    return tuple(word for word in strange if _plain(word) not in given)


def plain_words(text: str) -> Iterator[str]:
    """Return the words in small letters, without the "'s" at their end."""
    return map(_plain, WORD.findall(text))


def _plain(word: str) -> str:
    plain = word.lower()
    return plain if plain.isalpha() else _POSSESSIVE.sub("", plain.replace("’", "'"))


@lru_cache(maxsize=len(LANGUAGES))
def written_words(language: str) -> frozenset[str]:
    """Return the words that people write, in small letters."""
    return translated_words(language).union(read_lines(f"written_{language}.txt"))


def translated_words(language: str) -> frozenset[str]:
    """Return the words in the translations of the lexicon's tables."""
    return frozenset(word for each in translations_into(language) for word in plain_words(each))
