"""The words of a text, for comparing one piece of it with another.

In: text. Out: lower-case words in order. This module must not know what they are compared for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.data import read_lines

STOPWORD_LISTS: Mapping[str, str] = {"id": "stopwords.txt", "en": "stopwords_en.txt"}
"""Language -> the list of its words that tell nothing by themselves."""

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:[-’'][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words and figures of a text, in lower case, in order: "Rp 1.250" gives "rp", "1.250"."""
    return _WORD.findall(text.lower())


def content_words(text: str, language: str = "id") -> list[str]:
    """The words of a text that are not stop words of its language, in order."""
    stopwords = _stopwords(language)
    return [word for word in words(text) if word not in stopwords]


@lru_cache
def _stopwords(language: str) -> frozenset[str]:
    lines = read_lines(STOPWORD_LISTS.get(language, STOPWORD_LISTS["id"]))
    return frozenset(word for line in lines for word in line.split())
