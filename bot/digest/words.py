"""The words of a text, for comparing one piece of it with another.

In: text. Out: lower-case words in order. This module must not know what they are compared for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.data import read_text

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:[-’'][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words and figures of a text, in lower case, in order: "Rp 1.250" gives "rp", "1.250"."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> list[str]:
    """The words of a text that are not stop words, in order."""
    stopwords = _stopwords()
    return [word for word in words(text) if word not in stopwords]


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    lines = read_text("stopwords.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
